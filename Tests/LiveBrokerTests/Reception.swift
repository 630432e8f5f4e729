import BrokerLink
import Foundation
import LiveBroker

/// A subscriber on a thread of its own, and what it saw.
final class Reception: Sendable {
    struct Message: Sendable, Equatable {
        var topic: String
        var payload: String
        var received: String?
        var packetID: UInt16
        var qos: UInt8
        var isRetained: Bool
    }

    struct State: Sendable {
        var messages: [Message] = []
        var batches: [Int] = []
        var largestBatchBytes = 0
        var events: [LinkEvent] = []
        /// Set once `run` came back: nil inside for a normal end.
        var end: (any Error)??

        var connections: Int {
            events.count { if case .connected = $0 { true } else { false } }
        }
        var subscriptions: Int {
            events.count { if case .subscribed = $0 { true } else { false } }
        }
        var faults: [LinkFault] {
            events.compactMap { if case .down(let fault, _) = $0 { fault } else { nil } }
        }
    }

    struct DiskFull: Error {}

    let state = Watched(State())
    let stop: StopSignal

    /// - Parameter refusesCommits: every commit throws, as a full disk would make it.
    init(_ settings: LinkSettings, previousFilters: [String] = [], refusesCommits: Bool = false) throws {
        let signal = try StopSignal()
        stop = signal
        let state = self.state
        Thread.detachNewThread {
            do {
                var subscriber = try Subscriber(settings, previousFilters: previousFilters)
                try subscriber.run(
                    commit: { batch in
                        let taken = Self.messages(of: batch)
                        state.update {
                            $0.messages += taken
                            $0.batches.append(taken.count)
                            $0.largestBatchBytes = max($0.largestBatchBytes, batch.bytes.count)
                        }
                        if refusesCommits { throw DiskFull() }
                    }, event: { event in state.update { $0.events.append(event) } }, until: signal)
                state.update { $0.end = .some(nil) }
            } catch {
                state.update { $0.end = .some(error) }
            }
        }
    }

    private static func messages(of batch: borrowing InboxBatch) -> [Message] {
        batch.messages.map { message in
            Message(
                topic: String(decoding: batch.bytes[message.topic], as: UTF8.self),
                payload: String(decoding: batch.bytes[message.payload], as: UTF8.self),
                received: message.received.map { String(decoding: batch.bytes[$0], as: UTF8.self) },
                packetID: message.packetID, qos: message.qos, isRetained: message.isRetained)
        }
    }

    func wait(seconds: Double = 15, until isReached: (State) -> Bool) -> Bool {
        state.wait(seconds: seconds, until: isReached)
    }

    /// Ends the subscriber; false when it did not come back in time.
    func end(seconds: Double = 5) -> Bool {
        stop.raise()
        return wait(seconds: seconds) { $0.end != nil }
    }
}

extension LinkSettings {
    /// For a broker of the test's: short waits.
    static func test(_ broker: LiveBroker, client: String, filters: [String] = ["#"]) -> LinkSettings {
        test(BrokerAddress(host: "127.0.0.1", port: broker.port, isEncrypted: false), client: client, filters: filters)
    }

    static func test(_ address: BrokerAddress, client: String, filters: [String] = ["#"]) -> LinkSettings {
        var settings = LinkSettings(address: address, clientID: client)
        settings.filters = filters
        settings.backoff = Backoff(shortest: .milliseconds(50), longest: .milliseconds(200), proof: .seconds(10))
        return settings
    }
}

/// Publishes texts at QoS 1 and waits for their acknowledgements.
func publish(
    _ messages: [(topic: String, payload: String)], to settings: LinkSettings, retain: Bool = false
) throws -> Bool {
    var settings = settings
    settings.clientID += "-publisher"
    let stop = try StopSignal()
    var publisher = try Publisher(settings, until: stop, event: { _ in })
    for message in messages {
        let bytes = Array(message.payload.utf8)
        try publisher.publish(
            topic: message.topic, payload: bytes.span, qos: .atLeastOnce, retain: retain, received: nil)
    }
    defer { publisher.close() }
    return try publisher.drain(atMost: .seconds(20))
}
