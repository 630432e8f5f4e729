import BrokerLink
import Foundation
import Testing

@Suite("Settings of a link")
struct SettingsTests {
    @Test(
        "an address names host, port and encryption; ports default to 1883 and 8883",
        arguments: [
            ("mqtt://localhost", "localhost", UInt16(1883), false, "mqtt://localhost:1883"),
            ("mqtt://10.0.0.5:1884", "10.0.0.5", 1884, false, "mqtt://10.0.0.5:1884"),
            ("mqtts://broker.example", "broker.example", 8883, true, "mqtts://broker.example:8883"),
            ("mqtts://broker.example:443/", "broker.example", 443, true, "mqtts://broker.example:443"),
            ("mqtt://[2001:db8::1]", "2001:db8::1", 1883, false, "mqtt://[2001:db8::1]:1883"),
            ("mqtts://[::1]:18883", "::1", 18883, true, "mqtts://[::1]:18883"),
        ])
    func address(text: String, host: String, port: UInt16, encrypted: Bool, written: String) throws {
        let address = try BrokerAddress(text)
        #expect(address == BrokerAddress(host: host, port: port, isEncrypted: encrypted))
        #expect(address.description == written)
    }

    @Test(
        "an address that cannot be used is refused with the reason and the remedy",
        arguments: [
            ("localhost:1883", "it does not begin with mqtt:// or mqtts://"),
            ("tcp://localhost", "it does not begin with mqtt:// or mqtts://"),
            ("mqtt://", "it names no host, or has more than host and port"),
            ("mqtt://:1883", "it names no host, or has more than host and port"),
            ("mqtt://host/topic", "it names no host, or has more than host and port"),
            ("mqtt://host:0", "the port “0” is not a number from 1 to 65535"),
            ("mqtt://host:65536", "the port “65536” is not a number from 1 to 65535"),
            ("mqtt://host:", "the port “” is not a number from 1 to 65535"),
            ("mqtt://host:+80", "the port “+80” is not a number from 1 to 65535"),
            ("mqtt://2001:db8::1", "an IPv6 address stands in brackets"),
            ("mqtt://[::1", "the bracket of the IPv6 address is not closed"),
            ("mqtt://[::1]1883", "“1883” follows the IPv6 address"),
        ])
    func badAddress(text: String, why: String) {
        let expected =
            "The broker's address “\(text)” cannot be used: \(why). Write broker.url as mqtt://host:1883, "
            + "mqtts://host:8883 or mqtt://[2001:db8::1]:1883."
        let mistake = #expect(throws: LinkMistake.self) { try BrokerAddress(text) }
        #expect(mistake?.description == expected)
        #expect(mistake?.subject == .address)
    }

    @Test(
        "a password in an address is refused, and not repeated in the message",
        arguments: ["mqtt://u:geheim@h", "u:geheim@h"])
    func passwordInAddress(text: String) {
        let mistake = #expect(throws: LinkMistake.self) { try BrokerAddress(text) }
        #expect(mistake?.description.contains("geheim") == false)
    }

    private static func write(_ text: String, mode: Int) throws -> String {
        let file = FileManager.default.temporaryDirectory.appending(path: "credentials-\(UUID().uuidString)").path
        try #require(
            FileManager.default.createFile(
                atPath: file, contents: Data(text.utf8), attributes: [.posixPermissions: mode]))
        return file
    }

    @Test(
        "credentials are two lines of a file that only its owner may read",
        arguments: ["kerbside\npass word\n", "kerbside\r\npass word"])
    func credentials(text: String) throws {
        let file = try Self.write(text, mode: 0o600)
        defer { try? FileManager.default.removeItem(atPath: file) }
        let credentials = try Credentials(file: file)
        #expect(credentials == Credentials(user: "kerbside", password: "pass word"))
        #expect("\(credentials)" == "Credentials(user: kerbside)")
    }

    @Test(
        "a file of credentials that others may read is refused, with the command to run",
        arguments: [0o644, 0o640, 0o660, 0o604, 0o700])
    func openCredentials(mode: Int) throws {
        let file = try Self.write("kerbside\nsecret\n", mode: mode)
        defer { try? FileManager.default.removeItem(atPath: file) }
        let mistake = #expect(throws: LinkMistake.self) { try Credentials(file: file) }
        #expect(
            mistake?.description
                == "The credentials in \(file) may be read by others (mode 0\(String(mode, radix: 8))). Run: chmod 600 \(file)."
        )
    }

    @Test(
        "credentials of another form, and no file at all, are refused",
        arguments: ["", "user\n", "a\nb\nc\n", "\nsecret\n"])
    func malformedCredentials(text: String) throws {
        let file = try Self.write(text, mode: 0o600)
        defer { try? FileManager.default.removeItem(atPath: file) }
        #expect(throws: LinkMistake.self) { try Credentials(file: file) }
        let missing = #expect(throws: LinkMistake.self) { try Credentials(file: file + "-none") }
        #expect(missing?.finding == "The credentials in \(file)-none cannot be read: No such file or directory")
    }

    @Test(
        "settings that cannot work are refused before a connection is tried",
        arguments: [
            (LinkMistake.Subject.filter, { @Sendable (settings: inout LinkSettings) in settings.filters = ["a/#/b"] }),
            (.filter, { @Sendable in $0.filters = ["a/b+"] }),
            (.filter, { @Sendable in $0.filters = [""] }),
            (.filter, { @Sendable in $0.filters = [] }),
            (.clientID, { @Sendable in $0.clientID = "" }),
            (.limits, { @Sendable in $0.keepAliveSeconds = 4 }),
            (.limits, { @Sendable in $0.receiveMaximum = 0 }),
            (.certificates, { @Sendable in $0.tls.authorities = "/nowhere/ca.pem" }),
            (.certificates, { @Sendable in $0.tls.certificate = "/etc/hostname" }),
        ] as [(LinkMistake.Subject, @Sendable (inout LinkSettings) -> Void)])
    func validation(subject: LinkMistake.Subject, change: @Sendable (inout LinkSettings) -> Void) throws {
        var settings = LinkSettings(address: try BrokerAddress("mqtts://localhost"), clientID: "kerbside")
        settings.filters = ["westminster/#", "+/air/#"]
        try settings.validate()
        change(&settings)
        let mistake = #expect(throws: LinkMistake.self) { _ = try Subscriber(settings, previousFilters: []) }
        #expect(mistake?.subject == subject)
    }
}
