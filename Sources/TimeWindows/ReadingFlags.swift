/// What stands beside a reading that counts. A small closed set; the words are those of the `flags` column.
package struct ReadingFlags: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    /// `[]` without the library's loop over a list, which costs more than a whole row of readings.
    package init(arrayLiteral flags: ReadingFlags...) {
        var joined: UInt8 = 0
        for flag in flags { joined |= flag.rawValue }
        rawValue = joined
    }

    /// The payload had no stamp: the receive time was taken.
    package static let withoutStamp = ReadingFlags(rawValue: 1)
    /// The stamp was from before 2000-01-02: the receive time was taken.
    package static let clockReset = ReadingFlags(rawValue: 2)
    /// The registry says that the device's clock is not believed: the receive time was taken.
    package static let arrivalTime = ReadingFlags(rawValue: 4)
    /// It came later than the horizon allows, and a person admitted it from the late ledger.
    package static let admittedLate = ReadingFlags(rawValue: 8)
    /// The registry has a correction for it that takes the humidity, and the device said none near enough: the reading
    /// counts as the device said it. Worked out with the figures, never kept with a reading.
    package static let uncorrected = ReadingFlags(rawValue: 16)

    private static let words: [(ReadingFlags, String)] = [
        (.admittedLate, "admitted_late"), (.arrivalTime, "arrival_time"), (.clockReset, "clock_reset"),
        (.uncorrected, "uncorrected"), (.withoutStamp, "without_stamp"),
    ]

    /// All flags that have a word.
    static let known = ReadingFlags(rawValue: words.reduce(0) { $0 | $1.0.rawValue })

    /// The words in alphabetical order, separated by spaces.
    package var text: String {
        var text = ""
        for (flag, word) in Self.words where contains(flag) {
            if !text.isEmpty { text += " " }
            text += word
        }
        return text
    }
}
