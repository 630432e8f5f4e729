/// The steps of one deflated block, and how often each symbol stands in it.
struct DeflateBlock {
    /// A byte, or 1 << 31 with the length minus 3 above the lowest sixteen bits and the distance minus 1 in them.
    private(set) var steps: [UInt32] = []
    private(set) var literals = [Int](repeating: 0, count: 286)
    private(set) var distances = [Int](repeating: 0, count: 30)

    /// The symbol of each length from 3 on, and of each distance.
    private static let lengthSymbols: [UInt8] = (3...258).map { UInt8(symbol(of: $0, in: DeflateCodes.lengths)) }

    private static func symbol(of value: Int, in steps: [DeflateCodes.Step]) -> Int {
        steps.lastIndex { $0.base <= value } ?? 0
    }

    init() {
        // The end of the block.
        literals[256] = 1
    }

    mutating func append(_ byte: UInt8) {
        steps.append(UInt32(byte))
        literals[Int(byte)] += 1
    }

    mutating func appendCopy(count: Int, distance: Int) {
        steps.append(1 << 31 | UInt32(count - 3) << 16 | UInt32(distance - 1))
        literals[257 + Self.lengthSymbol(count)] += 1
        distances[Self.distanceSymbol(distance)] += 1
    }

    static func lengthSymbol(_ count: Int) -> Int { Int(lengthSymbols[count - 3]) }

    /// From 5 on two symbols share each power of two.
    static func distanceSymbol(_ distance: Int) -> Int {
        guard distance > 4 else { return distance - 1 }
        let power = Int.bitWidth - 1 - (distance - 1).leadingZeroBitCount
        return 2 * power + ((distance - 1) >> (power - 1) & 1)
    }
}

extension DeflateOutput {
    /// Writes the block with the code that makes it shorter: the fixed one, or one of its own.
    mutating func append(_ block: DeflateBlock) {
        let own = BlockCode(block)
        if own.bits(of: block) < BlockCode.fixed.bits(of: block) {
            append(0b100, bits: 3)
            own.appendHead(to: &self)
            append(block, own)
        } else {
            append(0b010, bits: 3)
            append(block, .fixed)
        }
    }

    private mutating func append(_ block: DeflateBlock, _ code: BlockCode) {
        for step in block.steps {
            guard step >> 31 == 1 else {
                append(code.literals[Int(step)])
                continue
            }
            let count = Int(step >> 16 & 0x7FFF) + 3
            let distance = Int(step & 0xFFFF) + 1
            let lengthSymbol = DeflateBlock.lengthSymbol(count)
            append(code.literals[257 + lengthSymbol])
            let length = DeflateCodes.lengths[lengthSymbol]
            append(count - length.base, bits: length.extraBits)
            let distanceSymbol = DeflateBlock.distanceSymbol(distance)
            append(code.distances[distanceSymbol])
            let step = DeflateCodes.distances[distanceSymbol]
            append(distance - step.base, bits: step.extraBits)
        }
        append(code.literals[256])
    }

    mutating func append(_ code: HuffmanCode) {
        append(Int(code.bits), bits: Int(code.length))
    }
}
