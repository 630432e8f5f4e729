import ArgumentParser
import BrokerLink
import Foundation

/// How a link to the broker is made, as `kerbside run` has it in its settings and its environment.
struct LinkOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "A file of two lines, user name and password, that nobody else can read.", valueName: "file"))
    var usernameFile: String?

    @Option(help: ArgumentHelp("The authority to trust, PEM, for mqtts://. Default: the system's.", valueName: "file"))
    var caFile: String?

    @Option(help: ArgumentHelp("Our own certificate, PEM, for a broker that asks for one.", valueName: "file"))
    var certificateFile: String?

    @Option(help: ArgumentHelp("Its key, PEM.", valueName: "file"))
    var keyFile: String?

    @Option(name: .customLong("protocol"), help: ArgumentHelp("MQTT 5 (the default) or 3.1.1.", valueName: "version"))
    var version: MQTTVersionName?

    /// An option, or the variable that `kerbside run` reads too.
    private func value(_ option: String?, _ variable: String) -> String? {
        if let option { return option }
        let text = ProcessInfo.processInfo.environment[variable, default: ""]
        return text.isEmpty ? nil : text
    }

    /// - Throws: `Failure` for a file that cannot be used.
    func settings(_ address: BrokerAddress, clientID: String) throws -> LinkSettings {
        var settings = LinkSettings(address: address, clientID: clientID)
        settings.tls = TLSFiles(
            authorities: value(caFile, "KERBSIDE_BROKER_TLS_CA_FILE"),
            certificate: value(certificateFile, "KERBSIDE_BROKER_TLS_CERTIFICATE_FILE"),
            key: value(keyFile, "KERBSIDE_BROKER_TLS_KEY_FILE"))
        let version = value(version?.rawValue, "KERBSIDE_BROKER_PROTOCOL")
        if let version {
            guard let known = MQTTVersionName(rawValue: version) else {
                throw Failure("KERBSIDE_BROKER_PROTOCOL: expected 5 or 3.1.1, found \"\(version)\".")
            }
            if known == .before { settings.version = .v3_1_1 }
        }
        do throws(LinkMistake) {
            if let file = value(usernameFile, "KERBSIDE_BROKER_USERNAME_FILE") {
                settings.credentials = try Credentials(file: file)
            }
            try settings.validate()
        } catch {
            throw Self.failure(error)
        }
        return settings
    }

    /// A link's mistake in the words of this command.
    static func failure(_ mistake: LinkMistake) -> Failure { Failure(inOptions(mistake.description)) }

    /// What the link tells, with our options where the service has settings.
    static func inOptions(_ text: String) -> String {
        var text = text
        for (setting, option) in [
            ("broker.url", "--broker"), ("broker.username_file", "--username-file"),
            ("broker.tls.ca_file", "--ca-file"),
            ("broker.tls.certificate_file", "--certificate-file"), ("broker.tls.key_file", "--key-file"),
            ("broker.client_id", "--client-id"), ("broker.protocol", "--protocol"),
            ("broker.tls", "--ca-file, --certificate-file and --key-file"),
        ] {
            text = text.replacingOccurrences(of: setting, with: option)
        }
        return text
    }
}

/// What follows `--protocol`.
enum MQTTVersionName: String, ExpressibleByArgument {
    case five = "5"
    case before = "3.1.1"
}

/// What follows `--qos`.
struct QoSNumber: ExpressibleByArgument {
    var qos: QoS

    init?(argument: String) {
        guard let number = UInt8(argument), let qos = QoS(rawValue: number) else { return nil }
        self.qos = qos
    }
}

/// How messages are handed to the broker.
struct DeliveryOptions: ParsableArguments {
    @OptionGroup var link: LinkOptions

    @Option(help: ArgumentHelp("The QoS of every message: 0, 1 (the default) or 2.", valueName: "n"))
    var qos: QoSNumber?

    @Option(
        help: ArgumentHelp(
            "Over so many connections, 1 to 1000. One device's messages stay on one connection.", valueName: "n"))
    var connections: Int = 1

    func validate() throws {
        guard (1...1000).contains(connections) else {
            throw ValidationError("--connections: expected a whole number from 1 to 1000, found \(connections).")
        }
    }
}
