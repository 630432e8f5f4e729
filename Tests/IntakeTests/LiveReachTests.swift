import Foundation
import Journal
import Pipeline
import Readings
import Tables
import Registry
import Tables
import Testing

@testable import Intake

/// One more record changes the rows that its reach declares, and no other.
@Suite("The reach of one late record")
struct LiveReachTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var record: LiveRecord
        /// Where rows may change, by the folder of the table: the windows' last instants.
        var reach: [String: Range<Instant>]
        /// Tables in which a row has to change.
        var changed: Set<String>

        var testDescription: String { name }
    }

    private static let start = at("2026-03-02T00:00:00Z")
    private static func at(_ text: String) -> Instant { Instant(iso8601: text) ?? .distantPast }

    /// Ninety days: three sensors each six hours, a visit each ten days.
    private static let base: [LiveRecord] = {
        var records: [LiveRecord] = []
        for step in 0..<(90 * 4) {
            let at = start.advanced(byMicroseconds: Int64(step) * 6 * Microseconds.hour)
            for device in ["aq-1", "aq-2"] { records.append(reading(device, at, received: at, value: step % 40)) }
            if step.isMultiple(of: 40) {
                let (from, to) = (at, at.advanced(byMicroseconds: 5 * Microseconds.hour))
                records += [
                    status("Charging", from, received: from), transaction(step, from),
                    stop(step, to, received: to), status("Available", to, received: to),
                ]
            }
        }
        return records.sorted()
    }()

    private static let newest = base.last?.received ?? .distantPast

    private static func reading(_ device: String, _ at: Instant, received: Instant, value: Int) -> LiveRecord {
        LiveRecord(
            received: received, topic: "west/air/plain/\(device)",
            payload: "{\"ts\":\"\(at.iso8601)\",\"readings\":{\"pm2_5\":\(value),\"no2\":\(value)}}")
    }

    private static func status(_ word: String, _ at: Instant, received: Instant) -> LiveRecord {
        LiveRecord(
            received: received, topic: "west/ev/ocpp16/cp-1",
            payload: """
                [2,"m\(at.microseconds)\(word)","StatusNotification",{"connectorId":1,"errorCode":"NoError",\
                "status":"\(word)","timestamp":"\(at.iso8601)"}]
                """)
    }

    private static func transaction(_ number: Int, _ at: Instant) -> LiveRecord {
        LiveRecord(
            received: at, topic: "west/ev/ocpp16/cp-1",
            payload: """
                [2,"s\(number)","StartTransaction",{"connectorId":1,"idTag":"","meterStart":5,"timestamp":"\(at.iso8601)"}]
                """)
    }

    private static func stop(_ number: Int, _ at: Instant, received: Instant) -> LiveRecord {
        LiveRecord(
            received: received, topic: "west/ev/ocpp16/cp-1",
            payload: """
                [2,"x\(number)","StopTransaction",{"transactionId":\(number),"meterStop":9,"timestamp":"\(at.iso8601)",\
                "reason":"Local"}]
                """)
    }

    /// `aq-2` stamps the end of its hour. The hour of a reading, its day, and 24 hours of running means and indices.
    private static func airReach(_ hour: Instant) -> [String: Range<Instant>] {
        let day = CivilDate(of: hour)
        let day24 = hour..<hour.advanced(byMicroseconds: 24 * Microseconds.hour)
        return [
            "summaries/air/hour": hour..<hour.advanced(byMicroseconds: Microseconds.hour),
            "summaries/air/day": day.startUTC..<day.adding(days: 1).startUTC,
            "summaries/air/running": day24, "summaries/air/index": day24,
            // What is made of the hours' rows: the day's index and the next one's, the month and the year.
            "summaries/air/index-day": day.startUTC..<day.adding(days: 2).startUTC,
            "summaries/air/month": Partition(.airMonth, area: "", holding: hour).span,
            "summaries/air/year": Partition(.airYear, area: "", holding: hour).span,
            "summaries/air/exceedance": Partition(.airYear, area: "", holding: hour).span,
        ]
    }

    /// Five weeks to both sides.
    private static func chargingReach(_ at: Instant) -> [String: Range<Instant>] {
        let reach =
            at.advanced(byMicroseconds: -42 * Microseconds.day)..<at.advanced(byMicroseconds: 43 * Microseconds.day)
        // What is made of these rows: whole local months and years.
        let months =
            reach.lowerBound.advanced(
                byMicroseconds: -32 * Microseconds.day)..<reach.upperBound.advanced(
                byMicroseconds: 32 * Microseconds.day)
        var reaches = ["hour", "day", "session", "status"].reduce(into: [:]) { $0["summaries/charging/\($1)"] = reach }
        for table in Dataset.allCases where table.family == .charging && table.restsOnFiles {
            reaches["summaries/\(table.path)"] =
                table == .chargingReliability ? Partition(.airYear, area: "", holding: at).span : months
        }
        return reaches
    }

    static let cases: [Case] = [
        Case(
            name: "a reading at 23:00 of the day before",
            record: reading("aq-2", at("2026-05-29T23:00:00Z"), received: newest, value: 33),
            reach: airReach(at("2026-05-29T22:00:00Z")),
            changed: ["summaries/air/hour", "summaries/air/day", "summaries/air/running"]),
        Case(
            name: "a reading at 23:00 of six weeks ago, received then, which the journal has last",
            record: reading(
                "aq-2", at("2026-04-10T23:00:00Z"), received: at("2026-04-11T02:00:00Z"), value: 33),
            reach: airReach(at("2026-04-10T22:00:00Z")),
            changed: ["summaries/air/hour", "summaries/air/day", "summaries/air/running"]),
        Case(
            name: "a second stop of a visit of last week",
            record: stop(320, at("2026-05-21T12:00:00Z"), received: newest),
            reach: chargingReach(at("2026-05-21T12:00:00Z")), changed: []),
        Case(
            name: "a status of four weeks ago",
            record: status("Faulted", at("2026-05-02T12:00:00Z"), received: newest),
            reach: chargingReach(at("2026-05-02T12:00:00Z")),
            changed: [
                "summaries/charging/hour", "summaries/charging/day", "summaries/charging/status",
                "summaries/charging/outage", "summaries/charging/reliability",
            ]),
        Case(
            name: "the admission of a reading that came too late",
            record: .note(
                admitting: "aq-2", at("2026-04-20T00:00:00Z")..<at("2026-04-21T00:00:00Z"), decided: newest),
            reach: airReach(at("2026-04-20T14:00:00Z")),
            changed: [
                "summaries/air/hour", "summaries/air/day", "summaries/air/running", "late", "balance",
            ]),
    ]

    /// Rows by the folder of their table.
    private static func tables(_ files: LiveFiles) -> [String: Set<[String]>] {
        var tables: [String: Set<[String]>] = [:]
        for path in files.files.keys where path.hasSuffix(".csv") {
            let parts = path.split(separator: "/")
            let folder = parts[0] == "summaries" ? parts[0..<3].joined(separator: "/") : String(parts[0])
            tables[folder, default: []].formUnion(files.rows(in: path))
        }
        return tables
    }

    /// The last instant of a row's window, or a session's beginning; of a profile, that of its month.
    private static func place(_ row: [String], _ table: String) throws -> Instant {
        if table.hasSuffix("/profile") { return try #require(CivilDate(row[0])).startUTC }
        let text =
            table.hasSuffix("/session") ? row[8] : table.hasSuffix("/reliability") ? row[row.count - 1] : row[1]
        let instant = try #require(Instant(iso8601: text), "\(row)")
        return table.hasSuffix("/session") ? instant : instant.advanced(byMicroseconds: -1)
    }

    @Test("rows outside of the reach stay as they are, and the files are those of a rebuild", arguments: cases)
    func oneRecord(_ one: Case) throws {
        var run = try LiveRun(
            try LiveRegistry.tables(start: Self.start, move: .distantFuture), windows: WindowName.standard,
            segmentBytes: 6000)
        // Ten days too late: in the ledger.
        let tooLate = Self.reading(
            "aq-2", Self.at("2026-04-20T15:00:00Z"), received: Self.at("2026-04-30T15:00:00Z"), value: 21)
        try run.append((Self.base + [tooLate]).sorted())
        try run.finishCounting()
        let before = try run.files
        try run.append([one.record])
        try run.finishCounting()
        let after = try run.files
        #expect(after.differences(from: try run.rebuilt()) == "")

        let (old, new) = (Self.tables(before), Self.tables(after))
        var changed: Set<String> = []
        for table in Set(old.keys).union(new.keys) {
            let rows = (old[table] ?? []).symmetricDifference(new[table] ?? [])
            if !rows.isEmpty { changed.insert(table) }
            guard table.hasPrefix("summaries/") else { continue }
            let reach = try #require(one.reach[table] ?? (rows.isEmpty ? Self.start..<Self.start : nil), "\(table)")
            for row in rows { #expect(reach.contains(try Self.place(row, table)), "\(row.joined(separator: ","))") }
        }
        #expect(changed.isSuperset(of: one.changed), "\(changed)")
    }

    @Test("a device that becomes registered gets its rows, and no row of another device or site changes")
    func registered() throws {
        let whole = try LiveRegistry.tables(start: Self.start, move: .distantFuture)
        var run = try LiveRun(
            try LiveRegistry.tables(start: Self.start, move: .distantFuture, without: "aq-2"),
            windows: WindowName.standard, segmentBytes: 6000)
        try run.append(Self.base)
        try run.finishCounting()
        let before = Self.tables(try run.files)
        #expect(before["quarantine"]?.contains { $0[2] == "aq-2" } == true)
        try run.take(whole)
        try run.finish()
        let files = try run.files
        #expect(files.differences(from: try run.rebuilt()) == "")
        let after = Self.tables(files)
        #expect(after["quarantine"] == nil)
        for (table, rows) in before where table.hasPrefix("summaries/") {
            for row in rows.symmetricDifference(after[table] ?? []) {
                // The index of its site, and its own rows.
                let isIndex = table.hasPrefix("summaries/air/index")
                #expect(row.contains("aq-2") || isIndex && row[3] == "school", "\(row)")
            }
        }
        #expect(after["summaries/air/hour"]?.contains { $0[4] == "aq-2" && $0[7] == "1" } == true)
    }
}
