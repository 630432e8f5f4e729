package import Readings

/// One thing that does not hold. Its words (`sentence`) follow from it alone.
package enum Finding: Hashable, Sendable {
    // The manifest and the files that it names.
    case manifestMissing
    case manifestUnreadable(words: String)
    /// A row that cannot be read.
    case manifestRow(line: Int)
    /// The manifest's bytes are not those that its last row vouches for.
    case manifestSum
    case fileMissing(path: String)
    case fileUnreadable(path: String, words: String)
    case fileDigest(path: String, stated: String, found: String)
    case fileRows(path: String, stated: Int, found: Int)
    /// A file that no row names.
    case fileUnlisted(path: String)
    /// Something in the place of files that is neither a file nor a folder.
    case notAFile(path: String)

    // The journal.
    case journalMissing
    case journalUnreadable(words: String)
    /// `lost` are the ordinals that are missing there; nil when none is.
    case journalDamage(segment: String, offset: Int64, bytes: Int64, lost: ClosedRange<UInt64>?)
    /// Bytes behind the last sound record of the newest segment.
    case journalTail(segment: String, offset: Int64, bytes: Int64)
    case journalGap(lost: ClosedRange<UInt64>, segment: String, offset: Int64)
    case journalOrder(ordinal: UInt64, expected: UInt64, segment: String, offset: Int64)

    // The balances.
    case balanceColumn(path: String, column: String)
    case balanceRow(path: String, line: Int, words: String)
    /// A difference that is not 0, or is not what the row's own columns give.
    case balanceDifference(path: String, line: Int, source: String, column: String, computed: Int, printed: Int)
    case balanceDay(day: CivilDate, stated: Int, journal: Int)
    case balanceFeeds(stated: Int, feeds: Int)
    case balanceWindows(device: String, inWindows: Int, rows: Int)

    // The files made again.
    case rebuildFailed(words: String)
    case rebuiltOnly(path: String)
    case publishedOnly(path: String)
    case rebuiltDiffers(path: String, difference: FirstDifference)
}

extension Finding {
    /// A short name for programs.
    package var kind: String {
        switch self {
        case .manifestMissing: "manifest_missing"
        case .manifestUnreadable: "manifest_unreadable"
        case .manifestRow: "manifest_row"
        case .manifestSum: "manifest_sum"
        case .fileMissing: "file_missing"
        case .fileUnreadable: "file_unreadable"
        case .fileDigest: "file_sha256"
        case .fileRows: "file_rows"
        case .fileUnlisted: "file_unlisted"
        case .notAFile: "not_a_file"
        case .journalMissing: "journal_missing"
        case .journalUnreadable: "journal_unreadable"
        case .journalDamage: "journal_damage"
        case .journalTail: "journal_tail"
        case .journalGap: "journal_gap"
        case .journalOrder: "journal_order"
        case .balanceColumn: "balance_column"
        case .balanceRow: "balance_row"
        case .balanceDifference: "balance_difference"
        case .balanceDay: "balance_day"
        case .balanceFeeds: "balance_feeds"
        case .balanceWindows: "balance_windows"
        case .rebuildFailed: "rebuild_failed"
        case .rebuiltOnly: "rebuilt_only"
        case .publishedOnly: "published_only"
        case .rebuiltDiffers: "rebuilt_differs"
        }
    }

    /// The file or segment that it is about.
    package var file: String? {
        switch self {
        case .manifestMissing, .manifestUnreadable, .manifestRow, .manifestSum: "manifest.csv"
        case .fileMissing(let path), .fileUnreadable(let path, _), .fileDigest(let path, _, _),
            .fileRows(let path, _, _), .fileUnlisted(let path), .notAFile(let path), .balanceColumn(let path, _),
            .balanceRow(let path, _, _), .balanceDifference(let path, _, _, _, _, _), .rebuiltOnly(let path),
            .publishedOnly(let path), .rebuiltDiffers(let path, _):
            path
        case .journalDamage(let segment, _, _, _), .journalTail(let segment, _, _), .journalGap(_, let segment, _),
            .journalOrder(_, _, let segment, _):
            "journal/" + segment
        case .journalMissing, .journalUnreadable, .balanceDay, .balanceFeeds, .balanceWindows, .rebuildFailed: nil
        }
    }
}
