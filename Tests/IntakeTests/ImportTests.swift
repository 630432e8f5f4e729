import Dialects
import Foundation
import Journal
import Pipeline
import Readings
import Registry
import Testing

@testable import Intake

@Suite("Imports")
struct ImportTests {
    private static let start = Instant(iso8601: "2026-03-03T10:05:00Z") ?? .distantPast
    /// Half a year before any horizon of the live traffic.
    private static let december = Instant(iso8601: "2025-12-30T00:00:00Z") ?? .distantPast

    private static func run() throws -> LiveRun {
        var run = try LiveRun(
            try LiveRegistry.tables(start: start, move: .distantFuture), windows: [.hour, .day, .schoolDay],
            segmentBytes: 16_384)
        try run.append(live)
        try run.read()
        try run.publish()
        return run
    }

    /// Twelve days of a sensor that reports every six hours.
    private static let live = (0..<48).map { index in
        let at = start.advanced(byMicroseconds: Int64(index) * 6 * Microseconds.hour)
        return LiveRecord(
            received: at, topic: "west/air/plain/aq-1",
            payload: "{\"ts\":\"\(at.iso8601)\",\"readings\":{\"no2\":\(index)}}")
    }

    /// Hours of a station in the portal's form: the hour that begins at `hour` has its number up to 499 as its value.
    private static func ukAir(_ hours: Range<Int>) -> String {
        var text = "Data supplied by UK-AIR\n\n,,The Street\nDate,time,Nitrogen dioxide,status,unit\n"
        for hour in hours {
            let (day, end) = (CivilDate(of: december).adding(days: hour / 24), hour % 24 + 1)
            let (year, month, number) = day.components
            let date = [number, month].map { $0 < 10 ? "0\($0)" : "\($0)" } + ["\(year)"]
            text += "\(date.joined(separator: "-")),\(end < 10 ? "0" : "")\(end):00,\(hour % 500),R,ugm-3\n"
        }
        return text
    }

    /// The same hours as openair has them.
    private static func openair(_ hours: Range<Int>) -> String {
        "\"site\",\"code\",\"date\",\"no2\",\"ws\"\n"
            + hours.map { hour in
                let start = december.advanced(byMicroseconds: Int64(hour) * Microseconds.hour).iso8601
                // R leaves the time out at midnight.
                let date = hour % 24 == 0 ? start.prefix(10) : start.prefix(10) + " " + start.dropFirst(11).prefix(8)
                return "\"The Street\",\"ref-1\",\(date),\(hour),3.4\n"
            }.joined()
    }

    /// Prepares a file as the command does.
    private static func prepare(
        _ text: String, _ dialect: Dialect?, device: String? = nil, firstWholeDay: CivilDate? = nil,
        into run: borrowing LiveRun
    ) throws -> ImportedFile {
        let path = run.folder.path + "/file.csv"
        try Data(text.utf8).write(to: URL(filePath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        var preparation = try ImportPreparation(
            into: run.folder.data, registry: run.registry, dialect: dialect, topic: nil, device: device,
            firstWholeDay: firstWholeDay, at: run.clock)
        let name = preparation.name
        let file = try preparation.take(path) { _ in }
        try preparation.finish()
        try ImportFolder(run.folder.data).ask(name)
        return file
    }

    private static func finish(_ run: inout LiveRun) throws {
        var imports = ImportsAtWork(run.folder.data)
        while try run.turn(&imports) { try run.read() }
        try run.finish()
    }

    private static func expectWhole(_ run: borrowing LiveRun, _ location: SourceLocation = #_sourceLocation) throws {
        let files = try run.files
        #expect(files.differences(from: try run.rebuilt()) == "", sourceLocation: location)
        let differences = files.rows(in: "balance/").map { [$0[9], $0[16]] }
        #expect(!differences.isEmpty && differences.allSatisfy { $0 == ["0", "0"] }, sourceLocation: location)
    }

    @Test(
        "rows of a table that is older than every horizon are in their hours, and live files equal a rebuild",
        arguments: [Dialect.ukAir, .openair])
    func tables(dialect: Dialect) throws {
        var run = try Self.run()
        let text = dialect == .ukAir ? Self.ukAir(0..<60) : Self.openair(0..<60)
        let file = try Self.prepare(text, dialect, device: dialect == .ukAir ? "ref-1" : nil, into: run)
        #expect((file.rows, file.taken, file.readings) == (60, 60, 60))
        #expect(file.refused.isEmpty)
        try Self.finish(&run)
        let hours = try run.files.rows(in: "summaries/air/hour/").filter { $0[4] == "ref-1" && $0[9] == "true" }
        let expected = (0..<60).map {
            [Self.december.advanced(byMicroseconds: Int64($0) * Microseconds.hour).iso8601, "\($0)", ""]
        }
        #expect(hours.map { [$0[0], $0[10], $0[21]] } == expected)
        // Mean of 0 to 23, and of 24 to 47: the hour that ends at 24:00 is the day's last.
        let days = try run.files.rows(in: "summaries/air/day/").filter { $0[4] == "ref-1" && $0[9] == "true" }
        #expect(days.map { [$0[7], $0[10]] } == [["24", "11.5"], ["24", "35.5"]])
        try Self.expectWhole(run)
    }

    @Test(
        "a file that is imported twice, and the same hours in another form, change no summary and count as duplicates")
    func twice() throws {
        var run = try Self.run()
        _ = try Self.prepare(Self.ukAir(0..<30), .ukAir, device: "ref-1", into: run)
        try Self.finish(&run)
        let once = try run.files.summaries
        _ = try Self.prepare(Self.ukAir(0..<30), .ukAir, device: "ref-1", into: run)
        try Self.finish(&run)
        _ = try Self.prepare(Self.openair(0..<30), .openair, into: run)
        try Self.finish(&run)
        #expect(try run.files.summaries.differences(from: once) == "")
        let balance = try run.files.rows(in: "balance/").filter { $0[1] == "ref-1" }
        // in_windows and duplicate_readings.
        #expect(balance.reduce(0) { $0 + (Int($1[11]) ?? 0) } == 30)
        #expect(balance.reduce(0) { $0 + (Int($1[12]) ?? 0) } == 60)
        try Self.expectWhole(run)
    }

    /// Two days; the last six hours are provisional, and one hour in the middle has no value.
    @Test("what a file calls ratified is told, and is so in the hours once the rows are pasted into reviews.csv")
    func ratified() throws {
        var run = try Self.run()
        var lines = Self.ukAir(0..<48).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        for line in 46..<52 { lines[line] = lines[line].replacing(",R,", with: ",P,") }
        lines[14] = lines[14].replacing(",10,R,ugm-3", with: ",,,")
        let path = run.folder.path + "/file.csv"
        try Data(lines.joined(separator: "\n").utf8).write(to: URL(filePath: path))
        var preparation = try ImportPreparation(
            into: run.folder.data, registry: run.registry, dialect: .ukAir, topic: nil, device: "ref-1",
            firstWholeDay: nil, at: run.clock)
        let name = preparation.name
        let file = try preparation.take(path) { _ in }
        let rows = preparation.statuses.reviews(besides: run.registry).map(\.row)
        try preparation.finish()
        try ImportFolder(run.folder.data).ask(name)
        #expect(file.statuses == [.ratified: 41, .provisional: 6])
        #expect(
            rows == [
                "ref-1,no2,2025-12-30,2025-12-31T18:00:00Z,ratified,status R in the file of UK-AIR,UK-AIR"
            ])
        try Self.finish(&run)
        func statuses() throws -> [String] {
            try run.files.rows(in: "summaries/air/hour/").filter { $0[4] == "ref-1" && $0[9] == "true" }.map { $0[19] }
        }
        #expect(try statuses() == Array(repeating: "provisional", count: 47))
        try run.take(try LiveRegistry.tables(start: Self.start, move: .distantFuture, reviews: rows))
        try Self.finish(&run)
        #expect(
            try statuses() == Array(repeating: "ratified", count: 41) + Array(repeating: "provisional", count: 6))
        let days = try run.files.rows(in: "summaries/air/day/").filter { $0[4] == "ref-1" && $0[9] == "true" }
        #expect(days.map { $0[19] } == ["ratified", "provisional"])
        try Self.expectWhole(run)
    }

    @Test("an import that a stop interrupted begins anew, and nothing counts twice")
    func interrupted() throws {
        var run = try Self.run()
        _ = try Self.prepare(Self.ukAir(0..<(PreparedImport.turnRecords + 200)), .ukAir, device: "ref-1", into: run)
        var first = ImportsAtWork(run.folder.data)
        #expect(try run.turn(&first))
        try run.read()
        try run.restart()
        try Self.finish(&run)
        let hours = try run.files.rows(in: "summaries/air/hour/").filter { $0[4] == "ref-1" && $0[9] == "true" }
        #expect(hours.count == PreparedImport.turnRecords + 200)
        #expect(ImportFolder(run.folder.data).asked().isEmpty)
        try Self.expectWhole(run)
    }

    @Test("a recorded feed is admitted as when it was new, and says nobody's card number")
    func feed() throws {
        var run = try Self.run()
        let feed = """
            {"tst":"2025-12-30T08:00:10Z","topic":"west/air/plain/aq-1","payload":{"ts":"2025-12-30T08:00:00Z","readings":{"no2":7}}}
            no line of a feed
            {"tst":"2025-12-30T08:01:00Z","topic":"west/ev/ocpp16/cp-1/up","payload":[2,"1","StartTransaction",{"connectorId":1,"idTag":"04A2245F9C1190","meterStart":0,"timestamp":"2025-12-30T08:01:00Z"}]}
            {"tst":"2125-12-30T08:01:00Z","topic":"west/air/plain/aq-1","payload":{"readings":{"no2":8}}}

            """
        let file = try Self.prepare(feed, nil, into: run)
        #expect((file.rows, file.taken) == (4, 2))
        #expect(
            file.refused.map { "\($0.value.count) from line \($0.value.firstLine)" }.sorted() == [
                "1 from line 2", "1 from line 4",
            ])
        let imports = run.folder.data.state + "/imports"
        var kept: [UInt8] = []
        for name in try FileManager.default.subpathsOfDirectory(atPath: imports) where name.hasSuffix(".kbj") {
            kept += Array(try Data(contentsOf: URL(filePath: imports + "/" + name)))
        }
        let text = String(decoding: kept, as: UTF8.self)
        #expect(text.contains("StartTransaction") && !text.contains("04A2245F9C1190"))
        try Self.finish(&run)
        let hours = try run.files.rows(in: "summaries/air/hour/").filter {
            $0[0] == "2025-12-30T08:00:00Z" && $0[7] == "1"
        }
        #expect(hours.map { [$0[4], $0[10]] } == [["aq-1", "7"]])
        try Self.expectWhole(run)
    }

    @Test(
        "rows that cannot be taken are counted with their reason and first line; the others are taken",
        arguments: [
            (
                Dialect.ukAir, "Date,time,Ozone,status,unit\n30-12-2025,01:00,5,R,ugm-3\n30-12-2025,01:30,5,R,ugm-3\n",
                1, "malformed_stamp 3"
            ),
            (
                .ukAir, "Date,time,Ozone,status,unit\n30-12-2025,01:00,5,R,ugm-3\n30-12-2099,01:00,5,R,ugm-3\n", 1,
                "future 3"
            ),
            (.ukAir, "Date,time,Ozone,status,unit\n30-12-2025,01:00,,,\n30-12-2025,02:00,5,R,ugm-3\n", 1, ""),
            (
                .openair, "code,date,o3\nref-1,2025-12-30 01:00:00,5\nref-2,2025-12-30 01:00:00,5\n", 1,
                "device_mismatch 3"
            ),
            (.vaisalaAQT, "2025-12-30T01:00:00,7,T,10\n2025-12-30T01:01:00,8\n", 1, "wrong_shape 2"),
            (
                .plain,
                "{\"device\":\"ref-1\",\"ts\":\"2025-12-30T01:00:00Z\",\"readings\":{\"o3\":5}}\n{\"device\":\"ref-1\",\"readings\":{\"o3\":5}}\n",
                1, "malformed_stamp 2"
            ),
        ] as [(Dialect, String, Int, String)])
    func refusedRows(dialect: Dialect, text: String, taken: Int, refused: String) throws {
        let run = try Self.run()
        let file = try Self.prepare(text, dialect, device: "ref-1", into: run)
        #expect(file.taken == taken)
        #expect(file.refused.map { "\($0.key) \($0.value.firstLine)" }.joined() == refused)
    }

    /// The hour that ends at midnight belongs to the day before.
    @Test("rows of days that the journal no longer holds whole are refused and counted; the others are taken")
    func olderThanJournal() throws {
        var run = try Self.run()
        #expect(try JournalRebuild.firstWholeDay(of: run.folder.data) == nil)
        let first = CivilDate(of: Self.december).adding(days: 1)
        let file = try Self.prepare(
            Self.ukAir(0..<30), .ukAir, device: "ref-1", firstWholeDay: first, into: run)
        // Lines 1 to 4 are not rows: the portal's name, a blank one, the station and the header.
        #expect(file.refused == [ImportedFile.olderThanJournal: .init(count: 24, firstLine: 5)])
        #expect(file.taken == 6)
        try Self.finish(&run)
        let hours = try run.files.rows(in: "summaries/air/hour/").filter { $0[4] == "ref-1" && $0[9] == "true" }
        #expect(hours.map { $0[10] } == (24..<30).map { "\($0)" })
        let feed = """
            {"tst":"2025-12-30T23:59:59Z","topic":"west/air/plain/aq-1","payload":{"ts":"2025-12-30T08:00:00Z","readings":{"no2":7}}}
            {"tst":"2025-12-31T00:00:01Z","topic":"west/air/plain/aq-1","payload":{"ts":"2025-12-31T00:00:00Z","readings":{"no2":7}}}

            """
        let recorded = try Self.prepare(feed, nil, firstWholeDay: first, into: run)
        #expect(recorded.taken == 1)
        #expect(recorded.refused == [ImportedFile.olderThanJournal: .init(count: 1, firstLine: 1)])
    }

    @Test(
        "a file that is another kind of table is refused whole, in words",
        arguments: [
            (Dialect.openair, "date,no2\n2025-12-30,5\n2025-12-31,6\n", "daily means cannot be taken"),
            (.openair, "a,b\n1,2\n", "no column of it is a known quantity"),
            (.ukAir, "date;time\n1;2\n", "this is no table of uk-air"),
            (.ukAir, ",,One,,,Two,,\nDate,time,Ozone,status,unit,Nitric oxide,status,unit\n", "several stations"),
            (.ukAir, "Date,time,Ozone,status,unit,Ozone,status,unit\n", "a quantity stands in it twice"),
        ])
    func refusedFiles(dialect: Dialect, text: String, words: String) throws {
        let run = try Self.run()
        let error = try #require(throws: ImportError.self) {
            _ = try Self.prepare(text, dialect, device: "ref-1", into: run)
        }
        #expect(error.description.contains(words))
    }

    @Test("a device that no table knows, or that nobody names, is asked for")
    func devices() throws {
        let run = try Self.run()
        let unknown = try #require(throws: ImportError.self) {
            _ = try Self.prepare(Self.ukAir(0..<2), .ukAir, device: "ref-77", into: run)
        }
        #expect(unknown.description.contains("no row of air_sensors.csv has the device ref-77"))
        let unnamed = try #require(throws: ImportError.self) {
            _ = try Self.prepare(Self.ukAir(0..<2), .ukAir, into: run)
        }
        #expect(unnamed.description.contains("name it with --device"))
        let charger = try #require(throws: ImportError.self) { _ = try Self.prepare("[]", .ocpp16, into: run) }
        #expect(charger.description.contains("import the feed without --dialect"))
    }
}
