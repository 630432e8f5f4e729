import Pipeline
import Readings
import Testing

/// Tolerance 1e-6, by the README of the feeds.
@Suite(
    "Marylebone Road, March 2022",
    .enabled(if: RecordedFeeds.arePresent, "skipped: ../shared/feeds is absent (KERBSIDE_SHARED names another place)"))
struct MaryleboneTests {
    private static let tolerance = 1e-6
    private static let names = ["pm25": "pm2_5"]

    /// `<window start> <quantity>`, and the span in hours where there is one, to the row.
    private static func byWindow(_ rows: [[String: String]], _ keys: [String]) throws -> [String: [String: String]] {
        var found: [String: [String: String]] = [:]
        for row in rows {
            let key = try keys.map { try #require(row[$0]) }.joined(separator: " ")
            #expect(found.updateValue(row, forKey: key) == nil, "\(key) twice")
        }
        return found
    }

    private static func dailyIndices(_ run: CorridorRun) throws -> [String: [String: String]] {
        try byWindow(run.rows("air/index").filter { $0["scale"] == "uk-daqi" }, ["window_start"])
    }

    /// Of the hours in the expected file, three quarters of the month's 744 of each quantity are there.
    @Test("the month and the year to date are the means of the hours")
    func months() throws {
        let run = try RecordedFeeds.run("marylebone-2022-03")
        let hours = try RecordedFeeds.expected("marylebone-2022-03-hourly")
        let months = try Self.byWindow(run.rows("air/month"), ["quantity"])
        var compared = 0
        for (quantity, row) in months {
            let column = (Self.names.first { $0.value == quantity }?.key ?? quantity) + "_1h"
            let values = hours.compactMap { $0[column].flatMap(Double.init) }
            guard !values.isEmpty else { continue }
            compared += 1
            #expect(row["n"] == "\(values.count)")
            #expect(isClose(row["mean"] ?? "", "\(values.reduce(0, +) / Double(values.count))", within: Self.tolerance))
        }
        #expect(compared == 4, "no2, o3, pm2_5 and pm10")
        #expect(run.rows("air/year").allSatisfy { $0["valid"] == "false" && $0["mean"] == "" }, "a third of the year")
    }

    @Test("every hourly mean, running mean and index of the month")
    func hours() throws {
        let run = try RecordedFeeds.run("marylebone-2022-03")
        let expected = try RecordedFeeds.expected("marylebone-2022-03-hourly")
        try #require(expected.count > 700)
        let means = try Self.byWindow(run.rows("air/hour"), ["window_start", "quantity"])
        let running = try Self.byWindow(run.rows("air/running"), ["window_end", "quantity", "hours"])
        let indices = try Self.dailyIndices(run)
        for row in expected {
            let start = try #require(row["window_start"])
            let end = try #require(Instant(iso8601: start)).advanced(byMicroseconds: Microseconds.hour).iso8601
            for column in row.keys where column != "window_start" {
                let parts = column.split(separator: "_").map(String.init)
                let wanted = row[column]
                if parts[0] == "daqi" {
                    guard parts.count == 1 else { continue }
                    #expect((indices[start]?["index"] ?? "") == wanted, "\(start) \(column)")
                    continue
                }
                let quantity = Self.names[parts[0]] ?? parts[0]
                let found =
                    parts[1] == "1h"
                    ? means["\(start) \(quantity)"]?["mean"]
                    : running["\(end) \(quantity) \(parts[1].dropLast())"]?["mean"]
                #expect(
                    isClose(found ?? "", wanted, within: Self.tolerance),
                    "\(start) \(column): found \(found ?? "no row"), expected \(wanted ?? "nothing")")
            }
        }
        #expect(indices.values.allSatisfy { $0["indicative"] == "false" })
    }

    /// The single indices are in no column of ours: the site's is their maximum, and its driver the first that reaches it.
    @Test("the driver is the pollutant that makes the index, and the pollutants are those that have one")
    func drivers() throws {
        let indices = try Self.dailyIndices(try RecordedFeeds.run("marylebone-2022-03"))
        for row in try RecordedFeeds.expected("marylebone-2022-03-hourly") {
            let start = try #require(row["window_start"])
            let order = ["pm25", "pm10", "no2", "o3"].filter { row["daqi_" + $0]?.isEmpty == false }
            let found = try #require(indices[start], "\(start)")
            let driver = order.first { row["daqi_" + $0] == row["daqi"] } ?? ""
            #expect(found["driver"] == Self.names[driver] ?? driver, "\(start)")
            #expect(found["pollutants"] == order.map { Self.names[$0] ?? $0 }.joined(separator: " "), "\(start)")
        }
    }

    @Test("every day: valid hours, mean with 18 of them, maximum")
    func days() throws {
        let days = try Self.byWindow(
            try RecordedFeeds.run("marylebone-2022-03").rows("air/day"), ["window_start", "quantity"])
        let expected = try RecordedFeeds.expected("marylebone-2022-03-daily")
        try #require(expected.count == 31)
        for row in expected {
            let date = try #require(row["date"])
            for column in row.keys where column != "date" {
                let parts = column.split(separator: "_").map(String.init)
                let found = days["\(date)T00:00:00Z \(Self.names[parts[0]] ?? parts[0])"]?[parts[1]]
                let wanted = row[column]
                // A day without any hour of a quantity has a row of ours: the registry lists the quantity.
                #expect(
                    isClose(found, wanted, within: Self.tolerance),
                    "\(date) \(column): found \(found ?? "no row"), expected \(wanted ?? "nothing")")
            }
        }
    }

    @Test("nothing of the feed is lost")
    func balance() throws {
        let run = try RecordedFeeds.run("marylebone-2022-03")
        #expect(run.balance.messages == run.balance.decoded)
        #expect(run.balance.readings == run.balance.accepted)
    }
}
