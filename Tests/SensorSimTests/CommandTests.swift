import Foundation
import SensorSim
import Testing

/// The built command, which stands beside the tests.
enum Command {
    static let url: URL? = {
        let folder = Bundle.allBundles.map(\.bundleURL).first { $0.pathExtension == "xctest" }?
            .deletingLastPathComponent()
        let own = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
        let places = [folder, own].compactMap { $0?.appending(path: "sensorsim") }
        return places.first { FileManager.default.isExecutableFile(atPath: $0.path()) }
    }()

    struct Outcome {
        var status: Int32
        var output: String
        var errors: String
    }

    /// Runs the command, or another one, to its end.
    static func run(_ arguments: [String], of executable: URL? = url) throws -> Outcome {
        let process = Process()
        process.executableURL = executable
        process.arguments = arguments
        let output = Pipe()
        let errors = Pipe()
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        let written = try output.fileHandleForReading.readToEnd() ?? Data()
        let told = try errors.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return Outcome(
            status: process.terminationStatus, output: String(decoding: written, as: UTF8.self),
            errors: String(decoding: told, as: UTF8.self))
    }
}

@Suite("The sensorsim command", .enabled(if: Command.url != nil, "the command is not built"))
struct CommandTests {
    @Test(
        "Wrong usage exits with 2 and says what was expected, what was found and what to do",
        arguments: [
            (["emit"], "Expected one of --broker and --out, found neither."),
            (["emit", "--broker", "mqtt://h", "--out", "x"], "Expected one of --broker and --out, found both."),
            (
                ["emit", "--out", "-", "--hours", "0"],
                "--hours: expected a whole number from 1 to 87600 (ten years), found 0."
            ),
            (
                ["emit", "--out", "-", "--start", "2026-03-02"],
                "--start: expected a time with its zone such as 2026-03-02T06:00:00Z, from 2000-01-02T00:00:00Z to "
                    + "9000-01-01T00:00:00Z, found \"2026-03-02\"."
            ),
            (["emit", "--out", "-", "--start", "1999-12-31T00:00:00Z"], "found \"1999-12-31T00:00:00Z\"."),
            (
                ["emit", "--out", "-", "--dialects", "ttn,Ttn"],
                "--dialects: expected every, or some of plain, airgradient, "
            ),
            (["emit", "--out", "-", "--dialects", "ttn,Ttn"], "found \"Ttn\"."),
            (
                ["emit", "--out", "-", "--charger-dialects", "ocpi,tasmota"],
                "--charger-dialects: expected every, or some of ocpp16, emqx-ocpp, "
            ),
            (["emit", "--out", "-", "--charger-dialects", "ocpi,tasmota"], "found \"tasmota\"."),
            (["emit", "--out", "-", "--speed", "fast"], "'fast'"),
            (["emit", "--out", "-", "--speed", "0"], "'0'"),
            (["emit", "--broker", "http://h"], "it does not begin with mqtt:// or mqtts://"),
            (["replay", "--broker", "mqtt://h"], "Missing expected argument '<feed> ...'"),
            (
                ["replay", "--broker", "mqtt://h", "--speed", "2", "--rate", "5", "x"],
                "Expected at most one of --speed and --rate, found both. Leave one out."
            ),
            (["replay", "--broker", "mqtt://h", "--rate", "0", "x"], "--rate: expected messages a second"),
            (["replay", "--broker", "mqtt://h", "--repeat-every", "-1", "x"], "--repeat-every"),
            (["replay", "--broker", "mqtt://h", "--qos", "3", "x"], "'3'"),
            (
                ["replay", "--broker", "mqtt://h", "--connections", "0", "x"],
                "--connections: expected a whole number from 1 to 1000, found 0."
            ),
            (
                ["replay", "--broker", "mqtt://h", "--from", "2026-03-02", "x"],
                "--from: expected a time with its zone such as 2026-03-02T06:00:00Z, found \"2026-03-02\"."
            ),
            (
                [
                    "replay", "--broker", "mqtt://h", "--from", "2026-03-02T00:00:00Z", "--to", "2026-03-01T00:00:00Z",
                    "x",
                ],
                "--to: expected a time after --from"
            ),
            (
                ["replay", "--broker", "mqtt://h", "--topic", "a/#/b", "x"],
                "--topic: expected levels parted by /, + for one level, # only as the last, found \"a/#/b\"."
            ),
            (["record", "--broker", "mqtt://h"], "Missing expected argument '--out <feed>'"),
            (["record", "--broker", "mqtt://h", "--out", "x", "--qos", "2"], "--qos: expected 0 or 1, found 2."),
            (
                ["record", "--broker", "mqtt://h", "--out", "x", "--count", "0"],
                "--count: expected messages, 1 or more"
            ),
            (["record", "--broker", "mqtt://h", "--out", "x", "--for", "0"], "--for: expected seconds, more than 0"),
        ])
    func usage(arguments: [String], words: String) throws {
        let outcome = try Command.run(arguments)
        #expect(outcome.status == 2)
        #expect(outcome.output.isEmpty)
        #expect(outcome.errors.contains(words), "\(outcome.errors)")
    }

    @Test(
        "A file that cannot be used exits with 1 and names it",
        arguments: [
            (
                ["emit", "--out", "/no-such-folder/x.ndjson"],
                "--out /no-such-folder/x.ndjson: the file cannot be written"
            ),
            (
                ["emit", "--out", "-", "--registry", "/dev/null/x"],
                "--registry /dev/null/x: the registry cannot be written"
            ),
            (
                ["replay", "--broker", "mqtt://127.0.0.1:1", "/no-such-feed.ndjson"],
                "/no-such-feed.ndjson: no such file. Expected a recorded feed, a message a line; check the name."
            ),
            (["replay", "--broker", "mqtt://127.0.0.1:1", "/"], "/: this is a folder."),
        ])
    func files(arguments: [String], words: String) throws {
        let outcome = try Command.run(arguments)
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains(words), "\(outcome.errors)")
    }

    @Test("Help is a product, has an example, and exits with 0", arguments: ["emit", "record", "replay"])
    func help(command: String) throws {
        let outcome = try Command.run([command, "--help"])
        #expect(outcome.status == 0)
        #expect(outcome.errors.isEmpty)
        #expect(outcome.output.contains("sensorsim \(command) --broker mqtt://127.0.0.1:1883"))
    }

    @Test("The feed and the registry of a run are the simulation's, and a summary goes to standard error")
    func emits() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: folder) }
        let arguments = ["emit", "--out", "-", "--hours", "2", "--seed", "7", "--registry", folder.path()]
        let outcome = try Command.run(arguments)
        #expect(outcome.status == 0)
        let messages = try SimulatedDay.emitted(seed: 7, hours: 2)
        let lines = outcome.output.split(separator: "\n")
        #expect(lines.count == messages.count)
        for (line, message) in zip(lines, messages) {
            #expect(line.hasSuffix(",\"payload\":" + String(decoding: message.payload, as: UTF8.self) + "}"))
        }
        #expect(outcome.errors.contains("Sent \(messages.count) messages in "))
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path()).sorted()
        #expect(files == ["air_sensors.csv", "boroughs.csv", "charge_points.csv", "school_terms.csv", "sites.csv"])
    }

    @Test("The schools' sensors speak the dialects that are asked for, and the registry leads to them")
    func dialects() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: folder) }
        let outcome = try Command.run(
            ["emit", "--out", "-", "--hours", "1", "--dialects", "ttn,senml", "--registry", folder.path()])
        #expect(outcome.status == 0)
        #expect(outcome.output.contains("\"topic\":\"v3/westminster-air@simulated/devices/wcc-lora-02/up\""))
        #expect(outcome.output.contains("\"topic\":\"westminster/air/senml/0004a30c00010003\""))
        #expect(!outcome.output.contains("/air/plain/"))
        let routes = try String(contentsOf: folder.appending(path: "routes.csv"), encoding: .utf8)
        #expect(
            routes == """
                topic,borough,dialect,device
                v3/westminster-air@simulated/devices/+/up,westminster,ttn,4
                v3/kensington-and-chelsea-air@simulated/devices/+/up,kensington-and-chelsea,ttn,4

                """)
        // Another city in the same folder, which needs no routes.
        let next = try Command.run(["emit", "--out", "-", "--hours", "1", "--registry", folder.path()])
        #expect(next.status == 0)
        #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "routes.csv").path()))
    }
}
