package import Disk
package import Readings

/// What housekeeping did in one step, for a log line.
package enum HousekeepingStep: Hashable, Sendable, CustomStringConvertible {
    case compressed(segment: UInt64, plainBytes: Int64, storedBytes: Int64)
    /// A damaged segment is not compressed: it stays for a person to look at. Said once.
    case leftPlain(segment: UInt64, damagedBytes: Int64)
    /// Its messages are gone.
    case removed(segment: UInt64, storedBytes: Int64)
    /// What is known of its times was missing or damaged, and was written again.
    case surveyed(segment: UInt64)

    package var description: String {
        switch self {
        case .compressed(let segment, let plain, let stored):
            "\(SegmentName.name(of: segment)) is compressed: \(Self.mebibytes(stored)) MiB in place of "
                + "\(Self.mebibytes(plain))"
        case .leftPlain(let segment, let damaged):
            "\(SegmentName.name(of: segment)) is not compressed: \(damaged) bytes of it are damaged; the records "
                + "around them are kept"
        case .removed(let segment, let stored):
            "journal segment \(segment), \(Self.mebibytes(stored)) MiB, is removed as retention.days or "
                + "retention.gigabytes says"
        case .surveyed(let segment): "\(SegmentName.name(of: segment)): its receive times are noted again"
        }
    }

    private static func mebibytes(_ bytes: Int64) -> String {
        let tenths = (bytes * 10 + 1 << 19) >> 20
        return "\(tenths / 10).\(tenths % 10)"
    }
}

/// Compresses and removes old segments of a journal, beside its writer and its readers, one segment a call. It never
/// touches the newest segment, and waits for nobody: a reader of a replaced or removed segment reads on in what it holds
/// open.
///
/// Only the process that holds the journal's lock may do this, after it opened the journal.
package struct JournalHousekeeping: ~Copyable, Sendable {
    private let folder: Directory
    private let frameBytes: Int64

    /// - Parameter frameBytes: plain bytes of a frame; the smaller, the less one damaged byte costs.
    package init(path: String, frameBytes: Int64 = usualFrameBytes) throws(DiskError) {
        folder = try Directory(path: path)
        self.frameBytes = frameBytes
    }

    package static let usualFrameBytes = CompressedFrame.usualPlainBytes

    /// Compresses the oldest plain segment that was last written before `instant`.
    /// - Returns: nil when there is none.
    package func compress(writtenBefore instant: Instant) throws -> HousekeepingStep? {
        for segment in try SegmentName.segments(in: folder).dropLast() {
            guard let form = try SegmentListing.form(of: segment, in: folder), !form.isCompressed,
                form.status.bytes > 0, form.status.modified < instant
            else { continue }
            // A damaged segment is looked at once.
            if let known = try SegmentListing.knownSpan(of: segment, in: folder), known.damagedBytes > 0 { continue }
            let survey = try SegmentSurvey(segment, status: form.status, in: folder, frameBytes: frameBytes)
            guard let compression = SegmentCompression(survey) else {
                try SpanFile.write(survey.span, counts: survey.counts, in: folder)
                return .leftPlain(segment: segment, damagedBytes: survey.span.damagedBytes)
            }
            let stored = try compression.run(in: folder)
            return .compressed(segment: segment, plainBytes: survey.span.plainBytes, storedBytes: stored)
        }
        return nil
    }

    /// Removes the oldest segment when it was last written before `instant`, or when all segments together take more
    /// than `bytes` on the disk. Only ever the oldest, so that a journal has no holes.
    /// - Returns: nil when nothing is to be removed.
    package func remove(writtenBefore instant: Instant?, keepingAtMost bytes: Int64?) throws -> HousekeepingStep? {
        let segments = try SegmentName.segments(in: folder)
        guard segments.count > 1, let oldest = segments.first,
            let form = try SegmentListing.form(of: oldest, in: folder)
        else { return nil }
        let lastWritten = try SegmentListing.knownSpan(of: oldest, in: folder)?.lastWritten ?? form.status.modified
        let isOld = instant.map { lastWritten < $0 } ?? false
        guard try isOld || bytes.map({ try storedBytes(of: segments) > $0 }) ?? false else { return nil }
        let names = [
            SegmentName.name(of: oldest), SegmentName.compressedName(of: oldest), SegmentName.spanName(of: oldest),
        ]
        for name in names where try folder.status(of: name) != nil { try folder.remove(name) }
        try folder.sync()
        return .removed(segment: oldest, storedBytes: form.status.bytes)
    }

    /// Notes the receive times of a sealed segment of which nothing sound is noted.
    /// - Returns: nil when all are known.
    package func survey() throws -> HousekeepingStep? {
        for segment in try SegmentName.segments(in: folder).dropLast() {
            guard try SegmentListing.knownSpan(of: segment, in: folder) == nil,
                let survey = try SegmentListing.survey(segment, in: folder, frameBytes: frameBytes)
            else { continue }
            try SpanFile.write(survey.span, counts: survey.counts, in: folder)
            return .surveyed(segment: segment)
        }
        return nil
    }

    private func storedBytes(of segments: [UInt64]) throws(DiskError) -> Int64 {
        var sum: Int64 = 0
        for segment in segments {
            sum += try folder.status(of: SegmentName.name(of: segment))?.bytes ?? 0
            sum += try folder.status(of: SegmentName.compressedName(of: segment))?.bytes ?? 0
        }
        return sum
    }
}
