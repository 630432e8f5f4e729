import Foundation
import LiveBroker
import Readings
import Recordings
import SensorSim
import Testing

/// A persistent session at a broker, filled and emptied with mosquitto_sub.
private struct Mailbox {
    static let url = URL(filePath: "/usr/bin/mosquitto_sub")
    static var isInstalled: Bool { FileManager.default.isExecutableFile(atPath: url.path()) }

    var broker: LiveBroker

    private func arguments(_ more: [String]) -> [String] {
        [
            "-V", "5", "-h", "127.0.0.1", "-p", String(broker.port), "-i", "mailbox", "-c", "-x", "600", "-q", "1",
            "-t",
            "#",
        ] + more
    }

    /// Subscribes and leaves: from now on the broker keeps every message.
    func open() throws {
        #expect(try Command.run(arguments(["-E"]), of: Self.url).status == 0)
    }

    /// Takes that many messages, as a feed whose payloads are the original bytes.
    func take(_ count: Int) throws -> String {
        let outcome = try Command.run(arguments(["-C", String(count), "-W", "30", "-F", "%j"]), of: Self.url)
        #expect(outcome.status == 0, "\(outcome.errors)")
        return outcome.output
    }
}

@Suite(
    "Replay through a real broker", .serialized,
    .enabled(
        if: LiveBroker.isInstalled && Mailbox.isInstalled && Command.url != nil,
        "skipped: mosquitto or mosquitto_sub is not installed (apt install mosquitto mosquitto-clients)"))
struct LiveReplayTests {
    /// What a feed holds, in its order.
    private func messages(_ text: String) throws -> [SimulatedMessage] {
        var bytes = Array(text.utf8)
        var reader = FeedReader { buffer in
            defer { bytes = [] }
            buffer.append(contentsOf: bytes)
            return bytes.count
        }
        var messages: [SimulatedMessage] = []
        while try reader.next() {
            let received = reader.line.received
            messages.append(
                reader.withMessage { topic, payload in
                    SimulatedMessage(
                        received: received, topic: topic.indices.map { topic[$0] },
                        payload: payload.indices.map { payload[$0] })
                })
        }
        return messages
    }

    /// The property `received` of each line, which mosquitto_sub prints beside the payload.
    private func receivedProperties(_ text: String) throws -> [Instant] {
        try text.split(separator: "\n").map { line in
            let json = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            let properties = json?["properties"] as? [String: Any]
            let own = properties?["user-properties"] as? [String: String]
            return try #require(own?["received"].flatMap { Instant(iso8601: $0) })
        }
    }

    @Test("What is emitted to a broker arrives in order, byte for byte, with its receive times")
    func emits() throws {
        let broker = try LiveBroker()
        let mailbox = Mailbox(broker: broker)
        try mailbox.open()
        let sent = try SimulatedDay.emitted(seed: 7, hours: 1)
        let address = "mqtt://127.0.0.1:\(broker.port)"
        let outcome = try Command.run(["emit", "--broker", address, "--speed", "max", "--hours", "1", "--seed", "7"])
        #expect(outcome.status == 0, "\(outcome.errors)")
        let taken = try mailbox.take(sent.count)
        let arrived = try messages(taken)
        #expect(arrived.map(\.topic) == sent.map(\.topic))
        #expect(arrived.map(\.payload) == sent.map(\.payload))
        #expect(try receivedProperties(taken) == sent.map(\.received))
    }

    @Test("A replay sends every line of its feeds, shuffled or twice where that was asked for")
    func replays() throws {
        let broker = try LiveBroker()
        let mailbox = Mailbox(broker: broker)
        try mailbox.open()
        let feeds = try ["a", "b"].map { name in
            let url = broker.directory.appending(path: name + ".ndjson")
            let seed = name == "a" ? "1" : "2"
            let outcome = try Command.run(["emit", "--out", url.path(), "--hours", "1", "--seed", seed])
            #expect(outcome.status == 0)
            return url
        }
        let recorded = try feeds.flatMap { try messages(String(contentsOf: $0, encoding: .utf8)) }
        let address = "mqtt://127.0.0.1:\(broker.port)"
        let options = ["--shuffle-within", "120", "--repeat-every", "10"]
        let outcome = try Command.run(["replay", "--broker", address] + options + feeds.map { $0.path() })
        #expect(outcome.status == 0, "\(outcome.errors)")
        let perFeed = try feeds.map { try messages(String(contentsOf: $0, encoding: .utf8)).count }
        let count = perFeed.reduce(0) { $0 + $1 + $1 / 10 }
        let arrived = try messages(try mailbox.take(count))
        #expect(arrived.map(\.payload) != recorded.map(\.payload))
        #expect(Set(arrived.map { $0.topic + $0.payload }) == Set(recorded.map { $0.topic + $0.payload }))
        #expect(outcome.errors.contains("Sent \(count) messages in "))
    }

    @Test("A bad line ends a replay with the file, the line and what was expected; what stands before it is delivered")
    func badLine() throws {
        let broker = try LiveBroker()
        let mailbox = Mailbox(broker: broker)
        try mailbox.open()
        let url = broker.directory.appending(path: "bad.ndjson")
        try "{\"tst\":\"2026-03-02T08:00:00Z\",\"topic\":\"a\",\"payload\":1}\n{\"topic\":\"a\",\"payload\":1}\n"
            .write(to: url, atomically: true, encoding: .utf8)
        let outcome = try Command.run(["replay", "--broker", "mqtt://127.0.0.1:\(broker.port)", url.path()])
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains("\(url.path()): line 2: no member \"tst\"; expected a time like"))
        #expect(outcome.errors.contains("The 1 messages before it were delivered, and nothing behind it was sent."))
        #expect(try messages(try mailbox.take(1)).map { String(decoding: $0.payload, as: UTF8.self) } == ["1"])
    }
}
