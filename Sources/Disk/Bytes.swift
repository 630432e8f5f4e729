extension [UInt8] {
    /// Adds the bytes of a span, in one copy.
    @inlinable
    package mutating func append(contentsOf bytes: Span<UInt8>) {
        unsafe bytes.withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
    }

    /// Adds a whole number, its lowest byte first.
    @inlinable
    package mutating func append(littleEndian value: some FixedWidthInteger) {
        unsafe Swift.withUnsafeBytes(of: value.littleEndian) { unsafe append(contentsOf: $0) }
    }

    /// Overwrites bytes from `offset` on with a whole number, its lowest byte first. The bytes must exist.
    @inlinable
    package mutating func replace(at offset: Int, littleEndian value: some FixedWidthInteger) {
        unsafe withUnsafeMutableBytes { bytes in
            unsafe bytes.storeBytes(of: value.littleEndian, toByteOffset: offset, as: type(of: value))
        }
    }

    /// Overwrites bytes from `offset` on with those of a span. The bytes must exist.
    package mutating func replace(at offset: Int, with bytes: Span<UInt8>) {
        unsafe withUnsafeMutableBytes { target in
            // Slicing checks the range.
            let part = unsafe UnsafeMutableRawBufferPointer(rebasing: target[offset..<offset + bytes.count])
            unsafe bytes.withUnsafeBytes { unsafe part.copyMemory(from: $0) }
        }
    }
}

extension Span<UInt8> {
    /// The whole number at `offset`, its lowest byte first. The bytes must exist.
    @inlinable
    package func littleEndian<Number: FixedWidthInteger & BitwiseCopyable>(at offset: Int, as: Number.Type) -> Number {
        // The load checks its bounds; it is called unsafe because other types have invalid bit patterns.
        unsafe Number(littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: Number.self))
    }
}
