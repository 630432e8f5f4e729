import BrokerLink
import Foundation
import Pipeline
import Testing

@testable import Intake

@Suite("The settings file")
struct SettingsFileTests {
    private static let smallest = """
        broker:
          url: mqtt://127.0.0.1:1883
          client_id: kerbside
        registry: registry/
        data: data/

        """

    private static func parse(
        _ yaml: String, file: String = "/etc/kerbside/k.yaml", environment: [String: String] = [:]
    ) throws -> Settings {
        try Settings.parse(yaml: yaml, file: file, environment: environment)
    }

    private static func problems(_ yaml: String, environment: [String: String] = [:]) -> [String] {
        do {
            _ = try parse(yaml, file: "k.yaml", environment: environment)
            return []
        } catch {
            return (error as? SettingsProblems)?.problems.map(\.description) ?? ["\(error)"]
        }
    }

    @Test("four lines are enough; the rest has the defaults of docs/guide.md")
    func defaults() throws {
        let settings = try Self.parse(Self.smallest)
        #expect(settings.link.address == BrokerAddress(host: "127.0.0.1", port: 1883, isEncrypted: false))
        #expect(settings.link.clientID == "kerbside")
        #expect(settings.link.qos == .atLeastOnce)
        #expect(settings.link.credentials == nil)
        #expect(settings.link.version == .v5)
        #expect(settings.link.filters == ["+/air/#", "+/ev/#"])
        #expect(settings.link.keepAliveSeconds == 60)
        #expect(settings.link.sessionExpirySeconds == 2_592_000)  // 30 days of 86,400 s
        #expect(settings.link.receiveMaximum == 1000)
        #expect(settings.link.maximumPacketBytes == 1_048_576)
        #expect(settings.link.tls == TLSFiles())
        #expect(settings.link.batch == BatchLimits(messages: 1000, bytes: 1_048_576, linger: .milliseconds(50)))
        #expect(settings.windows == [.hour, .day, .month, .year, .schoolDay])
        #expect(settings.graceMicroseconds == 60_000_000)
        #expect(!settings.isVirtualTime)
    }

    @Test("every setting is taken")
    func everySetting() throws {
        let settings = try Self.parse(
            """
            broker:
              url: mqtt://broker.example
              client_id: k2
              qos: 0
              protocol: 3.1.1
              topics: [a/#, b/+]
              keep_alive_s: 30
              session_expiry_days: 7
              receive_maximum: 65535
              maximum_packet_bytes: 4096
              batch: {messages: 5, bytes: 2048, linger_ms: 0}
            registry: /srv/registry
            data: /srv/data
            windows: minute, quarter-hour hour
            publish:
              grace_s: 0
            """)
        #expect(settings.link.qos == .atMostOnce)
        #expect(settings.link.version == .v3_1_1)
        #expect(settings.link.filters == ["a/#", "b/+"])
        #expect(settings.link.keepAliveSeconds == 30)
        #expect(settings.link.sessionExpirySeconds == 604_800)  // 7 days of 86,400 s
        #expect(settings.link.receiveMaximum == 65_535)
        #expect(settings.link.maximumPacketBytes == 4096)
        #expect(settings.link.batch == BatchLimits(messages: 5, bytes: 2048, linger: .zero))
        #expect(settings.windows == [.minute, .quarterHour, .hour])
        #expect(settings.graceMicroseconds == 0)
    }

    @Test("relative paths count from the file's folder; those of the environment from where the command runs")
    func paths() throws {
        let settings = try Self.parse(Self.smallest)
        #expect(settings.registry == "/etc/kerbside/registry")
        #expect(settings.data == "/etc/kerbside/data")
        let moved = try Self.parse(
            Self.smallest, environment: ["KERBSIDE_DATA": "elsewhere/", "KERBSIDE_REGISTRY": "/srv/registry/"])
        #expect(moved.data == "elsewhere")
        #expect(moved.registry == "/srv/registry")
    }

    @Test("the environment wins over the file, by KERBSIDE_ and the name in capitals")
    func environment() throws {
        let settings = try Self.parse(
            Self.smallest + "windows: hour\n",
            environment: [
                "KERBSIDE_BROKER_URL": "mqtt://other:1884", "KERBSIDE_BROKER_BATCH_LINGER_MS": "7",
                "KERBSIDE_WINDOWS": "day,hour", "KERBSIDE_PUBLISH_GRACE_S": "5", "KERBSIDE_NOTHING": "x",
                "PATH": "/bin",
            ])
        #expect(settings.link.address == BrokerAddress(host: "other", port: 1884, isEncrypted: false))
        #expect(settings.link.batch.linger == .milliseconds(7))
        #expect(settings.windows == [.day, .hour])
        #expect(settings.graceMicroseconds == 5_000_000)
    }

    @Test(
        "a mistake is told with file, line, what was found and expected, and what to do",
        arguments: [
            (
                "colour: blue",
                "k.yaml:6: found the name colour; expected a setting's name. The settings are listed in docs/guide.md."
            ),
            ("window: hour", "k.yaml:6: found the name window; expected a setting's name. Did you mean windows?"),
            (
                "windows: hour fortnight",
                "k.yaml:6: found windows \"fortnight\"; expected a list of minute, quarter-hour, hour, day, month, year, school-day. Write for "
                    + "example `windows: [minute, hour, day]`."
            ),
            (
                "publish:\n  grace_s: 1m",
                "k.yaml:7: found publish.grace_s \"1m\"; expected seconds, 0 to 3600. Write a whole number in that range."
            ),
            (
                "publish:\n  grace_s: 3601",
                "k.yaml:7: found publish.grace_s \"3601\"; expected seconds, 0 to 3600. Write a whole number in that range."
            ),
            (
                "windows:\n  hour: true",
                "k.yaml:6: found names under windows; expected a list of minute, quarter-hour, hour, day, month, year, school-day. Write one "
                    + "value behind windows."
            ),
        ])
    func mistakes(line: String, words: String) {
        #expect(Self.problems(Self.smallest + line + "\n") == [words])
    }

    @Test("a mistake in the environment is told with the variable's name")
    func environmentMistake() {
        #expect(
            Self.problems(Self.smallest, environment: ["KERBSIDE_BROKER_QOS": "2"])
                == ["KERBSIDE_BROKER_QOS: found broker.qos \"2\"; expected 0 or 1. Write a whole number in that range."]
        )
    }

    @Test("all mistakes are told at once")
    func allAtOnce() {
        let found = Self.problems("broker:\n  qos: 3\n  urll: x\nregistry: r\ndata: d\nwindow: day\n")
        #expect(found.count == 5, "\(found)")
        #expect(found.contains { $0.hasPrefix("k.yaml:2: found broker.qos \"3\";") })
        #expect(found.contains { $0.hasPrefix("k.yaml:3: found the name broker.urll") })
        #expect(found.contains { $0.hasPrefix("k.yaml: found no broker.url;") })
        #expect(found.contains { $0.hasPrefix("k.yaml: found no broker.client_id;") })
        #expect(found.contains { $0.hasPrefix("k.yaml:6: found the name window;") })
    }

    @Test("what is not YAML, or holds no names, is told as such", arguments: ["broker: [", "just words", "- a\n- b"])
    func noYAML(_ text: String) {
        let found = Self.problems(text)
        #expect(found.first?.hasPrefix("k.yaml") == true, "\(found)")
        #expect(found.first.map { $0.contains("expected YAML") || $0.contains("`name: value` lines") } == true)
    }

    @Test("the sample in Deploy says the defaults: with every mark taken away it means the same")
    func sample() throws {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let text = try String(contentsOf: root.appending(path: "Deploy/kerbside.yaml"), encoding: .utf8)
        var uncommented: [Substring] = []
        var marks = 0
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            let blank = line.prefix { $0 == " " }
            let rest = line.dropFirst(blank.count)
            if rest.hasPrefix("# ") {
                marks += 1
                uncommented.append(blank + rest.dropFirst(2))
            } else {
                uncommented.append(line)
            }
        }
        // All settings but the four that must be written and the four without a default.
        #expect(marks >= SettingName.allCases.count - 8)
        let plain = try Self.parse(text)
        let whole = try Self.parse(uncommented.joined(separator: "\n"))
        #expect(whole.link == plain.link)
        #expect(whole.windows == plain.windows && whole.graceMicroseconds == plain.graceMicroseconds)
        for name in SettingName.allCases {
            let last = name.rawValue.split(separator: ".").last ?? ""
            #expect(text.contains("\(last):"), "\(name.rawValue) is not in the sample")
        }
    }
}
