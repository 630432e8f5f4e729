import Readings
package import Scenarios
package import SensorSim

/// What a scenario's devices send, as it reaches the broker, with the truth beside it if it is wanted.
///
/// The same scenario, seed, start and length give the same messages, at any speed and on every machine.
package struct Traffic: Sendable {
    private var simulation: Simulation
    private var transport: Transport
    private var ledger: TruthLedger?
    private let period: Range<Instant>
    private var isAtEnd = false

    package init(_ scenario: Scenario, keepsTruth: Bool) {
        let hours = Int64(scenario.hours) * Microseconds.hour
        period = scenario.start..<scenario.start.advanced(byMicroseconds: hours)
        let city = scenario.city
        // Second copies are the transport's, so that their number is a setting and each is written down.
        simulation = Simulation(
            city, seed: scenario.seed, start: scenario.start, hours: scenario.hours, conditions: scenario.air,
            airErrors: scenario.faults.air,
            chargingFaults: scenario.faults.charging, keepsTruth: keepsTruth)
        transport = Transport(
            scenario.faults.transport, boroughs: city.boroughs.map(\.id), seed: scenario.seed)
        ledger = keepsTruth ? TruthLedger(city) : nil
    }

    /// The next message that reaches the broker; nil when the city has fallen silent.
    package mutating func next() -> SimulatedMessage? {
        while true {
            while let delivered = transport.next(atEnd: isAtEnd) {
                ledger?.note(delivered)
                if delivered.fault != .loss { return delivered.message }
            }
            if isAtEnd { return nil }
            guard let message = simulation.next() else {
                isAtEnd = true
                noteTruth()
                continue
            }
            noteTruth()
            guard !transport.isFaultless else {
                // Devices' messages come in the order in which they arrive.
                ledger?.note(DeliveredMessage(message))
                return message
            }
            transport.take(message)
        }
    }

    /// What came to be known since the last message.
    private mutating func noteTruth() {
        guard ledger != nil else { return }
        let known = simulation.takeTruth()
        for measurement in known.measurements { ledger?.note(measurement) }
        for fault in known.faults { ledger?.note(fault) }
    }

    /// The names of the tables that `truth` gives.
    package static let truthTables = [
        "air-hours.csv", "arrivals.csv", "charging-hours.csv", "city-hours.csv", "faults.csv", "messages.csv",
        "sessions.csv",
    ]

    /// The tables of the truth, by name, when `next` has given nil; nil where none was kept.
    package mutating func truth() -> [(name: String, bytes: [UInt8])]? {
        guard var ledger else { return nil }
        for session in simulation.chargingTruth { ledger.note(session) }
        for fault in simulation.injectedFaults { ledger.note(fault) }
        return ledger.files(of: period) + [("city-hours.csv", CityHours.table(simulation, period, ledger.city))]
    }
}
