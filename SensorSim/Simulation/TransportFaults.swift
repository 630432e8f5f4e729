package import Readings

/// How often messages meet something on their way from the device to the broker. Shares are of all messages.
///
/// The rates of `field` are those that brokers and networks show (second deliveries 0.1 to 1 %), or small enough for a day to
/// hold some of each.
package struct TransportFaults: Equatable, Sendable {
    /// QoS 1 delivers a second copy, up to 20 s later.
    package var duplicates = 0.0
    /// Held back for a while, so that later ones overtake it: `delaySeconds` on average.
    package var delays = 0.0
    package var delaySeconds = 90.0
    /// Delivered once more as a retained message, minutes later: the service has connected anew.
    package var retained = 0.0
    /// Beside a message comes one that no decoder can read.
    package var poison = 0.0
    /// Beside a message comes one of a device that no registry knows.
    package var unknownDevices = 0.0
    /// Beside a message comes a copy of it under the name of another borough.
    package var spoofedBoroughs = 0.0
    /// Lost between device and broker: it never arrives.
    package var losses = 0.0

    /// None of them, as ``none``.
    package init() {}

    /// Every message arrives once, as it was sent.
    package static let none = TransportFaults()

    /// The rates of brokers and networks.
    package static let field: TransportFaults = {
        var faults = TransportFaults()
        faults.duplicates = 0.005
        faults.delays = 0.01
        faults.retained = 0.0005
        faults.poison = 0.0005
        faults.unknownDevices = 0.001
        faults.spoofedBoroughs = 0.0002
        faults.losses = 0.001
        return faults
    }()
}

/// What was done to a message on its way.
package enum TransportFault: String, CaseIterable, Sendable {
    case duplicate, delay, retained, poison, unknownDevice = "unknown_device", spoofedBorough = "spoofed_borough", loss
}

/// A message as it reaches the broker, or as it was lost before.
package struct DeliveredMessage: Sendable {
    package var message: SimulatedMessage
    /// Nil for a message that arrives as it was sent.
    package var fault: TransportFault?
    /// What exactly, where one word does not say it.
    package var detail: String
    /// When the device sent it.
    package var sent: Instant

    init(_ message: SimulatedMessage, sent: Instant, fault: TransportFault?, detail: String) {
        self.message = message
        self.fault = fault
        self.detail = detail
        self.sent = sent
    }

    /// A message that arrives as it was sent.
    package init(_ message: SimulatedMessage) {
        self.init(message, sent: message.received, fault: nil, detail: "")
    }
}
