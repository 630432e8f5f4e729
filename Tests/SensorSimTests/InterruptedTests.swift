import Foundation
import LiveBroker
import Readings
import Testing

@Suite(
    "What an end by force leaves behind", .serialized,
    .enabled(
        if: LiveBroker.isInstalled && Command.url != nil, "skipped: mosquitto is not installed (apt install mosquitto)")
)
struct InterruptedTests {
    let broker: LiveBroker
    var address: String { "mqtt://127.0.0.1:\(broker.port)" }

    init() throws {
        broker = try LiveBroker()
    }

    private func file(_ name: String) -> URL { broker.directory.appending(path: name) }

    private static let messages: [(topic: String, payload: [UInt8])] = (1...3).map {
        ("westminster/air/plain/aq-\($0)", Array("{\"no2\":\($0)}".utf8))
    }

    /// Records so many messages behind what the file holds.
    private func append(_ count: Int, to name: String) throws -> RunningCommand {
        try RunningCommand([
            "record", "--broker", address, "--append", "--count", String(count), "--out", file(name).path(),
        ])
    }

    @Test("A run that is stopped leaves no truth of the run before")
    func truth() throws {
        let folder = file("truth")
        let whole = try Command.run([
            "emit", "--out", file("hour.ndjson").path(), "--hours", "1", "--truth", folder.path(),
        ])
        #expect(whole.status == 0)
        try "mine".write(to: folder.appending(path: "notes.txt"), atomically: true, encoding: .utf8)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path()).count == 8)
        let stopped = try RunningCommand(["emit", "--broker", address, "--speed", "1", "--truth", folder.path()])
        #expect(broker.waitForLog("Received PUBLISH", seconds: 20))
        stopped.send(SIGINT)
        #expect(stopped.end() == 0, "\(stopped.told)")
        #expect(stopped.told.contains("No truth was written: it is complete at the end only."), "\(stopped.told)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path()) == ["notes.txt"])
    }

    @Test("A recording goes on behind half a line, which is cut off, and behind a whole one without its end")
    func tornLine() throws {
        try Line.write(Self.messages, to: file("whole.ndjson"))
        let whole = try Data(contentsOf: file("whole.ndjson"))
        for (missing, kept, words) in [(20, 2, "were cut off"), (1, 3, ""), (0, 3, "")] {
            try whole.dropLast(missing).write(to: file("torn.ndjson"))
            let recorder = try append(3, to: "torn.ndjson")
            #expect(recorder.wait(for: "Subscribed to"), "\(recorder.told)")
            let replay = try Command.run(["replay", "--broker", address, file("whole.ndjson").path()])
            #expect(replay.status == 0)
            #expect(recorder.end() == 0, "\(recorder.told)")
            #expect(recorder.told.contains("cut off") == !words.isEmpty, "\(recorder.told)")
            let lines = try Line.all(file("torn.ndjson"))
            #expect(lines.map(\.payload) == (Self.messages.prefix(kept) + Self.messages).map(\.payload))
        }
    }

    @Test(
        "A recording does not go on behind what is no feed, and leaves it as it was", arguments: ["a,b\n1,2", "notes"])
    func noFeed(text: String) throws {
        try Data(text.utf8).write(to: file("table.csv"))
        let refused = try append(1, to: "table.csv")
        #expect(refused.end() == 1)
        #expect(refused.told.contains("its last line is none of a feed"), "\(refused.told)")
        #expect(try Data(contentsOf: file("table.csv")) == Data(text.utf8))
    }

    @Test("A recording that never began leaves no file that the next one would refuse")
    func empty() throws {
        try Data().write(to: file("empty.ndjson"))
        let recorder = try RunningCommand([
            "record", "--broker", address, "--count", "3", "--out", file("empty.ndjson").path(),
        ])
        #expect(recorder.wait(for: "Subscribed to"), "\(recorder.told)")
        try Line.write(Self.messages, to: file("sent.ndjson"))
        #expect(try Command.run(["replay", "--broker", address, file("sent.ndjson").path()]).status == 0)
        #expect(recorder.end() == 0)
        #expect(try Line.all(file("empty.ndjson")).count == 3)
    }

    @Test("A recording does not go on behind a compressed file without its end, and says what to do")
    func tornCompression() throws {
        try Line.write(Self.messages, to: file("cut.ndjson"))
        try runCommand(["gzip", "cut.ndjson"], in: broker.directory)
        let whole = try Data(contentsOf: file("cut.ndjson.gz"))
        try whole.dropLast(9).write(to: file("cut.ndjson.gz"))
        let refused = try append(1, to: "cut.ndjson.gz")
        #expect(refused.end() == 1)
        #expect(
            refused.told.contains("its end is missing, and what stands behind that could not be read."),
            "\(refused.told)")
        #expect(try Data(contentsOf: file("cut.ndjson.gz")) == whole.dropLast(9))
    }

    @Test("A replay that meets a message too large for the broker delivers what stands before it, and fails")
    func tooLarge() throws {
        let narrow = try LiveBroker(lines: ["max_packet_size 2000"])
        let large: (topic: String, payload: [UInt8]) = ("westminster/large", [UInt8](repeating: 0x41, count: 3000))
        try Line.write(Self.messages + [large] + Self.messages, to: file("large.ndjson"))
        let there = "mqtt://127.0.0.1:\(narrow.port)"
        let recorder = try RunningCommand([
            "record", "--broker", there, "--count", "3", "--out", file("arrived.ndjson").path(),
        ])
        #expect(recorder.wait(for: "Subscribed to"), "\(recorder.told)")
        let outcome = try Command.run(["replay", "--broker", there, file("large.ndjson").path()])
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains("to westminster/large is larger than the broker accepts."), "\(outcome.errors)")
        #expect(outcome.errors.contains("The 3 messages before it were delivered"), "\(outcome.errors)")
        #expect(recorder.end() == 0)
        #expect(try Line.all(file("arrived.ndjson")).map(\.payload) == Self.messages.map(\.payload))
    }

    @Test("What a link tells names this command's options, not the service's settings")
    func options() throws {
        let closed = try LiveBroker(anonymous: false)
        let recorder = try RunningCommand([
            "record", "--broker", "mqtt://127.0.0.1:\(closed.port)", "--out", file("nothing.ndjson").path(),
        ])
        #expect(recorder.wait(for: "--username-file"), "\(recorder.told)")
        #expect(!recorder.told.contains("broker.username_file"))
        recorder.send(SIGINT)
        #expect(recorder.end() != nil)
    }

    @Test("A protocol that there is not is refused, in the environment too")
    func version() throws {
        let path = try #require(Command.url).path()
        try Line.write(Self.messages, to: file("sent.ndjson"))
        let outcome = try Command.run(
            ["KERBSIDE_BROKER_PROTOCOL=3", path, "replay", "--broker", address, file("sent.ndjson").path()],
            of: URL(filePath: "/usr/bin/env"))
        #expect(outcome.status == 1)
        #expect(
            outcome.errors.contains("KERBSIDE_BROKER_PROTOCOL: expected 5 or 3.1.1, found \"3\"."), "\(outcome.errors)")
    }

    @Test("A compressed feed has the same bytes at a pace and at once")
    func pace() throws {
        for (name, speed) in [("paced.ndjson.gz", "36000"), ("once.ndjson.gz", "max")] {
            let outcome = try Command.run([
                "emit", "--hours", "1", "--speed", speed, "--out", file(name).path(),
            ])
            #expect(outcome.status == 0, "\(outcome.errors)")
        }
        #expect(try Data(contentsOf: file("paced.ndjson.gz")) == Data(contentsOf: file("once.ndjson.gz")))
    }
}
