import BrokerLink
import Foundation
import LiveBroker
import Testing

extension LiveTests {
    @Suite("Encrypted links")
    struct EncryptionTests {
        private static let listener = ["cafile @DIR@/ca.pem", "certfile @DIR@/server.pem", "keyfile @DIR@/server.key"]

        private static func broker(serverName: String = "localhost", lines: [String] = []) throws -> LiveBroker {
            try LiveBroker(lines: listener + lines) { directory in
                let authority = try PrivateAuthority(in: directory)
                try authority.issue("server", name: serverName)
                try authority.issue("client", name: "kerbside")
            }
        }

        private static func settings(_ broker: LiveBroker, authorities: String? = nil) -> LinkSettings {
            var settings = LinkSettings.test(
                BrokerAddress(host: "localhost", port: broker.port, isEncrypted: true), client: "encrypted")
            settings.tls.authorities = authorities ?? broker.directory.appending(path: "ca.pem").path
            return settings
        }

        @Test("a certificate of the named authority is accepted, and messages arrive in batches within bounds")
        func accepted() throws {
            let broker = try Self.broker()
            let settings = Self.settings(broker)
            let reception = try Reception(settings)
            #expect(reception.wait { $0.subscriptions == 1 })
            #expect(try publish((0..<3000).map { ("t", "\($0)") }, to: settings))
            #expect(reception.wait { $0.messages.count >= 3000 })
            #expect(Set(reception.state.current.messages.map(\.payload)).count == 3000)
            // A TLS record is read to its end: 16 KiB hold at most 1,400 messages of 12 bytes and more.
            #expect(reception.state.current.batches.allSatisfy { $0 <= settings.batch.messages + 1400 })
            #expect(reception.end())
        }

        @Test("a certificate of another authority is refused, and nothing goes on in clear")
        func unknownAuthority() throws {
            let broker = try Self.broker()
            let other = try Self.broker()
            let file = other.directory.appending(path: "ca.pem").path
            let reception = try Reception(Self.settings(broker, authorities: file))
            #expect(reception.wait { $0.faults.count >= 2 })
            #expect(
                reception.state.current.faults.first?.description
                    == "The certificate of the broker at mqtts://localhost:\(broker.port) is not signed by the authorities in "
                    + "\(file), or not valid today. Name the authority's file as broker.tls.ca_file, and check the "
                    + "certificate's dates and this machine's clock.")
            #expect(reception.state.current.connections == 0)
            #expect(reception.end())
        }

        @Test("a certificate for another name is refused and told apart, and accepted once it is reissued")
        func wrongName() throws {
            let broker = try Self.broker(serverName: "elsewhere.test")
            let reception = try Reception(Self.settings(broker))
            #expect(reception.wait { $0.faults.count >= 2 })
            #expect(
                reception.state.current.faults.first?.description
                    == "The certificate of the broker at mqtts://localhost:\(broker.port) is for another name. Connect to the "
                    + "name that the certificate carries (openssl s_client -connect localhost:\(broker.port) shows it), or "
                    + "have it issued for “localhost”.")
            #expect(reception.state.current.connections == 0)
            broker.stop()
            // A new authority too: its file is read again at each attempt, without a restart of ours.
            try PrivateAuthority(in: broker.directory).issue("server", name: "localhost")
            try broker.restart()
            #expect(reception.wait { $0.subscriptions == 1 })
            #expect(reception.end())
        }

        @Test("an expired certificate is refused")
        func expired() throws {
            let broker = try LiveBroker(lines: Self.listener) { directory in
                try PrivateAuthority(in: directory).issue("server", name: "localhost", days: -1)
            }
            let reception = try Reception(Self.settings(broker))
            #expect(reception.wait { !$0.faults.isEmpty })
            #expect(reception.state.current.faults.first?.cause == .certificateNotTrusted)
            #expect(reception.end())
        }

        @Test("a broker that asks for a certificate gets ours; without one it refuses, and the event says what to set")
        func clientCertificate() throws {
            let broker = try Self.broker(lines: ["require_certificate true", "use_identity_as_username true"])
            var settings = Self.settings(broker)
            let without = try Reception(settings)
            #expect(without.wait { !$0.faults.isEmpty })
            let words = without.state.current.faults.first?.description ?? ""
            // The broker's reason races with its closing of the connection; both words say what to set.
            let refusals = [
                "The broker at mqtts://localhost:\(broker.port) does not accept our certificate",
                "No encrypted connection to the broker at mqtts://localhost:\(broker.port)",
            ]
            #expect(refusals.contains { words.hasPrefix($0) })
            #expect(words.contains("et broker.tls.certificate_file and broker.tls.key_file"))
            #expect(without.end())

            settings.tls.certificate = broker.directory.appending(path: "client.pem").path
            settings.tls.key = broker.directory.appending(path: "client.key").path
            let with = try Reception(settings)
            #expect(with.wait { $0.subscriptions == 1 })
            #expect(with.end())
        }

        @Test("a plain port under an mqtts address is said not to be encrypted")
        func plainPort() throws {
            let broker = try LiveBroker()
            let authority = try Self.broker()
            let file = authority.directory.appending(path: "ca.pem").path
            let reception = try Reception(Self.settings(broker, authorities: file))
            #expect(reception.wait { !$0.faults.isEmpty })
            let words = reception.state.current.faults.first?.description ?? ""
            #expect(words.hasPrefix("No encrypted connection to the broker at mqtts://localhost:\(broker.port): "))
            #expect(
                words.contains("Check that the port is the broker's encrypted one and that it speaks TLS 1.2 or newer"))
            #expect(reception.end())
        }
    }
}
