internal import Disk

/// The checksum CRC-32C (Castagnoli; RFC 3720 section 12.1 and appendix B.4), eight bytes at a time.
package enum CRC32C {
    /// The checksum of all bytes of `bytes`.
    package static func checksum(_ bytes: Span<UInt8>) -> UInt32 {
        let tables = tables.span
        var crc = UInt32.max
        var index = 0
        let wholeEights = bytes.count & ~7
        while index < wholeEights {
            let eight = bytes.littleEndian(at: index, as: UInt64.self) ^ UInt64(crc)
            crc =
                tables[Int(eight & 0xFF) | 7 << 8]
                ^ tables[Int(eight >> 8 & 0xFF) | 6 << 8]
                ^ tables[Int(eight >> 16 & 0xFF) | 5 << 8]
                ^ tables[Int(eight >> 24 & 0xFF) | 4 << 8]
            crc ^=
                tables[Int(eight >> 32 & 0xFF) | 3 << 8]
                ^ tables[Int(eight >> 40 & 0xFF) | 2 << 8]
                ^ tables[Int(eight >> 48 & 0xFF) | 1 << 8]
                ^ tables[Int(eight >> 56)]
            index += 8
        }
        while index < bytes.count {
            crc = tables[Int((crc ^ UInt32(bytes[index])) & 0xFF)] ^ crc >> 8
            index += 1
        }
        return ~crc
    }

    /// Table k, at `k << 8`, tells what a byte does to the checksum when k more bytes follow it in the same eight.
    private static let tables: [UInt32] = {
        var tables = [UInt32](repeating: 0, count: 8 << 8)
        for byte in 0..<256 {
            var crc = UInt32(byte)
            for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0x82F6_3B78 : crc >> 1 }
            tables[byte] = crc
        }
        for index in 256..<tables.count {
            let previous = tables[index - 256]
            tables[index] = tables[Int(previous & 0xFF)] ^ previous >> 8
        }
        return tables
    }()
}
