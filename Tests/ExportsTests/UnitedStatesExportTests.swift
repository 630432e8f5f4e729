import Foundation
import Exports
import Readings
import Testing

/// Published hours to make the US index of; figures that no test looks at are left out.
private struct Hours {
    static let header =
        "window_start,window_end,borough,site,device,quantity,unit,n,capture_pct,valid,mean,min,max,stdev,p50,p95,"
        + "raw_mean,correction,class,status,n_flagged,flags\n"

    /// Rows by the day of their hour.
    private var rows: [String: [String]] = [:]

    /// Puts hourly means, from an hour on; nil is a silent hour (it has a row), NaN an hour without enough readings.
    mutating func put(
        _ site: String, _ device: String, _ quantity: String, from start: String, _ means: [String?],
        class deviceClass: String = "reference", valid: Bool = true
    ) throws {
        var hour = try #require(Instant(iso8601: start))
        for mean in means {
            let end = hour.advanced(byMicroseconds: Microseconds.hour)
            let isValid = valid && mean != nil
            rows[String(hour.iso8601.prefix(10)), default: []].append(
                "\(hour.iso8601),\(end.iso8601),west,\(site),\(device),\(quantity),,\(mean == nil ? 0 : 1),"
                    + "\(isValid ? 100 : 0),\(isValid),\(mean ?? ""),,,,,,\(mean ?? ""),,\(deviceClass),provisional,0,\n"
            )
            hour = end
        }
    }

    func publish() throws -> DataFolder {
        let folder = try DataFolder()
        for (day, rows) in rows {
            let path = "\(folder.path)/summaries/air/hour/area=west/day=\(day)"
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            try Data((Self.header + rows.joined()).utf8).write(to: URL(filePath: "\(path)/x.csv"))
        }
        return folder
    }
}

/// A value in ug/m3 (CO mg/m3) at 20 degC of a decimal in ppb (ppm), by Defra's factors; exact in millionths.
private func concentration(_ mixingRatio: Substring, _ quantity: String, times ten: Int = 1) throws -> String {
    let factors = ["no2": 19125, "o3": 19957, "so2": 26609, "co": 11642]
    guard let factor = factors[quantity] else { return String(mixingRatio) }
    let value = try #require(Decimal(string: String(mixingRatio)))
    return "\(value * Decimal(factor) * Decimal(ten) / 10000)"
}

@Suite("Exports of the US index")
struct UnitedStatesExportTests {
    private typealias Table = [[String: String]]

    private func export(
        _ hours: Hours, _ period: UnitedStatesExport.Period, references: ReferenceSites? = nil,
        _ change: (inout RowSelection) -> Void = { _ in }
    ) throws -> (rows: Table, text: String, summary: ExportSummary) {
        let folder = try hours.publish()
        var selection = RowSelection()
        change(&selection)
        var bytes: [UInt8] = []
        let summary = try UnitedStatesExport(
            PublishedDataset("air/hour", inDataFolder: folder.path), selection, period, references: references
        ).write(to: { bytes += $0 }, progress: { _, _ in })
        let text = String(decoding: bytes, as: UTF8.self)
        let lines = text.split(separator: "\n").map { $0.split(separator: ",", omittingEmptySubsequences: false) }
        let names = lines.first ?? []
        let rows = lines.dropFirst().map { cells in
            Dictionary(uniqueKeysWithValues: zip(names, cells).map { (String($0), String($1)) })
        }
        return (rows, text, summary)
    }

    private func vectors(_ name: String) throws -> [Substring] {
        let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let file = tests.appending(path: "AirQualityTests/Fixtures/\(name).csv")
        return Array(
            try String(contentsOf: file, encoding: .utf8).split(whereSeparator: \.isNewline).dropFirst())
    }

    @Test(
        "every golden vector of the NowCast, across midnight: the export that begins with its day reads the day before")
    func nowCastVectors() throws {
        var hours = Hours()
        var expected: [(site: String, column: String, value: Double)] = []
        for (number, line) in try vectors("nowcast_vectors").enumerated() {
            // The name of the case may hold a comma, in quotes.
            let cells =
                line.hasPrefix("\"") ? line.dropFirst().drop { $0 != "\"" }.dropFirst() : line.drop { $0 != "," }
            let row = cells.dropFirst().split(separator: ",", omittingEmptySubsequences: false)
            let quantity = row[0] == "o3" ? "o3" : "pm2_5"
            let means = try row[2].split(separator: ";", omittingEmptySubsequences: false).map {
                $0.isEmpty ? nil : try concentration($0, quantity)
            }
            // The newest is 03:00 of 2 March.
            let start = means.count == 12 ? "2026-03-01T16:00:00Z" : "2026-03-01T20:00:00Z"
            try hours.put("s\(number)", "d\(number)", quantity, from: start, means)
            let truncated = try #require(Double(row[4]))
            expected.append(
                quantity == "o3"
                    ? ("s\(number)", "o3_nowcast_ppm", truncated / 1000)
                    : ("s\(number)", "pm2_5_nowcast_ugm3", truncated))
        }
        try #require(expected.count == 10)
        let rows = try export(hours, .hour) { $0.from = CivilDate("2026-03-02") }.rows
        #expect(rows.allSatisfy { $0["window_start"]?.hasPrefix("2026-03-02") ?? false })
        for (site, column, value) in expected {
            let row = try #require(rows.first { $0["site"] == site && $0["window_start"] == "2026-03-02T03:00:00Z" })
            #expect(row[column].flatMap(Double.init) == value, "\(site)")
        }
    }

    /// What the vectors leave empty, since it depends on another mean: above the end of a table of 8 h ozone the index is at
    /// least 300, of an hour of SO2 200, at the end of the others 500.
    private static let beyond = ["o3_8h": "300", "so2_1h": "200", "o3_1h": "500", "so2_24h": "500"]

    @Test("every golden vector of the bands, as the index of a day that has this mean, or this greatest hour")
    func bandVectors() throws {
        var hours = Hours()
        var expected: [(site: String, quantity: String, index: String, band: String)] = []
        for (number, line) in try vectors("us_aqi_2024_vectors").enumerated() {
            let row = line.split(separator: ",", omittingEmptySubsequences: false)
            let quantity = row[1] == "pm2.5" ? "pm2_5" : String(row[1].split(separator: "_")[0])
            let isOfOneHour = row[1].hasSuffix("_1h") && quantity != "no2"
            // ppm of ozone are thousands of ppb.
            let mean = try concentration(row[3], quantity, times: quantity == "o3" ? 1000 : 1)
            var means = [String?](repeating: isOfOneHour ? "0" : mean, count: 48)
            if isOfOneHour { means[12] = mean }
            try hours.put("s\(number)", "d\(number)", quantity, from: "2026-03-02T00:00:00Z", means)
            let isBeyond = row[5].isEmpty && row[1] != "pm2.5"
            let index = isBeyond ? try #require(Self.beyond[String(row[1])]) : String(row[5])
            let band = ["200": "Unhealthy", "300": "Very Unhealthy", "500": "Hazardous"][index]
            expected.append(("s\(number)", quantity, index, isBeyond ? band ?? "" : String(row[6])))
        }
        try #require(expected.count == 129)
        let rows = try export(hours, .day) { $0.to = CivilDate("2026-03-02") }.rows
        #expect(rows.count == expected.count)
        for (site, quantity, index, band) in expected {
            let row = try #require(rows.first { $0["site"] == site })
            #expect(row["\(quantity)_index"] == index && row["index"] == index && row["band"] == band, "\(site) \(row)")
            #expect(row["driver"] == (index.isEmpty ? "" : quantity))
        }
    }

    @Test("an hour by hand: its columns, its driver, what it rests on, and figures with a decimal")
    func hourByHand() throws {
        var hours = Hours()
        // NowCast of 6 and 9: w = 2/3, (9 + 6 x 2/3) / (1 + 2/3) = 7.8: 7.8 of 9.0 is 43.33 of 50, index 43.
        try hours.put("gate", "ref", "pm2_5", from: "2026-03-02T08:00:00Z", ["6", "9"])
        // 95.625 / 1.9125 = 50 ppb: 50/53 x 50 = 47.17, index 47.
        try hours.put("gate", "ref", "no2", from: "2026-03-02T09:00:00Z", ["95.625"])
        // 2 ppm x 1.1642 over six hours, 4 to 9: 2.0/4.4 x 50 = 22.7, index 23.
        try hours.put("gate", "ref", "co", from: "2026-03-02T04:00:00Z", Array(repeating: "2.3284", count: 6))
        let (rows, text, summary) = try export(hours, .hour)
        let lines = text.split(separator: "\n").map(String.init)
        #expect(
            lines.first
                == "window_start,window_end,borough,site,scale,index,band,driver,pollutants,indicative,"
                + "pm2_5_nowcast_ugm3,pm2_5_index,no2_1h_ppb,no2_index,co_8h_ppm,co_index")
        #expect(
            lines.last
                == "2026-03-02T09:00:00Z,2026-03-02T10:00:00Z,west,gate,us-aqi,47,Good,no2,pm2_5 no2 co,FALSE,"
                + "7.8,43,50.0,47,2.0,23")
        // At 04:00 to 08:00 CO has too few hours, and at 08:00 PM2.5 has one hour only: rows without an index.
        #expect(rows.map { $0["index"] } == ["", "", "", "", "", "47"])
        #expect(summary.rows == 6 && summary.sites == 1 && summary.quantities == ["pm2_5", "no2", "co"])
    }

    @Test(
        "a day by hand: 18 hours, the greatest hour and the greatest of 17 means of ozone, which may end on the next day"
    )
    func dayByHand() throws {
        var hours = Hours()
        // 18 hours of 12.05: truncated to 12.0, (12.0 - 9.1) / (35.4 - 9.1) x 49 + 51 = 56.4, index 56.
        try hours.put("gate", "ref", "pm2_5", from: "2026-03-02T06:00:00Z", Array(repeating: "12.05", count: 18))
        // Ozone: 40 ppb, but 80 ppb from 23:00 to 07:00; only the mean that begins at 23:00 has nothing else. 80 ppb is
        // (80 - 71) / (85 - 71) x 49 + 101 = 132.5, index 133.
        let ozone = Array(repeating: "79.828", count: 23) + Array(repeating: "159.656", count: 8)
        try hours.put("gate", "ref", "o3", from: "2026-03-02T00:00:00Z", ozone)
        // Seventeen hours are too few.
        try hours.put("gate", "ref", "pm10", from: "2026-03-02T00:00:00Z", Array(repeating: "400", count: 17))
        let rows = try export(hours, .day).rows
        #expect(rows.count == 2)
        let day = try #require(rows.first)
        #expect(day["pm2_5_24h_ugm3"] == "12.0" && day["pm2_5_index"] == "56" && day["pm10_index"] == nil)
        #expect(day["o3_8h_ppm"] == "0.08" && day["o3_index"] == "133" && day["index"] == "133")
        #expect(day["band"] == "Unhealthy for Sensitive Groups" && day["driver"] == "o3")
        #expect(rows.last?["window_start"] == "2026-03-03T00:00:00Z" && rows.last?["index"] == "")
        #expect(try export(hours, .day) { $0.to = CivilDate("2026-03-02") }.rows == [day])
    }

    @Test(
        "ozone of an hour counts from 125 ppb where its index is greater, and SO2 above 304 ppb by the mean of 24 hours"
    )
    func otherPeriods() throws {
        var hours = Hours()
        // The NowCast weighs the newest hour of 200 ppb fully and the others not at all (w = 0): 0.200 ppm is 300 by 8 h,
        // 196 by the hour. At 204 ppb the 8 h table ends, which is 300, and the hour is 200.
        try hours.put("a", "ref", "o3", from: "2026-03-02T00:00:00Z", ["0", "0", "399.14", "0", "407.1228"])
        // 24 hours of 300 ppb and one of 400: their mean of 24 is 304.1 ppb, below 305: 200.
        try hours.put(
            "b", "ref", "so2", from: "2026-03-01T00:00:00Z", Array(repeating: "798.27", count: 24) + ["1064.36"])
        // 400 ppb all along: 201 + (400 - 305) / (604 - 305) x 99 = 232.4.
        try hours.put("c", "ref", "so2", from: "2026-03-01T00:00:00Z", Array(repeating: "1064.36", count: 25))
        let rows = try export(hours, .hour) { $0.from = CivilDate("2026-03-02") }.rows
        func index(_ site: String, _ hour: String) -> String? {
            rows.first { $0["site"] == site && $0["window_start"] == "2026-03-02T\(hour):00:00Z" }?["index"]
        }
        #expect(index("a", "02") == "300" && index("a", "04") == "300")
        #expect(index("b", "00") == "200")
        #expect(index("c", "00") == "232")
        // 500 ppb in an hour of a NowCast of 100 ppb: by 8 h (0.100) 187, by the hour 301 + (500 - 405) / 199 x 199 = 396.
        var other = Hours()
        try other.put("d", "ref", "o3", from: "2026-03-02T00:00:00Z", ["199.57", "199.57", "997.85"])
        let last = try #require(try export(other, .hour).rows.last)
        #expect(last["index"] == "396")
    }

    @Test("reference and equivalent devices come first; without them the greatest of the others, and it is indicative")
    func devices() throws {
        var hours = Hours()
        let start = "2026-03-02T08:00:00Z"
        try hours.put("a", "ref", "pm2_5", from: start, ["4.5", "4.5"])
        try hours.put("a", "low", "pm2_5", from: start, ["100", "100"], class: "indicative")
        try hours.put("b", "low1", "pm2_5", from: start, ["4.5", "4.5"], class: "indicative")
        try hours.put("b", "low2", "pm2_5", from: start, ["9", "9"], class: "indicative")
        // A silent reference station has rows, and is one.
        try hours.put("c", "ref", "no2", from: start, [nil, nil])
        try hours.put("c", "low", "pm2_5", from: start, ["9", "9"], class: "indicative")
        try hours.put("d", "low", "pm2_5", from: start, ["9", "9"], class: "indicative")
        func last(_ site: String, _ rows: Table) -> [String?] {
            let row = rows.last { $0["site"] == site }
            return [row?["index"], row?["indicative"], row?["pm2_5_nowcast_ugm3"]]
        }
        let rows = try export(hours, .hour).rows
        #expect(last("a", rows) == ["25", "FALSE", "4.5"])
        #expect(last("b", rows) == ["50", "TRUE", "9.0"])
        #expect(last("c", rows) == ["", "", ""])
        #expect(last("d", rows) == ["50", "TRUE", "9.0"])
        // What is asked for of quantities changes no rule; a device that is asked for is judged by itself.
        let particles = try export(hours, .hour) { $0.quantities = ["pm2_5"] }.rows
        #expect(last("c", particles) == ["", "", ""])
        let named = try export(hours, .hour) { $0.devices = ["low"] }.rows
        // 100 ug/m3 is (100 - 55.5) / (125.4 - 55.5) x 49 + 151 = 182.2.
        #expect(last("a", named) == ["182", "TRUE", "100.0"])
        // By the registry d has an instrument, which has no row (it has been silent for more than a week).
        let registry = ReferenceSites(["d": [Instant.distantPast..<Instant.distantFuture]])
        #expect(last("d", try export(hours, .hour, references: registry).rows) == ["", "", ""])
    }

    @Test("hours that are not valid give nothing; a NowCast needs two of the newest three")
    func capture() throws {
        var hours = Hours()
        let start = "2026-03-02T08:00:00Z"
        try hours.put("a", "ref", "pm10", from: start, ["50", "50", nil, nil, "50"])
        try hours.put("b", "ref", "pm10", from: start, ["50", "50"], valid: false)
        let rows = try export(hours, .hour).rows
        #expect(rows.filter { $0["site"] == "a" }.map { $0["pm10_index"] } == ["", "46", "46", "", ""])
        #expect(rows.filter { $0["site"] == "b" }.map { $0["index"] } == ["", ""])
        let error = try #require(throws: ExportError.self) { try export(hours, .hour) { $0.sites = ["b"] } }
        #expect(error.description.hasPrefix("air/hour: none of 2 rows that match has an index: a NowCast needs"))
    }

    @Test(
        "small negative concentrations are Good, greater ones have a figure and no index; ties go by the order of pollutants"
    )
    func edges() throws {
        var hours = Hours()
        let start = "2026-03-02T08:00:00Z"
        try hours.put("a", "ref", "pm2_5", from: start, ["-0.09", "-0.09"])
        try hours.put("b", "ref", "pm2_5", from: start, ["-1.5", "-1.5"])
        // 9.0 ug/m3 and 53 ppb are both 50.
        try hours.put("c", "ref", "no2", from: start, [nil, "101.3625"])
        try hours.put("c", "ref", "pm2_5", from: start, ["9", "9"])
        let rows = try export(hours, .hour).rows.filter { $0["window_start"] == "2026-03-02T09:00:00Z" }
        #expect(rows.map { $0["index"] } == ["0", "", "50"])
        #expect(rows.map { $0["pm2_5_nowcast_ugm3"] } == ["0.0", "-1.5", "9.0"])
        #expect(rows.last?["driver"] == "pm2_5" && rows.last?["pollutants"] == "pm2_5 no2")
    }

    @Test("days before the tables are on the scale of the first, which the summary says")
    func beforeTables() throws {
        var hours = Hours()
        try hours.put("a", "ref", "pm2_5", from: "2022-03-02T08:00:00Z", ["9", "9"])
        let (rows, _, summary) = try export(hours, .hour)
        #expect(rows.last?["index"] == "50" && rows.last?["band"] == "Good" && summary.isBeforeTables)
        var later = Hours()
        try later.put("a", "ref", "pm2_5", from: "2024-05-06T00:00:00Z", ["9", "9"])
        #expect(try !export(later, .hour).summary.isBeforeTables)
    }

    @Test("other datasets, unknown quantities and places without rows are told in words")
    func mistakes() throws {
        var hours = Hours()
        try hours.put("a", "ref", "pm2_5", from: "2026-03-02T08:00:00Z", ["9", "9"])
        let quantity = try #require(throws: ExportError.self) {
            try export(hours, .hour) { $0.quantities = ["temperature"] }
        }
        #expect(
            quantity.description == "--quantity temperature: the US index knows pm2_5, pm10, no2, o3, so2, co only.")
        let site = try #require(throws: ExportError.self) { try export(hours, .day) { $0.sites = ["b"] } }
        #expect(site.description.hasPrefix("air/hour: nothing matches. It has boroughs west; sites a;"))
        #expect(try export(hours, .hour).text == export(hours, .hour).text)
    }
}
