internal import Readings

/// The last row of the manifest, which vouches for the rows above it: under the manifest's own name their number, the
/// SHA-256 of all bytes in front of the row, and the newest time of writing. It stands inside the file, because two files
/// cannot be replaced in one step; to every reader of CSV it is a row like the others.
///
/// The row follows from what stands in front of it, so that one changed byte anywhere, in the row too, is found.
enum ManifestSum {
    /// In the column `reason`.
    static let reason = "sum"

    static func row(of front: [UInt8], entries: [String: ManifestEntry]) -> [UInt8] {
        var digest = FileDigest()
        digest.update(front)
        let writtenAt = entries.values.lazy.map(\.writtenAt).max() ?? Instant(microseconds: 0)
        return Array(
            "\(Manifest.fileName),1,\(reason),\(entries.count),\(digest.hexadecimal),\(writtenAt.iso8601),\n".utf8)
    }
}

/// What `Manifest.read` found.
package struct ManifestReading: Hashable, Sendable {
    package enum Sum: Hashable, Sendable {
        case sound
        /// The manifest ends without its sum: it was written before there was one, or is cut off.
        case absent
        /// The sum does not belong to the bytes in front of it.
        case broken
    }

    package var manifest = Manifest()
    /// The lines, counted from 1, of rows that cannot be read; the line of column names among them.
    package var damagedLines: [Int] = []
    package var sum = Sum.absent

    package init() {}

    package var damagedRows: Int { damagedLines.count }
    package var isSound: Bool { damagedLines.isEmpty && sum != .broken }
}
