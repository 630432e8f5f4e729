package import Disk

/// Segments are named by the ordinal of their first record: `0000000000000001.kbj`, so that names sort by time.
package enum SegmentName {
    private static let digits = 16
    private static let ending = ".kbj"

    package static func name(of segment: UInt64) -> String {
        let number = String(segment)
        return String(repeating: "0", count: max(0, digits - number.count)) + number + ending
    }

    package static func segment(named name: String) -> UInt64? {
        guard name.hasSuffix(ending), let segment = UInt64(name.dropLast(ending.count)), Self.name(of: segment) == name
        else { return nil }
        return segment
    }

    /// The segments in a journal's folder, oldest first.
    package static func segments(in folder: borrowing Directory) throws(DiskError) -> [UInt64] {
        try folder.names().compactMap(segment(named:)).sorted()
    }
}
