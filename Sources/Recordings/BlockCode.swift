/// The two codes of a deflated block: of bytes and lengths, and of distances.
struct BlockCode: Sendable {
    var literals: [HuffmanCode]
    var distances: [HuffmanCode]
    /// How the codes are described in front of the block: symbols of the code for code lengths, with their extra bits.
    private var head: [(symbol: Int, extra: Int)] = []
    private var literalCount = 0
    private var distanceCount = 0

    static let fixed = BlockCode(
        literals: HuffmanCode.codes(DeflateCodes.fixedLiteralLengths),
        distances: HuffmanCode.codes(DeflateCodes.fixedDistanceLengths))

    private init(literals: [HuffmanCode], distances: [HuffmanCode]) {
        self.literals = literals
        self.distances = distances
    }

    /// The best code for a block.
    init(_ block: DeflateBlock) {
        let literalLengths = HuffmanCode.lengths(block.literals, limit: 15)
        var distanceLengths = HuffmanCode.lengths(block.distances, limit: 15)
        // One code of one bit where there is no distance: some readers want one.
        if distanceLengths.allSatisfy({ $0 == 0 }) { distanceLengths[0] = 1 }
        self.init(literals: HuffmanCode.codes(literalLengths), distances: HuffmanCode.codes(distanceLengths))
        literalCount = max(257, (literalLengths.lastIndex { $0 > 0 } ?? 0) + 1)
        distanceCount = (distanceLengths.lastIndex { $0 > 0 } ?? 0) + 1
        head = Self.runs(literalLengths[..<literalCount] + distanceLengths[..<distanceCount])
    }

    /// Runs of equal lengths: 16 repeats the last one, 17 and 18 are zeros (RFC 1951 section 3.2.7).
    private static func runs(_ lengths: ArraySlice<UInt8>) -> [(symbol: Int, extra: Int)] {
        let lengths = Array(lengths)
        var runs: [(symbol: Int, extra: Int)] = []
        var at = 0
        while at < lengths.count {
            let length = lengths[at]
            var count = 1
            while at + count < lengths.count, lengths[at + count] == length { count += 1 }
            if length == 0, count >= 3 {
                count = min(count, 138)
                runs.append(count <= 10 ? (17, count - 3) : (18, count - 11))
            } else if at > 0, lengths[at - 1] == length, count >= 3 {
                count = min(count, 6)
                runs.append((16, count - 3))
            } else {
                count = 1
                runs.append((Int(length), 0))
            }
            at += count
        }
        return runs
    }

    private var headCode: [HuffmanCode] {
        var counts = [Int](repeating: 0, count: 19)
        for run in head { counts[run.symbol] += 1 }
        return HuffmanCode.codes(HuffmanCode.lengths(counts, limit: 7))
    }

    private static func extraBits(_ symbol: Int) -> Int {
        symbol == 16 ? 2 : symbol == 17 ? 3 : symbol == 18 ? 7 : 0
    }

    /// How long a block becomes, without its first three bits.
    func bits(of block: DeflateBlock) -> Int {
        var bits = 0
        for (symbol, count) in block.literals.enumerated() { bits += count * Int(literals[symbol].length) }
        for (symbol, count) in block.distances.enumerated() { bits += count * Int(distances[symbol].length) }
        guard !head.isEmpty else { return bits }
        let code = headCode
        return bits + 14 + 19 * 3 + head.reduce(0) { $0 + Int(code[$1.symbol].length) + Self.extraBits($1.symbol) }
    }

    func appendHead(to output: inout DeflateOutput) {
        let code = headCode
        let count = max(4, (DeflateCodes.lengthOrder.lastIndex { code[$0].length > 0 } ?? 0) + 1)
        output.append(literalCount - 257, bits: 5)
        output.append(distanceCount - 1, bits: 5)
        output.append(count - 4, bits: 4)
        for symbol in DeflateCodes.lengthOrder[..<count] { output.append(Int(code[symbol].length), bits: 3) }
        for run in head {
            output.append(code[run.symbol])
            output.append(run.extra, bits: Self.extraBits(run.symbol))
        }
    }
}
