package import Disk

/// Segments are named by the ordinal of their first record: `0000000000000001.kbj`, so that names sort by time. A
/// compressed one ends in `.kbz`; what is known of a segment's times is kept beside it, ending in `.kbi`.
package enum SegmentName {
    private static let digits = 16
    private static let plainEnding = ".kbj"
    static let compressedEnding = ".kbz"
    private static let spanEnding = ".kbi"

    package static func name(of segment: UInt64) -> String { padded(segment) + plainEnding }

    package static func compressedName(of segment: UInt64) -> String { padded(segment) + compressedEnding }

    package static func spanName(of segment: UInt64) -> String { padded(segment) + spanEnding }

    private static func padded(_ segment: UInt64) -> String {
        let number = String(segment)
        return String(repeating: "0", count: max(0, digits - number.count)) + number
    }

    package static func segment(named name: String) -> UInt64? { number(in: name, ending: plainEnding) }

    package static func segment(compressedAs name: String) -> UInt64? { number(in: name, ending: compressedEnding) }

    static func segment(ofSpan name: String) -> UInt64? { number(in: name, ending: spanEnding) }

    private static func number(in name: String, ending: String) -> UInt64? {
        guard name.hasSuffix(ending), let segment = UInt64(name.dropLast(ending.count)),
            padded(segment) + ending == name
        else { return nil }
        return segment
    }

    /// The segments in a journal's folder in either form, oldest first.
    package static func segments(in folder: borrowing Directory) throws(DiskError) -> [UInt64] {
        var found: Set<UInt64> = []
        for name in try folder.names() {
            if let segment = segment(named: name) ?? segment(compressedAs: name) { found.insert(segment) }
        }
        return found.sorted()
    }
}
