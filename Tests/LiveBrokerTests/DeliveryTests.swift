import BrokerLink
import Foundation
import LiveBroker
import Readings
import Testing

extension LiveTests {
    @Suite("Delivery through a real broker")
    struct DeliveryTests {
        @Test(
            "topic, payload, QoS, packet id, retain flag and the property “received” arrive",
            arguments: [MQTTVersion.v5, .v3_1_1])
        func partsArrive(version: MQTTVersion) throws {
            let broker = try LiveBroker()
            var settings = LinkSettings.test(broker, client: "parts")
            settings.version = version
            #expect(try publish([("westminster/ev/state", "kept")], to: settings, retain: true))

            let reception = try Reception(settings)
            #expect(reception.wait { $0.messages.count == 1 && $0.subscriptions == 1 })
            #expect(reception.state.current.messages.first?.isRetained == true)

            var sender = settings
            sender.clientID = "sender"
            let stop = try StopSignal()
            var publisher = try Publisher(sender, until: stop, event: { _ in })
            let payload: [UInt8] = Array("{\"n\":1}".utf8)
            let moment = try #require(Instant(iso8601: "2026-03-02T08:15:30.250001Z"))
            try publisher.publish(
                topic: "westminster/air/a", payload: payload.span, qos: .atLeastOnce, retain: false, received: moment)
            try publisher.publish(
                topic: "westminster/air/b", payload: payload.span, qos: .atMostOnce, retain: false, received: nil)
            let empty: [UInt8] = []
            try publisher.publish(
                topic: "westminster/air/c", payload: empty.span, qos: .atLeastOnce, retain: false, received: nil)
            #expect(try publisher.drain(atMost: .seconds(10)))
            #expect(reception.wait { $0.messages.count == 4 })

            let messages = reception.state.current.messages
            let a = try #require(messages.first { $0.topic == "westminster/air/a" })
            #expect(a.payload == "{\"n\":1}")
            #expect(a.qos == 1)
            #expect(a.packetID > 0)
            #expect(!a.isRetained)
            #expect(a.received == (version == .v5 ? "2026-03-02T08:15:30.250001Z" : nil))
            let b = try #require(messages.first { $0.topic == "westminster/air/b" })
            #expect(b.qos == 0)
            #expect(b.packetID == 0)
            #expect(b.received == nil)
            #expect(messages.first { $0.topic == "westminster/air/c" }?.payload == "")
            #expect(reception.end())
        }

        @Test("what was not committed was not acknowledged: the next subscriber gets the same messages again")
        func uncommittedComesAgain() throws {
            let broker = try LiveBroker()
            let settings = LinkSettings.test(broker, client: "held-back")
            let first = try Reception(settings, refusesCommits: true)
            #expect(first.wait { $0.subscriptions == 1 })
            let sent = (0..<50).map { (topic: "t/\($0)", payload: "\($0)") }
            #expect(try publish(sent, to: settings))
            #expect(first.wait { $0.end != nil })
            let outcome: (any Error)? = first.state.current.end ?? nil
            #expect(outcome is Reception.DiskFull)
            #expect(!first.state.current.messages.isEmpty)

            let second = try Reception(settings)
            #expect(second.wait { Set($0.messages.map(\.payload)).count == 50 && $0.subscriptions == 1 })
            #expect(second.state.current.events.first.map { "\($0)" }?.hasSuffix("the session continues") == true)
            #expect(second.end())
            // And what was committed is not sent a third time.
            let third = try Reception(settings)
            #expect(third.wait { $0.subscriptions == 1 })
            #expect(try publish([("t/last", "last")], to: settings))
            #expect(third.wait { $0.messages.contains { $0.payload == "last" } })
            #expect(third.state.current.messages.map(\.payload) == ["last"])
            #expect(third.end())
        }

        @Test("20,000 messages of QoS 1: none is lost, no batch passes its cap")
        func noneLost() throws {
            let broker = try LiveBroker()
            let settings = LinkSettings.test(broker, client: "many")
            let reception = try Reception(settings)
            #expect(reception.wait { $0.subscriptions == 1 })
            let count = 20_000
            var sender = settings
            sender.clientID = "sender"
            let stop = try StopSignal()
            var publisher = try Publisher(sender, until: stop, event: { _ in })
            let began = ContinuousClock.now
            for number in 0..<count {
                let payload = Array("\(number)".utf8)
                try publisher.publish(
                    topic: "westminster/air/plain/aq-0001", payload: payload.span, qos: .atLeastOnce, retain: false,
                    received: nil)
            }
            #expect(try publisher.drain(atMost: .seconds(60)))
            #expect(publisher.figures.acknowledged == count)
            #expect(publisher.figures.refused == 0)
            // The publisher's own time lies within the test's, so its rate is no lower.
            let wall = ContinuousClock.now - began
            #expect(publisher.figures.elapsed > .zero && publisher.figures.elapsed <= wall)
            #expect(publisher.figures.perSecond >= Double(count) / (wall / .seconds(1)))
            #expect(reception.wait(seconds: 60) { $0.messages.count >= count })
            let state = reception.state.current
            #expect(Set(state.messages.map(\.payload)).count == count)
            #expect(state.batches.allSatisfy { $0 <= settings.batch.messages })
            #expect(state.largestBatchBytes <= settings.batch.bytes + 100)
            #expect(reception.end())
        }

        @Test("the byte cap cuts a batch after the message that passes it")
        func byteCap() throws {
            let broker = try LiveBroker()
            var settings = LinkSettings.test(broker, client: "bytes")
            settings.batch = BatchLimits(messages: 1000, bytes: 10_000, linger: .milliseconds(50))
            let first = try Reception(settings)
            #expect(first.wait { $0.subscriptions == 1 })
            #expect(first.end())
            let payload = String(repeating: "x", count: 3_000)
            #expect(try publish((0..<40).map { ("t/\($0)", payload) }, to: settings))
            let second = try Reception(settings)
            #expect(second.wait { $0.messages.count == 40 })
            // Three messages make 9,000 bytes and a bit, the fourth passes the cap and is the last.
            #expect(second.state.current.batches.allSatisfy { $0 <= 4 })
            #expect(second.end())
        }

        @Test("the stop signal ends a link, and a wait for the next attempt, within a second")
        func stops() throws {
            let broker = try LiveBroker()
            let connected = try Reception(.test(broker, client: "stopping"))
            #expect(connected.wait { $0.subscriptions == 1 })
            #expect(connected.end(seconds: 1))
            #expect(connected.state.current.events.last == .stopped)
            #expect(broker.waitForLog("Received DISCONNECT from stopping", seconds: 5))
            broker.stop()

            var settings = LinkSettings.test(broker, client: "waiting")
            settings.backoff = Backoff(shortest: .seconds(60), longest: .seconds(60))
            let waiting = try Reception(settings)
            #expect(waiting.wait { $0.faults.count == 1 })
            #expect(waiting.end(seconds: 1))
        }
    }
}
