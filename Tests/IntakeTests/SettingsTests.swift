import BrokerLink
import Foundation
import Intake
import Pipeline
import Testing

@Suite("Settings of the service")
struct SettingsTests {
    private static let smallest = """
        broker:
          url: mqtt://127.0.0.1:1883
          client_id: kerbside
        registry: registry/
        data: data/

        """

    private static func parse(_ yaml: String, _ environment: [String: String] = [:]) throws -> Settings {
        try Settings.parse(yaml: yaml, file: "kerbside.yaml", environment: environment)
    }

    // MARK: The sample

    private static let sample: String = {
        let url = URL(filePath: #filePath).appending(path: "../../../Deploy/kerbside.yaml").standardizedFileURL
        return (try? String(contentsOf: url, encoding: .utf8)) ?? ""
    }()

    /// Lines with one mark, without it.
    private static let sampleWithDefaults = sample.split(separator: "\n", omittingEmptySubsequences: false)
        .map { line in
            let indent = line.prefix { $0 == " " }
            let rest = line.dropFirst(indent.count)
            return rest.hasPrefix("# ") ? indent + rest.dropFirst(2) : line
        }.joined(separator: "\n")

    private static func isEqual(_ left: Settings, _ right: Settings) -> Bool {
        left.link == right.link && left.registry == right.registry && left.data == right.data
            && left.windows == right.windows && left.graceMicroseconds == right.graceMicroseconds
            && left.isVirtualTime == right.isVirtualTime && left.personalFields == right.personalFields
    }

    @Test("the commented values of the sample are the defaults")
    func sampleIsDefaults() throws {
        try #require(!Self.sample.isEmpty)
        let smallest = try Self.parse(Self.smallest)
        #expect(Self.isEqual(try Self.parse(Self.sample), smallest))
        #expect(Self.sampleWithDefaults != Self.sample)
        let explicit = try Self.parse(Self.sampleWithDefaults)
        #expect(explicit.link == smallest.link)
        #expect(explicit.windows == smallest.windows)
        #expect(explicit.graceMicroseconds == smallest.graceMicroseconds)
        #expect(Self.isEqual(explicit, smallest))
    }

    /// The names as the guide and the sample have them; every one is in the sample, so none is left undocumented.
    @Test(
        "the sample tells every setting",
        arguments: [
            "url", "client_id", "qos", "username_file", "protocol", "topics", "keep_alive_s", "session_expiry_days",
            "receive_maximum", "maximum_packet_bytes", "ca_file", "certificate_file", "key_file", "messages", "bytes",
            "linger_ms", "registry", "data", "windows", "grace_s", "personal_fields",
        ])
    func sampleIsComplete(name: String) {
        // Settings that name a file have no default: the sample explains them behind two marks.
        let lines = Self.sampleWithDefaults.split(separator: "\n").map { $0.drop { $0 == " " || $0 == "#" } }
        #expect(lines.contains { $0.hasPrefix(name + ":") })
    }

    @Test("the smallest file has the defaults of the design")
    func defaults() throws {
        let settings = try Self.parse(Self.smallest)
        #expect(settings.link.qos == .atLeastOnce)
        #expect(settings.link.version == .v5)
        #expect(settings.link.sessionExpirySeconds == 2_592_000)
        #expect(settings.link.receiveMaximum == 1000)
        #expect(settings.link.batch == BatchLimits(messages: 1000, bytes: 1_048_576, linger: .milliseconds(50)))
        #expect(settings.link.credentials == nil)
        #expect(settings.link.filters == ["+/air/#", "+/ev/#"])
        #expect(settings.windows == [.hour, .day, .month, .year, .schoolDay])
        #expect(settings.graceMicroseconds == 60_000_000)
        #expect(!settings.isVirtualTime)
    }

    // MARK: Where a value comes from

    @Test("the environment wins over the file")
    func environment() throws {
        let settings = try Self.parse(
            Self.smallest + "windows: [day]\n",
            [
                "KERBSIDE_BROKER_URL": "mqtts://broker.example", "KERBSIDE_WINDOWS": "minute,hour",
                "KERBSIDE_PUBLISH_GRACE_S": "5", "KERBSIDE_DATA": "elsewhere", "KERBSIDE_SHARED": "not a setting",
            ])
        #expect(settings.link.address.description == "mqtts://broker.example:8883")
        #expect(settings.windows == [.minute, .hour])
        #expect(settings.graceMicroseconds == 5_000_000)
        #expect(settings.data == "elsewhere")
        #expect(settings.registry == "registry")
    }

    @Test("a relative path of the file counts from the file's folder, an absolute one stands")
    func paths() throws {
        let yaml = Self.smallest.replacing("data: data/", with: "data: /var/lib/kerbside/")
        let settings = try Settings.parse(
            yaml: yaml, file: "/etc/kerbside/kerbside.yaml", environment: [:])
        #expect(settings.registry == "/etc/kerbside/registry")
        #expect(settings.data == "/var/lib/kerbside")
        #expect(try Self.parse(Self.smallest).registry == "registry")
    }

    @Test(
        "windows are a list in brackets or words",
        arguments: ["[minute, quarter-hour]", "minute quarter-hour", "minute,quarter-hour"])
    func windows(text: String) throws {
        #expect(try Self.parse(Self.smallest + "windows: \(text)\n").windows == [.minute, .quarterHour])
    }
}
