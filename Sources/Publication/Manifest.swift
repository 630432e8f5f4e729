package import Readings

/// Why a file was written.
package enum RevisionReason: String, Hashable, Sendable, CaseIterable {
    /// The file did not exist before.
    case first
    /// Readings arrived for it.
    case update
    /// Its last window ended.
    case closed
    /// A reading came after its windows were published.
    case late
    /// Its days were computed again from the journal.
    case rebuild
    /// The file was found without a sound row in the manifest, after a crash.
    case recovered
    /// Not written but read: a feed that the summaries were made from.
    case source
}

/// What the manifest says of one file.
package struct ManifestEntry: Hashable, Sendable {
    /// 1 for the first content, and 1 more for each other content since.
    package var revision: Int
    package var reason: RevisionReason
    /// Without the line of column names; for a feed its messages.
    package var rows: Int
    /// 64 hexadecimal digits.
    package var sha256: String
    package var writtenAt: Instant
    /// When the file was declared final; nil while it may change.
    package var sealedAt: Instant?

    package init(
        revision: Int, reason: RevisionReason, rows: Int, sha256: String, writtenAt: Instant, sealedAt: Instant? = nil
    ) {
        self.revision = revision
        self.reason = reason
        self.rows = rows
        self.sha256 = sha256
        self.writtenAt = writtenAt
        self.sealedAt = sealedAt
    }
}

/// The list of all published files, `manifest.csv`: what a reader may rely on, and what changed since the last look.
package struct Manifest: Hashable, Sendable {
    package static let fileName = "manifest.csv"
    /// In front of a feed's name in the column `file`, so that no feed is taken for a published file.
    package static let sourcePrefix = "feed:"

    /// By path below the data folder, or `feed:` and a name.
    package var entries: [String: ManifestEntry] = [:]

    package init() {}
}
