import Journal
import Pipeline
import Readings
import TimeWindows

/// What part of all records a journal still holds.
struct JournalExtent: Sendable {
    private(set) var whole = WholeDays.all

    /// Every record there ever was.
    init() {}

    init(_ journal: String, _ settings: CorridorSettings) throws {
        let segments = try JournalReader.segments(ofJournalAt: journal)
        // Records are counted from 1, and a segment is named by its first.
        guard let first = segments.first, first.segment > 1 else { return }
        // The oldest part holds records of both sides of what was removed, and a clock may have been wrong for a while: its
        // latest record is on the safe side, unless it is ahead of all that came later. A part of imported records is years
        // older by its messages than what was removed before it: when it was written tells that. Where time is virtual, its
        // writing is later than all its records, but nothing is ever removed.
        let latest = segments.compactMap { segment in
            segment.latest.map { max($0, segment.lastWritten ?? $0) } ?? segment.lastWritten
        }
        guard let oldest = latest.first, let newest = latest.dropFirst().max() ?? latest.first else { return }
        whole = WholeDays(recordsFrom: min(oldest, newest), settings)
    }

    /// Whether the journal holds all that a published file rests on.
    func covers(path: String) -> Bool {
        guard whole != .all else { return true }
        guard let range = path.firstRange(of: "day=") ?? path.firstRange(of: "in_month=") else { return false }
        var date = path[range.upperBound...].prefix { $0 != "/" }
        if date.count == 7 { date += "-01" }
        guard let day = CivilDate(String(date)) else { return false }
        let kind: DayToRebuild.Kind =
            path.hasPrefix("summaries/air/") ? .air : path.hasPrefix("summaries/charging/") ? .charging : .received
        return day.startUTC >= whole.first(kind)
    }
}
