import Foundation
import Exports
import Readings
import Testing

/// Three school weeks and two weeks of holidays around 29 March 2026, on which London's clocks go forward, small enough to
/// do the table by hand.
///
/// Drop-off, 08:00-09:15, is 08:00Z to 09:15Z in term and 07:00Z to 08:15Z in the holidays. Day i of each (0 to 9):
///
///     term      school 40 + i   station 08Z 30 + i, 09Z 20 + i, so (60 (30 + i) + 15 (20 + i)) / 75 = 28 + i   12 apart
///     holidays  school 30 + i   station 07Z 25 + i, 08Z 20 + i, so (60 (25 + i) + 15 (20 + i)) / 75 = 24 + i    6 apart
///
/// The hours beside those are 99: a window that is an hour off would show.
private struct SchoolWeeks {
    static let termDays = [16, 17, 18, 19, 20, 23, 24, 25, 26, 27].map { "2026-03-\($0)" }
    static let holidays = ["03-30", "03-31", "04-01", "04-02", "04-07", "04-08", "04-09", "04-10", "04-13", "04-14"].map
    {
        "2026-\($0)"
    }

    struct SchoolDay {
        var date: String
        var kind: String
        /// Hour of day, UTC.
        var startHour: Int
        var mean: Int
        var valid = true
    }

    var school: [SchoolDay] = []
    /// Rows of a day's file.
    var hours: [String: [String]] = [:]

    init() {
        for (i, date) in Self.termDays.enumerated() {
            school.append(SchoolDay(date: date, kind: "term", startHour: 8, mean: 40 + i))
            hours[date] = Self.hours(date, "MY1", [99, 30 + i, 20 + i, 99])
        }
        for (i, date) in Self.holidays.enumerated() {
            school.append(SchoolDay(date: date, kind: "holiday", startHour: 7, mean: 30 + i))
            hours[date] = Self.hours(date, "MY1", [25 + i, 20 + i, 99, 99])
        }
    }

    /// The hours from 07:00Z on.
    static func hours(_ date: String, _ device: String, _ means: [Int], class deviceClass: String = "reference")
        -> [String]
    {
        means.enumerated().map { offset, mean in
            row(date, (7 + offset) * 60, 60, device, "\(mean)", class: deviceClass)
        }
    }

    /// A row of a window that begins so many minutes after midnight UTC.
    static func row(
        _ date: String, _ minute: Int, _ length: Int, _ device: String, _ mean: String, capture: String = "100",
        valid: Bool = true, class deviceClass: String = "reference"
    ) -> String {
        "\(stamp(date, minute)),\(stamp(date, minute + length)),west,station,\(device),no2,ug/m3,1,\(capture),\(valid),"
            + "\(mean),,,,,,\(mean),,\(deviceClass),provisional,0,\n"
    }

    static func stamp(_ date: String, _ minute: Int) -> String {
        let start = CivilDate(date)?.startUTC.advanced(byMicroseconds: Int64(minute) * Microseconds.minute)
        return start?.iso8601 ?? ""
    }

    private static let averages =
        "window_start,window_end,borough,site,device,quantity,unit,n,capture_pct,valid,mean,min,max,stdev,p50,p95,"
        + "raw_mean,correction,class,status,n_flagged,flags\n"
    private static let schoolDays =
        "date,borough,site,urn,school_window,day_type,window_start,window_end,device,quantity,unit,n,capture_pct,valid,"
        + "mean,max\n"

    func publish(in folder: DataFolder, quarters: [String: [String]] = [:]) throws {
        for day in school {
            let start = Self.stamp(day.date, day.startHour * 60)
            let end = Self.stamp(day.date, day.startHour * 60 + 75)
            let figures = day.valid ? "75,100,true,\(day.mean),60" : "30,40,false,\(day.mean),60"
            let row =
                "\(day.date),west,school,123456,drop-off,\(day.kind),\(start),\(end),aq-1,no2,ug/m3,\(figures)\n"
            try write(folder, "air/school-day", "day=\(day.date)", Self.schoolDays + row)
        }
        for (date, rows) in hours {
            try write(folder, "air/hour", "day=\(date)", Self.averages + rows.joined())
        }
        for (key, rows) in quarters {
            try write(folder, "air/quarter-hour", key, Self.averages + rows.joined())
        }
    }

    private func write(_ folder: DataFolder, _ dataset: String, _ key: String, _ text: String) throws {
        let path = "\(folder.path)/summaries/\(dataset)/area=west/\(key)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: URL(filePath: "\(path)/x.csv"))
    }
}

@Suite("Table of schools")
struct SchoolsExportTests {
    private static let network = network(["station"])

    private static func network(_ comparators: [String], simulated: Set<String> = []) -> SchoolNetwork {
        SchoolNetwork(
            comparators: [
                "school": comparators.map { .init(site: $0, borough: "west", environment: "roadside") }
            ],
            deployments: [
                "aq-1": [.init(validity: .distantPast ..< .distantFuture, deviceClass: .indicative)]
            ], simulatedBoroughs: simulated)
    }

    /// The table as its rows, each by the names of the columns.
    private func table(
        _ weeks: SchoolWeeks, quarters: [String: [String]] = [:], _ network: SchoolNetwork = network,
        _ change: (inout RowSelection) -> Void = { _ in }
    ) throws -> [[String: String]] {
        let folder = try DataFolder()
        try weeks.publish(in: folder, quarters: quarters)
        var selection = RowSelection()
        change(&selection)
        let dataset = try PublishedDataset("air/school-day", inDataFolder: folder.path)
        var bytes: [UInt8] = []
        _ = try SchoolsExport(dataset, selection, network).write(to: { bytes += $0 }, progress: { _, _ in })
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n").map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(lines[0], $0)) }
    }

    @Test("term and holidays stand beside each other, the station by the same local window, and what is left of both")
    func wholeTable() throws {
        let folder = try DataFolder()
        try SchoolWeeks().publish(in: folder)
        let dataset = try PublishedDataset("air/school-day", inDataFolder: folder.path)
        var bytes: [UInt8] = []
        let summary = try SchoolsExport(dataset, RowSelection(), Self.network).write(
            to: { bytes += $0 }, progress: { _, _ in })
        // Means of 40 to 49 and 30 to 39 at the school, 28 to 37 and 24 to 33 at the station; 12 less 6 is left,
        // and since each day says the same, nothing scatters.
        let expected = """
            borough,site,urn,school_window,device,class,quantity,unit,simulated,first_date,last_date,other_type,\
            term_days,term_valid_days,term_capture_pct,term_mean,other_days,other_valid_days,other_capture_pct,other_mean,\
            comparator,comparator_environment,comparator_device,comparator_class,comparator_from,\
            comparator_term_valid_days,comparator_term_capture_pct,comparator_term_mean,\
            comparator_other_valid_days,comparator_other_capture_pct,comparator_other_mean,\
            term_pairs,term_difference,other_pairs,other_difference,matched_difference,matched_standard_error,why_empty
            west,school,123456,drop-off,aq-1,indicative,no2,ug/m3,false,2026-03-16,2026-04-14,holiday,\
            10,10,100.0,44.5,10,10,100.0,34.5,\
            station,roadside,MY1,reference,hour,10,100.0,32.5,10,100.0,28.5,10,12.0,10,6.0,6.0,0.0,

            """
        #expect(String(decoding: bytes, as: UTF8.self) == expected)
        #expect(summary.rows == 1 && summary.devices == 1 && summary.quantities == ["no2"])
    }

    @Test(
        "a day on which one of the two is not valid is no pair; below ten pairs there is no difference, and a word says so"
    )
    func tooFewPairs() throws {
        var weeks = SchoolWeeks()
        weeks.school[3].valid = false
        let row = try #require(try table(weeks).first)
        #expect(row["term_days"] == "10" && row["term_valid_days"] == "9" && row["term_pairs"] == "9")
        // Without 43: (445 - 43) / 9. The school has 40 % of that day: 940 / 10.
        #expect(row["term_mean"] == "44.666667" && row["term_capture_pct"] == "94.0")
        #expect(row["comparator_term_valid_days"] == "10" && row["comparator_term_mean"] == "32.5")
        #expect(row["term_difference"] == "" && row["matched_difference"] == "")
        #expect(row["other_difference"] == "6.0")
        #expect(row["why_empty"] == "few_term_pairs")
    }

    @Test("a station's hour below its own capture rule takes no part")
    func invalidHours() throws {
        var weeks = SchoolWeeks()
        // Of one day only the hour from 09:00Z is left, a fifth of the window; of another the hour from 08:00Z, four fifths.
        weeks.hours["2026-03-16"] = [
            SchoolWeeks.row("2026-03-16", 480, 60, "MY1", "500", capture: "50", valid: false),
            SchoolWeeks.row("2026-03-16", 540, 60, "MY1", "20"),
        ]
        weeks.hours["2026-03-17"] = [SchoolWeeks.row("2026-03-17", 480, 60, "MY1", "31")]
        let row = try #require(try table(weeks).first)
        #expect(row["comparator_term_valid_days"] == "9" && row["term_pairs"] == "9")
        // (8 + 0.2 + 0.8) / 10; the second day is 31 instead of 29: (29 + … + 37 + 2) / 9 = 299 / 9
        #expect(row["comparator_term_capture_pct"] == "90.0" && row["comparator_term_mean"] == "33.222222")
    }

    @Test("quarter-hours take the place of hours where they cover the window")
    func quarters() throws {
        // 08:00Z to 09:15Z of the first day: 10, 20, 30, 40, 50, so 30 instead of 28; of the second only two quarters.
        func rows(_ date: String, _ minutes: [Int]) -> [String: [String]] {
            Dictionary(grouping: minutes) { "day=\(date)/in_hour=0\($0 / 60)" }.mapValues { minutes in
                minutes.map { SchoolWeeks.row(date, $0, 15, "MY1", "\(($0 - 480) / 15 * 10 + 10)") }
            }
        }
        let quarters = rows("2026-03-16", [480, 495, 510, 525, 540]).merging(rows("2026-03-17", [480, 495])) { $1 }
        let row = try #require(try table(SchoolWeeks(), quarters: quarters).first)
        #expect(row["comparator_from"] == "hour quarter-hour")
        // 325 + 2 over ten days; 120 - 2 over ten pairs.
        #expect(row["comparator_term_mean"] == "32.7" && row["term_difference"] == "11.8")
    }

    @Test("reference instruments of a comparator come before low-cost ones, and each comparator has a row")
    func classes() throws {
        var weeks = SchoolWeeks()
        for date in SchoolWeeks.termDays + SchoolWeeks.holidays {
            weeks.hours[date, default: []] += SchoolWeeks.hours(date, "aq-9", [1, 1, 1, 1], class: "indicative")
        }
        let rows = try table(weeks, Self.network(["station", "park"]))
        #expect(rows.map { $0["comparator_device"] } == ["MY1", ""])
        #expect(rows[1]["comparator"] == "park" && rows[1]["comparator_term_capture_pct"] == "")
        #expect(rows[1]["why_empty"] == "no_comparator_figures")
        #expect(rows[1]["term_mean"] == "44.5")
        weeks.hours = weeks.hours.mapValues { $0.filter { !$0.contains(",MY1,") } }
        let lowCost = try #require(try table(weeks).first)
        #expect(lowCost["comparator_device"] == "aq-9" && lowCost["comparator_class"] == "indicative")
    }

    @Test(
        "without a comparator in the registry the school stands alone, and a word says why; a simulated city is called so"
    )
    func alone() throws {
        let row = try #require(try table(SchoolWeeks(), Self.network([], simulated: ["west"])).first)
        #expect(row["term_mean"] == "44.5" && row["other_mean"] == "34.5")
        #expect(row["comparator"] == "" && row["why_empty"] == "no_comparator")
        #expect(row["simulated"] == "true")
    }

    @Test("the days on which clocks change, and the kinds of days without pupils, each in a row of its own")
    func changesOfClocks() throws {
        var weeks = SchoolWeeks()
        // Weekends: 08:00 in London is 07:00Z on and after 29 March, and on and before 24 October; 08:00Z on 25 October.
        let weekends: [(date: String, startHour: Int)] = [
            ("2026-03-28", 8), ("2026-03-29", 7), ("2026-10-18", 7), ("2026-10-24", 7), ("2026-10-25", 8),
        ]
        for day in weekends {
            weeks.school.append(.init(date: day.date, kind: "weekend", startHour: day.startHour, mean: 20))
            // 60 minutes of 10 and 15 of 20: 900 / 75 = 12 in the right window.
            let right = day.startHour == 8 ? [99, 10, 20, 99] : [10, 20, 99, 99]
            weeks.hours[day.date] = SchoolWeeks.hours(day.date, "MY1", right)
        }
        weeks.school.append(.init(date: "2026-04-03", kind: "bank-holiday", startHour: 7, mean: 15))
        let rows = try table(weeks)
        #expect(rows.map { $0["other_type"] } == ["holiday", "bank-holiday", "weekend"])
        #expect(rows[2]["other_mean"] == "20.0" && rows[2]["comparator_other_mean"] == "12.0")
        #expect(rows[2]["other_pairs"] == "5" && rows[2]["other_difference"] == "")
        #expect(rows[2]["why_empty"] == "few_other_pairs")
        // One day is no mean.
        #expect(rows[1]["other_days"] == "1" && rows[1]["other_mean"] == "")
        #expect(rows[1]["why_empty"] == "few_other_days few_comparator_other_days few_other_pairs")
    }

    @Test("days are chosen as in every export, and where nothing matches the error says what there is")
    func selection() throws {
        let row = try #require(try table(SchoolWeeks()) { $0.to = CivilDate("2026-03-20") }.first)
        #expect(row["term_days"] == "5" && row["term_mean"] == "42.0" && row["last_date"] == "2026-03-20")
        #expect(row["other_days"] == "0" && row["other_capture_pct"] == "" && row["other_mean"] == "")
        #expect(
            row["why_empty"] == "few_other_days few_comparator_other_days few_term_pairs few_other_pairs")
        let error = try #require(throws: ExportError.self) {
            try table(SchoolWeeks()) { $0.sites = ["harbour"] }
        }
        #expect(error.description.hasPrefix("air/school-day: nothing matches. It has boroughs west; sites school;"))
    }

    @Test("a table of schools is made of air/school-day only")
    func otherDataset() throws {
        let folder = try DataFolder()
        try SchoolWeeks().publish(in: folder)
        let hours = try PublishedDataset("air/hour", inDataFolder: folder.path)
        let error = try #require(throws: ExportError.self) {
            try SchoolsExport(hours, RowSelection(), Self.network)
        }
        #expect(error.description.hasPrefix("--dataset air/hour: a table of schools is made of air/school-day only"))
    }
}
