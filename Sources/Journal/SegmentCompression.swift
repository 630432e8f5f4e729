internal import Disk
internal import Readings

/// Writes the compressed form of a segment, and only then removes the plain one.
struct SegmentCompression {
    let survey: SegmentSurvey
    let mark: UInt32

    /// Nil for a segment with damage: it stays as it is, for a person to look at.
    init?(_ survey: SegmentSurvey) {
        guard survey.isSound, let mark = survey.mark else { return nil }
        self.survey = survey
        self.mark = mark
    }

    /// A crash at any moment leaves the plain form, the compressed one, or both.
    /// - Returns: bytes of the compressed form.
    func run(in folder: borrowing Directory) throws -> Int64 {
        let segment = survey.span.segment
        let name = SegmentName.compressedName(of: segment)
        try folder.requireFileOrNothing(name)
        let plain = try InputFile(SegmentName.name(of: segment), in: folder)
        let file = try folder.makeTemporary(for: name, readers: .group)
        let bytes: Int64
        do {
            bytes = try write(plain, to: file)
            try file.dataSync()
            try folder.rename(Directory.temporaryName(for: name), to: name)
        } catch {
            try? folder.remove(Directory.temporaryName(for: name))
            throw error
        }
        try folder.sync()
        try folder.remove(SegmentName.name(of: segment))
        // The header of the compressed form tells the same.
        if try folder.status(of: SegmentName.spanName(of: segment)) != nil {
            try folder.remove(SegmentName.spanName(of: segment))
        }
        try folder.sync()
        return bytes
    }

    private func write(_ plain: borrowing InputFile, to file: borrowing OutputFile) throws -> Int64 {
        var buffer: [UInt8] = []
        CompressedHeader(
            mark: mark, firstOrdinal: survey.span.segment, plainBytes: survey.span.plainBytes, counts: survey.counts,
            lastWritten: survey.span.lastWritten ?? .distantPast
        ).append(to: &buffer)
        var written: Int64 = 0
        var start: Int64 = 0
        for end in survey.cuts {
            let bytes = try plain.bytes(at: start, count: Int(end - start))
            // The plain form is removed on the strength of this comparison.
            guard let compressed = Zstandard.compress(bytes.span), bytes.count == Int(end - start),
                Zstandard.decompress(compressed.span, count: bytes.count) == bytes
            else { throw JournalError.notCompressed(path: plain.path) }
            CompressedFrame.append(compressed, plain: start..<end, mark: mark, to: &buffer)
            try file.write(buffer.span)
            written += Int64(buffer.count)
            buffer.removeAll(keepingCapacity: buffer.capacity <= 8 << 20)
            start = end
        }
        return written
    }
}
