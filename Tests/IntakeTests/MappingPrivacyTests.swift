import Dialects
import Foundation
import Journal
import Readings
import Registry
import Testing

@testable import Intake

@Suite("What the journal keeps of messages that a mapping reads")
struct MappingPrivacyTests {
    /// Topics and payloads as they are written.
    private func kept(_ messages: [(topic: String, payload: String)], routes: [Route] = []) throws -> [(
        topic: String, payload: String
    )] {
        var table = Mapping(
            name: "table", payload: .csv,
            values: [MappedValue(quantity: .pm2_5, place: .named(Array("PM2.5".utf8)), unit: .microgramPerCubicMetre)])
        table.ignoredTopics = ["homeassistant/#"]
        let member = MappedPath("pm").map { MappedPlace.path($0) } ?? .whole
        let object = Mapping(
            name: "object", payload: .json,
            values: [MappedValue(quantity: .pm2_5, place: member, unit: .microgramPerCubicMetre)])
        let registry = RegistryTables(
            boroughs: [Borough(borough: "west", name: "West", timeZoneName: "UTC", timeZone: .utc)], sites: [],
            routes: routes, mappings: [table, object])
        let folder = FileManager.default.temporaryDirectory.path + "/kerbside-mapping-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var journal = try JournalWriter(path: folder)
        var intake = JournalIntake(registry: registry, isVirtualTime: false)
        let received = try #require(Instant(iso8601: "2026-03-02T08:00:00Z"))
        for (topic, payload) in messages {
            let (name, bytes) = (Array(topic.utf8), Array(payload.utf8))
            try intake.append(
                MessageHeader(received: received), qos: 1, topic: name.span, payload: bytes.span, to: &journal)
        }
        _ = try journal.commit()
        var kept: [(topic: String, payload: String)] = []
        var reader = try JournalReader(path: folder, from: .start)
        _ = try reader.next(upTo: journal.committed, atMost: .max) { record, topic, payload in
            guard record.kind == .message else { return }
            kept.append(
                (
                    String(decoding: topic.indices.map { topic[$0] }, as: UTF8.self),
                    String(decoding: payload.indices.map { payload[$0] }, as: UTF8.self)
                ))
        }
        return kept
    }

    /// Longer than any word of a status, and with eight digits in a row, as a card has them.
    private static let lines =
        "Time,PM2.5,Serial\n2026-03-02T08:00:00Z,9.8,20260302\n2026-03-02T08:01:00Z,9.9,20260302\n2026-03-02T08:02:00Z,9.7,20260302\n"

    @Test("an air mapping's payload stays as it came, a table's lines too, by layout and by route")
    func stays() throws {
        let filter = try #require(TopicFilter("loggers/+"))
        let route = Route(
            topic: filter, borough: "west", dialect: KnownDialect(name: "table", family: .air), devicePart: 2)
        let messages = [
            (topic: "west/air/table/aq-1", payload: Self.lines),
            (topic: "west/air/object/aq-2", payload: #"{"pm":9.8}"#),
            (topic: "west/air/object/aq-2", payload: "offline"),
        ]
        #expect(try kept(messages).map(\.payload) == messages.map(\.payload))
        let routed = [(topic: "loggers/aq-1", payload: Self.lines)]
        let found = try kept(routed, routes: [route])
        #expect(found.map(\.payload) == [Self.lines] && found.map(\.topic) == ["loggers/aq-1"])
    }

    @Test("what the mapping finds no quantity in is no sensor's: length and digest are kept, of a card nothing")
    func unreadable() throws {
        let card = #"[2,"m1","Authorize",{"idTag":"04CAFE77A1B2C3"}]"#
        let other = "card,name\n04CAFE77A1B2C3,somebody whose name is longer than a word of a sensor's status is\n"
        let found = try kept([
            ("west/air/table/aq-1", card), ("west/air/table/aq-1", other), ("west/air/object/aq-2", Self.lines),
        ])
        #expect(found[0].payload == #"[2,"m1","Authorize",{"idTag":""}]"#)
        #expect(found[1].payload.hasPrefix("not decoded: \(other.utf8.count) bytes"))
        #expect(found[2].payload.hasPrefix("not decoded: \(Self.lines.utf8.count) bytes"))
    }

    @Test("an ignored topic keeps the levels that staff wrote into the filter, and nothing else of the message")
    func ignored() throws {
        let found = try kept([("homeassistant/sensor/04CAFE77A1B2C3/config", #"{"name":"x"}"#)])
        #expect(found[0].topic.hasPrefix("homeassistant/") && !found[0].topic.contains("CAFE"))
        #expect(found[0].topic.split(separator: "/").count == 4)
        #expect(found[0].payload.hasPrefix("not decoded: 12 bytes"))
    }
}
