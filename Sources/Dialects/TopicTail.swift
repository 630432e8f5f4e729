/// What follows the device in a topic, `sensor/pm_2_5/state`; `+` stands for any one level. It counts from the device, so
/// that it is the same under every route.
package struct TopicTail: Hashable, Sendable {
    package let text: String
    private let levels: [[UInt8]]

    /// Nil for nothing, and for `#` and `+` beside other letters.
    package init?(_ text: String) {
        guard !text.isEmpty else { return nil }
        let parts = Array(text.utf8).split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false).map(
            Array.init)
        let wildcards = [UInt8(ascii: "+"), UInt8(ascii: "#")]
        for part in parts where part != [UInt8(ascii: "+")] && part.contains(where: wildcards.contains) { return nil }
        self.text = text
        levels = parts
    }

    /// For each level, whether it is any one.
    package var wildcards: [Bool] { levels.map { $0 == [UInt8(ascii: "+")] } }

    /// Byte for byte, level by level.
    package func matches(_ tail: Span<UInt8>) -> Bool {
        var start = 0
        for (number, level) in levels.enumerated() {
            guard start <= tail.count else { return false }
            var end = start
            while end < tail.count, tail[end] != UInt8(ascii: "/") { end += 1 }
            if level != [UInt8(ascii: "+")] {
                guard end - start == level.count else { return false }
                for offset in level.indices where tail[start + offset] != level[offset] { return false }
            }
            guard number < levels.count - 1 else { return end == tail.count }
            start = end + 1
        }
        return false
    }
}
