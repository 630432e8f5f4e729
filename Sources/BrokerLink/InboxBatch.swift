/// The messages of one batch, flat: one array of bytes, one of fixed-size entries. Both are reused from batch to batch,
/// so that a message costs no allocation. It lives with the link: whoever needs a message longer copies its bytes.
package struct InboxBatch: ~Copyable {
    /// One message: where its parts lie in `bytes`, and what came with it. libmosquitto does not tell the DUP flag.
    package struct Message: Sendable, Equatable {
        let start: UInt32
        let payloadStart: UInt32
        let receivedStart: UInt32
        let end: UInt32
        /// The packet identifier that will be acknowledged; 0 for QoS 0.
        package let packetID: UInt16
        package let qos: UInt8
        /// The broker had kept the message from before we subscribed.
        package let isRetained: Bool

        package var topic: Range<Int> { Int(start)..<Int(payloadStart) }
        package var payload: Range<Int> { Int(payloadStart)..<Int(receivedStart) }
        /// The text of the MQTT 5 user property `received`; nil where there is none. Any publisher can set it, so it
        /// counts only in virtual time.
        package var received: Range<Int>? { receivedStart == end ? nil : Int(receivedStart)..<Int(end) }
    }

    package private(set) var messages: [Message] = []
    /// Topics, payloads and stamps, one after the other: `batch.bytes.span.extracting(message.payload)`.
    package private(set) var bytes: [UInt8] = []

    init() {}

    /// Appends a message whose parts the caller guarantees to be readable during the call.
    @unsafe
    mutating func append(
        topic: UnsafeRawBufferPointer, payload: UnsafeRawBufferPointer, received: UnsafeRawBufferPointer?,
        packetID: UInt16, qos: UInt8, isRetained: Bool
    ) {
        let start = UInt32(truncatingIfNeeded: bytes.count)
        unsafe bytes.append(contentsOf: topic)
        let payloadStart = UInt32(truncatingIfNeeded: bytes.count)
        unsafe bytes.append(contentsOf: payload)
        let receivedStart = UInt32(truncatingIfNeeded: bytes.count)
        if let received = unsafe received { unsafe bytes.append(contentsOf: received) }
        messages.append(
            Message(
                start: start, payloadStart: payloadStart, receivedStart: receivedStart,
                end: UInt32(truncatingIfNeeded: bytes.count), packetID: packetID, qos: qos, isRetained: isRetained))
    }

    mutating func removeAll() {
        messages.removeAll(keepingCapacity: true)
        // One giant payload must not hold its memory for ever.
        bytes.removeAll(keepingCapacity: bytes.capacity <= 8 << 20)
    }
}
