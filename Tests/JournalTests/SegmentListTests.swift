import Foundation
import Journal
import Readings
import Testing

@Suite("Times of segments")
struct SegmentListTests {
    /// What reading the segment says: independent of what is kept beside it.
    private static func read(_ path: String, upTo end: JournalPosition) throws -> [UInt64: [JournalRecord]] {
        var reader = try JournalReader(path: path, from: .start)
        var records: [UInt64: [JournalRecord]] = [:]
        _ = try reader.next(upTo: end, atMost: .max) { record, _, _ in
            records[record.position.segment, default: []].append(record)
        }
        return records
    }

    private static func expect(_ spans: [SegmentSpan], equal records: [UInt64: [JournalRecord]], _ what: String) {
        #expect(spans.map(\.segment) == records.keys.sorted(), "\(what)")
        for span in spans {
            let found = records[span.segment] ?? []
            let times = found.filter { $0.kind == .message }.map(\.header.received)
            #expect(span.records == found.count, "\(what)")
            #expect(span.messages == times.count, "\(what)")
            #expect(span.earliest == times.min(), "\(what)")
            #expect(span.latest == times.max(), "\(what)")
            #expect(span.damagedBytes == 0, "\(what)")
        }
    }

    /// Clocks go back: the times of a segment are neither in order nor apart from its neighbours'.
    private static func disorderly(_ folder: TemporaryFolder) throws -> JournalPosition {
        var writer = try JournalWriter(path: folder.path, segmentBytes: 1500)
        _ = try writer.appendConnection(at: Instant(microseconds: -99), isSessionPresent: false)
        for number in 1...60 {
            var message = TestMessage(number)
            message.header.received = Instant(microseconds: Int64(number * 7919 % 101) * 1_000_000)
            try writer.append(message)
            _ = try writer.commit()
        }
        return writer.committed
    }

    @Test("a list of segments tells the earliest and latest receive time of each, plain, compressed or damaged beside")
    func times() throws {
        let folder = try TemporaryFolder()
        let end = try Self.disorderly(folder)
        let records = try Self.read(folder.path, upTo: end)
        try #require(records.count > 3)
        Self.expect(try JournalReader.segments(ofJournalAt: folder.path), equal: records, "as written")
        let sidecars = try folder.names().filter { $0.hasSuffix(".kbi") }
        #expect(sidecars.count == records.count - 1)
        // Every damage to what is noted is noticed, and the segment is read instead. Nothing is written by that.
        let first = sidecars[0]
        let sound = try folder.bytes(first)
        for index in sound.indices {
            var damaged = sound
            damaged[index] ^= 1 << UInt8(index % 8)
            try folder.write(damaged, to: first)
            Self.expect(try JournalReader.segments(ofJournalAt: folder.path), equal: records, "byte \(index)")
            #expect(try folder.bytes(first) == damaged)
        }
        for length in 0..<sound.count {
            try folder.write(Array(sound.prefix(length)), to: first)
            Self.expect(try JournalReader.segments(ofJournalAt: folder.path), equal: records, "\(length) bytes")
        }
        // Housekeeping writes it again, and that of one which is gone.
        try folder.remove(sidecars[1])
        let housekeeping = try JournalHousekeeping(path: folder.path)
        #expect(try housekeeping.survey() == .surveyed(segment: 1))
        #expect(try housekeeping.survey() != nil)
        #expect(try housekeeping.survey() == nil)
        #expect(try folder.bytes(first) == sound)
        while try housekeeping.compress(writtenBefore: .distantFuture) != nil {}
        let compressed = try JournalReader.segments(ofJournalAt: folder.path)
        Self.expect(compressed, equal: records, "compressed")
        #expect(compressed.dropLast().allSatisfy { $0.isCompressed && $0.storedBytes > 0 })
        #expect(try folder.names().allSatisfy { !$0.hasSuffix(".kbi") })
    }

    @Test("the writer knows the span of the segment that it writes, also after a restart")
    func writersSpan() throws {
        let folder = try TemporaryFolder()
        #expect(try JournalWriter(path: folder.path).span == nil)
        for start in stride(from: 0, to: 60, by: 20) {
            var writer = try JournalWriter(path: folder.path, segmentBytes: 1500)
            for number in start..<start + 20 {
                try writer.append(TestMessage(number))
                _ = try writer.commit()
                var listed = try #require(try JournalReader.segments(ofJournalAt: folder.path).last)
                listed.lastWritten = nil
                #expect(writer.span == listed)
            }
        }
    }

    @Test("reading the segments that may hold a time finds every message of it")
    func window() throws {
        let folder = try TemporaryFolder()
        let end = try Self.disorderly(folder)
        let wanted = Instant(microseconds: 20_000_000)..<Instant(microseconds: 30_000_000)
        let expected = try Self.read(folder.path, upTo: end).values.joined()
            .filter { $0.kind == .message && wanted.contains($0.header.received) }
        var found: [JournalRecord] = []
        for span in try JournalReader.segments(ofJournalAt: folder.path)
        where span.mayHoldMessages(from: wanted.lowerBound, before: wanted.upperBound) {
            var reader = try JournalReader(path: folder.path, fromSegment: span.segment)
            _ = try reader.next(upTo: span.end, atMost: .max) { record, _, _ in
                if record.kind == .message, wanted.contains(record.header.received) { found.append(record) }
            }
            #expect(reader.position == span.end)
        }
        #expect(Set(found) == Set(expected) && found.count == expected.count)
        #expect(!found.isEmpty)
    }

    @Test("segments are removed from the oldest on, by age or by size, never the newest")
    func retention() throws {
        let folder = try TemporaryFolder()
        let end = try Self.disorderly(folder)
        let spans = try JournalReader.segments(ofJournalAt: folder.path)
        for (index, span) in spans.enumerated() {
            try folder.setModified(SegmentName.name(of: span.segment), secondsSince1970: 1_000_000 + index * 1000)
        }
        let housekeeping = try JournalHousekeeping(path: folder.path)
        // A compressed one keeps its age.
        _ = try housekeeping.compress(writtenBefore: Instant(microseconds: 1_000_000_500_000))
        let age = Instant(microseconds: 1_001_500_000_000)
        for segment in spans.prefix(2).map(\.segment) {
            guard case .removed(segment, _)? = try housekeeping.remove(writtenBefore: age, keepingAtMost: nil) else {
                return #expect(Bool(false), "segment \(segment) is old enough")
            }
        }
        #expect(try housekeeping.remove(writtenBefore: age, keepingAtMost: nil) == nil)
        #expect(
            try JournalReader.segments(ofJournalAt: folder.path).map(\.segment) == spans.dropFirst(2).map(\.segment))
        // A reader of what is gone goes on with the oldest that is left.
        var reader = try JournalReader(path: folder.path, from: JournalPosition(segment: 1, offset: 500))
        var first: UInt64?
        _ = try reader.next(upTo: end, atMost: 1) { record, _, _ in first = record.ordinal }
        #expect(first == spans[2].segment)

        let kept = spans.dropFirst(2).reduce(0) { $0 + $1.storedBytes }
        #expect(try housekeeping.remove(writtenBefore: nil, keepingAtMost: kept) == nil)
        #expect(try housekeeping.remove(writtenBefore: nil, keepingAtMost: kept - 1) != nil)
        while try housekeeping.remove(writtenBefore: .distantFuture, keepingAtMost: 0) != nil {}
        #expect(try JournalReader.segments(ofJournalAt: folder.path).map(\.segment) == [end.segment])
        #expect(try folder.names().filter { $0.hasPrefix("0") } == [SegmentName.name(of: end.segment)])
    }
}
