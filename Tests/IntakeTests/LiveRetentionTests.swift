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
        let housekeeping = try JournalHousekeeping(path: run.folder.data.journal)
        var removed = 0
        while removed < 3, try housekeeping.remove(writtenBefore: nil, keepingAtMost: 1) != nil { removed += 1 }
        try #require(removed == 3)
        return run
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
