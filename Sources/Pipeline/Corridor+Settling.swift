import Registry
package import Readings
package import Tables
import TimeWindows

extension Corridor {
    /// Until when windows of a borough are closed: at the end of input without bound, else `grace` behind its newest
    /// receive time. It decides when a window is written, never what is in it.
    package enum Closing: Hashable, Sendable {
        case endOfInput
        case behindNewest(graceMicroseconds: Int64)
    }

    func horizon(ofBorough borough: Int, _ closing: Closing) -> Instant {
        switch closing {
        case .endOfInput: .distantFuture
        case .behindNewest(let grace):
            boroughs[borough].newest?.advanced(byMicroseconds: -grace) ?? .distantPast
        }
    }

    /// Brings every figure up to date and marks the partitions that changed or came to an end.
    package mutating func settle(_ closing: Closing) {
        let horizons = boroughs.indices.map { horizon(ofBorough: $0, closing) }
        for borough in boroughs.indices { settlement.horizons[borough] = horizons[borough] }
        for index in sensors.indices where sensors[index].isChanged { settleSensor(index, horizons) }
        for index in chargePoints.indices where chargePoints[index].isChanged(newest(of: chargePoints[index])) {
            settleChargePoint(index, horizons)
        }
        for borough in boroughs.indices {
            guard let newest = boroughs[borough].newest else { continue }
            let horizon = horizons[borough]
            for index in boroughs[borough].sensors {
                for span in sensors[index].newRowSpans(newest: newest) {
                    settlement.markNewRows(span, borough: borough, horizon: horizon, family: .air)
                }
            }
            for index in chargePoints.indices where chargePoints[index].borough == borough {
                for span in chargePoints[index].newRowSpans(newest: newest) {
                    settlement.markNewRows(span, borough: borough, horizon: horizon, family: .charging)
                }
            }
            guard let first = firstInstant(ofBorough: borough) else { continue }
            settlement.close(
                .init(
                    borough: borough, hasSensors: !boroughs[borough].sensors.isEmpty,
                    hasConnectors: !boroughs[borough].connectors.isEmpty),
                first: first, horizon: min(horizon, newest), isAtEnd: closing == .endOfInput)
        }
    }

    private mutating func settleSensor(_ index: Int, _ horizons: [Instant]) {
        let borough = sensors[index].borough
        let refreshed = sensors[index].refresh(scratch: &scratch)
        for hour in refreshed.flagged { settlement.markFlagged(hour, borough: borough, horizon: horizons[borough]) }
        for changed in refreshed.changed {
            settlement.markAir(changed, borough: borough, horizon: horizons[borough])
            settlement.markChecks(
                around: changed.hour, borough: borough, horizon: horizons[borough], isRereading: isRereading)
            // The end of input shows an hour that is open; whatever comes later has to show it again.
            if let newest = boroughs[borough].newest, Hours.end(changed.hour) > newest {
                settlement.openHours.insert(Settlement.BoroughHour(borough: borough, hour: changed.hour))
            }
        }
    }

    private func newest(of chargePoint: ChargePointState) -> Instant? { boroughs[chargePoint.borough].newest }

    private mutating func settleChargePoint(_ index: Int, _ horizons: [Instant]) {
        let borough = chargePoints[index].borough
        let change = chargePoints[index].refresh(
            in: settlement.held[borough].charging, now: boroughs[borough].newest, isRereading: isRereading)
        for plugIn in change.plugIns {
            settlement.mark(.chargingSession, borough: borough, holding: plugIn)
            settlement.markLongPeriods(restingOn: Hours.of(plugIn), borough: borough, family: .charging)
        }
        guard let newest = boroughs[borough].newest else { return }
        for span in change.windows {
            settlement.markCharging(span, borough: borough, horizon: min(newest, horizons[borough]))
        }
    }

    /// The partitions to write, in order; the list is empty afterwards.
    package mutating func takeDirtyPartitions() -> [Partition] {
        settlement.take()
    }

    /// The days that changed although memory does not hold them; the set is empty afterwards.
    package mutating func takeDaysToRebuild() -> Set<DayToRebuild> {
        var days = settlement.takeBeyond()
        for day in received.takeBeyond() {
            days.insert(DayToRebuild(.received, area: "", date: CivilDate(daysSince1970: day)))
        }
        return days
    }

    /// The days of receipt whose files are older than what memory holds of them; the list is empty afterwards.
    package mutating func takeChangedReceivedDays() -> [CivilDate] {
        received.takeChanged().map(CivilDate.init(daysSince1970:))
    }

    /// Where the charging rows of a borough begin.
    func chargingStart(ofBorough borough: Int) -> Instant? {
        boroughs[borough].connectors.compactMap { $0.connector.validFrom ?? chargePoints[$0.chargePoint].firstAt }.min()
    }

    /// Where the rows of a borough begin.
    func firstInstant(ofBorough borough: Int) -> Instant? {
        var first: Instant?
        for index in boroughs[borough].sensors {
            let start = sensors[index].sensor.validFrom ?? sensors[index].firstCovered
            if let start, first.map({ start < $0 }) ?? true { first = start }
        }
        if let start = chargingStart(ofBorough: borough), first.map({ start < $0 }) ?? true { first = start }
        return first
    }
}
