import Dialects
import Foundation
import Journal
import Readings
import Registry
import Testing

@testable import Intake

@Suite("What the journal keeps of chargers' messages decodes like the original")
struct KeptChargerPayloadTests {
    struct Sent: Hashable, Sendable {
        var topic: String
        var payload: String
    }

    /// A charger's table: nobody knows what stands in the other columns.
    private static var table: Mapping {
        let value = MappedValue(quantity: .co2, place: .named(Array("power".utf8)), unit: .partPerMillion)
        return Mapping(name: "table", family: .ev, payload: .csv, values: [value])
    }

    @Test("of a charger's table with other columns length and digest stay")
    func foreignColumns() throws {
        let sent = Sent(topic: "west/ev/table/cp-1", payload: "power,who\n7,JSMITH\n")
        #expect(try Self.kept([sent]).first?.payload.hasPrefix("not decoded: ") == true)
    }

    /// A charger's values, each on a topic of its own, and one below any number.
    private static var scalars: Mapping {
        let values = [("get/power", MappedPlace.whole), ("lines/+/current", .whole)].map { tail, place in
            var value = MappedValue(quantity: .co2, place: place, unit: .partPerMillion)
            value.topic = TopicTail(tail)
            value.sentinelWords = [Array("unavailable".utf8)]
            return value
        }
        return Mapping(name: "scalars", family: .ev, payload: .number, values: values)
    }

    private static let shipped = ShippedMappings.chargers.compactMap { try? ShippedMappings.mapping($0) }

    private static let registry = RegistryTables(
        boroughs: [Borough(borough: "west", name: "West", timeZoneName: "UTC", timeZone: .utc)],
        sites: [Site(site: "hub", name: "Hub", kind: .hub, borough: "west")], mappings: [scalars, table] + shipped)

    private static func kept(_ messages: [Sent]) throws -> [Sent] {
        let folder = FileManager.default.temporaryDirectory.path + "/kerbside-kept-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var journal = try JournalWriter(path: folder)
        var intake = JournalIntake(registry: registry, isVirtualTime: false)
        let received = try #require(Instant(iso8601: "2026-03-02T08:00:00Z"))
        for message in messages {
            let (name, bytes) = (Array(message.topic.utf8), Array(message.payload.utf8))
            try intake.append(
                MessageHeader(received: received), qos: 1, topic: name.span, payload: bytes.span, to: &journal)
        }
        _ = try journal.commit()
        var kept: [Sent] = []
        var reader = try JournalReader(path: folder, from: .start)
        _ = try reader.next(upTo: journal.committed, atMost: .max) { record, topic, payload in
            guard record.kind == .message else { return }
            kept.append(
                Sent(
                    topic: String(decoding: topic.indices.map { topic[$0] }, as: UTF8.self),
                    payload: String(decoding: payload.indices.map { payload[$0] }, as: UTF8.self)))
        }
        return kept
    }

    /// What a message comes to; nil where it is refused.
    private static func decoded(_ sent: Sent, _ dialect: Dialect) -> Decoded? {
        var decoder = Dialects.Decoder()
        var decoded = Decoded()
        let tail = sent.topic.split(separator: "/", maxSplits: 4, omittingEmptySubsequences: false).dropFirst(4).first
        do throws(QuarantineReason) {
            try decoder.decode(
                Array(sent.payload.utf8).span, behindDevice: Array((tail ?? "").utf8).span, dialect: dialect,
                into: &decoded)
            return decoded
        } catch {
            return nil
        }
    }

    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()

    /// Every example message of every file, with whatever of its topic can stand behind a device.
    private static func examples() throws -> [(tail: String, payload: String)] {
        let folder = root.appending(path: "DialectsTests/Fixtures")
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        let files = names.filter { $0.hasSuffix(".json") }.sorted().map { folder.appending(path: $0) }
        var found: [(String, String)] = []
        for file in files {
            guard let data = try? Data(contentsOf: file),
                let json = try JSONSerialization.jsonObject(with: data) as? [String: Any]
            else { continue }
            for message in json["messages"] as? [[String: Any]] ?? [] {
                guard let payload = message["payload"] else { continue }
                let json = try JSONSerialization.data(
                    withJSONObject: payload, options: [.sortedKeys, .fragmentsAllowed])
                let levels = (message["topic"] as? String ?? "up").split(separator: "/")
                for start in 0...levels.count {
                    let tail = levels[start...].joined(separator: "/")
                    found.append((tail, String(decoding: json, as: UTF8.self)))
                    if let text = payload as? String { found.append((tail, text)) }
                }
            }
        }
        return found
    }

    @Test(
        "of every example of every format that can be read, but for members that say who",
        arguments: Dialect.allCases.filter { $0.family == .ev })
    func examples(dialect: Dialect) throws {
        let sent = try Self.examples().map { example in
            let tail = example.tail.isEmpty ? "" : "/" + example.tail
            return Sent(topic: "west/ev/\(dialect.name)/cp-1\(tail)", payload: example.payload)
        }
        let kept = try Self.kept(sent)
        try #require(kept.count == sent.count)
        var readable = 0
        for (sent, kept) in zip(sent, kept) {
            guard let original = Self.decoded(sent, dialect), !original.events.isEmpty || !original.rejected.isEmpty
            else { continue }
            readable += 1
            // Where a name stands in the bytes may move with what was emptied before it.
            var (left, right) = (original, Self.decoded(kept, dialect))
            left.device = nil
            right?.device = nil
            #expect(left == right, "\(sent.topic)")
        }
        #expect(readable > 0)
    }

    @Test(
        "of devices whose names look like a card's number, and of a bay's byte",
        arguments: [
            (
                Dialect.ngsiLDStation,
                #"{"id":"urn:ngsi-ld:EVChargingStation:20410001","type":"EVChargingStation","status":"full"}"#
            ),
            (
                .ngsiLDStation,
                #"{"id":"urn:ngsi-ld:EVChargingStation:Westminster:westbourne-terrace-north-side:20410001:east","type":"EVChargingStation","status":"full"}"#
            ),
            (.chirpstackBay, #"{"deviceInfo":{"deviceName":"04A1B2C3D4"},"fPort":1,"data":"AQ=="}"#),
            (
                .chirpstackBay,
                #"{"deviceInfo":{"deviceName":"x","tags":{"evse":"20410001"}},"object":{"occupied":true}}"#
            ),
            (
                .ttnBay,
                #"{"end_device_ids":{"device_id":"04a1b2c3d4"},"uplink_message":{"f_port":1,"frm_payload":"AQ=="}}"#
            ),
            (
                .centralSystem,
                #"{"04A1B2C3D4":{"Connectors":{"1":{"ID":1,"Status":"Charging","MeterReadings":[]}}}}"#
            ),
            (.ocpi, #"{"id":"L1","publish":true,"evses":[{"uid":"04A1B2C3D4","status":"CHARGING"}]}"#),
            (
                .ocpi,
                #"{"id":"20410001","evse_uid":"04A1B2C3D4","connector_id":"1","status":"ACTIVE","kwh":1,"start_date_time":"2026-03-02T08:00:00Z"}"#
            ),
        ])
    func names(dialect: Dialect, payload: String) throws {
        let sent = Sent(topic: "west/ev/\(dialect.name)/04A1B2C3D4", payload: payload)
        let kept = try #require(try Self.kept([sent]).first)
        let original = try #require(Self.decoded(sent, dialect))
        #expect(!original.events.isEmpty)
        #expect(kept.topic == sent.topic)
        var (left, right) = (original, Self.decoded(kept, dialect))
        left.device = nil
        right?.device = nil
        #expect(left == right)
    }

    @Test("of every example of every mapping that ships", arguments: ChargerMappingTests.all)
    func shippedMappings(_ expected: ChargerMappingTests.Expectation) throws {
        var decoder = MappingDecoder(try ShippedMappings.mapping(expected.mapping))
        func decoded(_ sent: Sent) -> Decoded? {
            let tail = sent.topic.split(separator: "/", maxSplits: 4, omittingEmptySubsequences: false).dropFirst(4)
                .first
            var decoded = Decoded()
            do throws(QuarantineReason) {
                try decoder.decode(
                    Array(sent.payload.utf8).span, behindDevice: Array((tail ?? "").utf8).span,
                    wall: WallClock(zone: .utc, received: Instant(microseconds: 0)), into: &decoded)
                return decoded
            } catch {
                return nil
            }
        }
        let sent = try ChargerMappingTests.messages(expected.file).map { message in
            let levels = (message.topic ?? "").split(separator: "/", omittingEmptySubsequences: false)
            let place = levels.firstIndex(of: expected.device[...]) ?? 0
            let tail = levels[(place + 1)...].map { "/" + $0 }.joined()
            return Sent(
                topic: "west/ev/\(expected.mapping)/cp-1\(tail)",
                payload: String(decoding: message.payload, as: UTF8.self))
        }
        var readable = 0
        for (sent, kept) in zip(sent, try Self.kept(sent)) {
            guard let original = decoded(sent), !original.events.isEmpty || !original.rejected.isEmpty else { continue }
            readable += 1
            #expect(decoded(kept) == original, "\(sent.topic)")
        }
        #expect(readable > 0)
    }

    @Test(
        "of a charger's mapping the topics that it reads stay, with words and figures that it knows",
        arguments: [
            ("get/power", "7215.4"), ("get/power", "-3"), ("get/power", "unavailable"),
            ("lines/1/current", "31.4"), ("get/power", "18464801.5"),
        ])
    func mapped(tail: String, payload: String) throws {
        let sent = Sent(topic: "west/ev/scalars/cp-1/\(tail)", payload: payload)
        #expect(try Self.kept([sent]) == [sent])
    }

    @Test(
        "of anything else length and digest stay, and no level that may be somebody's",
        arguments: [
            ("get/power", "JSMITH", "get/power"), ("get/power", "04CA12B7", "get/power"), ("get/rfid", "7", "get/~"),
            ("get/power/now", "7", "get/~/~"), ("lines/04CAFE77A1B2C3/current", "7", "lines/~/current"),
            ("lines/jsmith/current", "7", "lines/~/current"), ("get/power", #""JSMITH""#, "get/power"),
            ("get/power", #""04 CA""#, "get/power"),
            ("", "7", ""),
        ])
    func others(tail: String, payload: String, keptTail: String) throws {
        let device = "west/ev/scalars/cp-1"
        let topic = tail.isEmpty ? device : "\(device)/\(tail)"
        let kept = try #require(try Self.kept([Sent(topic: topic, payload: payload)]).first)
        let levels = kept.topic.split(separator: "/", omittingEmptySubsequences: false)
        let shown = levels.dropFirst(4).map { $0.hasPrefix("~") ? "~" : $0 }.joined(separator: "/")
        #expect(shown == keptTail)
        if tail.hasPrefix("lines") {
            #expect(kept.payload == payload)
        } else {
            #expect(kept.payload.hasPrefix("not decoded: "))
        }
    }
}
