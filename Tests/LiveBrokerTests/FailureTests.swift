import BrokerLink
import Foundation
import LiveBroker
import Testing

extension LiveTests {
    @Suite("A broker that is down, refuses or drops the link")
    struct FailureTests {
        @Test("a broker that is killed and comes back is connected and subscribed to again")
        func brokerCrash() throws {
            let broker = try LiveBroker()
            let settings = LinkSettings.test(broker, client: "surviving")
            let reception = try Reception(settings)
            #expect(reception.wait { $0.subscriptions == 1 })
            for round in 1...3 {
                broker.crash()
                #expect(reception.wait { $0.faults.count >= round })
                try broker.restart()
                #expect(reception.wait { $0.subscriptions == round + 1 })
                #expect(try publish([("t/x", "round \(round)")], to: settings))
                #expect(reception.wait { $0.messages.contains { $0.payload == "round \(round)" } })
            }
            #expect(reception.end())
        }

        @Test("a broker that is not there yet is waited for, and the event says what to check")
        func brokerLate() throws {
            let broker = try LiveBroker()
            broker.stop()
            let reception = try Reception(.test(broker, client: "early"))
            #expect(reception.wait { $0.faults.count >= 2 })
            let fault = try #require(reception.state.current.faults.first)
            #expect(
                fault.description
                    == "No connection to the broker at mqtt://127.0.0.1:\(broker.port): Connection refused. "
                    + "Check that the broker runs and listens on that port, and that no firewall is between.")
            try broker.restart()
            #expect(reception.wait { $0.subscriptions == 1 })
            #expect(reception.end())
        }

        @Test("a name without an address is said to be one")
        func unknownName() throws {
            let address = BrokerAddress(host: "broker.invalid", port: 1883, isEncrypted: false)
            let reception = try Reception(.test(address, client: "lost"))
            #expect(reception.wait(seconds: 30) { !$0.faults.isEmpty })
            let words = reception.state.current.faults.first?.description ?? ""
            #expect(words.hasPrefix("The name “broker.invalid” of the broker has no address: "))
            #expect(words.hasSuffix("Check the host in broker.url, and the DNS of this machine."))
            #expect(reception.end(seconds: 30))
        }

        @Test(
            "a wrong password is refused in words, and the right one, once the broker knows it, is accepted",
            arguments: [MQTTVersion.v5, .v3_1_1])
        func wrongPassword(version: MQTTVersion) throws {
            let broker = try LiveBroker(anonymous: false, lines: ["password_file @DIR@/passwords"]) { directory in
                try runCommand(["mosquitto_passwd", "-b", "-c", "passwords", "kerbside", "right"], in: directory)
            }
            var settings = LinkSettings.test(broker, client: "guest")
            settings.version = version
            settings.credentials = Credentials(user: "kerbside", password: "wrong")
            let reception = try Reception(settings)
            #expect(reception.wait { $0.faults.count >= 2 })
            #expect(
                reception.state.current.faults.first?.description
                    == "The broker at mqtt://127.0.0.1:\(broker.port) refuses the user “kerbside” or its password. "
                    + "Check broker.username_file against the broker's password file, and reload the broker.")
            try runCommand(["mosquitto_passwd", "-b", "passwords", "kerbside", "wrong"], in: broker.directory)
            broker.reload()
            #expect(reception.wait { $0.subscriptions == 1 })
            #expect(reception.end())
        }

        @Test("a subscription that the broker's rules deny stops the link, and names the filter")
        func deniedSubscription() throws {
            let plugin = "/usr/lib/x86_64-linux-gnu/mosquitto_dynamic_security.so"
            try #require(
                FileManager.default.fileExists(atPath: plugin), "mosquitto's dynamic security plugin is missing")
            let lines = ["plugin \(plugin)", "plugin_opt_config_file @DIR@/security.json"]
            let broker = try LiveBroker(anonymous: false, lines: lines) { directory in
                try runCommand(
                    ["mosquitto_ctrl", "dynsec", "init", "security.json", "kerbside", "secret"], in: directory)
                // The role made by init may subscribe to everything: take that rule out, $SYS stays.
                let file = directory.appending(path: "security.json")
                var text = try String(contentsOf: file, encoding: .utf8)
                text = text.replacing(/"subscribePattern",(\s*)"topic":(\s*)"#"/) {
                    "\"subscribePattern\",\($0.1)\"topic\":\($0.2)\"elsewhere/#\""
                }
                try text.write(to: file, atomically: true, encoding: .utf8)
            }
            var settings = LinkSettings.test(broker, client: "denied", filters: ["$SYS/#", "westminster/#"])
            settings.credentials = Credentials(user: "kerbside", password: "secret")
            let reception = try Reception(settings)
            #expect(reception.wait { $0.end != nil })
            let state = reception.state.current
            let mistake = (state.end ?? nil) as? LinkMistake
            #expect(mistake?.subject == .subscription)
            #expect(
                mistake?.description
                    == "The broker refuses the subscription to “westminster/#” (not authorised, code 0x87). Allow the user "
                    + "“kerbside” to subscribe to and read it in the broker's access rules (acl_file or the dynamic "
                    + "security plugin), or take the filter out of the settings.")
            #expect(state.events.contains(.subscriptionRefused(filter: "westminster/#", reason: 0x87)))
            #expect(state.events.contains(.subscribed(["$SYS/#"])))
        }

        @Test("a filter that is no longer wanted is taken back from the session")
        func oldFilter() throws {
            let broker = try LiveBroker()
            let before = LinkSettings.test(broker, client: "changing", filters: ["old/#", "both/#"])
            let first = try Reception(before)
            #expect(first.wait { $0.subscriptions == 1 })
            #expect(first.end())

            let after = LinkSettings.test(broker, client: "changing", filters: ["both/#", "new/#"])
            let second = try Reception(after, previousFilters: before.filters)
            #expect(second.wait { $0.subscriptions == 1 && $0.events.contains(.unsubscribed(["old/#"])) })
            #expect(try publish([("old/1", "a"), ("both/1", "b"), ("new/1", "c")], to: after))
            #expect(second.wait { $0.messages.contains { $0.payload == "c" } })
            #expect(second.state.current.messages.map(\.payload) == ["b", "c"])
            #expect(second.end())
        }

        @Test("of two clients with one id, the one thrown out says what to look for, and they slow down")
        func takeover() throws {
            let broker = try LiveBroker()
            var settings = LinkSettings.test(broker, client: "twin")
            settings.backoff = Backoff(shortest: .milliseconds(20), longest: .seconds(40))
            let first = try Reception(settings)
            #expect(first.wait { $0.subscriptions == 1 })
            let second = try Reception(settings)
            #expect(first.wait { $0.faults.count == 3 })
            // mosquitto 2.0.11 closes without a reason; newer ones say that the session was taken over.
            let fault = try #require(first.state.current.faults.first)
            #expect(fault.cause == .closed || fault.cause == .takenOver)
            #expect(fault.description.contains("client id “twin”"))
            // 20 ms, 40 ms, 80 ms, each shortened by a half at most: the third is at least 40 ms, twice the first.
            let waits = first.state.current.events.compactMap { if case .down(_, let wait) = $0 { wait } else { nil } }
            #expect(waits[0] <= .milliseconds(20) || fault.cause == .takenOver)
            #expect(waits[2] >= .milliseconds(40))
            #expect(first.end())
            #expect(second.wait { $0.subscriptions > $0.faults.count })
            #expect(second.end())
        }

        @Test("a publisher's unacknowledged messages survive a broker that is killed under it")
        func publisherSurvives() throws {
            let broker = try LiveBroker()
            let settings = LinkSettings.test(broker, client: "reader")
            let reception = try Reception(settings)
            #expect(reception.wait { $0.subscriptions == 1 })
            // Killed from another thread, at whatever moment of the publishing, three times.
            let count = 30_000
            let killer = Watched(0)
            Thread.detachNewThread {
                for threshold in [3_000, 9_000, 15_000] {
                    _ = killer.wait(seconds: 30) { $0 >= threshold }
                    broker.crash()
                    try? broker.restart()
                }
                killer.update { $0 = .max }
            }
            var sender = settings
            sender.clientID = "writer"
            let stop = try StopSignal()
            var publisher = try Publisher(sender, until: stop, event: { _ in })
            for number in 0..<count {
                let payload = Array("\(number)".utf8)
                try publisher.publish(
                    topic: "t", payload: payload.span, qos: .atLeastOnce, retain: false, received: nil)
                if number % 500 == 0 { killer.update { $0 = max($0, number) } }
            }
            #expect(try publisher.drain(atMost: .seconds(30)))
            #expect(publisher.figures.acknowledged == count)
            #expect(publisher.figures.connections == 4)
            #expect(killer.wait(seconds: 10) { $0 == .max })
            #expect(reception.end())
        }

        @Test("what does not speak MQTT is said not to")
        func encryptedPortWithoutTLS() throws {
            let broker = try LiveBroker(lines: [
                "cafile @DIR@/ca.pem", "certfile @DIR@/server.pem", "keyfile @DIR@/server.key",
            ]) {
                try PrivateAuthority(in: $0).issue("server", name: "localhost")
            }
            let reception = try Reception(.test(broker, client: "plain"))
            #expect(reception.wait { !$0.faults.isEmpty })
            #expect(
                reception.state.current.faults.first?.description
                    == "What answers at mqtt://127.0.0.1:\(broker.port) closed the connection instead of greeting us. "
                    + "Check the port in broker.url; an encrypted port needs mqtts://.")
            #expect(reception.end())
        }
    }
}
