package import Readings

/// What one payload says. The buffer is reused from message to message, so that decoding allocates nothing.
///
/// When decoding ended without an error and there is neither a sample nor a rejected value nor an event, the message is a
/// context message: a heartbeat, a reply.
package struct Decoded: Equatable, Sendable {
    /// Where in the payload the device's name stands; nil when the payload does not name it. The bytes are as the device
    /// wrote them: the caller checks them against `Identifier`.
    package var device: Range<Int>?
    package var samples: [Sample] = []
    package var rejected: [RejectedSample] = []
    package var events: [ChargerEvent] = []

    private static let blank = Sample(quantity: .no2, value: Millionths(0), stamp: nil)

    package init() {}

    /// Forgets everything and keeps the memory.
    package mutating func removeAll() {
        device = nil
        samples.removeAll(keepingCapacity: true)
        rejected.removeAll(keepingCapacity: true)
        events.removeAll(keepingCapacity: true)
    }

    /// Whether a value or an event came without the device's own stamp.
    package var hasStampless: Bool {
        samples.contains { $0.stamp == nil } || events.contains { $0.stamp == nil }
    }

    /// Whether nothing was found that a window or a session could use.
    package var isContext: Bool { samples.isEmpty && rejected.isEmpty && events.isEmpty }

    @inline(__always)
    mutating func add(_ reading: DecodedValue, of quantity: Quantity) {
        switch reading {
        case .value(let value):
            // Written in place: a sample put together on the stack and copied at once costs a stall of several nanoseconds.
            samples.append(Self.blank)
            let last = samples.count - 1
            samples[last].quantity = quantity
            samples[last].value = value
        case .rejected(let reason): rejected.append(RejectedSample(quantity: quantity, reason: reason))
        case .absent: break
        }
    }
}
