import Dialects
import Readings
import Registry

/// The decisions on topics, each made once: a city has few topics and many messages.
struct TopicDecisions {
    private let care: TopicCare
    private var entries: [UInt64: Entry] = [:]

    private struct Entry {
        var topic: [UInt8]
        var payload: TopicCare.PayloadCare
    }

    /// A publisher can invent topics without end.
    private static let limit = 20_000

    init(_ care: TopicCare) {
        self.care = care
    }

    mutating func decide(_ topic: Span<UInt8>, digest: DigestKey) -> TopicCare.Decision {
        let hash = Self.hash(topic)
        if let entry = entries[hash], Self.isEqual(entry.topic, topic) {
            return TopicCare.Decision(payload: entry.payload, topic: nil)
        }
        let decision = care.decide(topic, digest: digest)
        // A topic that is rewritten is rare, and its digest's key changes with the month.
        if decision.topic == nil {
            if entries.count >= Self.limit { entries.removeAll(keepingCapacity: true) }
            var bytes: [UInt8] = []
            for offset in topic.indices { bytes.append(topic[offset]) }
            entries[hash] = Entry(topic: bytes, payload: decision.payload)
        }
        return decision
    }

    /// FNV-1a. Two topics with one hash cost a second decision, nothing else.
    private static func hash(_ topic: Span<UInt8>) -> UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for offset in topic.indices { hash = (hash ^ UInt64(topic[offset])) &* 0x0000_0100_0000_01B3 }
        return hash
    }

    private static func isEqual(_ known: [UInt8], _ topic: Span<UInt8>) -> Bool {
        guard known.count == topic.count else { return false }
        for offset in topic.indices where known[offset] != topic[offset] { return false }
        return true
    }
}
