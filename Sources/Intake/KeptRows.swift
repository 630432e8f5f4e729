import Readings

/// Rows of a published file whose days are not computed again: those before and those after the ones that are. A row
/// belongs to the day of its window's last instant.
struct KeptRows: Sendable {
    private(set) var before: [UInt8] = []
    private(set) var after: [UInt8] = []
    private(set) var countBefore = 0
    private(set) var countAfter = 0

    init(_ content: [UInt8], outside computed: Range<Instant>) {
        var start = (content.firstIndex(of: UInt8(ascii: "\n")) ?? content.count - 1) + 1
        while start < content.count {
            let end = (content[start...].firstIndex(of: UInt8(ascii: "\n")) ?? content.count - 1) + 1
            if let last = Self.windowEnd(content[start..<end])?.advanced(byMicroseconds: -1) {
                if last < computed.lowerBound {
                    before.append(contentsOf: content[start..<end])
                    countBefore += 1
                } else if last >= computed.upperBound {
                    after.append(contentsOf: content[start..<end])
                    countAfter += 1
                }
            }
            start = end
        }
    }

    /// The second column of every table of windows.
    private static func windowEnd(_ row: ArraySlice<UInt8>) -> Instant? {
        let columns = row.split(separator: UInt8(ascii: ","), maxSplits: 2, omittingEmptySubsequences: false)
        guard columns.count == 3 else { return nil }
        return Instant(iso8601: String(decoding: columns[1], as: UTF8.self))
    }
}
