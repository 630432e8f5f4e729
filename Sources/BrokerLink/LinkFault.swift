/// Why a link could not be made or was lost. The link tries again by itself; the words help whoever can repair the cause.
package struct LinkFault: Equatable, Sendable, CustomStringConvertible {
    package enum Cause: Equatable, Sendable {
        /// No address for the host's name; the resolver's words.
        case nameUnknown(String)
        /// No TCP connection; the system's words.
        case unreachable(String)
        case certificateForAnotherName
        case certificateNotTrusted
        /// The broker wants a certificate of ours, or a better one; OpenSSL's words.
        case ownCertificateRefused(String)
        /// Another failure of TLS; OpenSSL's words.
        case tls(String)
        case credentialsRefused
        case clientIDRefused
        case versionRefused
        case banned
        case busy
        case refused(UInt8)
        /// The connection broke; the system's words.
        case dropped(String)
        /// The broker accepted us and later closed the link without a reason. mosquitto 2.0.11 does so when it ends, and
        /// when another client takes our session (it does not send reason 0x8E).
        case closed
        /// Something accepted the connection, and closed it without a CONNACK.
        case closedUnheard
        /// No answer within the keep-alive.
        case silence
        /// Another client connected with our client id.
        case takenOver
        case brokerShutDown
        case endedByOperator
        case packetTooLarge
        case ended(UInt8)
        /// What came is not MQTT.
        case notMQTT
        case other(String)
    }

    package let cause: Cause
    let address: BrokerAddress
    let clientID: String
    let user: String?
    let authorities: String

    /// What happened, and what to do, in two sentences.
    package var description: String { "\(finding). \(remedy)." }

    package var finding: String {
        switch cause {
        case .nameUnknown(let words): "The name “\(address.host)” of the broker has no address: \(words)"
        case .unreachable(let words): "No connection to the broker at \(address): \(words)"
        case .certificateForAnotherName: "The certificate of the broker at \(address) is for another name"
        case .certificateNotTrusted:
            "The certificate of the broker at \(address) is not signed by \(authorities), or not valid today"
        case .ownCertificateRefused(let words): "The broker at \(address) does not accept our certificate: \(words)"
        case .tls(let words): "No encrypted connection to the broker at \(address): \(words)"
        case .credentialsRefused:
            "The broker at \(address) refuses \(user.map { "the user “\($0)” or its password" } ?? "clients without a user name")"
        case .clientIDRefused: "The broker at \(address) refuses the client id “\(clientID)”"
        case .versionRefused: "The broker at \(address) does not speak this version of MQTT"
        case .banned: "The broker at \(address) has banned us"
        case .busy: "The broker at \(address) is busy or not ready"
        case .refused(let code): "The broker at \(address) refuses the connection, code \(code)"
        case .dropped(let words): "The link to the broker at \(address) was dropped: \(words)"
        case .closed: "The broker at \(address) closed the link without giving a reason"
        case .closedUnheard: "What answers at \(address) closed the connection instead of greeting us"
        case .silence: "The broker at \(address) stopped answering"
        case .takenOver: "Another client connected to \(address) with our client id “\(clientID)”"
        case .brokerShutDown: "The broker at \(address) is shutting down"
        case .endedByOperator: "The broker at \(address) ended the link on its operator's order"
        case .packetTooLarge: "A message is larger than the broker at \(address) allows"
        case .ended(let code): "The broker at \(address) ended the link, code \(code)"
        case .notMQTT: "What answers at \(address) does not speak MQTT"
        case .other(let words): "No link to the broker at \(address): \(words)"
        }
    }

    package var remedy: String {
        switch cause {
        case .nameUnknown: "Check the host in broker.url, and the DNS of this machine"
        case .unreachable: "Check that the broker runs and listens on that port, and that no firewall is between"
        case .certificateForAnotherName:
            "Connect to the name that the certificate carries (openssl s_client -connect "
                + "\(address.host):\(address.port) shows it), or have it issued for “\(address.host)”"
        case .certificateNotTrusted:
            "Name the authority's file as broker.tls.ca_file, and check the certificate's dates and this machine's clock"
        case .ownCertificateRefused:
            "Set broker.tls.certificate_file and broker.tls.key_file to a certificate that the broker's authority signed"
        // A broker that misses our certificate may close before its reason arrives.
        case .tls:
            "Check that the port is the broker's encrypted one and that it speaks TLS 1.2 or newer; "
                + "if it asks for a certificate, set broker.tls.certificate_file and broker.tls.key_file"
        case .credentialsRefused:
            user == nil
                ? "Write user name and password into a file and name it as broker.username_file"
                : "Check broker.username_file against the broker's password file, and reload the broker"
        case .clientIDRefused: "Choose another broker.client_id, or allow this one at the broker"
        case .versionRefused: "Set broker.protocol to 3.1.1, or update the broker"
        case .banned: "Ask the broker's operator"
        case .busy: "Nothing to do unless it lasts; then look at the broker's log"
        case .refused, .ended, .other: "Look at the broker's log"
        case .dropped: "Look at the broker's log, and check the network if this repeats"
        case .closed:
            "If it is not being restarted, check the network, and look for a second client with our client id "
                + "“\(clientID)” (the broker's log then says “already connected”)"
        case .closedUnheard: "Check the port in broker.url; an encrypted port needs mqtts://"
        case .silence: "Check the network, and whether the broker hangs"
        case .takenOver:
            "Give each client a client_id of its own, and look for a second Kerbside that runs with these settings"
        case .brokerShutDown: "Nothing to do if somebody is restarting it"
        case .endedByOperator: "Ask the broker's operator"
        case .packetTooLarge: "Raise max_packet_size at the broker, or find the device that sends it"
        case .notMQTT: "Check the port in broker.url; an encrypted port needs mqtts://"
        }
    }
}
