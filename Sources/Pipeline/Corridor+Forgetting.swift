import Charging
import Registry
package import Readings
package import Tables
import TimeWindows

extension Corridor {
    /// What can be forgotten now: whole days, so far back that no reading which is still admitted, received in order,
    /// belongs to them.
    package struct Forgetting: Hashable, Sendable {
        fileprivate var held: [HeldSpans]
        fileprivate var firstReceivedDay: Int32
    }

    /// The next step of forgetting, nil while nothing is old enough. Everything that changed is to be written before it
    /// is taken: `isFinished` says of a partition that it is written for the last time.
    package func nextForgetting() -> Forgetting? {
        guard settings.memory == .recent, let newest else { return nil }
        var held = settlement.held
        var isFurther = false
        for borough in boroughs.indices {
            guard let newest = boroughs[borough].newest else { continue }
            let air = CivilDate(
                of: newest.advanced(byMicroseconds: -settings.airAdmission.horizonMicroseconds)
            ).startUTC
            let charging = CivilDate(
                of: newest.advanced(
                    byMicroseconds: -settings.chargingAdmission.horizonMicroseconds - Microseconds.day * 8)
            ).startUTC
            guard air > held[borough].air.lowerBound || charging > held[borough].charging.lowerBound else { continue }
            isFurther = true
            held[borough].air = max(air, held[borough].air.lowerBound)..<held[borough].air.upperBound
            held[borough].charging =
                max(charging, held[borough].charging.lowerBound)..<held[borough].charging.upperBound
        }
        guard isFurther else { return nil }
        // A message counts on the day that it is received, so older days rest unless receive times run backwards.
        return Forgetting(held: held, firstReceivedDay: CivilDate(of: newest).daysSince1970 - 2)
    }

    /// Parts the partitions in those that lose rows by the step, to be written now, and the others.
    package func split(
        _ partitions: [Partition], by step: Forgetting
    ) -> (last: [Partition], later: [Partition]) {
        var (last, later): ([Partition], [Partition]) = ([], [])
        for partition in partitions {
            let borough = boroughs.firstIndex { $0.borough.borough == partition.area } ?? 0
            let held = partition.dataset.family == .air ? step.held[borough].air : step.held[borough].charging
            if partition.span.lowerBound < held.lowerBound, !partition.dataset.restsOnFiles {
                last.append(partition)
            } else {
                later.append(partition)
            }
        }
        return (last, later)
    }

    /// Forgets what lies before. Partitions that are still to be written lose those days, so write them first.
    package mutating func forget(_ step: Forgetting) {
        for borough in boroughs.indices { settlement.hold(step.held[borough], borough: borough) }
        for index in sensors.indices {
            let held = settlement.held[sensors[index].borough].air.lowerBound
            guard held != .distantPast else { continue }
            sensors[index].forget(before: Hours.of(held.advanced(byMicroseconds: -HeldSpans.airLookBack)))
        }
        for index in chargePoints.indices {
            let held = settlement.held[chargePoints[index].borough].charging.lowerBound
            guard held != .distantPast else { continue }
            chargePoints[index].forget(before: held)
        }
        received.forget(before: step.firstReceivedDay)
    }
}

/// How much of the past is held, for tests of its bounds.
extension Corridor {
    /// The start of the oldest hour of air readings; nil where there is none.
    package var oldestHeldHour: Instant? { sensors.compactMap { $0.hours.first?.start }.min() }

    /// The instant of a charge point's oldest event.
    package var oldestHeldEvent: Instant? { chargePoints.compactMap(\.log.first).min() }

    package var heldReceivedDays: Int { received.days.count }
}
