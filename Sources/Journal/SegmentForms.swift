internal import Disk

/// Tidies what a crash during compression left: unfinished files, and segments in both forms.
enum SegmentForms {
    /// Only the writer, who holds the journal's lock, may do this.
    static func settle(in folder: borrowing Directory) throws {
        let names = try folder.names()
        var isChanged = false
        for name in names where Directory.isTemporaryName(name) {
            try folder.remove(name)
            isChanged = true
        }
        let plain = Set(names.compactMap(SegmentName.segment(named:)))
        let newest = plain.max()
        for name in names {
            guard let segment = SegmentName.segment(compressedAs: name), plain.contains(segment) else { continue }
            // The newest is written to, so it stays plain. Of another one the plain form goes once all is in the other.
            let isReplaced = try segment != newest && holdsAll(of: segment, in: folder)
            try folder.remove(isReplaced ? SegmentName.name(of: segment) : name)
            isChanged = true
        }
        if isChanged { try folder.sync() }
    }

    private static func holdsAll(of segment: UInt64, in folder: borrowing Directory) throws -> Bool {
        let stored = try InputFile(SegmentName.compressedName(of: segment), in: folder)
        let layout = try CompressedLayout(of: stored)
        guard layout.isWhole, try folder.status(of: SegmentName.name(of: segment))?.bytes == layout.plainBytes else {
            return false
        }
        for frame in layout.frames where try frame.bytes(in: stored) == nil { return false }
        return true
    }
}
