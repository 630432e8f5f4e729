import Pipeline
import Readings
import Tables
import Testing

/// The windows of CityRegistry's school: drop-off 08:00-09:15, night 00:30-02:45, day 00:00-24:00, late 23:10-24:00.
/// 2 March 2026 is a Monday in term.
@Suite("Schools")
struct SchoolDayTests {
    private static let closing = Corridor.Closing.behindNewest(graceMicroseconds: Microseconds.minute)

    private static func message(_ device: String, _ time: String, _ readings: String) -> AmendedCity.Message {
        .init(
            borough: device == "aq-9" ? "east" : "west", device: device, stamp: "2026-03-02T\(time):00Z",
            readings: readings)
    }

    @Test("a window's figures are made of corrected readings, and without those that a review takes out")
    func amended() throws {
        let city = try AmendedCity(
            corrections: ["aq-1,no2,linear,2,0.5,,"],
            reviews: ["aq-1,no2,2026-03-02T08:30:00Z,2026-03-02T09:00:00Z,invalid,works"],
            messages: zip(["07:59", "08:00", "08:45", "09:14", "09:15"], [50, 10, 60, 20, 70]).map {
                Self.message("aq-1", $0, "\"no2\":\($1)")
            })
        // 20.5 and 40.5; the readings of 60 s cover two minutes of 75.
        #expect(
            city.row(.airSchoolDay, "no2", at: "08:00", "site urn school_window day_type n capture_pct valid mean max")
                == "school - drop-off term 2 2.6667 false 30.5 40.5")
    }

    @Test("only schools have rows, each by its own calendar, windows and zone")
    func sites() throws {
        let city = try AmendedCity(messages: [
            Self.message("aq-1", "08:10", "\"no2\":10"), Self.message("aq-3", "08:10", "\"co2\":420"),
            Self.message("aq-9", "15:10", "\"o3\":30"),
        ])
        #expect(Set(city.files.rows(.airSchoolDay).map { $0[2] }) == ["school", "far-school"])
        // 08:00 in Denver.
        #expect(
            city.row(.airSchoolDay, "o3", at: "15:00", "date site school_window day_type window_end n")
                == "2026-03-02 far-school drop-off term 2026-03-02T16:15:00Z 1")
    }

    @Test(
        "a row stands in the file of the day of its window's last instant, by start, site, end, name, device, quantity")
    func order() throws {
        let windows = """
            site,name,start,end
            far-school,evening,16:30,17:30
            far-school,night,17:00,19:00
            far-school,b,16:30,17:00
            far-school,a,16:30,17:00
            """
        // 16:30 to 17:00 in Denver is 23:30 to 24:00 UTC.
        let city = try AmendedCity(
            sheets: ["school_windows.csv": windows], messages: [Self.message("aq-9", "23:40", "\"so2\":2,\"o3\":30")])
        let rows = city.files.rows(.airSchoolDay).filter { $0[2] == "far-school" && $0[11] == "1" }
        #expect(rows.map { "\($0[4]) \($0[9])" } == ["a o3", "a so2", "b o3", "b so2", "evening o3", "evening so2"])
        #expect(rows.map { $0[0] } == Array(repeating: "2026-03-02", count: 6))
        for (day, names) in [("2026-03-02", ["a", "b"]), ("2026-03-03", ["evening"])] {
            let path = "summaries/air/school-day/area=east/day=\(day)/air-school-day_east_\(day).csv"
            let found = city.files.lines(path).filter { $0.contains(",1,") }.map { $0.split(separator: ",")[3] }
            #expect(Set(found.map(String.init)) == Set(names), "\(path)")
        }
    }

    private struct City {
        var corridor: Corridor
        var files = PublishedFiles()

        init(terms: String? = nil) throws {
            let start = try #require(Instant(iso8601: "2026-03-02T00:00:00Z"))
            let sheets = terms.map { ["school_terms.csv": $0] } ?? [:]
            corridor = Corridor(
                registry: try CityRegistry.tables(start: start, move: start, sheets: sheets),
                settings: CorridorSettings())
        }

        mutating func take(_ stamp: String, received: String, _ value: Int) throws {
            corridor.take(
                Record(
                    received: try #require(Instant(iso8601: received)), topic: "west/air/plain/aq-1",
                    payload: "{\"ts\":\"\(stamp)\",\"readings\":{\"no2\":\(value)}}"))
            files.publish(&corridor, SchoolDayTests.closing)
        }

        var dropOffs: [String] {
            files.rows(.airSchoolDay).filter { $0[4] == "drop-off" && $0[9] == "no2" }.map {
                "\($0[0]) \($0[11]) \($0[14])"
            }
        }
    }

    @Test("a window appears when it ends, and changes with a late reading; it is not written for each record")
    func live() throws {
        var city = try City()
        let eight = try #require(Instant(iso8601: "2026-03-02T08:00:00Z"))
        for minute in 0..<76 {
            let time = eight.advanced(byMicroseconds: Int64(minute) * Microseconds.minute).iso8601
            try city.take(time, received: time, 10)
            #expect(city.dropOffs.isEmpty)
        }
        try city.take("2026-03-02T09:16:00Z", received: "2026-03-02T09:16:00Z", 10)
        #expect(city.dropOffs == ["2026-03-02 75 10"])
        // A reading between two, an hour and days after.
        try city.take("2026-03-02T08:10:30Z", received: "2026-03-02T10:16:00Z", 86)
        #expect(city.dropOffs == ["2026-03-02 76 11"])
        try city.take("2026-03-02T08:11:30Z", received: "2026-03-04T10:16:00Z", 88)
        #expect(city.dropOffs == ["2026-03-02 77 12", "2026-03-03 0 ", "2026-03-04 0 "])
        let writings =
            city.files.writings.filter { $0.key.contains("school-day/area=west/day=2026-03-02") }.values.max() ?? 0
        // What was before 08:00, drop-off, and the two late readings, of which the second also closes the day.
        #expect((3...5).contains(writings))
    }

    @Test("at the end of the input an open window is written as it stands")
    func end() throws {
        var city = try City()
        try city.take("2026-03-02T08:20:00Z", received: "2026-03-02T08:20:01Z", 10)
        #expect(city.dropOffs.isEmpty)
        city.files.publish(&city.corridor, .endOfInput)
        #expect(city.dropOffs == ["2026-03-02 1 10"])
    }

    @Test("other terms change the word of the day")
    func terms() throws {
        for (terms, word) in [
            ("borough,from,to\nwest,2026-01-05,2026-03-27", "term"),
            ("borough,from,to\nwest,2026-03-03,2026-03-27", "holiday"),
            ("borough,from,to\nwest,2024-03-03,2024-03-27", "unknown"),
            ("site,kind,from\nschool,inset,2026-03-02", "inset"),
        ] {
            var city = try City(terms: terms)
            try city.take("2026-03-02T08:20:00Z", received: "2026-03-02T09:20:00Z", 10)
            #expect(city.files.rows(.airSchoolDay).filter { $0[4] == "drop-off" }.map { $0[5] }.first == word)
        }
    }
}
