/// A topic filter of MQTT 5.0 section 4.7, with the wildcards `+` (one level) and `#` (the parent and all below it).
package struct TopicFilter: Hashable, Sendable {
    package let text: String
    private let levels: [Level]

    private enum Level: Hashable {
        case exactly([UInt8])
        case any
        case rest
    }

    /// Nil when a wildcard does not stand alone in its level, when levels follow `#`, and for what section 4.7.3 forbids:
    /// the empty filter, U+0000 and more than 65,535 bytes.
    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard !bytes.isEmpty, bytes.count <= 65_535, !bytes.contains(0) else { return nil }
        var levels: [Level] = []
        for part in bytes.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
            if levels.last == .rest { return nil }
            if part.elementsEqual("+".utf8) {
                levels.append(.any)
            } else if part.elementsEqual("#".utf8) {
                levels.append(.rest)
            } else if part.contains(UInt8(ascii: "+")) || part.contains(UInt8(ascii: "#")) {
                return nil
            } else {
                levels.append(.exactly(Array(part)))
            }
        }
        self.text = text
        self.levels = levels
    }

    /// The levels of each topic that matches; nil when `#` leaves their number open.
    package var levelCount: Int? {
        levels.last == .rest ? nil : levels.count
    }

    /// Whether a topic matches, byte for byte. A wildcard at the beginning matches no topic that begins with `$`
    /// (section 4.7.2).
    package func matches(_ topic: Span<UInt8>) -> Bool {
        guard topic.count > 0 else { return false }
        if topic[0] == UInt8(ascii: "$"), levels[0] == .any || levels[0] == .rest { return false }
        return matches(topic, parts: TopicParts(topic).ranges)
    }

    private func matches(_ topic: Span<UInt8>, parts: [Range<Int>]) -> Bool {
        for (offset, level) in levels.enumerated() {
            switch level {
            case .rest: return true
            case .any:
                guard offset < parts.count else { return false }
            case .exactly(let bytes):
                guard offset < parts.count, isEqual(topic, parts[offset], bytes) else { return false }
            }
        }
        return parts.count == levels.count
    }
}

/// Where the levels of a topic stand.
struct TopicParts {
    private(set) var ranges: [Range<Int>] = []

    init(_ topic: Span<UInt8>) {
        var start = 0
        for offset in 0..<topic.count where topic[offset] == UInt8(ascii: "/") {
            ranges.append(start..<offset)
            start = offset + 1
        }
        ranges.append(start..<topic.count)
    }
}

/// Whether the bytes stand at that place.
func isEqual(_ topic: Span<UInt8>, _ range: Range<Int>, _ bytes: [UInt8]) -> Bool {
    guard range.count == bytes.count else { return false }
    for offset in 0..<bytes.count where topic[range.lowerBound + offset] != bytes[offset] { return false }
    return true
}
