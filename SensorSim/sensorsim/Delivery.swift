import ArgumentParser
import BrokerLink
import Foundation
import Readings
import SensorSim

/// The way to the broker: paced, and done when every message is acknowledged.
struct Delivery: ~Copyable {
    private var links: PublisherGroup
    private let qos: QoS
    private let pace: Pace
    private var timer: Timer
    private let interruption: Interruption
    /// How long the schedules of the feeds before took, by their own times.
    private var planned = Duration.zero
    /// Each message leaves at once, because nobody knows when the next one comes.
    var isLive = false

    init(_ address: BrokerAddress, _ options: DeliveryOptions, pace: Pace, interruption: Interruption) throws {
        let stop = try StopSignal()
        interruption.afterGrace { stop.raise() }
        let name = "sensorsim-" + String(ProcessInfo.processInfo.processIdentifier)
        links = try PublisherGroup(
            options.link.settings(address, clientID: name), connections: options.connections, until: stop
        ) { event in
            // A broker that comes and goes is told; that the link stands needs no word.
            if case .down = event { Progress.note(LinkOptions.inOptions(String(describing: event))) }
        }
        qos = options.qos?.qos ?? .atLeastOnce
        self.pace = pace
        self.interruption = interruption
        timer = Timer(pace, interruption)
    }

    /// Waits until the broker accepts us, so that the first message's time is not spent on that.
    mutating func connect() throws {
        do throws(PublishError) {
            try links.connect()
        } catch {
            throw Failure("Stopped before the broker was reached.")
        }
    }

    /// The next message begins a schedule of its own.
    mutating func beginFeed() {
        planned += timer.planned
        timer = Timer(pace, interruption)
    }

    /// Waits until the message is due and sends it; false when the user stopped.
    mutating func send(_ message: SimulatedMessage) throws -> Bool {
        do throws(PublishError) {
            if timer.mustWait(received: message.received) {
                while let pause = timer.nextPause() { try links.idle(for: pause) }
            }
            guard !interruption.isRaised else { return false }
            try links.publish(
                topic: message.topic.span, payload: message.payload.span, qos: qos, retain: false,
                received: message.received)
            if isLive { try links.flush() }
            return true
        } catch {
            if error == .stopped { return false }
            throw Failure(String(describing: error))
        }
    }

    /// Waits for the acknowledgement of everything that was sent, and returns what became of it, in words.
    mutating func finish() throws -> String {
        do throws(PublishError) {
            while try !links.drain(atMost: .seconds(10)) {
                Progress.note("Waiting for the broker to acknowledge \(links.inFlight) messages.")
            }
        } catch {
            throw Failure(
                "Stopped while \(links.inFlight) of \(links.figures.published) messages were not acknowledged: they may "
                    + "be lost. Send the feed again; the service drops what it has already.")
        }
        links.close()
        let figures = links.figures
        guard figures.refused == 0 else {
            throw Failure(
                "The broker refused \(figures.refused) of \(figures.published) messages. "
                    + "Allow this client to publish in the broker's access rules.")
        }
        guard figures.abandonedAtQoS0 == 0 else {
            throw Failure(
                "\(figures.abandonedAtQoS0) of \(figures.published) messages were lost with a link: QoS 0 keeps none. "
                    + "Send with --qos 1.")
        }
        planned += timer.planned
        timer = Timer(pace, interruption)
        var words =
            qos == .atMostOnce
            ? "The broker took \(figures.published), which QoS 0 does not acknowledge."
            : "The broker acknowledged \(figures.acknowledged) and refused 0."
        if pace != .unlimited {
            words +=
                " Planned \(Self.seconds(planned)) s from the first to the last, taken \(Self.seconds(figures.elapsed)) s."
        }
        return words
    }

    /// With milliseconds.
    private static func seconds(_ time: Duration) -> String {
        let milliseconds = Int((time / .milliseconds(1)).rounded())
        return "\(milliseconds / 1000)." + String(String(milliseconds % 1000 + 1000).dropFirst())
    }
}

/// The option `--broker`.
enum BrokerOption {
    static func address(_ text: String) throws -> BrokerAddress {
        do {
            return try BrokerAddress(text)
        } catch {
            throw ValidationError("--broker: \(LinkOptions.failure(error))")
        }
    }
}
