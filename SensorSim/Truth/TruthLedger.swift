package import Readings
package import SensorSim

/// What really happened, kept beside the traffic while it is made.
///
/// Two truths: what the city did (its air, its cars) and what the devices emitted. The first tells how good sensors are,
/// the second how good the pipeline is.
package struct TruthLedger: Sendable {
    let city: City
    private var air = AirTruth()
    private var arrivals = ArrivalTruth()
    private var sessions: [ChargingTruth] = []
    private var faults: [InjectedFault] = []
    /// Of messages that are on their way, by number.
    private var measured: [UInt64: [Measurement]] = [:]
    /// Readings of a clock that is ahead, by number: refused when they came, and counted if a copy comes in their time.
    private var early: [UInt64: [Measurement]] = [:]
    /// How many messages of these are kept before those that no copy can follow any more are let go.
    private var earlyLimit = 1000
    /// When messages were received whose stamps are of a clock that was not set, by number.
    private var receipts: [UInt64: Instant] = [:]

    package init(_ city: City) {
        self.city = city
    }

    /// A sensor has measured; its message is on the way.
    package mutating func note(_ measurement: Measurement) {
        measured[measurement.message, default: []].append(measurement)
    }

    /// A message has reached the broker, or was lost.
    package mutating func note(_ delivered: DeliveredMessage) {
        arrivals.count(delivered, measured: span(of: delivered.message.number), city)
        if delivered.message.hasUnsetClock, delivered.isOriginal, delivered.fault != .loss {
            receipts[delivered.message.number] = delivered.message.received
        }
        let number = delivered.message.number
        if delivered.isOriginal {
            guard let measurements = measured.removeValue(forKey: number), delivered.fault != .loss else { return }
            count(measurements, number, received: delivered.message.received)
        } else if delivered.fault == .duplicate || delivered.fault == .retained {
            guard let measurements = early.removeValue(forKey: number) else { return }
            count(measurements, number, received: delivered.message.received)
        }
    }

    private mutating func count(_ measurements: [Measurement], _ number: UInt64, received: Instant) {
        for measurement in measurements { air.count(measurement, received: received) }
        let rest = measurements.filter { AirTruth.isEarly($0, received: received) }
        guard !rest.isEmpty else { return }
        early[number] = rest
        guard early.count > earlyLimit else { return }
        // A message is delayed by an hour at most, and retained for another.
        let oldest = received.advanced(byMicroseconds: -3 * Microseconds.hour)
        early = early.filter { $0.value.contains { $0.ends > oldest } }
        earlyLimit = max(1000, 2 * early.count)
    }

    private func span(of message: UInt64) -> Range<Instant>? {
        guard let readings = measured[message], let from = readings.map(\.begins).min(),
            let to = readings.map(\.ends).max(), from < to
        else { return nil }
        return from..<to
    }

    /// A visit of a car is over, or goes on at the end of the run.
    package mutating func note(_ session: ChargingTruth) { sessions.append(session) }

    /// Something has gone wrong at a device.
    package mutating func note(_ fault: InjectedFault) { faults.append(fault) }

    /// The tables of the folder, by name.
    package func files(of period: Range<Instant>) -> [(name: String, bytes: [UInt8])] {
        let ratings = Dictionary(
            city.chargePoints.map { ($0.id, $0.kind.ratedKilowatts) }, uniquingKeysWith: { first, _ in first })
        let told = sessions.map { session in
            session.emitted.map {
                ToldSession($0, receipts: receipts, ratedKilowatts: ratings[session.chargePoint] ?? 0)
            }
        }
        return [
            ("charging-hours.csv", ChargingHours.table(sessions, told: told, period)),
            ("air-hours.csv", air.table(city)),
            ("arrivals.csv", arrivals.table(city)),
            ("faults.csv", ChargingTables.faults(faults)), ("messages.csv", arrivals.messagesTable),
            ("sessions.csv", ChargingTables.sessions(sessions, told: told, city, until: period.upperBound)),
        ]
    }
}
