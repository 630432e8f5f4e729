import Disk

/// A source of bytes that unpacks another one.
struct GzipFill {
    private let inflater: GzipInflater
    private let fill: LineReader.Fill
    /// Read before it was known that the file is compressed.
    private var first: [UInt8]
    private var isAtEnd = false
    /// Waits until everything before it was given out.
    private var failure: GzipError?

    init(_ first: [UInt8], fill: @escaping LineReader.Fill) throws(GzipError) {
        inflater = try GzipInflater()
        self.first = first
        self.fill = fill
    }

    /// Appends the next piece and returns how many bytes; 0 at the end.
    mutating func fill(_ buffer: inout [UInt8]) throws -> Int {
        let before = buffer.count
        while buffer.count == before, !isAtEnd {
            var compressed = first
            first = []
            if compressed.isEmpty { isAtEnd = try fill(&compressed) == 0 }
            do throws(GzipError) {
                if isAtEnd { try inflater.finish() } else { try inflater.append(compressed, to: &buffer) }
            } catch {
                failure = error
                isAtEnd = true
            }
        }
        if buffer.count == before, let failure { throw failure }
        return buffer.count - before
    }
}
