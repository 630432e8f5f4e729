import Readings
import Registry
import Tables
import Testing

@testable import Pipeline

/// Rows of months and exceedances from files of hours that are written here by hand.
@Suite("What a month's row takes from its hours")
struct LongPeriodTests {
    private static let registry = try? CityRegistry.tables(start: start, move: start)
    private static let start = Instant(iso8601: "2026-03-02T00:00:00Z") ?? .distantPast
    private static let first = CivilDate(of: start)

    /// A row of hours or quarter-hours in the order of the columns of `air/hour`.
    private struct Row {
        var start: String
        var site = "st-site"
        var device = "st-1"
        var deviceClass = "reference"
        var quantity = "pm2_5"
        var mean = "10"
        var raw = "10"
        var correction = ""
        var valid = true
        var flagged = 0

        var line: String {
            "\(start),\(start),west,\(site),\(device),\(quantity),ug/m3,4,\(valid ? 100 : 50),\(valid),\(mean),\(mean),\(mean),"
                + "0,\(mean),\(mean),\(raw),\(correction),\(deviceClass),provisional,\(flagged),\n"
        }
    }

    private static func file(_ dataset: Dataset, _ rows: [Row]) -> [UInt8] {
        dataset.header + rows.flatMap { Array($0.line.utf8) }
    }

    private static func stamp(day: Int, minute: Int) -> String {
        start.advanced(byMicroseconds: (Int64(day) * 24 * 60 + Int64(minute)) * Microseconds.minute).iso8601
    }

    /// The cells of the rows of a dataset, from the hours (and quarter-hours) of some days.
    private static func rows(
        _ dataset: Dataset, _ days: [[Row]], quarters: [[Row]] = []
    ) throws -> [[Substring]] {
        var period = LongPeriod(
            area: "west", dates: first..<first.adding(days: days.count), checksDrift: false)
        for (day, rows) in days.enumerated() {
            let date = first.adding(days: day)
            try period.take(date, hours: file(.airHour, rows))
            if day < quarters.count { try period.take(quarterHours: file(.airQuarterHour, quarters[day])) }
            period.endDay(date)
        }
        let bytes = period.rows(of: dataset, try #require(registry)).bytes
        return String(decoding: bytes, as: UTF8.self).split(separator: "\n").dropFirst().map {
            $0.split(separator: ",", omittingEmptySubsequences: false)
        }
    }

    private static func hours(day: Int, _ change: (Int, inout Row) -> Void = { _, _ in }) -> [Row] {
        (0..<24).map { hour in
            var row = Row(start: stamp(day: day, minute: hour * 60))
            change(hour, &row)
            return row
        }
    }

    @Test("n_flagged counts each hour with a flagged reading once, on its own day")
    func flaggedHours() throws {
        let days = [
            Self.hours(day: 0) { hour, row in if hour == 5 || hour == 6 { row.flagged = 3 } },
            Self.hours(day: 1) { hour, row in if hour == 7 { row.flagged = 1 } },
            Self.hours(day: 2),
        ]
        let row = try #require(try Self.rows(.airMonth, days).first)
        #expect(row[20] == "3")
    }

    @Test("the mean before corrections is that of the valid hours")
    func rawMean() throws {
        // 23 hours of 10 that were 8 before; the last is invalid, and was 100.
        let days = [
            Self.hours(day: 0) { hour, row in
                (row.raw, row.correction) = ("8", "epa-2021")
                if hour == 23 { (row.raw, row.valid) = ("100", false) }
            }
        ]
        let row = try #require(try Self.rows(.airMonth, days).first)
        #expect(row[10] == "10" && row[16] == "8" && row[17] == "epa-2021")
    }

    @Test("quarter-hours count on their day alone")
    func quarterHours() throws {
        // The objective for SO2: 266 ug/m3 as a mean of 15 minutes, not more than 35 times a year.
        let high = (0..<4).map { quarter in
            Row(start: Self.stamp(day: 0, minute: 8 * 60 + quarter * 15), quantity: "so2", mean: "300", raw: "300")
        }
        let low = [Row(start: Self.stamp(day: 1, minute: 8 * 60), quantity: "so2", mean: "20", raw: "20")]
        let days = (0..<2).map { day in Self.hours(day: day) { _, row in row.quantity = "so2" } }
        let rows = try Self.rows(.airExceedance, days, quarters: [high, low])
        let row = try #require(rows.first { $0[8] == "15min" })
        #expect(row[10] == "4" && row[11] == "35")
    }

    @Test("where a reference stands, a day's index rests on it alone, and not on a low-cost device beside it")
    func indices() throws {
        // The city's station has ref-1. PM2.5 of 10 is index 1 of the DAQI, 80 would be 10.
        let hours = Self.hours(day: 0) { _, row in
            (row.site, row.device, row.deviceClass) = ("station", "ref-1", "reference")
        }
        let beside = Self.hours(day: 0) { _, row in
            (row.site, row.device, row.deviceClass, row.mean) = ("station", "st-9", "indicative", "80")
        }
        let rows = try Self.rows(.airIndexDay, [hours + beside])
        let row = try #require(rows.first { $0[4] == "uk-daqi" })
        #expect(row[5] == "1" && row[7] == "pm2_5" && row[9] == "false")
    }
}
