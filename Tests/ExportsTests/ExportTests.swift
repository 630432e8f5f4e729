import Foundation
import Exports
import Readings
import Testing

/// Published hours of two boroughs, small enough to do the exports by hand.
private enum PublishedHours {
    static let header =
        "window_start,window_end,borough,site,device,quantity,unit,n,capture_pct,valid,mean,min,max,stdev,p50,p95,"
        + "raw_mean,correction,class,status,n_flagged,flags\n"

    /// A row of one hour: as the corridor writes it, figures that no test looks at left out.
    static func row(
        _ start: String, _ place: String, _ quantity: String, _ mean: String, valid: Bool = true,
        class deviceClass: String = "reference", status: String = "provisional"
    ) -> String {
        let end = Instant(iso8601: start)?.advanced(byMicroseconds: Microseconds.hour).iso8601 ?? ""
        return "\(start),\(end),\(place),\(quantity),ug/m3,1,\(valid ? "100" : "50"),\(valid),\(mean),,,,,,\(mean),,"
            + "\(deviceClass),\(status),0,\n"
    }

    /// The last two days of summer time: on 25 October 2026 the clocks of London go back at 01:00 UTC.
    static func folder() throws -> DataFolder {
        let folder = try DataFolder()
        try folder.publish(
            "air/hour", "west", "2026-10-24",
            [
                row("2026-10-24T22:00:00Z", "west,school,aq-1", "no2", "7", class: "indicative", status: "simulated"),
                row("2026-10-24T22:00:00Z", "west,school,ref-1", "no2", "12.5", status: "ratified"),
                row("2026-10-24T22:00:00Z", "west,school,ref-1", "pm2_5", "3"),
                row("2026-10-24T23:00:00Z", "west,school,ref-1", "no2", "99", valid: false),
            ])
        try folder.publish(
            "air/hour", "west", "2026-10-25",
            [
                row("2026-10-25T00:00:00Z", "west,school,ref-1", "no2", "8.25"),
                row("2026-10-25T01:00:00Z", "west,school,ref-1", "no2", "9"),
            ])
        try folder.publish(
            "air/hour", "east", "2026-10-25",
            [row("2026-10-25T00:00:00Z", "east,park,aq-2", "temperature", "-1.5", class: "indicative")])
        return folder
    }

    static func text(_ write: (([UInt8]) throws -> Void, (Int64, Int64) -> Void) throws -> ExportSummary) throws
        -> String
    {
        var bytes: [UInt8] = []
        _ = try write({ bytes += $0 }, { _, _ in })
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension DataFolder {
    fileprivate func publish(_ dataset: String, _ area: String, _ day: String, _ rows: [String]) throws {
        let folder = "\(path)/summaries/\(dataset)/area=\(area)/day=\(day)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let text = PublishedHours.header + rows.joined()
        try Data(text.utf8).write(to: URL(filePath: "\(folder)/x_\(area)_\(day).csv"))
    }
}

@Suite("Exports")
struct ExportTests {
    private let folder: DataFolder
    private let dataset: PublishedDataset

    init() throws {
        folder = try PublishedHours.folder()
        dataset = try PublishedDataset("air/hour", inDataFolder: folder.path)
    }

    private func wide(_ layout: WideLayout, _ change: (inout RowSelection) -> Void = { _ in }) throws -> String {
        var selection = RowSelection()
        change(&selection)
        return try PublishedHours.text { sink, progress in
            try WideExport(dataset, selection, layout).write(to: sink, progress: progress)
        }
    }

    private func long(_ change: (inout RowSelection) -> Void = { _ in }) throws -> [String] {
        var selection = RowSelection()
        change(&selection)
        return try PublishedHours.text { sink, progress in
            try LongExport(dataset, selection).write(to: sink, progress: progress)
        }.split(separator: "\n").map(String.init)
    }

    @Test("openair: an hour and device a row, without gaps, the reference first, valid hours only, and openair's names")
    func openair() throws {
        let expected = """
            date,site,code,borough,class,status,no2,pm2.5,air_temp
            2026-10-24 22:00:00,school,ref-1,west,reference,provisional,12.5,3.0,
            2026-10-24 22:00:00,school,aq-1,west,indicative,simulated,7.0,,
            2026-10-24 23:00:00,school,ref-1,west,reference,,,,
            2026-10-25 00:00:00,park,aq-2,east,indicative,provisional,,,-1.5
            2026-10-25 00:00:00,school,ref-1,west,reference,provisional,8.25,,
            2026-10-25 01:00:00,school,ref-1,west,reference,provisional,9.0,,

            """
        #expect(try wide(.openair) == expected)
    }

    @Test("excel: a byte order mark, CRLF, units in the names, and both of autumn's repeated hours told apart")
    func excel() throws {
        // Europe/London goes from +01:00 to +00:00 at 2026-10-25T01:00:00Z; 1792890000 is that second.
        let london = TimeZoneRules(
            firstOffsetSeconds: 3600,
            transitions: [.init(at: Instant(microseconds: 1_792_890_000_000_000), offsetSeconds: 0)])
        let expected = [
            "\u{FEFF}date_utc,date_local,utc_offset_h,site,code,borough,class,status,no2_ugm3",
            "2026-10-25 00:00,2026-10-25 01:00,1.0,school,ref-1,west,reference,provisional,8.25",
            "2026-10-25 01:00,2026-10-25 01:00,0.0,school,ref-1,west,reference,provisional,9.0", "",
        ]
        let found = try wide(.excel(zones: ["west": london])) {
            $0.sites = ["school"]
            $0.from = CivilDate("2026-10-25")
        }
        // Compared as bytes: to Swift, CRLF is one character, and a mark in front of text can be none.
        #expect(Array(found.utf8) == Array(expected.joined(separator: "\r\n").utf8))
    }

    @Test(
        "offsets of a quarter of an hour are written as parts of an hour",
        arguments: [(20_700, "5.75"), (-12_600, "-3.5"), (3600, "1.0")])
    func offsets(seconds: Int, text: String) throws {
        let zone = TimeZoneRules(firstOffsetSeconds: seconds, transitions: [])
        let found = try wide(.excel(zones: ["east": zone])) { $0.boroughs = ["east"] }
        #expect(found.contains(",\(text),park,aq-2,"))
    }

    @Test(
        "long: the rows of all files in order of time under one header; figures have a decimal, counts none; TRUE is R's word"
    )
    func longRows() throws {
        let lines = try long()
        #expect(lines.count == 1 + 7)
        #expect(lines[0] + "\n" == PublishedHours.header)
        let starts = lines.dropFirst().map { $0.prefix(13) }
        #expect(starts == starts.sorted())
        #expect(
            lines[1]
                == "2026-10-24T22:00:00Z,2026-10-24T23:00:00Z,west,school,aq-1,no2,ug/m3,1,100.0,TRUE,7.0,,,,,,7.0,,"
                + "indicative,simulated,0,")
    }

    @Test("a selection takes the rows that meet all of it")
    func selection() throws {
        #expect(try long { $0.devices = ["ref-1", "aq-2"] }.count == 1 + 6)
        #expect(try long { $0.quantities = ["no2"] }.count == 1 + 5)
        #expect(
            try long {
                $0.quantities = ["no2"]; $0.devices = ["aq-1"]
            }.count == 1 + 1)
        #expect(try long { $0.boroughs = ["east"] }.count == 1 + 1)
        #expect(try long { $0.to = CivilDate("2026-10-24") }.count == 1 + 4)
    }

    @Test("where nothing matches, the error says what there is")
    func nothing() throws {
        let error = try #require(throws: ExportError.self) { try long { $0.sites = ["harbour"] } }
        #expect(
            error.description
                == "air/hour: nothing matches. It has boroughs east, west; sites park, school; devices aq-1, aq-2, ref-1; "
                + "quantities no2, pm2_5, temperature; days 2026-10-24 to 2026-10-25.")
        let invalid = try #require(throws: ExportError.self) {
            try wide(.openair) { $0.from = CivilDate("2026-10-26") }
        }
        #expect(invalid.description.contains("nothing matches"))
        let unknown = try #require(throws: ExportError.self) {
            try PublishedDataset("air/hours", inDataFolder: folder.path)
        }
        #expect(unknown.description.hasSuffix("has no dataset air/hours: it has air/hour."))
    }

    @Test("files of many pieces are read to their last row, and a row's cells in quotes stay in quotes")
    func pieces() throws {
        var rows: [String] = []
        for second in 0..<9000 {
            let start = Instant(iso8601: "2026-10-20T00:00:00Z")?.advanced(byMicroseconds: Int64(second) * 1_000_000)
            rows.append(PublishedHours.row(start?.iso8601 ?? "", "north,\"a, b\",aq-\(second % 7)", "no2", "\(second)"))
        }
        try folder.publish("air/hour", "north", "2026-10-20", rows)
        let all = try PublishedDataset("air/hour", inDataFolder: folder.path)
        var selection = RowSelection()
        selection.boroughs = ["north"]
        let lines = try PublishedHours.text { sink, progress in
            try LongExport(all, selection).write(to: sink, progress: progress)
        }.split(separator: "\n")
        #expect(lines.count == 9001)
        #expect(lines.last?.contains(",\"a, b\",aq-\(8999 % 7),no2,ug/m3,1,100.0,TRUE,8999.0,") ?? false)
    }

    @Test("a column whose first figure stands behind a hundred rows is told of: Polars would take it for text")
    func lateColumns() throws {
        var rows: [String] = []
        for hour in 0..<120 {
            let start = Instant(iso8601: "2026-11-01T00:00:00Z")?.advanced(
                byMicroseconds: Int64(hour) * Microseconds.hour)
            let text = start?.iso8601 ?? ""
            rows.append(PublishedHours.row(text, "north,school,aq-1", "no2", "5"))
            if hour >= 100 { rows.append(PublishedHours.row(text, "north,school,aq-1", "o3", "6")) }
        }
        for day in 1...5 {
            let name = "2026-11-0\(day)"
            try folder.publish("air/hour", "north", name, rows.filter { $0.hasPrefix(name) })
        }
        let all = try PublishedDataset("air/hour", inDataFolder: folder.path)
        var selection = RowSelection()
        selection.boroughs = ["north"]
        let summary = try WideExport(all, selection, .openair).write(to: { _ in }, progress: { _, _ in })
        #expect(summary.rows == 120)
        #expect(summary.lateColumns == ["o3"])
    }
}
