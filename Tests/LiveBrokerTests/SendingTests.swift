import BrokerLink
import Foundation
import LiveBroker
import Testing

extension LiveTests {
    @Suite("Sending")
    struct SendingTests {
        private func send(
            _ count: Int, _ qos: QoS, connections: Int, to settings: LinkSettings
        ) throws -> PublishFigures {
            var own = settings
            own.clientID = "sender"
            var links = try PublisherGroup(own, connections: connections, until: try StopSignal(), event: { _ in })
            for number in 0..<count {
                let topic = Array("a/b/c/\(number % 7)".utf8)
                let payload = Array("\(number)".utf8)
                try links.publish(topic: topic.span, payload: payload.span, qos: qos, retain: false, received: nil)
            }
            #expect(try links.drain(atMost: .seconds(30)))
            links.close()
            return links.figures
        }

        @Test(
            "5,000 messages at each QoS arrive once, in order, over one link and several, and none of these is lost",
            arguments: [QoS.atMostOnce, .atLeastOnce, .exactlyOnce], [1, 3])
        func everyQoS(qos: QoS, connections: Int) throws {
            let broker = try LiveBroker()
            let settings = LinkSettings.test(broker, client: "reader")
            let reception = try Reception(settings)
            #expect(reception.wait { $0.subscriptions == 1 })
            let figures = try send(5000, qos, connections: connections, to: settings)
            #expect(figures.published == 5000)
            #expect(figures.acknowledged == (qos == .atMostOnce ? 0 : 5000))
            // A QoS 2 window of more than ten would make mosquitto end the link, over and over.
            #expect(figures.connections == connections)
            #expect(figures.refused == 0 && figures.abandonedAtQoS0 == 0)
            #expect(reception.wait(seconds: 30) { $0.messages.count == 5000 })
            let messages = reception.state.current.messages
            #expect(Set(messages.map(\.payload)).count == 5000)
            for lane in 0..<7 {
                let numbers = messages.filter { $0.topic == "a/b/c/\(lane)" }.compactMap { Int($0.payload) }
                #expect(numbers == numbers.sorted())
            }
            #expect(reception.end())
        }

        @Test("What was published leaves within a moment, though less than a batch was", arguments: [1, 4])
        func fewMessages(connections: Int) throws {
            let broker = try LiveBroker()
            let settings = LinkSettings.test(broker, client: "reader")
            let reception = try Reception(settings)
            #expect(reception.wait { $0.subscriptions == 1 })
            var own = settings
            own.clientID = "sender"
            let one: [UInt8] = [1]
            let topic = Array("a/b".utf8)
            var links = try PublisherGroup(own, connections: connections, until: try StopSignal(), event: { _ in })
            try links.publish(
                topic: topic.span, payload: one.span, qos: .atLeastOnce, retain: false, received: nil)
            try links.idle(for: .milliseconds(1))
            #expect(reception.wait(seconds: 10) { $0.messages.count == 1 })
            try links.publish(
                topic: topic.span, payload: one.span, qos: .atLeastOnce, retain: false, received: nil)
            try links.flush()
            #expect(reception.wait(seconds: 10) { $0.messages.count == 2 })
            links.close()
            #expect(reception.end())
        }

        @Test("A topic with a zero byte is refused, and not cut")
        func zeroByte() throws {
            let broker = try LiveBroker()
            let nothing: [UInt8] = []
            var publisher = try Publisher(.test(broker, client: "sender"), until: try StopSignal(), event: { _ in })
            do throws(PublishError) {
                try publisher.publish(
                    topic: "a\0b", payload: nothing.span, qos: .atLeastOnce, retain: false, received: nil)
                Issue.record("the topic was taken")
            } catch {
                #expect(error == .topic("a\0b"))
            }
        }
    }
}
