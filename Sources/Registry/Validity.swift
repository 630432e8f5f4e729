import Readings

/// The span in which a row holds; nothing that reads `from` and `to` lets one come before the other.
func span(from: Instant?, to: Instant?) -> Range<Instant> {
    let start = from ?? .distantPast
    return start..<max(start, to ?? .distantFuture)
}

/// Rows of one key that hold at the same time, as pairs of offsets: each row that begins before an earlier one of its key
/// has ended, with that earlier one. The earlier line of the file comes first in a pair.
func overlaps(_ rows: [(key: String, span: Range<Instant>)]) -> [(first: Int, second: Int)] {
    var offsetsByKey: [String: [Int]] = [:]
    for (offset, row) in rows.enumerated() { offsetsByKey[row.key, default: []].append(offset) }
    var pairs: [(first: Int, second: Int)] = []
    for offsets in offsetsByKey.values where offsets.count > 1 {
        let byStart = offsets.sorted { (rows[$0].span.lowerBound, $0) < (rows[$1].span.lowerBound, $1) }
        var longest = byStart[0]
        for offset in byStart.dropFirst() {
            if rows[offset].span.lowerBound < rows[longest].span.upperBound {
                pairs.append((min(longest, offset), max(longest, offset)))
            }
            if rows[offset].span.upperBound > rows[longest].span.upperBound { longest = offset }
        }
    }
    return pairs.sorted { ($0.second, $0.first) < ($1.second, $1.first) }
}

/// `from 2026-03-02T00:00:00Z to no end`.
func told(_ span: Range<Instant>) -> String {
    let start = span.lowerBound == .distantPast ? "no start" : span.lowerBound.iso8601
    let end = span.upperBound == .distantFuture ? "no end" : span.upperBound.iso8601
    return "from \(start) to \(end)"
}

/// `2026-03-02` for midnight UTC, else `2026-03-02T08:00:00Z`: the shorter of the two spellings that `from` and `to` take.
func dateOrStamp(_ instant: Instant) -> String {
    let date = CivilDate(of: instant)
    return date.startUTC == instant ? date.text : instant.iso8601
}
