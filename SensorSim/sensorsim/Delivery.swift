import ArgumentParser
import BrokerLink
import Foundation
import Readings
import SensorSim

/// The way to the broker: paced, at QoS 1, and done when every message is acknowledged.
struct Delivery: ~Copyable {
    private var publisher: Publisher
    private let pace: Pace
    private var timer: Timer
    private let interruption: Interruption

    init(_ address: BrokerAddress, pace: Pace, interruption: Interruption) throws {
        let stop = try StopSignal()
        interruption.afterGrace { stop.raise() }
        let name = "sensorsim-" + String(ProcessInfo.processInfo.processIdentifier)
        publisher = try Publisher(LinkSettings(address: address, clientID: name), until: stop) { event in
            // A broker that comes and goes is told; that the link stands needs no word.
            if case .down = event { Progress.note(String(describing: event)) }
        }
        self.pace = pace
        self.interruption = interruption
        timer = Timer(pace, interruption)
    }

    /// The next message begins a schedule of its own.
    mutating func beginFeed() {
        timer = Timer(pace, interruption)
    }

    /// Waits until the message is due and sends it; false when the user stopped.
    mutating func send(_ message: SimulatedMessage) throws -> Bool {
        do throws(PublishError) {
            if timer.mustWait(received: message.received) {
                while let pause = timer.nextPause() { try publisher.idle(for: pause) }
            }
            guard !interruption.isRaised else { return false }
            try publisher.publish(
                topic: String(decoding: message.topic, as: UTF8.self), payload: message.payload.span,
                qos: .atLeastOnce, retain: false, received: message.received)
            return true
        } catch {
            if error == .stopped { return false }
            throw Failure(String(describing: error))
        }
    }

    /// Waits for the acknowledgement of everything that was sent.
    mutating func finish() throws {
        do throws(PublishError) {
            while try !publisher.drain(atMost: .seconds(10)) {
                Progress.note("Waiting for the broker to acknowledge \(publisher.inFlight) messages.")
            }
        } catch {
            throw Failure(
                "Stopped while \(publisher.inFlight) messages were not acknowledged: they may be lost. "
                    + "Send the feed again; the service drops what it has already.")
        }
        publisher.close()
        let refused = publisher.figures.refused
        guard refused == 0 else {
            throw Failure(
                "The broker refused \(refused) of \(publisher.figures.published) messages. "
                    + "Allow this client to publish in the broker's access rules.")
        }
    }
}

/// The option `--broker`.
enum BrokerOption {
    static func address(_ text: String) throws -> BrokerAddress {
        do {
            return try BrokerAddress(text)
        } catch {
            throw ValidationError("--broker: \(error)")
        }
    }
}
