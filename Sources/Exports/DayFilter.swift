import Publication
import Readings

/// The rows of some days, for files that hold more than a day: those whose window has its last instant in them, as files
/// have it; of sessions and other rows without a window, those that begin in them.
struct DayFilter {
    private let from: Instant
    private let end: Instant
    private let isOpen: Bool
    private let windowEnd: Int?
    private let start: Int?

    init(_ selection: RowSelection, _ rows: borrowing TableFile) {
        from = selection.from?.startUTC ?? .distantPast
        end = selection.to?.adding(days: 1).startUTC ?? .distantFuture
        isOpen = selection.from == nil && selection.to == nil
        windowEnd = rows.column("window_end")
        start = rows.column("plug_in") ?? rows.column("start")
    }

    func takes(_ rows: borrowing TableFile) -> Bool {
        guard !isOpen, let column = windowEnd ?? start,
            let instant = Instant(iso8601: rows.bytes.span.extracting(rows.range(column)))
        else { return true }
        let last = windowEnd == nil ? instant : instant.advanced(byMicroseconds: -1)
        return from <= last && last < end
    }
}
