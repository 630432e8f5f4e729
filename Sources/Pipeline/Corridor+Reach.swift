import Charging
package import Readings
import TimeWindows

/// How far the readings lie apart on which a day rests, and when they can have been received: the declared reach of each
/// kind of day.
extension DayToRebuild.Kind {
    /// What a corridor has to hold to compute these days (UTC, half-open).
    package func memory(
        forDays days: Range<Instant>, _ settings: CorridorSettings, _ admissions: [LateAdmission]
    ) -> Memory {
        let none = days.lowerBound..<days.lowerBound
        switch self {
        case .air: return .days(air: days, charging: none)
        case .charging: return .days(air: none, charging: days)
        case .received:
            // Copies of what was received on these days can have been received before, as far back as readings are
            // admitted; a copy received later says nothing about them.
            // And what a person admitted may be older. A stamp may lie ahead of its receipt.
            let admitted = admissions.map(\.observed.lowerBound).min() ?? .distantFuture
            func reach(_ admission: Admission) -> Range<Instant> {
                let first = days.lowerBound.advanced(byMicroseconds: -admission.horizonMicroseconds)
                return min(first, admitted).advanced(
                    byMicroseconds: -Microseconds.day)..<days.upperBound.advanced(
                        byMicroseconds: admission.skewMicroseconds + Microseconds.hour)
            }
            return .days(air: reach(settings.airAdmission), charging: reach(settings.chargingAdmission))
        }
    }

    /// When the records were received on which these days rest.
    package func received(
        forDays days: Range<Instant>, _ settings: CorridorSettings, _ admissions: [LateAdmission]
    ) -> Range<Instant> {
        let observed = observed(days)
        var (first, last) = (observed.lowerBound, observed.upperBound)
        switch self {
        case .air:
            first = first.advanced(byMicroseconds: -settings.airAdmission.skewMicroseconds)
            last = last.advanced(byMicroseconds: settings.airAdmission.horizonMicroseconds + 1)
        case .charging:
            first = first.advanced(byMicroseconds: -settings.chargingAdmission.skewMicroseconds)
            last = last.advanced(byMicroseconds: settings.chargingAdmission.horizonMicroseconds + 1)
        case .received:
            let longest = max(settings.airAdmission.horizonMicroseconds, settings.chargingAdmission.horizonMicroseconds)
            first = first.advanced(byMicroseconds: -longest - Microseconds.day)
        }
        // What a person admitted came any time before the decision, and its copies after it was observed.
        for admission in admissions where self == .received || admission.observed.overlaps(observed) {
            if self == .received {
                first = min(first, admission.observed.lowerBound.advanced(byMicroseconds: -Microseconds.day))
            } else {
                last = max(last, admission.decided)
            }
        }
        return first..<last
    }

    /// When the readings were observed on which the days rest.
    private func observed(_ days: Range<Instant>) -> Range<Instant> {
        switch self {
        case .air:
            // How a day compares with its neighbours is the furthest reach back, and whether its last hour stands still the
            // furthest ahead; and a stamp may stand at the end of an interval, which is at most an hour long.
            days.widened(back: HeldSpans.airLookBack)
                .lowerBound..<days.upperBound.advanced(byMicroseconds: HeldSpans.airLookAhead + Microseconds.hour)
        case .charging:
            // Five weeks before the week of a day to five weeks after it.
            HeldSpans(air: days, charging: days).chargingReach
        case .received: days
        }
    }
}

extension Range<Instant> {
    fileprivate func widened(back distance: Int64) -> Range<Instant> {
        lowerBound.advanced(byMicroseconds: -distance)..<upperBound
    }
}
