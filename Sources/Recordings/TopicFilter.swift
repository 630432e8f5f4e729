/// A topic filter of MQTT: `+` is any one level, `#` at the end is all levels from there on, the level before it included.
///
/// As brokers have it, a wildcard at the beginning does not match topics that begin with `$` (MQTT 5 section 4.7.2).
package struct TopicFilter: Equatable, Sendable {
    private let bytes: [UInt8]

    /// Nil for a text that is no filter (MQTT 5 section 4.7.1).
    package init?(_ text: String) {
        let levels = text.split(separator: "/", omittingEmptySubsequences: false)
        guard (1...65_535).contains(text.utf8.count), !text.utf8.contains(0) else { return nil }
        for (index, level) in levels.enumerated() where level.contains("+") || level.contains("#") {
            guard level == "+" || level == "#" && index == levels.count - 1 else { return nil }
        }
        bytes = Array(text.utf8)
    }

    package func matches(_ topic: Span<UInt8>) -> Bool {
        let filter = bytes.span
        let (slash, plus, hash) = (UInt8(ascii: "/"), UInt8(ascii: "+"), UInt8(ascii: "#"))
        if topic.count > 0, topic[0] == UInt8(ascii: "$"), filter[0] == plus || filter[0] == hash { return false }
        var (at, place) = (0, 0)
        while at < filter.count {
            switch filter[at] {
            case hash: return true
            case plus:
                while place < topic.count, topic[place] != slash { place += 1 }
                at += 1
            default:
                guard place < topic.count, topic[place] == filter[at] else {
                    // `a/#` is `a` too.
                    return place == topic.count && at + 2 == filter.count && filter[at] == slash
                        && filter[at + 1] == hash
                }
                at += 1
                place += 1
            }
        }
        return place == topic.count
    }
}
