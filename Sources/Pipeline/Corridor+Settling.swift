import Registry
import Readings
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
        for index in sensors.indices where sensors[index].isChanged { settleSensor(index, horizons) }
        for index in chargePoints.indices where chargePoints[index].isChanged { settleChargePoint(index, horizons) }
        for borough in boroughs.indices {
            guard let newest = boroughs[borough].newest else { continue }
            let horizon = horizons[borough]
            let area = boroughs[borough].borough.borough
            for index in boroughs[borough].sensors {
                for span in sensors[index].newRowSpans(newest: newest) {
                    settlement.markNewRows(span, area: area, horizon: horizon, family: .air)
                }
            }
            for index in chargePoints.indices where chargePoints[index].borough == borough {
                for span in chargePoints[index].newRowSpans(newest: newest) {
                    settlement.markNewRows(span, area: area, horizon: horizon, family: .charging)
                }
            }
            guard let first = firstInstant(ofBorough: borough) else { continue }
            settlement.close(
                .init(
                    borough: borough, area: area, hasSensors: !boroughs[borough].sensors.isEmpty,
                    hasConnectors: !boroughs[borough].connectors.isEmpty),
                first: first, horizon: min(horizon, newest), isAtEnd: closing == .endOfInput)
        }
    }

    private mutating func settleSensor(_ index: Int, _ horizons: [Instant]) {
        let borough = sensors[index].borough
        let area = boroughs[borough].borough.borough
        for changed in sensors[index].refresh(scratch: &scratch) {
            settlement.markAir(changed, borough: borough, area: area, horizon: horizons[borough])
        }
    }

    private mutating func settleChargePoint(_ index: Int, _ horizons: [Instant]) {
        let borough = chargePoints[index].borough
        let area = boroughs[borough].borough.borough
        let change = chargePoints[index].refresh()
        for plugIn in change.plugIns { settlement.mark(.chargingSession, area: area, holding: plugIn) }
        guard let from = change.windowsFrom, let newest = boroughs[borough].newest else { return }
        settlement.markCharging(from: from, area: area, horizon: min(newest, horizons[borough]))
    }

    /// The partitions to write, in order; the list is empty afterwards.
    package mutating func takeDirtyPartitions() -> [Partition] {
        settlement.take()
    }

    /// Where the rows of a borough begin.
    private func firstInstant(ofBorough borough: Int) -> Instant? {
        var first: Instant?
        for index in boroughs[borough].sensors {
            for start in [sensors[index].sensor.validFrom, sensors[index].firstCovered] {
                if let start, first.map({ start < $0 }) ?? true { first = start }
            }
        }
        for place in boroughs[borough].connectors {
            for start in [place.connector.validFrom, chargePoints[place.chargePoint].firstAt] {
                if let start, first.map({ start < $0 }) ?? true { first = start }
            }
        }
        return first
    }
}
