/// Unpacks gzip (RFC 1952) from any source of bytes, piece by piece. It holds a quarter of a mebibyte.
struct GzipInput {
    private enum Block {
        case none
        /// So many bytes follow as they are.
        case stored(Int)
        case coded(literals: HuffmanDecoder, distances: HuffmanDecoder)
    }

    private var input: DeflateInput
    /// The unpacked bytes, of which the last 32 KiB stay: later ones refer to them.
    private var output: [UInt8] = []
    private var given = 0
    private var block = Block.none
    private var isLastBlock = false
    private var isInMember = false
    private var checksum = CyclicRedundancy()
    private var length: UInt32 = 0
    /// An error waits until everything before it was given out.
    private var failure: GzipError?

    private static let window = 1 << 15
    private static let piece = 1 << 18

    init(_ bytes: [UInt8], fill: @escaping LineReader.Fill) {
        input = DeflateInput(bytes, fill: fill)
    }

    /// Appends the next piece and returns how many bytes; 0 at the end.
    mutating func fill(_ buffer: inout [UInt8]) throws -> Int {
        if given > Self.piece {
            let kept = min(given, Self.window)
            output.removeSubrange(0..<(given - kept))
            given = kept
        }
        let end = given + Self.piece
        do throws(GzipError) {
            while failure == nil, output.count < end {
                if !isInMember {
                    guard input.hasMore() else { break }
                    try begin()
                }
                try unpack(upTo: end)
            }
        } catch {
            failure = error
        }
        let count = output.count - given
        if count == 0 {
            if let cause = input.failure { throw cause }
            if let failure { throw failure }
        }
        buffer.append(contentsOf: output[given...])
        given = output.count
        return count
    }

    /// The head of a member: fixed bytes, then what its flags announce (RFC 1952 section 2.3).
    private mutating func begin() throws(GzipError) {
        var head: [UInt8] = []
        try input.copy(10, to: &head)
        guard head[0] == 0x1F, head[1] == 0x8B, head[2] == 8, head[3] & 0xE0 == 0 else { throw .damaged }
        let flags = head[3]
        if flags & 4 != 0 {
            for _ in 0..<(try input.take(16)) { _ = try input.take(8) }
        }
        // The file's name and a comment, each up to a zero byte.
        for flag: UInt8 in [8, 16] where flags & flag != 0 {
            while try input.take(8) != 0 {}
        }
        if flags & 2 != 0 { _ = try input.take(16) }
        isInMember = true
        isLastBlock = false
        block = .none
        checksum = CyclicRedundancy()
        length = 0
    }

    private mutating func unpack(upTo end: Int) throws(GzipError) {
        let before = output.count
        defer {
            var sum = checksum
            sum.add(output.span.extracting(before..<output.count))
            checksum = sum
            length &+= UInt32(truncatingIfNeeded: output.count - before)
        }
        switch block {
        case .none:
            if isLastBlock { return try finishMember() }
            try beginBlock()
        case .stored(let left):
            let count = min(left, max(end - output.count, 0))
            try input.copy(count, to: &output)
            block = left == count ? .none : .stored(left - count)
        case .coded(let literals, let distances):
            if try decode(literals, distances, upTo: end) { block = .none }
        }
    }

    private mutating func finishMember() throws(GzipError) {
        input.align()
        let sum = try input.take(32)
        let count = try input.take(32)
        guard sum == Int(checksum.value), count == Int(length) else { throw .damaged }
        isInMember = false
    }

    private mutating func beginBlock() throws(GzipError) {
        isLastBlock = try input.take(1) == 1
        switch try input.take(2) {
        case 0:
            input.align()
            let count = try input.take(16)
            guard try input.take(16) == ~count & 0xFFFF else { throw .damaged }
            block = count == 0 ? .none : .stored(count)
        case 1: block = .coded(literals: try DeflateCodes.fixedLiterals(), distances: try DeflateCodes.fixedDistances())
        case 2: block = try codes()
        default: throw .damaged
        }
    }

    /// The codes that stand in front of a block of type 2 (RFC 1951 section 3.2.7).
    private mutating func codes() throws(GzipError) -> Block {
        let literalCount = try input.take(5) + 257
        let distanceCount = try input.take(5) + 1
        let lengthCount = try input.take(4) + 4
        var lengths = [UInt8](repeating: 0, count: 19)
        for index in 0..<lengthCount { lengths[DeflateCodes.lengthOrder[index]] = UInt8(try input.take(3)) }
        let lengthCode = try HuffmanDecoder(lengths.span)
        var all: [UInt8] = []
        while all.count < literalCount + distanceCount {
            switch try lengthCode.symbol(&input) {
            case let length where length < 16: all.append(UInt8(length))
            case 16:
                guard let last = all.last else { throw .damaged }
                all.append(contentsOf: repeatElement(last, count: try input.take(2) + 3))
            case 17: all.append(contentsOf: repeatElement(0, count: try input.take(3) + 3))
            default: all.append(contentsOf: repeatElement(0, count: try input.take(7) + 11))
            }
        }
        guard literalCount <= 286, distanceCount <= 30, all.count == literalCount + distanceCount, all[256] > 0 else {
            throw .damaged
        }
        return .coded(
            literals: try HuffmanDecoder(all.span.extracting(0..<literalCount)),
            distances: try HuffmanDecoder(all.span.extracting(literalCount..<all.count)))
    }

    /// True at the end of the block.
    private mutating func decode(
        _ literals: HuffmanDecoder, _ distances: HuffmanDecoder, upTo end: Int
    ) throws(GzipError) -> Bool {
        while output.count < end {
            let symbol = try literals.symbol(&input)
            if symbol < 256 {
                output.append(UInt8(symbol))
                continue
            }
            if symbol == 256 { return true }
            guard symbol <= 285 else { throw .damaged }
            let length = DeflateCodes.lengths[symbol - 257]
            let count = length.base + (try input.take(length.extraBits))
            let distanceSymbol = try distances.symbol(&input)
            guard distanceSymbol < 30 else { throw .damaged }
            let distance = DeflateCodes.distances[distanceSymbol]
            let back = distance.base + (try input.take(distance.extraBits))
            guard back <= output.count else { throw .damaged }
            let start = output.count - back
            for at in start..<(start + count) { output.append(output[at]) }
        }
        return false
    }
}
