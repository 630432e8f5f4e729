/// Parts of a text that stood in the 32 KiB before it, found by a hash of four bytes (LZ77).
struct RepeatFinder: Sendable {
    /// The last 32 KiB of earlier pieces, then the piece.
    private var text: [UInt8] = []
    private var next = 0
    /// Where each hash stood last, and for each place where its hash stood before; -1 for nowhere.
    private var heads = [Int32](repeating: -1, count: 1 << hashBits)
    private var chain: [Int32] = []

    private static let window = 1 << 15
    private static let hashBits = 15
    /// How many earlier places are compared. Feeds repeat themselves: the nearest is mostly as good as any.
    private static let depth = 8
    private static let blockSteps = 1 << 15

    mutating func begin(_ piece: [UInt8]) {
        if text.count > Self.window { text.removeSubrange(0..<(text.count - Self.window)) }
        next = text.count
        text.append(contentsOf: piece)
        for at in heads.indices { heads[at] = -1 }
        chain = [Int32](repeating: -1, count: text.count)
        for at in 0..<next { enter(at) }
    }

    /// The steps of the next block: bytes, and copies of what came before; nil at the end of the piece.
    mutating func nextBlock() -> DeflateBlock? {
        guard next < text.count else { return nil }
        var block = DeflateBlock()
        while next < text.count, block.steps.count < Self.blockSteps {
            let copy = longest(at: next)
            if copy.count >= 4 {
                block.appendCopy(count: copy.count, distance: copy.distance)
                for at in next..<(next + copy.count) { enter(at) }
                next += copy.count
            } else {
                block.append(text[next])
                enter(next)
                next += 1
            }
        }
        return block
    }

    private func longest(at place: Int) -> (count: Int, distance: Int) {
        let text = self.text.span
        guard place + 4 <= text.count else { return (0, 0) }
        var best = (count: 0, distance: 0)
        let limit = min(258, text.count - place)
        var candidate = Int(heads[hash(place)])
        for _ in 0..<Self.depth {
            guard candidate >= 0, place - candidate <= Self.window else { break }
            if best.count == 0 || text[candidate + best.count] == text[place + best.count] {
                var count = 0
                while count < limit, text[candidate + count] == text[place + count] { count += 1 }
                if count > best.count { best = (count, place - candidate) }
                if count == limit { break }
            }
            candidate = Int(chain[candidate])
        }
        return best
    }

    private mutating func enter(_ place: Int) {
        guard place + 4 <= text.count else { return }
        let hash = hash(place)
        chain[place] = heads[hash]
        heads[hash] = Int32(truncatingIfNeeded: place)
    }

    private func hash(_ place: Int) -> Int {
        let word =
            UInt32(text[place]) | UInt32(text[place + 1]) << 8 | UInt32(text[place + 2]) << 16
            | UInt32(text[place + 3]) << 24
        // Knuth's multiplicative hash.
        return Int((word &* 2_654_435_761) >> UInt32(32 - Self.hashBits))
    }
}
