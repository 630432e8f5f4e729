import Readings
import Registry

/// What the balance has rows for: each known device of a borough, and the topics behind which no device is known, by
/// their first levels as far as those are words of the registry, so that no publisher can make rows without end.
struct BalanceSources: Sendable {
    struct Source: Hashable, Sendable {
        /// Empty where the topic names no borough of the registry.
        var area: String
        var name: String
        var kind: Kind
    }

    /// The raw values are the words in the balance files.
    enum Kind: String, Sendable {
        case air, charging, topics
    }

    private(set) var sources: [Source] = []
    private var numbers: [Source: Int] = [:]

    mutating func number(of source: Source) -> Int {
        if let number = numbers[source] { return number }
        numbers[source] = sources.count
        sources.append(source)
        return sources.count - 1
    }

    /// The row of a topic that led to no device: `westminster/air/plain/*`, `westminster/*`, `*`.
    static func prefix(
        of topic: Span<UInt8>, areas: [String], dialects: [KnownDialect]
    ) -> Source {
        var levels: [String] = []
        var bytes: [UInt8] = []
        for offset in topic.indices where levels.count < 3 {
            if topic[offset] == UInt8(ascii: "/") {
                levels.append(String(decoding: bytes, as: UTF8.self))
                bytes = []
            } else if bytes.count < Identifier.maximumLength {
                bytes.append(topic[offset])
            }
        }
        guard let area = levels.first, areas.contains(area) else { return Source(area: "", name: "*", kind: .topics) }
        var name = area
        if levels.count > 1, let family = DeviceFamily(rawValue: levels[1]) {
            name += "/\(family.rawValue)"
            if levels.count > 2, dialects.contains(where: { $0.name == levels[2] && $0.family == family }) {
                name += "/\(levels[2])"
            }
        }
        return Source(area: area, name: name + "/*", kind: .topics)
    }
}
