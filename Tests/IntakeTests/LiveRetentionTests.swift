import Foundation
import Journal
import Pipeline
import Readings
import Testing

@testable import Intake

/// Old parts of the journal are removed while the service runs.
@Suite("Days older than the journal")
struct LiveRetentionTests {
    private static let start = Instant(iso8601: "2026-03-03T10:05:00Z") ?? .distantPast

    private static func reading(hours: Int) -> LiveRecord {
        let at = start.advanced(byMicroseconds: Int64(hours) * Microseconds.hour)
        return LiveRecord(
            received: at, topic: "west/air/plain/aq-1",
            payload: "{\"ts\":\"\(at.iso8601)\",\"readings\":{\"no2\":\(hours % 90)}}")
    }

    /// Sixty days in many segments, of which housekeeping removed the first.
    private static func shortened() throws -> LiveRun {
        var run = try LiveRun(
            try LiveRegistry.tables(start: Self.start, move: .distantFuture), windows: [.hour, .day, .month, .year],
            segmentBytes: 4096)
        for day in 0..<60 { try run.append((0..<4).map { Self.reading(hours: day * 24 + $0 * 6) }) }
        try run.finishCounting()
        try Self.setWritten(run.folder.data.journal)
        try Self.remove(3, from: run.folder.data.journal)
        return run
    }

    private static func remove(_ count: Int, from journal: String) throws {
        let housekeeping = try JournalHousekeeping(path: journal)
        var removed = 0
        while removed < count, try housekeeping.remove(writtenBefore: nil, keepingAtMost: 1) != nil { removed += 1 }
        try #require(removed == count)
    }

    /// Each segment was written when its latest message came, or at `instant`.
    private static func setWritten(_ journal: String, at instant: Instant? = nil) throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: journal).filter { $0.hasSuffix(".kbj") }
            .sorted()
        for (name, span) in zip(names, try JournalReader.segments(ofJournalAt: journal)) {
            let written = try #require(instant ?? span.latest)
            let date = Date(timeIntervalSince1970: Double(written.microseconds) / 1_000_000)
            try FileManager.default.setAttributes([.modificationDate: date], ofItemAtPath: journal + "/" + name)
        }
    }

    /// Thirty days of live messages, which are removed, and before or after them messages of an import, ten years old.
    @Test("days of removed segments are not whole where an import of old records is what is left", arguments: [0, 1])
    func imported(liveSegmentsLeft: Int) throws {
        let folder = try LiveFolder()
        var journal = try JournalWriter(path: folder.data.journal, segmentBytes: 4096)
        for day in 0..<30 {
            for part in 0..<4 { try journal.append(Self.reading(hours: day * 24 + part * 6)) }
            _ = try journal.commit()
        }
        let liveSegments = try JournalReader.segments(ofJournalAt: folder.data.journal).count
        for year in 1...80 {
            try journal.append(Self.reading(hours: -10 * 8766 + year))
            _ = try journal.commit()
        }
        let segments = try JournalReader.segments(ofJournalAt: folder.data.journal)
        let removed = liveSegments - liveSegmentsLeft
        try #require(removed > 0 && segments.count > liveSegments + 1)
        // The import was taken a day after the last message.
        let last = Self.start.advanced(byMicroseconds: 30 * Microseconds.day)
        try Self.setWritten(folder.data.journal, at: last)
        try Self.remove(removed, from: folder.data.journal)
        let first = try #require(try JournalRebuild.firstWholeDay(of: folder.data))
        #expect(first > CivilDate(of: segments[removed - 1].latest ?? .distantFuture))
        let extent = try JournalExtent(folder.data.journal, CorridorSettings())
        #expect(!extent.covers(path: "summaries/air/hour/area=west/day=\(CivilDate(of: Self.start).text)/x.csv"))
        #expect(extent.covers(path: "summaries/air/hour/area=west/day=2026-06-01/x.csv"))
    }

    @Test("what rests on removed segments stays as it is published, also when somebody asks for it")
    func askedFor() throws {
        var run = try Self.shortened()
        let before = try run.files
        let first = CivilDate(of: Self.start)
        var days: Set<DayToRebuild> = []
        for day in 0..<60 {
            days.insert(DayToRebuild(.air, area: "west", date: first.adding(days: day)))
            days.insert(DayToRebuild(.received, area: "", date: first.adding(days: day)))
        }
        #expect(try run.ask(for: days).contains(DayToRebuild(.air, area: "west", date: first)))
        try run.finish()
        #expect(try run.files.differences(from: before) == "")
    }

    /// The month in which the journal begins now has days of both kinds in one file.
    @Test("another registry, or a start without a checkpoint, takes no row of days that the journal no longer holds")
    func readAgain() throws {
        var run = try Self.shortened()
        let before = try run.files
        #expect(before.rows(in: "summaries/air/day").contains { $0[0].hasPrefix("2026-03-04") && $0[4] == "aq-1" })
        try run.take(try LiveRegistry.tables(start: Self.start, move: .distantFuture, without: "aq-9"))
        try run.finish()
        #expect(try run.files.summaries.differences(from: before.summaries) == "")
        try run.restart()
        try run.finishCounting()
        #expect(try run.files.summaries.differences(from: before.summaries) == "")
    }
}
