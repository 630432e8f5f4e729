import Readings

/// Finds second deliveries of messages that carry no stamp. After a reconnection the broker sends again what was not
/// acknowledged; with a stamp such a copy is found by its time, without one only by what it is.
///
/// The same topic, payload and packet identifier as one of the last 65,535 records of an earlier connection is one message
/// (design, section 3): a packet identifier returns after 65,535 others at the earliest (MQTT 5 section 2.2.1).
struct RedeliveryFilter: Sendable {
    /// Stampless records before a reconnection that are remembered.
    static let memory = 65_535

    private struct Fingerprint: Hashable, Sendable {
        var digest: Int
        var length: Int
        var packetID: UInt16
    }

    /// The connection in which each was seen first.
    private var seen: [Fingerprint: UInt32] = [:]
    /// The oldest first, from `next` on, once full.
    private var order: [Fingerprint] = []
    private var next = 0

    /// Whether the message came before, in an earlier connection. Messages at QoS 0 and those of feeds are never sent
    /// again.
    mutating func isSecondDelivery(_ header: MessageHeader, topic: Span<UInt8>, payload: Span<UInt8>) -> Bool {
        guard header.packetID != 0, header.connection != 0 else { return false }
        let print = Fingerprint(
            digest: Self.digest(topic, payload), length: payload.count, packetID: header.packetID)
        if let connection = seen[print] { return connection < header.connection }
        seen[print] = header.connection
        if order.count < Self.memory {
            order.append(print)
        } else {
            seen[order[next]] = nil
            order[next] = print
            next = (next + 1) % Self.memory
        }
        return false
    }

    /// Seeded anew in each process, so that no publisher can find two payloads with one digest.
    private static func digest(_ topic: Span<UInt8>, _ payload: Span<UInt8>) -> Int {
        var hasher = Hasher()
        for offset in topic.indices { hasher.combine(topic[offset]) }
        hasher.combine(UInt8(0))
        for offset in payload.indices { hasher.combine(payload[offset]) }
        return hasher.finalize()
    }
}
