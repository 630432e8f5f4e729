internal import Pipeline
internal import Quality
package import Readings

/// A word of an air row's column `flags`, with the rule that set it.
package struct ExplainedFlag: Hashable, Sendable {
    package var word: String
    /// A sentence.
    package var reason: String

    /// - Parameter cell: the column's words.
    static func list(_ cell: String) -> [ExplainedFlag] {
        cell.split(separator: " ").map { word in
            let reason = WindowFlags.meanings.first { $0.word == word }?.reason ?? ofReadings[String(word)]
            return ExplainedFlag(word: String(word), reason: reason ?? "Kerbside does not know this word.")
        }
    }

    /// Why single readings carry a flag; the words are those of `ReadingFlags`.
    static let ofReadings = [
        "admitted_late": "A reading came later than the horizon allows, and a person admitted it from the late ledger.",
        "arrival_time": "The registry does not believe the device's clock: the time of receipt was taken.",
        "clock_reset": "A stamp was from before 2000-01-02: the time of receipt was taken.",
        "uncorrected": "A correction holds that takes the humidity, and the device said none near enough to a reading, "
            + "which counts as the device said it.",
        "without_stamp": "A payload had no stamp: the time of receipt was taken.",
    ]
}

/// An hour on which the flag of another one rests.
package struct HourAbout: Hashable, Sendable {
    package var window: Range<Instant>
    package var n: Int
    /// Nil without a reading.
    package var mean: Millionths?
    package var minimum: Millionths?
    package var maximum: Millionths?
    package var flags: String
}

extension HourAbout {
    /// For `spike` the five hours of which it is the middle one; for `flatline` all hours that stand still with it.
    static func list(
        _ start: Instant, _ quantity: Quantity, device: String, site: String, _ flags: [ExplainedFlag],
        _ corridor: Corridor
    ) -> [HourAbout] {
        func hour(_ offset: Int) -> HourAbout {
            let begin = start.advanced(byMicroseconds: Int64(offset) * Microseconds.hour)
            let window = begin..<begin.advanced(byMicroseconds: Microseconds.hour)
            guard let found = corridor.checkedHour(begin, of: quantity, device: device, site: site) else {
                return HourAbout(window: window, n: 0, flags: "")
            }
            return HourAbout(
                window: window, n: found.readings, mean: Millionths(found.hour.mean),
                minimum: Millionths(found.hour.rawMinimum), maximum: Millionths(found.hour.rawMaximum),
                flags: found.flags.text)
        }
        var (first, last) = (0, 0)
        if flags.contains(where: { $0.word == WindowFlags.spike.text }) {
            (first, last) = (-SpikeCheck.reach.backHours, SpikeCheck.reach.aheadHours)
        }
        if flags.contains(where: { $0.word == WindowFlags.flatline.text }) {
            let own = hour(0)
            func isStill(_ offset: Int) -> Bool {
                let other = hour(offset)
                return other.minimum == own.minimum && other.maximum == own.maximum
                    && other.flags.contains(WindowFlags.flatline.text)
            }
            let reach = FlatlineCheck.reach
            first = min(first, -((1...reach.backHours).first { !isStill(-$0) } ?? reach.backHours + 1) + 1)
            last = max(last, ((1...reach.aheadHours).first { !isStill($0) } ?? reach.aheadHours + 1) - 1)
        }
        return first == 0 && last == 0 ? [] : (first...last).map(hour)
    }
}
