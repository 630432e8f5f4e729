import Pipeline
import Readings
import Testing

@testable import Intake

/// Days that are made again together are written into files of months, which hold the days between them too.
@Suite("Days between those that are made again")
struct RebuildGapTests {
    private static let start = Instant(iso8601: "2026-03-02T00:00:00Z") ?? .distantPast

    private static func at(day: Int, hour: Int) -> Instant {
        start.advanced(byMicroseconds: Int64(day * 24 + hour) * Microseconds.hour)
    }

    private static func reading(_ at: Instant, received: Instant, _ value: Int) -> LiveRecord {
        LiveRecord(
            received: received, topic: "west/air/plain/st-1",
            payload: "{\"ts\":\"\(at.iso8601)\",\"readings\":{\"pm2_5\":\(value)}}")
    }

    private static func day(_ number: Int) -> DayToRebuild {
        DayToRebuild(.air, area: "west", date: CivilDate(of: at(day: number, hour: 0)))
    }

    @Test(
        "a reading that came while they were made, for a day between them that memory then let go of, stays in its row")
    func lateReading() throws {
        var run = try LiveRun(
            try LiveRegistry.tables(start: Self.start, move: .distantFuture), windows: WindowName.standard,
            turnRecords: 5)
        let hours = (0..<24).map { 6 * $0 }
        try run.append(hours.map { Self.reading(Self.at(day: 0, hour: $0), received: Self.at(day: 0, hour: $0), 10) })
        try run.read()
        try run.publish()
        // The first turn of five records is not the end of it.
        _ = try run.ask(for: [Self.day(0), Self.day(2)])
        #expect(try run.work())
        // Six days late; two days later the day in question is more than seven days back.
        try run.append([
            Self.reading(Self.at(day: 1, hour: 1), received: Self.at(day: 7, hour: 0), 100),
            Self.reading(Self.at(day: 9, hour: 2), received: Self.at(day: 9, hour: 2), 10),
        ])
        try run.read()
        #expect(!run.live.corridor.holds(Self.day(1)))
        #expect(
            try run.files.rows(in: "summaries/air/day").contains { $0[0] == "2026-03-03T00:00:00Z" && $0[12] == "100" })
        try run.finish()
        let files = try run.files
        #expect(files.rows(in: "summaries/air/day").contains { $0[0] == "2026-03-03T00:00:00Z" && $0[12] == "100" })
        let differences = files.differences(from: try run.rebuilt())
        #expect(differences == "")
    }
}
