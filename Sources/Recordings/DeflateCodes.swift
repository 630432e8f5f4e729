/// The tables of RFC 1951, for reading and writing.
enum DeflateCodes {
    /// A symbol that stands for a length or a distance: the smallest, and how many bits follow that add to it.
    struct Step: Sendable {
        var base: Int
        var extraBits: Int
    }

    /// Symbols 257 to 285: copies of 3 to 258 bytes (section 3.2.5).
    static let lengths: [Step] = {
        var steps = (3...10).map { Step(base: $0, extraBits: 0) }
        var base = 11
        for extra in 1...5 {
            for _ in 0..<4 {
                steps.append(Step(base: base, extraBits: extra))
                base += 1 << extra
            }
        }
        // 258 has a symbol of its own; the one before it reaches 257 only.
        steps.append(Step(base: 258, extraBits: 0))
        return steps
    }()

    /// Symbols 0 to 29: distances of 1 to 32768 (section 3.2.5).
    static let distances: [Step] = {
        var steps = (1...4).map { Step(base: $0, extraBits: 0) }
        var base = 5
        for extra in 1...13 {
            for _ in 0..<2 {
                steps.append(Step(base: base, extraBits: extra))
                base += 1 << extra
            }
        }
        return steps
    }()

    /// The order in which the lengths of the code for code lengths are written (section 3.2.7).
    static let lengthOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]

    /// The lengths of the code of blocks that bring none (section 3.2.6).
    static let fixedLiteralLengths: [UInt8] =
        Array(repeating: 8, count: 144) + Array(repeating: 9, count: 112) + Array(repeating: 7, count: 24)
        + Array(repeating: 8, count: 8)
    static let fixedDistanceLengths = [UInt8](repeating: 5, count: 32)

    static func fixedLiterals() throws(GzipError) -> HuffmanDecoder { try HuffmanDecoder(fixedLiteralLengths.span) }
    static func fixedDistances() throws(GzipError) -> HuffmanDecoder { try HuffmanDecoder(fixedDistanceLengths.span) }
}
