import CMosquitto
import Glibc

extension LinkSettings {
    /// Where Debian and most others keep the authorities that the machine trusts, one hashed file each.
    static let systemAuthorities = "/etc/ssl/certs"

    /// What no broker is needed for to see that it cannot work.
    package func validate() throws(LinkMistake) {
        // MQTT 3.1.1 section 3.1.3.1 obliges brokers to 23 characters only; all of today take more, up to MQTT's strings.
        guard !clientID.isEmpty, clientID.utf8.count <= 65_535, !clientID.contains("\0") else {
            throw LinkMistake(
                subject: .clientID, finding: "The client id “\(clientID)” cannot be used",
                remedy: "Set broker.client_id to a name of letters, digits and hyphens that no other client has")
        }
        if !filters.isEmpty, qos == .exactlyOnce {
            throw LinkMistake(
                subject: .limits, finding: "Nothing can be received safely at QoS 2: libmosquitto answers first",
                remedy: "Subscribe with QoS 1; what is published at QoS 2 arrives so too")
        }
        for filter in filters {
            let bytes = filter.utf8.count
            guard bytes > 0, !filter.contains("\0"), unsafe mosquitto_sub_topic_check2(filter, bytes) == 0 else {
                throw LinkMistake.filter(filter)
            }
        }
        // libmosquitto takes no keep-alive under 5 s; a receive-maximum of 0 is a protocol error (MQTT 5, 3.1.2.11.3).
        guard keepAliveSeconds >= 5, receiveMaximum > 0, maximumPacketBytes > 0, batch.messages > 0, batch.bytes > 0
        else {
            throw LinkMistake(
                subject: .limits, finding: "A limit of the link is zero, or its keep-alive is under 5 s",
                remedy:
                    "Leave out broker.keep_alive_s, broker.receive_maximum and the batch limits to have the defaults")
        }
        if address.isEncrypted { try validateFiles() }
    }

    private func validateFiles() throws(LinkMistake) {
        guard (tls.certificate == nil) == (tls.key == nil) else {
            throw LinkMistake(
                subject: .certificates,
                finding: "Only one of broker.tls.certificate_file and broker.tls.key_file is set",
                remedy: "Set both, or none when the broker asks for no certificate")
        }
        let named = [("ca_file", tls.authorities), ("certificate_file", tls.certificate), ("key_file", tls.key)]
        for (name, file) in named {
            guard let file else { continue }
            guard unsafe access(file, R_OK) == 0 else {
                throw LinkMistake(
                    subject: .certificates,
                    finding: "broker.tls.\(name) \(file) cannot be read: \(SystemWords.error(errno))",
                    remedy: "Check the path and that this service may read the file")
            }
        }
    }
}
