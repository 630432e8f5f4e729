/// One code of a deflated block, for reading (RFC 1951 section 3.2.2).
///
/// Codes of up to ten bits, nearly all, are found in one step; the rest bit by bit.
struct HuffmanDecoder: Sendable {
    private static let quickBits = 10

    /// Symbol times 16 plus its code's length, by the next ten bits; 0 where the code is longer or there is none.
    private var quick: [UInt16]
    /// How many codes have each length, and the symbols in the order of their codes.
    private var counts = [UInt16](repeating: 0, count: 16)
    private var symbols: [UInt16] = []

    /// - Parameter lengths: the length of each symbol's code, 0 for none, at most 15.
    /// - Throws: `damaged` where the lengths leave too few codes or too many.
    init(_ lengths: Span<UInt8>) throws(GzipError) {
        quick = [UInt16](repeating: 0, count: 1 << Self.quickBits)
        for at in lengths.indices { counts[Int(lengths[at])] += 1 }
        counts[0] = 0
        var left = 1
        var used = 0
        for length in 1...15 {
            left = left * 2 - Int(counts[length])
            guard left >= 0 else { throw .damaged }
            used += Int(counts[length])
        }
        // A code that is not complete is allowed only where a single distance is used, or none.
        guard left == 0 || used <= 1 else { throw .damaged }
        var next = [Int](repeating: 0, count: 17)
        for length in 1...15 { next[length + 1] = next[length] + Int(counts[length]) }
        symbols = [UInt16](repeating: 0, count: used)
        for at in lengths.indices where lengths[at] > 0 {
            symbols[next[Int(lengths[at])]] = UInt16(at)
            next[Int(lengths[at])] += 1
        }
        fillQuick()
    }

    private mutating func fillQuick() {
        var code = 0
        var index = 0
        for length in 1...Self.quickBits {
            for _ in 0..<Int(counts[length]) {
                // Codes travel with their first bit first, so they are looked up turned round.
                var turned = 0
                for bit in 0..<length where code >> bit & 1 == 1 { turned |= 1 << (length - 1 - bit) }
                let entry = symbols[index] << 4 | UInt16(length)
                for at in stride(from: turned, to: quick.count, by: 1 << length) { quick[at] = entry }
                code += 1
                index += 1
            }
            code <<= 1
        }
    }

    /// The next symbol of the input.
    func symbol(_ input: inout DeflateInput) throws(GzipError) -> Int {
        let bits = try input.peek()
        let entry = quick[Int(bits & 0x3FF)]
        if entry != 0 {
            try input.drop(Int(entry & 15))
            return Int(entry >> 4)
        }
        var (code, first, index) = (0, 0, 0)
        for length in 1...15 {
            code |= Int(bits >> (length - 1) & 1)
            let count = Int(counts[length])
            if code - first < count {
                try input.drop(length)
                return Int(symbols[index + code - first])
            }
            index += count
            first = (first + count) << 1
            code <<= 1
        }
        throw .damaged
    }
}
