/// A batch without a link, for simulations of the broker and the network.
extension InboxBatch {
    /// - Parameter received: the text of the user property `received`, empty for none.
    package mutating func append(
        topic: Span<UInt8>, payload: Span<UInt8>, received: Span<UInt8>, packetID: UInt16, qos: UInt8, isRetained: Bool
    ) {
        unsafe topic.withUnsafeBytes { topic in
            unsafe payload.withUnsafeBytes { payload in
                unsafe received.withUnsafeBytes { received in
                    unsafe append(
                        topic: topic, payload: payload, received: received, packetID: packetID, qos: qos,
                        isRetained: isRetained)
                }
            }
        }
    }

    /// An empty batch.
    package static func simulated() -> InboxBatch { InboxBatch() }
}
