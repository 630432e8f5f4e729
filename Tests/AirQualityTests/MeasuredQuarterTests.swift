import AirQuality
import Foundation
import Readings
import Testing
import TimeWindows

/// Marylebone Road from January to March 2022, measured. The file lies beside the project, in ../shared, and is not part of
/// it. What is expected is computed here, with doubles.
enum MeasuredQuarter {
    static let url: URL = {
        let shared = ProcessInfo.processInfo.environment["KERBSIDE_SHARED"].map { URL(filePath: $0) }
        let root = URL(filePath: #filePath).appending(path: "../../..").standardized
        return (shared ?? root.appending(path: "../shared").standardized)
            .appending(path: "data/air/measured/my1_2022_q1_hourly.csv")
    }()
    static var isPresent: Bool { FileManager.default.fileExists(atPath: url.path) }
}

@Suite(
    "January to March 2022 at Marylebone Road",
    .enabled(if: MeasuredQuarter.isPresent, "../shared/data/air/measured is absent: the quarter is not compared"))
struct MeasuredQuarterTests {
    static let columns: [Substring] = ["no2", "no", "nox", "o3", "so2", "co", "pm10", "pm25"]
    private let first = CivilDate(year: 2022, month: 1, day: 1)

    private func values(_ column: Substring) throws -> [Double?] {
        let table = try TextTable(at: MeasuredQuarter.url)
        try #require(table.rows.count == 2160)
        return table.rows.indices.map { Double(table.field(column, ofRow: $0)) }
    }

    private func span(_ column: Substring) throws -> HoursOfSpan {
        let table = try TextTable(at: MeasuredQuarter.url)
        var span = HoursOfSpan(dates: first..<first.adding(days: 90))
        // Every seventh day first, then those after them: any order will do.
        for place in (0..<90).sorted(by: { ($0 % 7, $0) < ($1 % 7, $1) }) {
            let hours = try (place * 24..<(place + 1) * 24).map { row -> HourlyMean? in
                let text = table.field(column, ofRow: row)
                return text.isEmpty ? nil : HourlyMean(mean: try Picounits(decimal: text), isValid: true)
            }
            span.put(DayOfMeans(date: first.adding(days: place), hours: hours))
        }
        return span
    }

    private func mean(_ values: some Collection<Double?>, of span: Int) -> Double? {
        let valid = values.compactMap { $0 }
        return Double(valid.count) >= 0.75 * Double(span) ? valid.reduce(0, +) / Double(valid.count) : nil
    }

    private func expectClose(_ found: Picounits?, _ expected: Double?, _ place: Comment) {
        #expect((found == nil) == (expected == nil), place)
        guard let found, let expected else { return }
        #expect(abs(Double(found.count) / 1e12 - expected) <= 1e-6, place)
    }

    @Test("running 8 h and 24 h means of every hour and the mean of every day, within a millionth", arguments: columns)
    func means(column: Substring) throws {
        let values = try values(column)
        let hours = try span(column)
        for hour in values.indices {
            for span in [8, 24] {
                let running = hours.runningMean(endingWithHour: hour, spanHours: span)
                let expected = mean(values[max(0, hour - span + 1)...hour], of: span)
                expectClose(running.isValid ? running.mean : nil, expected, "\(column), \(span) h, hour \(hour)")
            }
        }
        for day in 0..<90 {
            let found = hours.mean(ofDay: day)
            let expected = mean(values[day * 24..<(day + 1) * 24], of: 24)
            expectClose(found.isValid ? found.mean : nil, expected, "\(column), day \(day)")
            let windows = (day * 24..<(day + 1) * 24).compactMap { hour in
                mean(values[max(0, hour - 7)...hour], of: 8)
            }
            expectClose(
                hours.greatestRunningMean(ofDay: day, spanHours: 8)?.mean, windows.count >= 18 ? windows.max() : nil,
                "\(column), greatest 8 h of day \(day)")
        }
    }

    @Test("mean, extremes, spread and percentiles of the quarter, within a millionth", arguments: columns)
    func statistics(column: Substring) throws {
        let valid = try values(column).compactMap { $0 }.sorted()
        let found = try span(column).statistics
        #expect(found.mean.hours == valid.count)
        let mean = valid.reduce(0, +) / Double(valid.count)
        let spread = (valid.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(valid.count - 1)).squareRoot()
        func percentile(_ share: Double) -> Double {
            let position = Double(valid.count - 1) * share
            let low = Int(position)
            let high = min(low + 1, valid.count - 1)
            return valid[low] + (valid[high] - valid[low]) * (position - Double(low))
        }
        let expected = [mean, valid[0], valid[valid.count - 1], percentile(0.5), percentile(0.95), spread]
        let figures = [
            found.mean.mean?.millionths, found.minimum, found.maximum, found.median, found.percentile95,
            found.standardDeviation,
        ]
        for (figure, value) in zip(figures, expected) {
            #expect(abs(Double(try #require(figure)) / 1e6 - value) <= 1e-6, "\(column)")
        }
    }

    @Test("hours and days over the limits, counted here")
    func exceedances() throws {
        for (quantity, column) in [(Quantity.no2, "no2"), (.pm10, "pm10"), (.pm2_5, "pm25"), (.so2, "so2")]
            as [(Quantity, Substring)]
        {
            let values = try values(column)
            let hours = try span(column)
            for limit in Limits.builtIn.limits(of: quantity, on: CivilDate(year: 2026, month: 3, day: 2)) {
                let bound = Double(limit.limit) / 1e6 + 0.5
                let found = Exceedance(of: hours, against: limit)
                switch limit.averaging {
                case .hour:
                    #expect(found.periodsOver == values.count { $0.map { $0 >= bound } ?? false })
                    #expect(found.periodsInSpan == 2160 && found.periods == values.count { $0 != nil })
                case .day:
                    let days = (0..<90).compactMap { mean(values[$0 * 24..<($0 + 1) * 24], of: 24) }
                    #expect(found.periodsOver == days.count { $0 >= bound }, "\(column)")
                    #expect(found.periods == days.count && found.periodsInSpan == 90)
                default: continue
                }
            }
        }
    }

    /// Counted with pandas by the rule of `IndexTable.index(ofDay:in:)`. The greatest hourly index of each day instead, with
    /// running means of particles, would give 57, 23, 4, 4, 0 and 2 days of 2 to 7: two of 7, where the reference has one
    /// in the whole of 2022.
    @Test("days of each index: 2 of 1, 67 of 2, 15 of 3, 2 of 4, 3 of 5 and 1 of 7")
    func daysByIndex() throws {
        let columns: [(Quantity, Substring)] = [(.pm2_5, "pm25"), (.pm10, "pm10"), (.no2, "no2"), (.o3, "o3")]
        let spans = try columns.map { try span($0.1) }
        var days = [Int](repeating: 0, count: 11)
        for day in 0..<90 {
            var parts: [SiteIndex.Part] = []
            for (place, (pollutant, _)) in columns.enumerated() {
                let table = try #require(IndexTables.builtIn.table(.daily, pollutant, on: first))
                guard let index = table.index(ofDay: day, in: spans[place]) else { continue }
                parts.append(SiteIndex.Part(pollutant: pollutant, index: index, deviceClass: .reference))
            }
            days[SiteIndex(parts: parts, siteHasReference: true)?.index ?? 0] += 1
        }
        #expect(days == [0, 2, 67, 15, 2, 3, 0, 1, 0, 0, 0])
    }
}
