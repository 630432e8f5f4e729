/// Compresses to gzip (RFC 1952), piece by piece. Whatever was appended can be unpacked at once, also when the end never
/// comes: each piece ends at a whole byte, as zlib's sync flush has it.
package struct GzipOutput: Sendable {
    private var hasBegun = false
    private var checksum = CyclicRedundancy()
    private var length: UInt32 = 0
    private var matches = RepeatFinder()

    package init() {}

    /// Appends a piece, compressed. Pieces of about a mebibyte compress best.
    package mutating func append(_ text: [UInt8], to file: inout [UInt8]) {
        guard !text.isEmpty else { return }
        begin(&file)
        checksum.add(text.span)
        length &+= UInt32(truncatingIfNeeded: text.count)
        var output = DeflateOutput(file)
        file = []
        matches.begin(text)
        while let block = matches.nextBlock() { output.append(block) }
        // An empty stored block aligns what follows.
        output.append(0, bits: 3)
        output.align()
        output.append(0, bits: 16)
        output.append(0xFFFF, bits: 16)
        file = output.bytes
    }

    /// Appends the end of the file.
    package mutating func finish(to file: inout [UInt8]) {
        begin(&file)
        // An empty last block of the fixed code: its end alone.
        var output = DeflateOutput(file)
        file = []
        output.append(0b011, bits: 3)
        output.append(0, bits: 7)
        output.align()
        output.append(Int(checksum.value), bits: 32)
        output.append(Int(length), bits: 32)
        file = output.bytes
    }

    /// No name and no time, so that equal input gives equal bytes; 255 is an unknown system.
    private mutating func begin(_ file: inout [UInt8]) {
        guard !hasBegun else { return }
        hasBegun = true
        file.append(contentsOf: [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255])
    }
}

/// Compressed bits, from the lowest of each byte on.
struct DeflateOutput {
    private(set) var bytes: [UInt8]
    private var bits: UInt64 = 0
    private var count = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    mutating func append(_ value: Int, bits number: Int) {
        bits |= UInt64(value) << UInt64(count)
        count += number
        while count >= 8 {
            bytes.append(UInt8(truncatingIfNeeded: bits))
            bits >>= 8
            count -= 8
        }
    }

    mutating func align() {
        if count > 0 { append(0, bits: 8 - count) }
    }
}
