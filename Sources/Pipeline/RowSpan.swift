import Readings

/// Which windows of a series or a connector have a row.
struct RowSpan {
    /// Empty windows end this long after a device's own last record (design, section 3).
    static let silenceShown: Int64 = 7 * Microseconds.day

    /// Empty windows have rows from here …
    var start: Instant?
    /// … to here.
    var end: Instant
    /// Windows that end later are still open and are not written.
    var horizon: Instant

    func includes(_ window: Range<Instant>, hasData: Bool) -> Bool {
        guard window.upperBound <= horizon else { return false }
        if hasData { return true }
        guard let start else { return false }
        return window.upperBound > start && window.upperBound <= end
    }
}
