internal import Readings

extension Finding {
    /// What does not hold, where, and what to do.
    package var sentence: String {
        switch self {
        case .manifestMissing, .manifestUnreadable, .manifestRow, .manifestSum: manifestSentence
        case .fileMissing, .fileUnreadable, .fileDigest, .fileRows, .fileUnlisted, .notAFile: fileSentence
        case .journalMissing, .journalUnreadable, .journalDamage, .journalTail, .journalGap, .journalOrder:
            journalSentence
        case .balanceColumn, .balanceRow, .balanceDifference, .balanceDay, .balanceFeeds, .balanceWindows:
            balanceSentence
        case .rebuildFailed, .rebuiltOnly, .publishedOnly, .rebuiltDiffers: rebuildSentence
        }
    }

    private var manifestSentence: String {
        switch self {
        case .manifestMissing:
            "manifest.csv is not there, so nobody can say which files were published. The service makes it again from "
                + "the files at its next start."
        case .manifestUnreadable(let words): "manifest.csv cannot be read: \(words)."
        case .manifestRow(let line):
            "manifest.csv, line \(line): the row cannot be read; it was changed after it was written. The service makes "
                + "the manifest again from the files at its next start, and keeps this one as manifest.csv.damaged."
        default:
            "manifest.csv: its bytes are not those that its last row vouches for; it was changed after it was written. "
                + "Do not rely on any of its rows. The service makes it again from the files at its next start, and "
                + "keeps this one as manifest.csv.damaged."
        }
    }

    private var fileSentence: String {
        switch self {
        case .fileMissing(let path):
            "\(path) is gone: the manifest names it and it is not there. Rebuild its days, or bring it back from a copy."
        case .fileUnreadable(let path, let words): "\(path) cannot be read: \(words)."
        case .fileDigest(let path, let stated, let found):
            "\(path) is not the file that was published: its SHA-256 begins with \(found.prefix(12)), the manifest says "
                + "\(stated.prefix(12)). It was changed after it was written; rebuild its days."
        case .fileRows(let path, let stated, let found):
            "\(path) has \(Self.count(found, "row")), the manifest says \(stated). Its bytes are as they were published, "
                + "so the manifest's row is what is wrong."
        case .fileUnlisted(let path):
            "\(path) is not in the manifest: Kerbside did not publish it, or was ended before it noted it. Move it away if "
                + "it is not Kerbside's; else the service enters it at its next start."
        default:
            "\(file ?? "") is a link or a device where only files belong; readers must not rely on it. Remove it."
        }
    }

    private var journalSentence: String {
        switch self {
        case .journalMissing:
            "There is no journal beside these files, and the manifest names no feed: nobody can make them again. Bring "
                + "the folder journal back from a copy."
        case .journalUnreadable(let words): "The journal cannot be read: \(words)."
        case .journalDamage(let segment, let offset, let bytes, let lost):
            "journal/\(segment): \(Self.count(Int(bytes), "byte")) from byte \(offset) on are damaged; "
                + (lost.map(Self.lost) ?? "no record is lost by it")
                + ". The records around them are read. Bring the segment back from a copy if there is one."
        case .journalTail(let segment, let offset, let bytes):
            "journal/\(segment): \(Self.count(Int(bytes), "byte")) behind the last sound record, from byte \(offset) on, "
                + "hold no sound record. If the service was killed, they are a write that was never acknowledged, and it "
                + "cuts them off at its next start; else its last record is damaged. Bring the segment back from a copy."
        case .journalGap(let lost, let segment, let offset):
            "journal/\(segment): before byte \(offset), \(Self.lost(lost)), and no damaged bytes are in their place. A "
                + "segment was removed, or damage was cut off before (see journal/damaged). Bring it back from a copy."
        case .journalOrder(let ordinal, let expected, let segment, let offset):
            "journal/\(segment): the record at byte \(offset) has the number \(ordinal) where \(expected) was expected. "
                + "A segment of another journal is among these."
        default: ""
        }
    }

    private var balanceSentence: String {
        switch self {
        case .balanceColumn(let path, let column):
            "\(path) has no column \(column), so it cannot be added up. Rebuild its day."
        case .balanceRow(let path, let line, let words): "\(path), line \(line): \(words). Rebuild its day."
        case .balanceDifference(let path, let line, let source, let column, let computed, let printed):
            "\(path), line \(line), \(source): the columns give \(column) = \(computed), the file says \(printed), and "
                + "it must be 0. "
                + (computed == 0
                    ? "The file was changed; rebuild its day."
                    : "Something was lost or counted twice, or the file was changed: rebuild its day, and report a "
                        + "difference that stays.")
        case .balanceDay(let day, let stated, let journal):
            "On \(day.text) the journal received \(Self.count(journal, "message")), the balance tells of \(stated). "
                + "Rebuild the day, and report a difference that stays."
        case .balanceFeeds(let stated, let feeds):
            "The feeds have \(Self.count(feeds, "message")), the balance tells of \(stated). Make the summaries again."
        case .balanceWindows(let device, let inWindows, let rows):
            "\(device): the balance says that \(Self.count(inWindows, "reading")) stand in windows, the rows of air/hour "
                + "count \(rows). Rebuild its days, and report a difference that stays."
        default: ""
        }
    }

    private var rebuildSentence: String {
        switch self {
        case .rebuildFailed(let words): "The files could not be made again: \(words)."
        case .rebuiltOnly(let path):
            "\(path) is not published, and a rebuild makes it. \(Self.rebuildRemedy)"
        case .publishedOnly(let path):
            "\(path) is published, and a rebuild does not make it. \(Self.rebuildRemedy)"
        case .rebuiltDiffers(let path, let difference):
            "\(path), \(difference.words). \(Self.rebuildRemedy)"
        default: ""
        }
    }

    private static let rebuildRemedy =
        "If the service was killed, start it and let it end in order; else rebuild the day, and compare the registry."

    private static func lost(_ ordinals: ClosedRange<UInt64>) -> String {
        ordinals.count == 1
            ? "record \(ordinals.lowerBound) is lost"
            : "up to \(ordinals.count) records are lost (\(ordinals.lowerBound) to \(ordinals.upperBound))"
    }

    static func count(_ number: Int, _ word: String) -> String { "\(number) \(word)\(number == 1 ? "" : "s")" }
}
