/// The checksum of gzip: CRC-32 with the polynomial of ISO 3309 (RFC 1952 section 8).
struct CyclicRedundancy: Sendable {
    private static let table: [UInt32] = (0..<256).map { index in
        var value = UInt32(index)
        for _ in 0..<8 { value = value & 1 == 1 ? 0xEDB8_8320 ^ (value >> 1) : value >> 1 }
        return value
    }

    private var state: UInt32 = .max

    var value: UInt32 { ~state }

    mutating func add(_ bytes: Span<UInt8>) {
        let table = Self.table.span
        var state = state
        for at in bytes.indices { state = table[Int((state ^ UInt32(bytes[at])) & 0xFF)] ^ (state >> 8) }
        self.state = state
    }
}
