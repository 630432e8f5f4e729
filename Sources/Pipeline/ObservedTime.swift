import Readings
import TimeWindows

/// When a reading was observed, by the design's clock rules.
struct ObservedTime {
    var observed: Instant
    var flags: ReadingFlags = []
    private var covers: Range<Instant>?

    /// Nil for a retained message without a believable stamp: nobody knows when it was measured.
    init?(_ sample: Sample, _ header: MessageHeader, _ clock: ClockRule) {
        observed = header.received.advanced(byMicroseconds: sample.afterReceipt)
        switch clock {
        case .arrival:
            flags = .arrivalTime
            if header.isRetained { return nil }
            return
        case .trust, .add:
            break
        }
        guard let stamp = sample.stamp, stamp >= Admission.firstBelievableStamp else {
            if header.isRetained { return nil }
            flags = sample.stamp == nil ? .withoutStamp : .clockReset
            return
        }
        observed = stamp
        covers = sample.covers
        if case .add(let microseconds) = clock {
            observed = stamp.advanced(byMicroseconds: microseconds)
            covers = covers.map {
                $0.lowerBound.advanced(
                    byMicroseconds: microseconds)..<$0.upperBound.advanced(byMicroseconds: microseconds)
            }
        }
    }

    /// The interval that the reading covers: the payload's, else the registry's period laid by its stamp rule.
    func interval(period: Int64, stamp: StampRule) -> (start: Instant, length: Int64) {
        if let covers, covers.upperBound > covers.lowerBound {
            return (covers.lowerBound, covers.upperBound.microseconds(since: covers.lowerBound))
        }
        switch stamp {
        case .start, .instant: return (observed, period)
        case .end: return (observed.advanced(byMicroseconds: -period), period)
        }
    }
}
