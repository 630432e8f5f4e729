/// What the journal knows of a message beside its topic and payload.
package struct MessageHeader: Hashable, Sendable {
    /// When Kerbside received it. Nothing after the journal reads a clock.
    package var received: Instant
    package var isRetained: Bool
    /// MQTT packet identifier, 0 at QoS 0 and in feeds.
    package var packetID: UInt16
    /// Counts the connections to the broker; it rises by one at each (re)connection, also over restarts. 0 in feeds.
    package var connection: UInt32

    package init(received: Instant, isRetained: Bool = false, packetID: UInt16 = 0, connection: UInt32 = 0) {
        self.received = received
        self.isRetained = isRetained
        self.packetID = packetID
        self.connection = connection
    }
}
