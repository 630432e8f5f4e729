internal import Disk
internal import Readings

extension JournalReader {
    /// All segments of a journal, oldest first, with the receive times of their messages: whoever wants the messages of
    /// some days reads only the segments that may hold them, from `span.start` up to `span.end`. A segment that is
    /// sealed is not read for this, unless what is kept of it is missing. Nothing is written.
    ///
    /// The newest segment is read whole, as it stands; its writer knows better (`JournalWriter.span`).
    /// - Throws: `DiskError`; `JournalError.laterVersion`.
    package static func segments(ofJournalAt path: String) throws -> [SegmentSpan] {
        let folder = try Directory(path: path)
        var spans: [SegmentSpan] = []
        for segment in try SegmentName.segments(in: folder) {
            if let span = try SegmentListing.span(of: segment, in: folder) { spans.append(span) }
        }
        return spans
    }

    /// Opens the journal in the folder `path` at the beginning of a segment; where that was removed, at the oldest after
    /// it.
    package init(path: String, fromSegment segment: UInt64) throws {
        try self.init(path: path, from: JournalPosition(segment: segment, offset: 0))
    }
}

enum SegmentListing {
    /// What is known of a segment; nil when it was removed meanwhile.
    static func span(of segment: UInt64, in folder: borrowing Directory) throws -> SegmentSpan? {
        do {
            return try knownSpan(of: segment, in: folder) ?? survey(segment, in: folder)?.span
        } catch let error as DiskError where error.isMissing {
            return nil
        }
    }

    /// The form that readers use, and its file.
    static func form(of segment: UInt64, in folder: borrowing Directory) throws(DiskError)
        -> (isCompressed: Bool, status: FileStatus)?
    {
        if let status = try folder.status(of: SegmentName.name(of: segment)) { return (false, status) }
        return try folder.status(of: SegmentName.compressedName(of: segment)).map { (true, $0) }
    }

    /// What is written down about a segment; nil when it must be read.
    static func knownSpan(of segment: UInt64, in folder: borrowing Directory) throws -> SegmentSpan? {
        guard let form = try form(of: segment, in: folder) else { return nil }
        if form.isCompressed {
            let file = try InputFile(SegmentName.compressedName(of: segment), in: folder)
            let start = try file.bytes(at: 0, count: CompressedHeader.bytes)
            switch CompressedHeader.judge(start.span) {
            case .sound(let header):
                return SegmentSpan(
                    segment: segment, isCompressed: true, storedBytes: form.status.bytes,
                    plainBytes: header.plainBytes, lastWritten: header.lastWritten, counts: header.counts,
                    damagedBytes: 0)
            case .laterVersion(let version): throw JournalError.laterVersion(path: file.path, version: version)
            case .damaged: break
            }
        }
        return try SpanFile.read(segment, isCompressed: form.isCompressed, status: form.status, in: folder)
    }

    static func survey(
        _ segment: UInt64, in folder: borrowing Directory, frameBytes: Int64 = CompressedFrame.usualPlainBytes
    ) throws -> SegmentSurvey? {
        guard let form = try form(of: segment, in: folder) else { return nil }
        return try SegmentSurvey(segment, status: form.status, in: folder, frameBytes: frameBytes)
    }
}
