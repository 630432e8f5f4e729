package import Pipeline
import Quality
package import Readings

/// One reading of the device asked about, with what became of it.
package struct ExplainedReading: Hashable, Sendable {
    package var place: RecordPlace
    package var observed: Instant?
    package var interval: Range<Instant>?
    package var received: Instant
    /// As it was sent; nil where it could not be read.
    package var raw: Millionths?
    /// What entered the figures: the raw value, or the corrected one.
    package var value: Millionths?
    /// Of the correction that turned the value; empty without one.
    package var correction: String
    package var flags: String
    package var fate: ReadingFate
    /// Of the copies of a reading, the one that counts.
    var isStanding = false
}

extension ExplainedReading {
    /// The readings of one quantity that have to do with a window, by the time observed, with their fates.
    ///
    /// The rule for copies, in plain words: two readings of a device are copies of one when site, interval and quantity
    /// are the same. The copy that was received first stands; of two received in the same microsecond, the smaller value.
    /// Any other copy is a duplicate when its value is the same, and a conflict when it is not.
    /// - Parameter corridor: That has taken the records, so that it knows the humidity that a correction takes.
    static func resolve(
        _ traced: [TracedReading], _ quantity: Quantity, device: String, site: String, in window: Range<Instant>,
        _ corridor: Corridor
    ) -> [ExplainedReading] {
        func published(_ reading: TracedReading) -> PublishedReading? {
            guard let raw = reading.value, let interval = reading.interval else { return nil }
            return corridor.published(raw, of: quantity, device: device, site: reading.site, from: interval.lowerBound)
        }
        func counted(_ value: Millionths?) -> Millionths? { value.map { ReadingRange.counted($0, of: quantity) } }
        struct Key: Hashable {
            var site: String
            var interval: Range<Instant>
        }
        var found: [ExplainedReading] = []
        var copies: [Key: [TracedReading]] = [:]
        for reading in traced where reading.quantity == quantity || reading.quantity == nil {
            if reading.outcome == .admitted, let interval = reading.interval {
                copies[Key(site: reading.site, interval: interval), default: []].append(reading)
            } else if let fate = fate(ofNotAdmitted: reading, site: site, in: window) {
                found.append(ExplainedReading(reading, fate, published(reading)))
            }
        }
        for (key, readings) in copies where key.site == site && key.interval.overlaps(window) {
            let ordered = readings.sorted {
                ($0.received, $0.value ?? Millionths(0), $0.place) < ($1.received, $1.value ?? Millionths(0), $1.place)
            }
            let first = ordered[0]
            for (index, reading) in ordered.enumerated() {
                var fate = ReadingFate.duplicate
                if let outside = outside(key.interval, window) {
                    fate = .outside(outside)
                } else if index == 0 {
                    fate = .inWindow
                } else if counted(reading.value) != counted(first.value) {
                    fate = .conflict(lostTo: first.value ?? Millionths(0))
                }
                var explained = ExplainedReading(reading, fate, published(reading))
                explained.isStanding = index == 0
                found.append(explained)
            }
        }
        return found.sorted { left, right in
            let (mine, theirs) = (left.observed ?? left.received, right.observed ?? right.received)
            if mine != theirs { return mine < theirs }
            if left.received != right.received { return left.received < right.received }
            return left.isStanding != right.isStanding ? left.isStanding : left.place < right.place
        }
    }

    private static func outside(_ interval: Range<Instant>, _ window: Range<Instant>) -> ReadingFate.Outside? {
        let length = interval.upperBound.microseconds(since: interval.lowerBound)
        if length > window.upperBound.microseconds(since: window.lowerBound) { return .longerThanWindow }
        return interval.lowerBound < window.lowerBound ? .beginsBefore : nil
    }

    /// Nil for one that has nothing to do with the window. One that nobody can place, or whose stamp lies ahead, is told
    /// of in the window in which it was received.
    private static func fate(
        ofNotAdmitted reading: TracedReading, site: String, in window: Range<Instant>
    ) -> ReadingFate? {
        guard reading.site.isEmpty || reading.site == site else { return nil }
        let isObserved = reading.interval?.overlaps(window) ?? reading.observed.map(window.contains) ?? false
        switch reading.outcome {
        case .admitted: return nil
        case .secondDelivery: return window.contains(reading.received) ? .secondDelivery : nil
        case .rejected(.late): return isObserved ? .late : nil
        case .rejected(.future):
            return isObserved || window.contains(reading.received) ? .rejected(.future) : nil
        case .rejected(let reason):
            let isReceived = reading.observed == nil && window.contains(reading.received)
            return isObserved || isReceived ? .rejected(reason) : nil
        }
    }

    private init(_ reading: TracedReading, _ fate: ReadingFate, _ published: PublishedReading?) {
        var flags = reading.flags
        if published?.isUncorrected == true {
            // In the order of the column `flags`.
            flags = (flags.split(separator: " ") + ["uncorrected"]).sorted().joined(separator: " ")
        }
        self.init(
            place: reading.place, observed: reading.observed, interval: reading.interval, received: reading.received,
            raw: reading.value, value: published.map(\.value) ?? reading.value, correction: published?.correction ?? "",
            flags: flags, fate: fate)
    }
}
