import AirQuality
import Foundation
import Readings
import Testing
import TimeWindows

/// Marylebone Road in March 2022, measured: hourly means, with running means and indices that pandas and openair computed.
/// The file lies beside the project, in ../shared, and is not part of it.
enum MeasuredMonth {
    static let url: URL = {
        let shared = ProcessInfo.processInfo.environment["KERBSIDE_SHARED"].map { URL(filePath: $0) }
        let root = URL(filePath: #filePath).appending(path: "../../..").standardized
        return (shared ?? root.appending(path: "../shared").standardized)
            .appending(path: "feeds/expected/marylebone-2022-03-hourly.csv")
    }()
    static var isPresent: Bool { FileManager.default.fileExists(atPath: url.path) }
}

@Suite(
    "March 2022 at Marylebone Road",
    .enabled(if: MeasuredMonth.isPresent, "../shared/feeds/expected is absent: the measured month is not compared"))
struct MeasuredMonthTests {
    private func hourlyMeans(_ table: TextTable, _ column: Substring) throws -> [HourlyMean?] {
        try table.rows.indices.map { row in
            let text = table.field(column, ofRow: row)
            return text.isEmpty ? nil : HourlyMean(mean: try Picounits(decimal: text), isValid: true)
        }
    }

    private func runningMean(_ hours: [HourlyMean?], endingWith row: Int, span: Int) -> MeanOfHours {
        MeanOfHours(of: hours[max(0, row - span + 1)...row], spanHours: span)
    }

    @Test(
        "running means within a millionth, missing where they are missing",
        arguments: [("o3_1h", "o3_8h", 8), ("pm10_1h", "pm10_24h", 24), ("pm25_1h", "pm25_24h", 24)]
            as [(Substring, Substring, Int)])
    func runningMeans(hourly: Substring, running: Substring, span: Int) throws {
        let table = try TextTable(at: MeasuredMonth.url)
        try #require(table.rows.count == 744)
        let hours = try hourlyMeans(table, hourly)
        var compared = 0
        for row in table.rows.indices {
            let mean = runningMean(hours, endingWith: row, span: span)
            let expected = table.field(running, ofRow: row)
            #expect(mean.isValid == !expected.isEmpty, "row \(row)")
            guard let value = Double(expected), let found = mean.mean?.count else { continue }
            #expect(abs(Double(found) / 1e12 - value) <= 1e-6, "row \(row)")
            compared += 1
        }
        #expect(compared > 400)
    }

    @Test("every index of every pollutant and of the site")
    func indices() throws {
        let table = try TextTable(at: MeasuredMonth.url)
        let columns: [(Quantity, Substring, Substring)] = [
            (.no2, "no2_1h", "daqi_no2"), (.o3, "o3_1h", "daqi_o3"), (.pm10, "pm10_1h", "daqi_pm10"),
            (.pm2_5, "pm25_1h", "daqi_pm25"),
        ]
        let hours = try columns.map { try hourlyMeans(table, $0.1) }
        for row in table.rows.indices {
            var parts: [SiteIndex.Part] = []
            for (place, (pollutant, _, column)) in columns.enumerated() {
                let mean = runningMean(
                    hours[place], endingWith: row, span: RunningMeans.indexHours(of: pollutant))
                let index =
                    mean.isValid ? DailyAirQualityIndex.index(of: pollutant, sum: mean.sum, count: mean.hours) : nil
                #expect((index.map(String.init) ?? "") == table.field(column, ofRow: row), "row \(row) \(column)")
                if let index {
                    parts.append(SiteIndex.Part(pollutant: pollutant, index: index, deviceClass: .reference))
                }
            }
            let site = SiteIndex(parts: parts, siteHasReference: true)
            #expect((site.map { String($0.index) } ?? "") == table.field("daqi", ofRow: row), "row \(row)")
        }
    }
}
