import Foundation
import Readings
import Scenarios
import SensorSim
import Truth

/// A simulated day, made once for all tests. Monday 2 March 2026: London is at UTC.
enum SimulatedDay {
    static let start = Instant(microseconds: 1_772_409_600_000_000)
    static let messages = simulate(seed: 1, start: start, hours: 24)
    /// Monday and Tuesday.
    static let twoDays = simulate(seed: 5, start: start, hours: 2 * 24)

    /// What `emit` sends without a scenario of its own.
    static func emitted(seed: UInt64, hours: Int) throws -> [SimulatedMessage] {
        var scenario = try Preset.twoBoroughs.scenario()
        (scenario.seed, scenario.hours) = (seed, hours)
        var traffic = Traffic(scenario, keepsTruth: false)
        var messages: [SimulatedMessage] = []
        while let message = traffic.next() { messages.append(message) }
        return messages
    }

    static func simulate(seed: UInt64, start: Instant, hours: Int) -> [SimulatedMessage] {
        var simulation = Simulation(.twoBoroughs, seed: seed, start: start, hours: hours)
        var messages: [SimulatedMessage] = []
        while let message = simulation.next() { messages.append(message) }
        return messages
    }
}

extension SimulatedMessage {
    /// Borough, family, dialect, device and perhaps the direction.
    var levels: [String] { String(decoding: topic, as: UTF8.self).split(separator: "/").map(String.init) }

    /// The payload through Foundation's JSON, which shares nothing with the project's scanner.
    var json: Any? { try? JSONSerialization.jsonObject(with: Data(payload)) }
}

extension [SimulatedMessage] {
    func of(dialect: String) -> [SimulatedMessage] { filter { $0.levels[2] == dialect } }
}

/// An OCPP 1.6 call of a charge point.
struct Call: Sendable {
    var chargePoint: String
    var id: String
    var action: String
    var received: Instant
    /// Names of the payload's members.
    var members: Set<String>
    var connector: Int?
    var status: String?
    var transaction: Int?
    var idTag: String?
    var meterStart: Int?
    var meterStop: Int?
    /// Of the call, or of its sample.
    var stamp: Instant?
    var sampledValues: [[String: String]]

    init?(_ message: SimulatedMessage) {
        guard message.levels.last == "up", let frame = message.json as? [Any], frame.count == 4,
            frame[0] as? Int == 2, let id = frame[1] as? String, let action = frame[2] as? String,
            let payload = frame[3] as? [String: Any]
        else { return nil }
        chargePoint = message.levels[3]
        self.id = id
        self.action = action
        received = message.received
        members = Set(payload.keys)
        connector = payload["connectorId"] as? Int
        status = payload["status"] as? String
        transaction = payload["transactionId"] as? Int
        idTag = payload["idTag"] as? String
        meterStart = payload["meterStart"] as? Int
        meterStop = payload["meterStop"] as? Int
        let sample = (payload["meterValue"] as? [[String: Any]])?.first
        stamp = ((payload["timestamp"] ?? sample?["timestamp"]) as? String).flatMap { Instant(iso8601: $0) }
        sampledValues = sample?["sampledValue"] as? [[String: String]] ?? []
    }
}

/// An answer of the central system.
struct Answer: Sendable {
    var chargePoint: String
    var id: String
    var transaction: Int?

    init?(_ message: SimulatedMessage) {
        guard message.levels.last == "down", let frame = message.json as? [Any], frame.count == 3,
            frame[0] as? Int == 3, let id = frame[1] as? String, let payload = frame[2] as? [String: Any]
        else { return nil }
        chargePoint = message.levels[3]
        self.id = id
        transaction = payload["transactionId"] as? Int
    }
}
