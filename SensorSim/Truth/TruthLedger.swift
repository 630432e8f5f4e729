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
        guard delivered.isOriginal, let measurements = measured.removeValue(forKey: delivered.message.number),
            delivered.fault != .loss
        else { return }
        for measurement in measurements {
            air.count(measurement, received: delivered.message.received)
        }
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
