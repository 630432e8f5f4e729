import Foundation
import Pipeline
import Readings
import Registry
import Testing

@testable import Intake

/// Months and years of charging rest on published statuses, hours and sessions, also of days that memory let go of.
@Suite("Charging's months from published rows")
struct LiveChargingMonthTests {
    private static let start = Instant(iso8601: "2026-03-03T00:00:00Z") ?? .distantPast

    private static func status(_ word: String, hours: Int) -> LiveRecord {
        let at = start.advanced(byMicroseconds: Int64(hours) * Microseconds.hour)
        return LiveRecord(
            received: at, topic: "west/ev/ocpp16/cp-1",
            payload: """
                [2,"m\(hours)\(word)","StatusNotification",{"connectorId":1,"errorCode":"NoError","status":"\(word)",\
                "timestamp":"\(at.iso8601)"}]
                """)
    }

    private static func tables(exclusions: [String] = [], hours: [String] = []) throws -> RegistryTables {
        try LiveRegistry.tables(
            start: start, move: .distantFuture,
            sheets: [
                "outage_exclusions.csv": ["evse,from,to,reason"] + exclusions,
                "opening_hours.csv": ["site,days,start,end"] + hours,
            ])
    }

    /// Seventy days, so that memory holds none of March; three hours of 8 March are out of order.
    private static func run(_ registry: RegistryTables) throws -> LiveRun {
        var run = try LiveRun(registry, windows: WindowName.standard, segmentBytes: 4096)
        let free = stride(from: 0, to: 70 * 24, by: 6).map { status("Available", hours: $0) }
        try run.append(
            (free + [status("Faulted", hours: 5 * 24 + 12), status("Available", hours: 5 * 24 + 15)]).sorted())
        try run.finishCounting()
        return run
    }

    /// `out_of_order_s excluded_s uk_reg7_pct` of March in the borough.
    private static func march(_ run: borrowing LiveRun) throws -> String? {
        try run.files.rows(in: "summaries/charging/reliability")
            .first {
                $0[0] == "2026-03-01" && $0[1] == "month" && $0[2] == "west" && $0[17] == "operator-band"
                    && $0[4] == "3-to-8kw"
            }
            .map { "\($0[12]) \($0[13]) \($0[14])" }
    }

    @Test("an exclusion or opening hours that staff enter later show in months that memory let go of")
    func registry() throws {
        var run = try Self.run(try Self.tables())
        let before = try #require(try Self.march(run))
        #expect(before.hasPrefix("10800 0 "))
        let excluded = ["cp-1-1,2026-03-08T12:00:00Z,2026-03-08T13:00:00Z,vandalism"]
        try run.take(try Self.tables(exclusions: excluded))
        for _ in 0..<2 { try run.finish() }
        #expect(try Self.march(run) == before.replacing("10800 0 ", with: "10800 3600 "))
        #expect(try run.files.differences(from: try run.rebuilt()) == "")
        // Open until 13:00: one hour of the outage counts.
        try run.take(try Self.tables(exclusions: excluded, hours: ["hub,,01:00,13:00"]))
        for _ in 0..<2 { try run.finish() }
        #expect(try Self.march(run)?.hasPrefix("3600 10800 ") == true)
        #expect(try run.files.differences(from: try run.rebuilt()) == "")
    }

    /// London's March ends at 23:00Z on the 31st; 70 days later is 9 June.
    @Test("a public month is written when nothing that comes can change it any more: ten weeks after its end")
    func publicMonths() throws {
        let file = "summaries/charging/borough-month/area=west/in_month=2026-03/charging-borough-month_west_2026-03.csv"
        var run = try LiveRun(try Self.tables(), windows: WindowName.standard, segmentBytes: 4096)
        // The last record is at 18:00Z on 8 June.
        try run.append(stride(from: 0, to: 98 * 24, by: 6).map { Self.status("Available", hours: $0) })
        try run.finishCounting()
        let early = try run.files.files
        #expect(early[file] == nil && early.keys.contains { $0.contains("/utilisation/") })
        // 23:00Z on 9 June: it is over when the day is.
        try run.append([Self.status("Charging", hours: 98 * 24 + 23)])
        try run.finish()
        #expect(try run.files.files[file] == nil)
        try run.append([Self.status("Available", hours: 99 * 24 + 1)])
        try run.finish()
        #expect(try run.files.files[file] != nil)
        #expect(
            try !run.files.files.keys.contains {
                $0.hasPrefix("summaries/charging/borough-month") && $0.contains("2026-04")
            })
        #expect(try run.files.differences(from: try run.rebuilt()) == "")
    }

    @Test("a file of statuses that somebody changed stops nothing; its day is made again, and its months and year too")
    func damaged() throws {
        var run = try Self.run(try Self.tables())
        let before = try Self.march(run)
        let path = "summaries/charging/status/area=west/day=2026-03-08/charging-status_west_2026-03-08.csv"
        let file = URL(filePath: run.folder.path + "/" + path)
        let text = try String(contentsOf: file, encoding: .utf8)
        #expect(text.contains("Faulted"))
        try Data(text.replacingOccurrences(of: "Faulted", with: "Available").utf8).write(to: file)
        // A word of today has the year written again.
        try run.append([Self.status("Charging", hours: 70 * 24)])
        try run.read()
        try run.publish(.endOfInput)
        let told = run.takeDamagedFiles()
        #expect(told.contains { $0.path == path && $0.kind == .charging }, "\(told)")
        for _ in 0..<3 { try run.finish() }
        #expect(try String(contentsOf: file, encoding: .utf8) == text)
        #expect(try Self.march(run) == before)
        #expect(try run.files.differences(from: try run.rebuilt()) == "")
    }
}
