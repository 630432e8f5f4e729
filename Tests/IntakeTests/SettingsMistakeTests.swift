import Foundation
import Intake
import Testing

@Suite("Mistakes in the settings")
struct SettingsMistakeTests {
    private static let paths = "registry: registry/\ndata: data/\n"
    private static let broker = "broker:\n  url: mqtt://127.0.0.1:1883\n  client_id: kerbside\n"
    private static let listed = "The settings are listed in docs/guide.md."

    private static func messages(
        _ yaml: String, file: String = "kerbside.yaml", _ environment: [String: String] = [:]
    ) -> [String] {
        do {
            _ = try Settings.parse(yaml: yaml, file: file, environment: environment)
            return []
        } catch let error as SettingsProblems {
            return error.description.split(separator: "\n").map(String.init)
        } catch {
            return ["\(error)"]
        }
    }

    struct Mistake: Sendable, CustomTestStringConvertible {
        var yaml: String
        var message: String
        var testDescription: String { message }

        init(_ yaml: String, _ message: String) {
            self.yaml = yaml
            self.message = message
        }
    }

    static let mistakes: [Mistake] = [
        Mistake(
            "broker:\n  client_id: kerbside\n" + paths,
            "kerbside.yaml: found no broker.url; expected the broker's address, mqtt://host:1883 or mqtts://host:8883. "
                + "Add it, for example `url: mqtt://127.0.0.1:1883` under `broker:`."
        ),
        Mistake(
            "broker:\n  url:\n  client_id: kerbside\n" + paths,
            "kerbside.yaml:2: found no broker.url; expected the broker's address, mqtt://host:1883 or "
                + "mqtts://host:8883. Add it, for example `url: mqtt://127.0.0.1:1883` under `broker:`."
        ),
        Mistake(
            broker + "registry: registry/\n",
            "kerbside.yaml: found no data; expected the folder for the journal and the published files. "
                + "Add it, for example `data: data/`."
        ),
        Mistake(
            broker + "  qos: fast\n" + paths,
            "kerbside.yaml:4: found broker.qos \"fast\"; expected 0 or 1. Write a whole number in that range."
        ),
        Mistake(
            broker + "  qos: 2\n" + paths,
            "kerbside.yaml:4: found broker.qos \"2\"; expected 0 or 1. Write a whole number in that range."
        ),
        Mistake(
            broker + "  batch:\n    messages: 1e6\n" + paths,
            "kerbside.yaml:5: found broker.batch.messages \"1e6\"; expected a number of messages, 1 to 100000. "
                + "Write a whole number in that range."
        ),
        Mistake(
            broker + "  qos:\n    level: 1\n" + paths,
            "kerbside.yaml:4: found names under broker.qos; expected 0 or 1. Write one value behind broker.qos."
        ),
        Mistake(
            broker + "  protocol: 4\n" + paths,
            "kerbside.yaml:4: found broker.protocol \"4\"; expected 5 or 3.1.1. Write 5."
        ),
        Mistake(
            broker + "  client-id: x\n" + paths,
            "kerbside.yaml:4: found the name broker.client-id; expected a setting's name. "
                + "Did you mean broker.client_id?"
        ),
        Mistake(
            broker + paths + "window: [hour]\n",
            "kerbside.yaml:6: found the name window; expected a setting's name. Did you mean windows?"
        ),
        Mistake(
            broker + paths + "colour: green\n",
            "kerbside.yaml:6: found the name colour; expected a setting's name. \(listed)"
        ),
        Mistake(
            broker + paths + "windows: [hour, fortnight]\n",
            "kerbside.yaml:6: found windows \"fortnight\"; expected a list of minute, quarter-hour, hour, day, month, year, school-day. "
                + "Write for example `windows: [minute, hour, day]`."
        ),
        Mistake(
            "- a\n- b\n",
            "kerbside.yaml:1: found no names with values; expected `name: value` lines. "
                + "Begin with the sample in Deploy/kerbside.yaml."
        ),
    ]

    @Test("each names the line, what was found, what was expected and what to do", arguments: mistakes)
    func mistake(example: Mistake) {
        #expect(Self.messages(example.yaml) == [example.message])
    }

    @Test("a file that is no YAML is one mistake, with its line, and nothing is said to be missing")
    func brokenYAML() throws {
        let messages = Self.messages("broker:\n  url: \"mqtt://127.0.0.1:1883\n  client_id: kerbside\n")
        #expect(messages.count == 1)
        let message = try #require(messages.first)
        #expect(message.hasPrefix("kerbside.yaml:"))
        #expect(
            message.hasSuffix(
                "; expected YAML. Names and values stand as in Deploy/kerbside.yaml, two spaces deeper a level."))
    }

    @Test("an address that cannot be used says why and how to write it")
    func address() {
        let messages = Self.messages(
            "broker:\n  url: localhost:1883\n  client_id: kerbside\n" + Self.paths)
        #expect(
            messages == [
                "kerbside.yaml:2: found broker.url \"localhost:1883\" (The broker's address “localhost:1883” cannot be used: "
                    + "it does not begin with mqtt:// or mqtts://); expected the broker's address, mqtt://host:1883 or "
                    + "mqtts://host:8883. Write broker.url as mqtt://host:1883, mqtts://host:8883 or "
                    + "mqtt://[2001:db8::1]:1883."
            ])
    }

    @Test("a mistake in the environment names the variable")
    func environment() {
        #expect(
            Self.messages(Self.broker + Self.paths, ["KERBSIDE_BROKER_QOS": "3"]) == [
                "KERBSIDE_BROKER_QOS: found broker.qos \"3\"; expected 0 or 1. Write a whole number in that range."
            ])
    }

    @Test("all mistakes come at once, with a line each")
    func all() {
        let messages = Self.messages("broker:\n  qos: 7\n  hue: 3\nwindows: [decade]\n")
        #expect(messages.count == 7)
        for name in ["broker.url", "broker.client_id", "registry", "data"] {
            #expect(messages.contains { $0.contains("found no \(name);") })
        }
        for name in ["broker.qos \"7\"", "the name broker.hue", "windows \"decade\""] {
            #expect(messages.contains { $0.contains("found \(name);") })
        }
    }

    @Test("a file of secrets that others may read is refused, and its content is not repeated")
    func secrets() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "settings-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let secrets = folder.appending(path: "credentials").path()
        for (mode, isRefused) in [(0o644, true), (0o640, true), (0o600, false)] {
            try #require(
                FileManager.default.createFile(
                    atPath: secrets, contents: Data("kerbside\nhidden\n".utf8), attributes: [.posixPermissions: mode]))
            try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: secrets)
            let messages = Self.messages(
                Self.broker + "  username_file: credentials\n" + Self.paths,
                file: folder.appending(path: "kerbside.yaml").path())
            guard isRefused else {
                #expect(messages.isEmpty)
                continue
            }
            #expect(
                messages == [
                    "\(folder.appending(path: "kerbside.yaml").path()):4: found broker.username_file The credentials in "
                        + "\(secrets) may be read by others (mode 0\(String(mode, radix: 8))); expected a file of two "
                        + "lines, user name and password, with mode 0600. Run: chmod 600 \(secrets)."
                ])
        }
    }

    @Test("a file that is not there says which, and what to copy")
    func missing() {
        let error = #expect(throws: SettingsProblems.self) {
            try Settings.read(file: "nowhere/kerbside.yaml", environment: [:])
        }
        #expect(
            error?.description
                == "nowhere/kerbside.yaml: found no file that can be read; expected a settings file. Copy "
                + "Deploy/kerbside.yaml there and correct it, or name another file with --config.")
    }
}
