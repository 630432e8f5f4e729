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

    /// Sixty days in many segments. The first ones go as housekeeping removes them; then somebody asks for all days.
    @Test("what rests on removed segments stays as it is published, also when somebody asks for it")
    func askedFor() throws {
        var run = try LiveRun(
            try LiveRegistry.tables(start: Self.start, move: .distantFuture), windows: [.hour, .day],
            segmentBytes: 4096)
        for day in 0..<60 { try run.append((0..<4).map { Self.reading(hours: day * 24 + $0 * 6) }) }
        try run.finishCounting()
        let before = try run.files
        let housekeeping = try JournalHousekeeping(path: run.folder.data.journal)
        var removed = 0
        while removed < 3, try housekeeping.remove(writtenBefore: nil, keepingAtMost: 1) != nil { removed += 1 }
        #expect(removed == 3)
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
}
