import Disk

/// A feed that is compressed with gzip while it is written. What was appended can be read before the end is there.
package struct GzipOutput {
    private let deflater: GzipDeflater

    /// Nil when the library has no memory left.
    package init?() {
        guard let deflater = try? GzipDeflater() else { return nil }
        self.deflater = deflater
    }

    /// Appends a piece, compressed. Pieces of about a mebibyte compress best.
    package func append(_ text: [UInt8], to file: inout [UInt8]) { deflater.append(text, to: &file) }

    /// Appends the end of the file; nothing may follow.
    package func finish(to file: inout [UInt8]) { deflater.finish(to: &file) }
}
