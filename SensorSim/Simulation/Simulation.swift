package import Readings

/// The city's traffic, message by message in the order in which the broker receives it.
///
/// It is made while it is read: memory holds the devices' states, the messages on their way, and 32 bytes for each hour.
/// The same seed, start and length give the same bytes on every machine.
package struct Simulation: Sendable {
    private struct Turn: Comparable, Sendable {
        var due: Instant
        /// Air sensors first, then charge points.
        var device: Int

        static func < (left: Turn, right: Turn) -> Bool { (left.due, left.device) < (right.due, right.device) }
    }

    private let end: Instant
    private let air: CityAir
    private var sensors: [AirSensor]
    private var chargePoints: [ChargePointUnit]
    private var turns = EarliestFirst<Turn>()
    private var outbox = Outbox()
    private var chargingRecord: ChargingRecord

    /// Devices measure and speak from `start` for `hours` (at least 1); the last messages arrive shortly after the end.
    ///
    /// - Parameter keepsTruth: whether `chargingTruth` and `injectedFaults` are written down.
    package init(
        _ city: City, seed: UInt64, start: Instant, hours: Int, chargingFaults: ChargingFaults = .none,
        keepsTruth: Bool = false
    ) {
        end = start.advanced(byMicroseconds: Int64(hours) * Microseconds.hour)
        air = CityAir(seed: seed, start: start, hours: hours)
        sensors = city.airDevices.map { AirSensor($0, seed: seed, start: start) }
        var record = ChargingRecord(isKept: keepsTruth)
        let demand = ChargingDemand.arrivals(in: city, seed: seed)
        chargePoints = city.chargePoints.enumerated().map { number, unit in
            ChargePointUnit(
                unit, number: number, arrivalsPerDay: demand[number], faults: chargingFaults, seed: seed, start: start,
                into: &record)
        }
        chargingRecord = record
        for (device, sensor) in sensors.enumerated() { turns.insert(Turn(due: sensor.due, device: device)) }
        for (index, unit) in chargePoints.enumerated() {
            turns.insert(Turn(due: unit.due, device: sensors.count + index))
        }
    }

    /// The next message, or nil when the city has fallen silent.
    package mutating func next() -> SimulatedMessage? {
        while let turn = turns.first, turn.due < end {
            // A device sends nothing before its turn, so what arrives before the next turn can go.
            if let received = outbox.nextReceived, received <= turn.due { return outbox.popFirst() }
            _ = turns.popFirst()
            turns.insert(Turn(due: take(turn), device: turn.device))
        }
        return outbox.popFirst()
    }

    /// What really happened at the charge points and what they told of it, so far; empty unless truth is kept.
    package var chargingTruth: [ChargingTruth] { chargingRecord.truths }

    /// What went wrong so far; empty unless truth is kept.
    package var injectedFaults: [InjectedFault] { chargingRecord.faults }

    private mutating func take(_ turn: Turn) -> Instant {
        if turn.device < sensors.count {
            sensors[turn.device].measure(air, into: &outbox)
            return sensors[turn.device].due
        }
        let index = turn.device - sensors.count
        chargePoints[index].act(into: &outbox, &chargingRecord)
        return chargePoints[index].due
    }
}
