import Readings

/// Finds second deliveries of messages that carry no stamp. After a reconnection the broker sends again what was not
/// acknowledged; with a stamp such a copy is found by its time, without one only by what it is.
///
/// The same topic, payload and packet identifier as one of the last 65,535 records before a reconnection is one message
/// (design, section 3): a packet identifier returns after 65,535 others at the earliest (MQTT 5 section 2.2.1).
struct RedeliveryFilter: Sendable {
    /// Records before a reconnection that are remembered.
    static let memory: UInt64 = 65_535

    struct Fingerprint: Hashable, Sendable {
        var digest: UInt64
        var other: UInt64
        var packetID: UInt16
    }

    /// Where a message was seen first.
    struct Sight: Sendable {
        var connection: UInt32
        var record: UInt64
    }

    private var seen: [Fingerprint: Sight] = [:]
    /// The oldest first.
    private(set) var order: [(record: UInt64, connection: UInt32, print: Fingerprint)] = []
    private(set) var next = 0
    /// The newest connection, and the number of its first record.
    var connection: UInt32 = 0
    var connectionStart: UInt64 = 0
    /// Records so far, with stamps or without: the measure of how far back a second delivery may lie.
    var record: UInt64 = 0
    let keys: (UInt64, UInt64)

    init() {
        // Random, so that no publisher can find two payloads with one digest.
        self.init(keys: (.random(in: .min ... .max) | 1, .random(in: .min ... .max) | 1))
    }

    init(keys: (UInt64, UInt64)) {
        self.keys = keys
    }

    /// Whether the message came before, in an earlier connection. Messages at QoS 0 and those of feeds are never sent
    /// again. `noteRecord` is called for every record first.
    mutating func isSecondDelivery(_ header: MessageHeader, topic: Span<UInt8>, payload: Span<UInt8>) -> Bool {
        guard header.packetID != 0, header.connection != 0 else { return false }
        if header.connection > connection {
            connection = header.connection
            connectionStart = record
        }
        // What was not acknowledged comes first; later an equal message is another one.
        let isNew = record <= connectionStart + Self.memory
        forget(before: isNew ? connectionStart : record)
        let print = fingerprint(header, topic, payload)
        if isNew, let sight = seen[print], sight.connection < header.connection,
            sight.record + Self.memory >= connectionStart
        {
            return true
        }
        note(print, Sight(connection: header.connection, record: record))
        return false
    }

    mutating func noteRecord() { record += 1 }

    mutating func note(_ print: Fingerprint, _ sight: Sight) {
        seen[print] = sight
        order.append((sight.record, sight.connection, print))
    }

    /// Nothing looks back from `start` further than 65,535 records.
    private mutating func forget(before start: UInt64) {
        while next < order.count, order[next].record + Self.memory < start {
            let (record, _, print) = order[next]
            if seen[print]?.record == record { seen[print] = nil }
            next += 1
        }
        if next > 4096, next * 2 > order.count {
            order.removeFirst(next)
            next = 0
        }
    }

    private func fingerprint(
        _ header: MessageHeader, _ topic: Span<UInt8>, _ payload: Span<UInt8>
    ) -> Fingerprint {
        var digest = keys.0
        var other = keys.1
        func mix(_ byte: UInt8) {
            digest = (digest ^ UInt64(byte)) &* 0x9E37_79B9_7F4A_7C15 &+ keys.1
            digest ^= digest >> 29
            other = (other &+ UInt64(byte)) &* keys.0
            other ^= other >> 32
        }
        for offset in topic.indices { mix(topic[offset]) }
        mix(0)
        for offset in payload.indices { mix(payload[offset]) }
        return Fingerprint(digest: digest, other: other, packetID: header.packetID)
    }
}
