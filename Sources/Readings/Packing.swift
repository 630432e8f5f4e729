/// Gathers numbers and texts as bytes, little-endian, for what a checkpoint keeps. `Unpacker` reads them back in the
/// same order; neither knows a layout of its own.
package struct Packer: Sendable {
    package private(set) var bytes: [UInt8] = []

    package init() {}

    package mutating func put<Number: FixedWidthInteger>(_ number: Number) {
        var rest = number
        for _ in 0..<(Number.bitWidth / 8) {
            bytes.append(UInt8(truncatingIfNeeded: rest))
            rest >>= 8
        }
    }

    package mutating func put(_ isTrue: Bool) { put(UInt8(isTrue ? 1 : 0)) }

    package mutating func put(_ instant: Instant) { put(instant.microseconds) }

    /// Nil takes one byte.
    package mutating func put(_ instant: Instant?) {
        put(instant != nil)
        if let instant { put(instant) }
    }

    package mutating func put<Number: FixedWidthInteger>(_ numbers: [Number]) {
        put(Int64(numbers.count))
        bytes.reserveCapacity(bytes.count + numbers.count * (Number.bitWidth / 8))
        for number in numbers { put(number) }
    }

    package mutating func put(_ text: String) { put(Array(text.utf8)) }
}

/// Bytes that are not what a `Packer` wrote: a damaged checkpoint, or one of another layout.
package struct UnpackingError: Error, Hashable, Sendable {
    package init() {}
}

/// Reads what a `Packer` wrote. Any bytes are safe to read: what does not fit throws.
package struct Unpacker: Sendable {
    private let bytes: [UInt8]
    private var offset = 0

    package init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    package var isAtEnd: Bool { offset == bytes.count }

    /// What was not read yet.
    package var rest: ArraySlice<UInt8> { bytes[offset...] }

    package mutating func number<Number: FixedWidthInteger>(
        _ type: Number.Type = Number.self
    ) throws(UnpackingError) -> Number {
        let width = Number.bitWidth / 8
        guard bytes.count - offset >= width else { throw UnpackingError() }
        var number: Number = 0
        for index in 0..<width { number |= Number(truncatingIfNeeded: bytes[offset + index]) << (index * 8) }
        offset += width
        return number
    }

    package mutating func flag() throws(UnpackingError) -> Bool {
        switch try number(UInt8.self) {
        case 0: false
        case 1: true
        default: throw UnpackingError()
        }
    }

    package mutating func instant() throws(UnpackingError) -> Instant { Instant(microseconds: try number()) }

    package mutating func optionalInstant() throws(UnpackingError) -> Instant? { try flag() ? try instant() : nil }

    /// How many elements follow, each of at least `bytes` bytes: a damaged count must not reserve memory without end.
    package mutating func count(ofAtLeast bytes: Int) throws(UnpackingError) -> Int {
        let count = try number(Int64.self)
        guard count >= 0, count <= Int64((self.bytes.count - offset) / max(1, bytes)) else { throw UnpackingError() }
        return Int(count)
    }

    package mutating func numbers<Number: FixedWidthInteger>(
        _ type: Number.Type = Number.self
    ) throws(UnpackingError) -> [Number] {
        let count = try count(ofAtLeast: Number.bitWidth / 8)
        var numbers: [Number] = []
        numbers.reserveCapacity(count)
        for _ in 0..<count { numbers.append(try number()) }
        return numbers
    }

    package mutating func text() throws(UnpackingError) -> String {
        guard let text = String(validating: try numbers(UInt8.self), as: UTF8.self) else { throw UnpackingError() }
        return text
    }
}
