/// The bits of compressed bytes, from the lowest of each byte on (RFC 1951 section 3.1.1).
struct DeflateInput {
    private let fill: LineReader.Fill
    private var bytes: [UInt8]
    private var next = 0
    private var bits: UInt64 = 0
    private var count = 0
    private var isAtEnd = false
    /// What the source threw; it comes out in place of the end.
    private(set) var failure: (any Error)?

    /// - Parameter bytes: what was read of the source before.
    init(_ bytes: [UInt8], fill: @escaping LineReader.Fill) {
        self.bytes = bytes
        self.fill = fill
    }

    /// At least the next 15 bits; beyond the end there are zeros.
    mutating func peek() throws(GzipError) -> UInt64 {
        if count < 15 { load() }
        return bits
    }

    mutating func drop(_ number: Int) throws(GzipError) {
        guard number <= count else { throw .cutShort }
        bits >>= UInt64(number)
        count -= number
    }

    /// The next bits, at most 32.
    mutating func take(_ number: Int) throws(GzipError) -> Int {
        if count < number { load() }
        let value = Int(bits & (1 << UInt64(number) - 1))
        try drop(number)
        return value
    }

    /// Goes on at the next whole byte.
    mutating func align() {
        bits >>= UInt64(count % 8)
        count -= count % 8
    }

    /// Appends so many bytes, from the next whole byte on.
    mutating func copy(_ number: Int, to output: inout [UInt8]) throws(GzipError) {
        for _ in 0..<number { output.append(UInt8(try take(8))) }
    }

    /// Whether anything is left. A member of gzip may follow another one.
    mutating func hasMore() -> Bool {
        if count < 8 { load() }
        return count >= 8
    }

    private mutating func load() {
        while count <= 48 {
            if next == bytes.count {
                guard !isAtEnd else { return }
                bytes.removeAll(keepingCapacity: true)
                next = 0
                do {
                    if try fill(&bytes) == 0 { isAtEnd = true }
                } catch {
                    failure = error
                    isAtEnd = true
                }
                if bytes.isEmpty { return }
            }
            bits |= UInt64(bytes[next]) << UInt64(count)
            next += 1
            count += 8
        }
    }
}

/// Why compressed bytes cannot be unpacked.
enum GzipError: Error, Equatable, Sendable {
    /// They are not what gzip writes, or the checksum differs.
    case damaged
    /// They end too early: a recording that was ended by force, or a copy that was broken off.
    case cutShort
}
