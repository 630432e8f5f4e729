import BrokerLink
import Foundation
import Journal
import LiveBroker
import Pipeline
import Readings
import Registry
import Testing

@testable import Intake

/// A batch comes from a broker only, so there is one here.
@Suite(
    "What the journal keeps of a message", .serialized,
    .enabled(if: LiveBroker.isInstalled, "skipped: mosquitto is not installed (apt install mosquitto)"))
struct JournalIntakeTests {
    private struct Kept: Equatable {
        var received: Instant
        var payload: String
    }

    private struct Sent {
        var topic: String
        var payload: String
        var received: Instant?
    }

    private static let stamp = Instant(iso8601: "2026-03-02T08:15:30.250001Z") ?? .distantPast

    private static func registry(routes: [Route] = []) -> RegistryTables {
        RegistryTables(
            boroughs: [Borough(borough: "west", name: "West", timeZoneName: "UTC", timeZone: .utc)],
            sites: [Site(site: "hub", name: "Hub", kind: .hub, borough: "west")], routes: routes)
    }

    /// Sends the messages through a broker and reads them back from a journal, by topic.
    private static func journalled(
        _ messages: [Sent], registry: RegistryTables = registry(), isVirtualTime: Bool = false
    ) throws -> [String: Kept] {
        let broker = try LiveBroker()
        let path = broker.directory.appending(path: "journal").path
        var journal = try JournalWriter(path: path)
        var intake = JournalIntake(registry: registry, isVirtualTime: isVirtualTime)
        var settings = LinkSettings(
            address: BrokerAddress(host: "127.0.0.1", port: broker.port, isEncrypted: false), clientID: "intake")
        settings.filters = ["#"]
        var sender = settings
        sender.clientID = "sender"
        let stop = try StopSignal()
        var subscriber = try Subscriber(settings, previousFilters: [])
        var arrived = 0
        var failure: (any Error)?
        try subscriber.run(
            commit: { batch in
                try intake.append(batch, to: &journal)
                _ = try journal.commit()
                arrived += batch.messages.count
                if arrived >= messages.count { stop.raise() }
            },
            event: { event in
                guard case .subscribed = event else { return }
                do {
                    try send(messages, to: sender)
                } catch {
                    failure = error
                    stop.raise()
                }
            }, until: stop)
        if let failure { throw failure }
        var kept: [String: Kept] = [:]
        var reader = try JournalReader(path: path, from: .start)
        _ = try reader.next(upTo: journal.committed, atMost: .max) { record, topic, payload in
            let name = String(decoding: topic.indices.map { topic[$0] }, as: UTF8.self)
            let text = String(decoding: payload.indices.map { payload[$0] }, as: UTF8.self)
            kept[name] = Kept(received: record.header.received, payload: text)
        }
        return kept
    }

    private static func send(_ messages: [Sent], to settings: LinkSettings) throws {
        let stop = try StopSignal()
        var publisher = try Publisher(settings, until: stop, event: { _ in })
        for message in messages {
            let bytes = Array(message.payload.utf8)
            try publisher.publish(
                topic: message.topic, payload: bytes.span, qos: .atLeastOnce, retain: false, received: message.received)
        }
        _ = try publisher.drain(atMost: .seconds(20))
        publisher.close()
    }

    private static let start =
        #"[2,"m1","StartTransaction",{"connectorId":1,"idTag":"04A1B2C3","meterStart":5,"timestamp":"2026-03-02T08:00:00Z"}]"#
    private static let clean =
        #"[2,"m1","StartTransaction",{"connectorId":1,"idTag":"","meterStart":5,"timestamp":"2026-03-02T08:00:00Z"}]"#

    @Test(
        "a card goes on every topic that is not an air sensor's; an air sensor's message stays", .timeLimit(.minutes(1))
    )
    func cards() throws {
        let kept = try Self.journalled([
            Sent(topic: "west/ev/ocpp16/cp-1/up", payload: Self.start), Sent(topic: "nonsense", payload: Self.start),
            Sent(topic: "west/airport/x/cp-1", payload: Self.start),
            Sent(topic: "west/air/ocpp16/cp-1", payload: Self.start),
            Sent(topic: "west/air/plain/aq-1", payload: #"{"note":"idTag","readings":{"no2":1}}"#),
        ])
        #expect(kept["west/ev/ocpp16/cp-1/up"]?.payload == Self.clean)
        // A known family with an unknown dialect is emptied; of what no rule explains, length and digest are kept.
        #expect(kept["west/air/ocpp16/cp-1"]?.payload == Self.clean)
        let nobodys = kept.filter { $0.key.contains("~") }
        #expect(nobodys.count == 2)
        #expect(nobodys.values.allSatisfy { $0.payload.hasPrefix("not decoded: \(Self.start.utf8.count) bytes, ") })
        #expect(nobodys.keys.allSatisfy { !$0.contains("cp-1") && !$0.contains("nonsense") })
        #expect(kept["west/air/plain/aq-1"]?.payload == #"{"note":"idTag","readings":{"no2":1}}"#)
    }

    @Test(
        "of a charge point's payload that is no JSON, length and digest are kept; of an empty one nothing",
        .timeLimit(.minutes(1)))
    func noJSON() throws {
        let kept = try Self.journalled([
            Sent(topic: "west/ev/ocpp16/cp-1/up", payload: "abc"), Sent(topic: "west/ev/ocpp16/cp-2/up", payload: ""),
            Sent(topic: "west/air/plain/aq-1", payload: "abc"),
        ])
        let known = kept["west/ev/ocpp16/cp-1/up"]?.payload ?? ""
        #expect(known.hasPrefix("not decoded: 3 bytes, hmac-sha256 "))
        // 128 bits, and not those of the plain SHA-256 of "abc" (FIPS 180-2, appendix B.1), which could be guessed.
        #expect(known.count == "not decoded: 3 bytes, hmac-sha256 ".count + 32)
        #expect(!known.contains("ba7816bf"))
        #expect(kept["west/ev/ocpp16/cp-2/up"]?.payload == "")
        #expect(kept["west/air/plain/aq-1"]?.payload == "abc")
    }

    @Test("with routes, the route's dialect tells whose topic it is", .timeLimit(.minutes(1)))
    func routes() throws {
        let filters = try [#require(TopicFilter("ocpp/+/up")), #require(TopicFilter("lab/+"))]
        let kept = try Self.journalled(
            [Sent(topic: "ocpp/cp-1/up", payload: Self.start), Sent(topic: "lab/aq-1", payload: Self.start)],
            registry: Self.registry(routes: [
                Route(topic: filters[0], borough: "west", dialect: .init(name: "ocpp16", family: .ev), devicePart: 2),
                Route(topic: filters[1], borough: "west", dialect: .init(name: "plain", family: .air), devicePart: 2),
            ]))
        #expect(kept["ocpp/cp-1/up"]?.payload == Self.clean)
        // A charge point's frame on an air sensor's topic names a card all the same.
        #expect(kept["lab/aq-1"]?.payload == Self.clean)
    }

    @Test(
        "in virtual time the property “received” is the receive time, and without it there is none",
        .timeLimit(.minutes(1)))
    func virtualTime() throws {
        let messages = [
            Sent(topic: "west/air/plain/aq-1", payload: "{}", received: Self.stamp),
            Sent(topic: "west/air/plain/aq-2", payload: "{}"),
        ]
        let replayed = try Self.journalled(messages, isVirtualTime: true)
        #expect(replayed["west/air/plain/aq-1"]?.received == Self.stamp)
        #expect(replayed["west/air/plain/aq-2"]?.received == .distantPast)
        // Otherwise nobody but our clock has a say.
        let before = Instant(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000) - 1)
        let live = try Self.journalled(messages)
        #expect((live["west/air/plain/aq-1"]?.received).map { $0 >= before } == true)
        #expect((live["west/air/plain/aq-2"]?.received).map { $0 >= before } == true)
    }
}
