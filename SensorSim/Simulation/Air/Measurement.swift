package import Readings

/// One figure of one message: what the city's air was, and what the device said.
package struct Measurement: Equatable, Sendable {
    package var device: String
    package var quantity: Quantity
    /// The period that was really measured.
    package var begins: Instant
    package var ends: Instant
    /// The end of the period as the payload says it, the device's clock and the format's fraction included; nil where the
    /// payload says none.
    package var stamp: Instant?
    /// The true mean over the period at the site.
    package var city: Millionths
    /// The figure in the payload, in the project's unit: what an exact decoder reads.
    package var emitted: Millionths
    /// `SimulatedMessage.number` of the message that holds it.
    package var message: UInt64
}

/// What the simulator knows and the traffic does not say, in the order in which it came to pass.
package struct TruthSink: Sendable {
    package private(set) var measurements: [Measurement] = []
    package private(set) var faults: [InjectedFault] = []
    /// Whether anything is kept: a run that nobody asks for its truth spends neither time nor memory on it.
    package let isKept: Bool

    init(isKept: Bool) {
        self.isKept = isKept
    }

    mutating func append(_ measurement: Measurement) {
        if isKept { measurements.append(measurement) }
    }

    mutating func report(_ fault: InjectedFault) {
        if isKept { faults.append(fault) }
    }

    /// Gives what has been kept, and begins anew.
    package mutating func take() -> (measurements: [Measurement], faults: [InjectedFault]) {
        defer {
            measurements.removeAll(keepingCapacity: true)
            faults.removeAll(keepingCapacity: true)
        }
        return (measurements, faults)
    }
}
