import Foundation
import LiveBroker
import Readings
import Testing

@Suite(
    "Recording from a real broker", .serialized,
    .enabled(
        if: LiveBroker.isInstalled && Command.url != nil, "skipped: mosquitto is not installed (apt install mosquitto)")
)
struct LiveRecordTests {
    let broker: LiveBroker
    var address: String { "mqtt://127.0.0.1:\(broker.port)" }

    init() throws {
        broker = try LiveBroker()
    }

    private func file(_ name: String) -> URL { broker.directory.appending(path: name) }

    /// JSON of many spellings, texts, bytes of all values, nothing, and what a line could not hold.
    static let messages: [(topic: String, payload: [UInt8])] = [
        ("westminster/air/plain/aq-1", Array(#"{"no2": 1.50,  "pm2_5":9.8}"#.utf8)),
        ("westminster/air/plain/aq-2", Array("{\"a\":\r\n 1}".utf8)),
        ("westminster/ev/evcc/evcc/status", Array("online".utf8)),
        ("westminster/ev/evcc/evcc/quoted", Array(#""online""#.utf8)),
        ("ümlaut/\"quoted\"/\\back", Array("9.80".utf8)),
        ("westminster/air/x/bytes", (0...255).map { UInt8($0) }),
        ("westminster/air/x/empty", []),
        ("westminster/air/x/spaces", Array("  {} ".utf8)),
        ("westminster/air/x/long", [UInt8](repeating: 0xA5, count: 100_000)),
        ("westminster/air/x/null", Array("null".utf8)),
    ]

    private func record(_ arguments: [String], to url: URL) throws -> RunningCommand {
        let recorder = try RunningCommand(["record", "--broker", address, "--out", url.path()] + arguments)
        #expect(recorder.wait(for: "Subscribed to"), "\(recorder.told)")
        return recorder
    }

    private func replay(_ arguments: [String]) throws -> Command.Outcome {
        try Command.run(["replay", "--broker", address] + arguments)
    }

    @Test(
        "Record, replay, record: every payload is byte for byte the same, compressed or not, at every QoS",
        arguments: [0, 1, 2])
    func roundTrip(qos: Int) throws {
        try Line.write(Self.messages, to: file("sent.ndjson"))
        var from = "sent.ndjson"
        for to in ["first.ndjson.gz", "second.ndjson"] {
            let recorder = try record(["--count", String(Self.messages.count)], to: file(to))
            let outcome = try replay(["--qos", String(qos), file(from).path()])
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(
                outcome.errors.contains(
                    qos == 0
                        ? "The broker took 10, which QoS 0 does not acknowledge."
                        : "The broker acknowledged 10 and refused 0."
                ))
            #expect(recorder.end() == 0)
            #expect(
                recorder.told.contains("Recorded 10 messages of 10 topics, 100320 bytes of payload, in "),
                "\(recorder.told)")
            from = to
        }
        let lines = try Line.all(file("second.ndjson"))
        #expect(lines.map(\.topic) == Self.messages.map(\.topic))
        #expect(lines.map(\.payload) == Self.messages.map(\.payload))
        #expect(lines.allSatisfy { $0.qos == min(qos, 1) && !$0.isRetained })
    }

    @Test(
        "Ctrl-C ends a recording in order: what was acknowledged is in the file, compressed too",
        arguments: [SIGINT, SIGTERM])
    func interrupted(signal: Int32) throws {
        let recorder = try record([], to: file("cut.ndjson.gz"))
        try Line.write(Self.messages, to: file("sent.ndjson"))
        #expect(try replay([file("sent.ndjson").path()]).status == 0)
        // The replay's end says that the broker has all of it; the recorder takes it within its next turns.
        let last = try Command.run(
            ["record", "--broker", address, "--out", file("last.ndjson").path(), "--count", "1", "--for", "0.01"])
        #expect(last.status == 0)
        recorder.send(signal)
        #expect(recorder.end() == 0, "\(recorder.told)")
        #expect(recorder.told.contains("Recorded 10 messages of 10 topics"), "\(recorder.told)")
        #expect(try Line.all(file("cut.ndjson.gz")).map(\.payload) == Self.messages.map(\.payload))
    }

    @Test("A recording with a name goes on where the last one ended, and what the broker kept is marked")
    func persistent() throws {
        let arguments = ["--client-id", "recorder", "--append", "--topic", "kept/#", "--topic", "westminster/#"]
        let first = try record(arguments + ["--for", "0.1"], to: file("all.ndjson.gz"))
        #expect(first.end() == 0)
        try Line.write(Self.messages, to: file("sent.ndjson"))
        // While nobody records. One topic is none of the recording's.
        #expect(try replay([file("sent.ndjson").path()]).status == 0)
        try runCommand(
            ["mosquitto_pub", "-p", String(broker.port), "-r", "-t", "kept/one", "-m", "1", "-q", "1"],
            in: broker.directory)
        let out = ["--broker", address, "--out", file("all.ndjson.gz").path(), "--count", "10"]
        let second = try RunningCommand(["record"] + out + arguments)
        #expect(second.end() == 0, "\(second.told)")
        let lines = try Line.all(file("all.ndjson.gz"))
        #expect(
            Set(lines.map(\.topic))
                == Set(Self.messages.map(\.topic)).subtracting(["ümlaut/\"quoted\"/\\back"]).union(["kept/one"]))
        let fresh = try record(["--topic", "kept/#", "--count", "1"], to: file("kept.ndjson"))
        #expect(fresh.end() == 0)
        #expect(try Line.all(file("kept.ndjson")).map(\.isRetained) == [true])
        #expect(fresh.told.contains("1 of them retained by the broker"))
        // Without --append the file stays as it is.
        let refused = try Command.run(["record", "--broker", address, "--out", file("kept.ndjson").path()])
        #expect(refused.status == 1)
        #expect(refused.errors.contains("this file is there already"))
        #expect(try Line.all(file("kept.ndjson")).count == 1)
    }

    @Test("A replay sends what is selected, and says when nothing is")
    func selection() throws {
        try Line.write((0..<100).map { ("w/air/plain/aq-\($0 % 4)", Array("\($0)".utf8)) }, to: file("hundred.ndjson"))
        let recorder = try record(["--count", "5"], to: file("some.ndjson"))
        // Seconds 40 to 59 of topic 1: 41, 45, 49, 53, 57.
        let options = [
            "--from", "2026-03-02T08:00:40Z", "--to", "2026-03-02T09:01:00+01:00", "--topic", "+/air/+/aq-1",
        ]
        let outcome = try replay(options + [file("hundred.ndjson").path()])
        #expect(outcome.errors.contains("Sent 5 messages in "))
        #expect(recorder.end() == 0)
        #expect(
            try Line.all(file("some.ndjson")).map { String(decoding: $0.payload, as: UTF8.self) } == [
                "41", "45", "49", "53", "57",
            ])
        let nothing = try replay(["--topic", "elsewhere/#", file("hundred.ndjson").path()])
        #expect(nothing.status == 1)
        #expect(
            nothing.errors.contains("None of the 100 messages of the feeds is what --from, --to and --topic ask for."))
    }

    @Test("A restamped replay happens now, at its own speed, and its payloads say so")
    func restamped() throws {
        let payloads = (0..<3).map { Array(#"{"ts":"2026-03-02T08:00:0\#($0).500Z","no2":\#($0)}"#.utf8) }
        try Line.write(payloads.map { ("w/air/plain/aq", $0) }, to: file("old.ndjson"))
        let recorder = try record(["--count", "3", "--virtual-time"], to: file("new.ndjson"))
        let before = Date()
        let outcome = try replay(["--restamp", file("old.ndjson").path()])
        #expect(outcome.status == 0)
        #expect(outcome.errors.contains("Planned 2.000 s from the first to the last, taken 2."), "\(outcome.errors)")
        #expect(recorder.end() == 0)
        let lines = try Line.all(file("new.ndjson"))
        let first = try #require(lines.first).received
        let shift = first.microseconds(since: Line.start)
        #expect(shift % Microseconds.second == 0)
        let sinceStart = Double(first.microseconds) / 1e6 - before.timeIntervalSince1970
        // Less than a second before the first message left; the command starts within ten seconds.
        #expect(sinceStart > -1 && sinceStart < 10)
        #expect(
            lines.map(\.received) == (0..<3).map { first.advanced(byMicroseconds: Int64($0) * Microseconds.second) })
        for (index, line) in lines.enumerated() {
            let stamp = line.received.advanced(byMicroseconds: 500_000).iso8601.replacing(".5Z", with: ".500Z")
            #expect(String(decoding: line.payload, as: UTF8.self) == #"{"ts":"\#(stamp)","no2":\#(index)}"#)
        }
    }

    @Test("Over many connections each device keeps its order, and nothing is lost")
    func connections() throws {
        let count = 4000
        let messages = (0..<count).map { number in
            ("w/ev/ocpp16/cp-\(number % 40)/" + (number % 3 == 0 ? "up" : "down"), Array("\(number)".utf8))
        }
        try Line.write(messages, to: file("many.ndjson"))
        let recorder = try record(["--count", String(count)], to: file("arrived.ndjson"))
        let outcome = try replay(["--connections", "8", file("many.ndjson").path()])
        #expect(outcome.errors.contains("The broker acknowledged 4000 and refused 0."), "\(outcome.errors)")
        #expect(recorder.end() == 0)
        var last: [Substring: Int] = [:]
        for line in try Line.all(file("arrived.ndjson")) {
            let device = line.topic.split(separator: "/")[3]
            let number = try #require(Int(String(decoding: line.payload, as: UTF8.self)))
            #expect(number > last[device, default: -1])
            last[device] = number
        }
        #expect(last.count == 40)
        #expect(last.values.reduce(0, +) == ((count - 40)..<count).reduce(0, +))
    }

    @Test("A feed comes from standard input, compressed too")
    func standardInput() throws {
        try Line.write(Self.messages, to: file("sent.ndjson"))
        try runCommand(["gzip", "-k", "sent.ndjson"], in: broker.directory)
        for name in ["sent.ndjson", "sent.ndjson.gz"] {
            let replay = try RunningCommand(["replay", "--broker", address, "-"], input: file(name))
            #expect(replay.end() == 0)
            #expect(replay.told.contains("The broker acknowledged 10 and refused 0."), "\(replay.told)")
        }
    }

    @Test("A replay that is stopped before everything is acknowledged fails with the numbers")
    func unacknowledged() throws {
        try Line.write(Self.messages, to: file("sent.ndjson"))
        // One message a second: two are sent soon, and then the broker is gone.
        let replay = try RunningCommand(["replay", "--broker", address, "--rate", "1", file("sent.ndjson").path()])
        #expect(broker.waitForLog("Sending PUBACK", seconds: 20))
        broker.crash()
        #expect(replay.wait(for: "Next attempt in"))
        replay.send(SIGINT)
        #expect(replay.end() == 1)
        #expect(
            replay.told.contains("messages were not acknowledged: they may be lost.") || replay.told.contains("Stopped")
        )
    }

    @Test("What the broker's access rules refuse is counted, and the replay fails")
    func refused() throws {
        let guarded = try LiveBroker(lines: ["acl_file @DIR@/rules"]) { directory in
            try "topic readwrite westminster/#\n".write(
                to: directory.appending(path: "rules"), atomically: true, encoding: .utf8)
        }
        // The refused one is the last: mosquitto 2.0.11 sometimes ends the link behind a refusal, and what was still unread
        // takes acknowledgements with it.
        try Line.write(
            [("westminster/a", [1]), ("westminster/b", [2]), ("elsewhere/c", [3])], to: file("three.ndjson"))
        let outcome = try Command.run(
            ["replay", "--broker", "mqtt://127.0.0.1:\(guarded.port)", file("three.ndjson").path()])
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains("The broker refused 1 of 3 messages."), "\(outcome.errors)")
    }

    @Test("TLS with a certificate of our own, and a user from a file")
    func encrypted() throws {
        let secured = try LiveBroker(
            anonymous: false,
            lines: [
                "cafile @DIR@/ca.pem", "certfile @DIR@/server.pem", "keyfile @DIR@/server.key",
                "require_certificate true",
                "password_file @DIR@/passwords",
            ]
        ) { directory in
            let authority = try PrivateAuthority(in: directory)
            try authority.issue("server", name: "localhost")
            try authority.issue("client", name: "sim")
            try runCommand(["mosquitto_passwd", "-b", "-c", "passwords", "sim", "secret"], in: directory)
            let user = directory.appending(path: "user")
            try "sim\nsecret\n".write(to: user, atomically: true, encoding: .utf8)
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: user.path())
        }
        func secret(_ name: String) -> String { secured.directory.appending(path: name).path() }
        let link = [
            "--broker", "mqtts://localhost:\(secured.port)", "--ca-file", secret("ca.pem"), "--username-file",
            secret("user"),
            "--certificate-file", secret("client.pem"), "--key-file", secret("client.key"),
        ]
        try Line.write(Self.messages, to: file("sent.ndjson"))
        let out = file("secured.ndjson")
        let recorder = try RunningCommand(["record", "--out", out.path(), "--count", "10"] + link)
        #expect(recorder.wait(for: "Subscribed to"), "\(recorder.told)")
        let outcome = try Command.run(["replay"] + link + [file("sent.ndjson").path()])
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(recorder.end() == 0)
        #expect(try Line.all(out).map(\.payload) == Self.messages.map(\.payload))
        let missing = try Command.run(
            ["replay"] + link.map { $0 == secret("ca.pem") ? "/no/ca.pem" : $0 } + [file("sent.ndjson").path()])
        #expect(missing.status == 1)
        #expect(
            missing.errors.contains("--ca-file /no/ca.pem cannot be read: No such file or directory"),
            "\(missing.errors)")
    }
}
