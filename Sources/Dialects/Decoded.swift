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
    /// Whose the events are, where they are not the topic's device's or the format knows EVSEs: by the same index, and no
    /// longer than needed. Read it with `subject(ofEvent:)`.
    private var subjects: [EventSubject] = []
    /// Who wrote the message; what the unit did not write is no sign of its life.
    package var origin = MessageOrigin.unit
    /// The unit's own heartbeat: context, and the proof that it keeps to the interval it was told.
    package var isHeartbeat = false

    private static let blank = Sample(quantity: .no2, value: Millionths(0), stamp: nil)

    package init() {}

    /// Forgets everything and keeps the memory.
    package mutating func removeAll() {
        device = nil
        samples.removeAll(keepingCapacity: true)
        rejected.removeAll(keepingCapacity: true)
        events.removeAll(keepingCapacity: true)
        if !subjects.isEmpty { subjects.removeAll(keepingCapacity: true) }
        origin = .unit
        isHeartbeat = false
    }

    /// Adds an event of another device than the topic's, or of an EVSE.
    package mutating func add(_ event: ChargerEvent, of subject: EventSubject) {
        events.append(event)
        set(subject, ofEvents: events.count - 1..<events.count)
    }

    /// Says whose the events of a range are, for members that come in any order.
    package mutating func set(_ subject: EventSubject, ofEvents range: Range<Int>) {
        guard subject != .topicsDevice || !subjects.isEmpty else { return }
        while subjects.count < range.upperBound { subjects.append(.topicsDevice) }
        for index in range { subjects[index] = subject }
    }

    package func subject(ofEvent index: Int) -> EventSubject {
        index < subjects.count ? subjects[index] : .topicsDevice
    }

    /// Whether an event is another device's than the topic's.
    package var namesDevices: Bool { subjects.contains { $0.device != nil } }

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
