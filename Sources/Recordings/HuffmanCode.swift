/// The code of one symbol, turned round: its first bit is the lowest.
struct HuffmanCode: Equatable, Sendable {
    var bits: UInt16 = 0
    /// 0: the symbol is not used.
    var length: UInt8 = 0

    /// The codes that belong to their lengths (RFC 1951 section 3.2.2).
    static func codes(_ lengths: [UInt8]) -> [HuffmanCode] {
        var next = [Int](repeating: 0, count: 17)
        for length in lengths where length > 0 { next[Int(length) + 1] += 1 }
        for length in 1...16 { next[length] = (next[length] + next[length - 1]) << 1 }
        return lengths.map { length in
            guard length > 0 else { return HuffmanCode() }
            defer { next[Int(length)] += 1 }
            var turned = 0
            for bit in 0..<Int(length) where next[Int(length)] >> bit & 1 == 1 {
                turned |= 1 << (Int(length) - 1 - bit)
            }
            return HuffmanCode(bits: UInt16(turned), length: length)
        }
    }

    /// The lengths of the shortest code for symbols that stand so often, none longer than `limit`.
    ///
    /// Huffman's method. Where a code becomes too long, the counts are halved until none does, which costs little: such
    /// symbols are rare.
    static func lengths(_ counts: [Int], limit: Int) -> [UInt8] {
        var counts = counts
        while true {
            let lengths = unlimitedLengths(counts)
            if lengths.allSatisfy({ $0 <= limit }) { return lengths }
            counts = counts.map { $0 == 0 ? 0 : $0 / 2 + 1 }
        }
    }

    private static func unlimitedLengths(_ counts: [Int]) -> [UInt8] {
        var lengths = [UInt8](repeating: 0, count: counts.count)
        let symbols = counts.indices.filter { counts[$0] > 0 }.sorted { (counts[$0], $0) < (counts[$1], $1) }
        guard symbols.count > 1 else {
            if let only = symbols.first { lengths[only] = 1 }
            return lengths
        }
        // Two queues, both in rising order: the symbols, and the nodes that join two each.
        var weights = symbols.map { counts[$0] }
        var parents = [Int](repeating: 0, count: 2 * symbols.count - 1)
        var (leaf, node) = (0, symbols.count)
        while weights.count < 2 * symbols.count - 1 {
            var weight = 0
            for _ in 0..<2 {
                let takesLeaf = leaf < symbols.count && (node >= weights.count || weights[leaf] <= weights[node])
                let lightest = takesLeaf ? leaf : node
                if takesLeaf { leaf += 1 } else { node += 1 }
                parents[lightest] = weights.count
                weight += weights[lightest]
            }
            weights.append(weight)
        }
        var depths = [Int](repeating: 0, count: weights.count)
        for index in stride(from: weights.count - 2, through: 0, by: -1) { depths[index] = depths[parents[index]] + 1 }
        for (index, symbol) in symbols.enumerated() { lengths[symbol] = UInt8(clamping: depths[index]) }
        return lengths
    }
}
