/// What a check of published windows found: a small closed set. A flag changes no mean and takes nothing out; it tells
/// whoever reads the row to look first. Whether enough of a window was captured is no flag: the column `valid` says it.
package struct WindowFlags: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) {
        self.rawValue = rawValue
    }

    package static let neighbours = WindowFlags(rawValue: 1)
    package static let drift = WindowFlags(rawValue: 2)
    package static let flatline = WindowFlags(rawValue: 4)
    package static let noise = WindowFlags(rawValue: 8)
    package static let spike = WindowFlags(rawValue: 16)

    /// A flag's word in the column `flags`, and why it is set, as a sentence for people.
    package struct Meaning: Hashable, Sendable {
        package var flag: WindowFlags
        package var word: String
        package var reason: String
    }

    /// All flags, in the order of their words.
    package static let meanings = [
        Meaning(
            flag: .drift, word: "drift",
            reason: "At night, the ratio to the median of the borough's devices moved by more than 20 % in 30 days."),
        Meaning(
            flag: .flatline, word: "flatline",
            reason:
                "All readings of several hours in a row are identical, as the device said them: 6 hours of a gas, 3 of "
                + "particles above 3 ug/m3 and 6 at zero, 24 of anything else. The sensor may be stuck."),
        Meaning(
            flag: .neighbours, word: "neighbours",
            reason: "Over the three days that end with this one, the ratio to the median of the borough's devices lies "
                + "more than three sigma from the others', by more than sites differ."),
        Meaning(
            flag: .noise, word: "noise",
            reason: "The readings of the hour scatter by more than 33 % of their mean (standard deviation by mean)."),
        Meaning(
            flag: .spike, word: "spike",
            reason:
                "The hour's mean or highest reading lies further from the median of the five hours about it than five "
                + "sigma and than three times the median, and one of the next two hours is back."),
    ]

    /// The words in alphabetical order, separated by blanks.
    package var text: String { Self.texts[Int(rawValue) % Self.texts.count] }

    /// Of every set, so that no row of a table puts one together.
    private static let texts = (0..<UInt8(1 << meanings.count)).map { set in
        meanings.filter { WindowFlags(rawValue: set).contains($0.flag) }.map(\.word).joined(separator: " ")
    }
}
