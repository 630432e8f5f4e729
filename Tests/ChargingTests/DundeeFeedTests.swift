import SeededRandom
import Charging
import Foundation
import Readings
import Testing

@Suite("Dundee, March 2018")
struct DundeeFeedTests {
    /// The folder of measured files, which is no part of this package.
    static let feeds: URL = {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let named = ProcessInfo.processInfo.environment["KERBSIDE_SHARED"].map { URL(filePath: $0) }
        return (named ?? root.deletingLastPathComponent().appending(path: "shared")).appending(path: "feeds")
    }()
    static let isPresent = FileManager.default.fileExists(
        atPath: feeds.appending(path: "dundee-2018-03-dst.ndjson").path())

    @Test(
        "175 real sessions, some touching, give the expected hours and local days in any order",
        .enabled(if: isPresent, "needs the measured feeds beside the package, or KERBSIDE_SHARED"),
        arguments: [false, true])
    func figures(isShuffled: Bool) throws {
        var events = try Self.events()
        #expect(events.count == 868)
        if isShuffled {
            var numbers = SplitMix64(seed: 2018)
            events.shuffle(using: &numbers)
            events += events.prefix(300)
        }
        let logs = Dictionary(grouping: events, by: \.0).mapValues { ChargePointLog($0.map(\.1)) }
        let expected = Self.feeds.appending(path: "expected")
        func table(_ name: String) throws -> Table {
            Table(
                text: try String(
                    contentsOf: expected.appending(path: "dundee-2018-03-dst-\(name).csv"), encoding: .utf8))
        }
        let hourly = try table("hourly")
        let daily = try table("daily")
        let names = Set(hourly.rows.compactMap { $0["connector_id"] }).sorted()
        #expect(names.count == 6)
        for name in names {
            let parts = name.split(separator: "-")
            let log = try #require(logs[String(parts[0])])
            let history = log.history(connectors: [try #require(Int(parts[1]))])
            #expect(history.unpairedStops == 0)
            try expect(
                try #require(history.connectors.first), named: name, from: try #require(CivilDate("2018-03-24")),
                to: try #require(CivilDate("2018-03-26")), hourly: hourly, daily: daily)
        }
    }

    private static func events() throws -> [(String, RecordedEvent)] {
        let text = try String(contentsOf: feeds.appending(path: "dundee-2018-03-dst.ndjson"), encoding: .utf8)
        return try text.split(separator: "\n").map { line in
            let object = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            let topic = try #require(object["topic"] as? String)
            let received = try #require((object["tst"] as? String).flatMap { Instant(iso8601: $0) })
            let event = try event(try #require(object["payload"] as? [Any]))
            return (String(topic.split(separator: "/")[3]), RecordedEvent(event, received: received))
        }
    }

    private static func event(_ frame: [Any]) throws -> ChargerEvent {
        let id = try #require(frame[1] as? String)
        let body = try #require(frame.last as? [String: Any])
        let connector = body["connectorId"] as? Int
        let stamp = (body["timestamp"] as? String).flatMap { Instant(iso8601: $0) }
        func whole(_ key: String) throws -> Int64 { try #require(body[key] as? Int64) }
        let kind: ChargerEvent.Kind
        switch frame.count == 3 ? "reply" : frame[2] as? String {
        case "reply": kind = .numbered(messageID: id, transaction: try whole("transactionId"))
        case "StartTransaction":
            kind = .started(messageID: id, meter: .init(millionths: try whole("meterStart") * 1_000_000))
        case "StopTransaction":
            let reason = try #require((body["reason"] as? String).flatMap(StopReason.init))
            kind = .stopped(
                transaction: try whole("transactionId"), meter: .init(millionths: try whole("meterStop") * 1_000_000),
                reason: reason)
        default:
            let status = try #require((body["status"] as? String).flatMap(ConnectorWord.init(rawValue:)))
            kind = .status(status, errorCode: "NoError")
        }
        return ChargerEvent(connector: connector, stamp: stamp, kind: kind)
    }
}
