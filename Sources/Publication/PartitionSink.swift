internal import Disk

/// Takes the bytes of one partition, and passes them on to its file in pieces, so that a partition of any size needs
/// little memory.
package struct PartitionSink: ~Copyable {
    static let pieceBytes = 256 << 10

    /// Append the bytes of rows here, then call `endRow` (or `flushIfNeeded` now and then).
    package var buffer: [UInt8] = []
    /// Rows so far, without the line of column names.
    package var rows = 0

    private let file: OutputFile
    /// Of everything that was passed on.
    private(set) var digest = FileDigest()

    init(_ file: consuming OutputFile) {
        self.file = file
        buffer.reserveCapacity(Self.pieceBytes + 4096)
    }

    /// Counts a row, whose bytes are in `buffer` already.
    @inline(__always)
    package mutating func endRow() throws {
        rows += 1
        try flushIfNeeded()
    }

    /// Passes the bytes on when there are enough for a piece.
    @inline(__always)
    package mutating func flushIfNeeded() throws {
        if buffer.count >= Self.pieceBytes { try flush() }
    }

    mutating func flush() throws {
        guard !buffer.isEmpty else { return }
        digest.update(buffer)
        try file.write(buffer.span)
        buffer.removeAll(keepingCapacity: true)
    }

    borrowing func sync() throws { try file.dataSync() }
}
