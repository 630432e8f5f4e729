import Foundation
import Pipeline
import Readings
import Testing

@testable import Intake

/// Months and years rest on published files of hours, which people can touch.
@Suite("Months from published hours")
struct LiveMonthTests {
    private static let start = Instant(iso8601: "2026-03-03T10:05:00Z") ?? .distantPast

    private static func reading(hours: Int, value: Int? = nil) -> LiveRecord {
        let at = start.advanced(byMicroseconds: Int64(hours) * Microseconds.hour)
        return LiveRecord(
            received: at, topic: "west/air/plain/aq-1",
            payload: "{\"ts\":\"\(at.iso8601)\",\"readings\":{\"no2\":\(value ?? hours % 90)}}")
    }

    /// Forty days of a service that forgets.
    private static func run() throws -> LiveRun {
        var run = try LiveRun(
            try LiveRegistry.tables(start: start, move: .distantFuture), windows: WindowName.standard,
            segmentBytes: 4096)
        for day in 0..<40 { try run.append((0..<24).map { reading(hours: day * 24 + $0) }) }
        try run.finishCounting()
        return run
    }

    enum Harm: CaseIterable, Sendable { case cell, spreadsheet, emptied, removed }

    @Test(
        "a file of hours that somebody changed or removed stops nothing; its day is made again, and so are month and year",
        arguments: Harm.allCases)
    func damaged(_ harm: Harm) throws {
        var run = try Self.run()
        let before = try run.files
        // Days of March which memory let go of: two, so that one repair meets the other's damage.
        let paths = [5, 25].map { day -> String in
            let date = CivilDate(of: Self.start).adding(days: day).text
            return "summaries/air/hour/area=west/day=\(date)/air-hour_west_\(date).csv"
        }
        for path in paths {
            let file = URL(filePath: run.folder.path + "/" + path)
            let text = try String(contentsOf: file, encoding: .utf8)
            let changed: String? =
                switch harm {
                case .cell: text.replacingOccurrences(of: ",ug/m3,1,", with: ",ug/m3,2,")
                case .spreadsheet: text.replacingOccurrences(of: "T", with: " ")
                case .emptied: ""
                case .removed: nil
                }
            if let changed {
                try Data(changed.utf8).write(to: file)
            } else {
                try FileManager.default.removeItem(at: file)
            }
        }
        // A message of today has month and year written again.
        try run.append([Self.reading(hours: 40 * 24, value: 7)])
        try run.read()
        try run.publish(.endOfInput)
        let told = run.takeDamagedFiles()
        #expect(!told.isEmpty)
        #expect(Set(told.map(\.path)).isSubset(of: paths), "\(told)")
        for _ in 0..<3 { try run.finish() }
        #expect(run.takeDamagedFiles().count <= 2)
        #expect(try run.files.differences(from: try run.rebuilt()) == "")
        let rows = try run.files.rows(in: "summaries/air/month")
        #expect(rows.contains { $0[4] == "aq-1" && $0[0].hasPrefix("2026-03") })
        #expect(before.rows(in: "summaries/air/month").count == rows.count)
    }

    @Test("a late reading of last month changes the rows of that month and of the year")
    func late() throws {
        var run = try Self.run()
        let before = try run.files
        // Received in order, six days late: of 3 April, on 9 April; then one more day begins.
        let observed = Self.start.advanced(byMicroseconds: 31 * Microseconds.day + 30 * Microseconds.minute)
        let received = Self.start.advanced(byMicroseconds: 37 * Microseconds.day)
        try run.append([
            LiveRecord(
                received: received, topic: "west/air/plain/aq-1",
                payload: "{\"ts\":\"\(observed.iso8601)\",\"readings\":{\"no2\":88}}")
        ])
        try run.finishCounting()
        let after = try run.files
        #expect(after.differences(from: try run.rebuilt()) == "")
        for table in ["air/month", "air/year"] {
            #expect(before.rows(in: "summaries/\(table)") != after.rows(in: "summaries/\(table)"), "\(table)")
        }
    }
}
