import Pipeline
import Readings
import Registry
import Tables
import Testing

@Suite("What checks of windows say in the tables")
struct WindowFlagTests {
    private static func at(_ text: String) -> Instant { Instant(iso8601: text) ?? .distantPast }
    private static let first = at("2026-03-02T00:00:00Z")

    /// The city as a service publishes it, record by record.
    private struct City {
        var corridor: Corridor
        var files = PublishedFiles()

        init() throws {
            corridor = Corridor(
                registry: try CityRegistry.tables(start: first, move: first), settings: CorridorSettings())
        }

        /// An hourly reading of PM2.5, received as the hour begins, or later.
        mutating func take(_ device: String, hour: Int, _ value: String, receivedHour: Int? = nil) {
            let stamp = first.advanced(byMicroseconds: Int64(hour) * Microseconds.hour)
            let received = first.advanced(byMicroseconds: Int64(receivedHour ?? hour) * Microseconds.hour)
            corridor.take(
                Record(
                    received: received, topic: "west/air/plain/\(device)",
                    payload: "{\"ts\":\"\(stamp.iso8601)\",\"readings\":{\"pm2_5\":\(value)}}"))
        }

        mutating func publish() -> Set<String> {
            Set(files.publish(&corridor, .behindNewest(graceMicroseconds: 0)))
        }

        /// The starts of a device's rows that carry a flag.
        func flagged(_ word: String, _ device: String, _ dataset: Dataset = .airHour) -> [String] {
            files.rows(dataset).filter { $0[4] == device && $0[21].split(separator: " ").contains(Substring(word)) }
                .map { String($0[0].prefix(13)) }
        }
    }

    @Test(
        "a spike at the end of a day is flagged once the next day has begun, and no file of the day is written for more"
    )
    func midnight() throws {
        var city = try City()
        for hour in 20...22 { city.take("st-1", hour: hour, "\(10 + hour % 3)") }
        city.take("st-1", hour: 23, "90")
        city.take("st-1", hour: 24, "12")
        _ = city.publish()
        #expect(city.flagged("spike", "st-1") == ["2026-03-02T23"])
        let second = "summaries/air/hour/area=west/day=2026-03-02/air-hour_west_2026-03-02.csv"
        for hour in 25...47 {
            city.take("st-1", hour: hour, "\(10 + hour % 3)")
            // Nothing is said otherwise of 2 March any more.
            #expect(!city.publish().contains(second), "\(hour)")
        }
        #expect(city.flagged("spike", "st-1") == ["2026-03-02T23"])
    }

    @Test("a late reading takes a flag back, hours before and after it")
    func takenBack() throws {
        var city = try City()
        for hour in 20...30 where hour != 25 { city.take("st-1", hour: hour, "9") }
        city.take("st-1", hour: 31, "10")
        _ = city.publish()
        // 20 to 24 and 26 to 30 are more than three hours each.
        #expect(city.flagged("flatline", "st-1").count == 10)
        city.take("st-1", hour: 22, "12", receivedHour: 31)
        _ = city.publish()
        // The first value for an instant stands: still 9.
        #expect(city.flagged("flatline", "st-1").count == 10)
        city.take("st-1", hour: 25, "9", receivedHour: 32)
        _ = city.publish()
        #expect(city.flagged("flatline", "st-1").count == 11)
    }

    /// 11, 10 and 40 ug/m3 over three days: ln(40 / 11) = 1.29 is more than three times 0.168, by which sites differ.
    @Test("late readings of the first day decide whether a device differs from its neighbours on the third")
    func neighbours() throws {
        var city = try City()
        let values = ["st-1": 11, "st-2": 10, "st-3": 40]
        for hour in 0...72 {
            for (device, value) in values.sorted(by: { $0.key < $1.key }) where device != "st-3" || hour >= 20 {
                city.take(device, hour: hour, "\(value + hour % 5 * value / 10)")
            }
        }
        _ = city.publish()
        // 52 of 72 hours: 54 are needed.
        #expect(city.flagged("neighbours", "st-3", .airDay).isEmpty)
        for hour in 18...19 { city.take("st-3", hour: hour, "40", receivedHour: 72) }
        _ = city.publish()
        #expect(city.flagged("neighbours", "st-3", .airDay) == ["2026-03-04T00"])
        #expect(city.flagged("neighbours", "st-1", .airDay).isEmpty)
    }

    @Test("a stuck sensor is found although its readings are corrected by the humidity, which moves them")
    func stuckBehindCorrection() throws {
        let city = try AmendedCity(
            corrections: ["aq-1,pm2_5,kappa-koehler,0.35,,,"],
            messages: (10...12).map { hour in
                AmendedCity.Message(
                    device: "aq-1", stamp: "2026-03-02T\(hour):00:00Z",
                    readings: "\"pm2_5\":12,\"humidity\":\(50 + 4 * (hour - 10))")
            })
        let rows = ["10:00", "11:00", "12:00"].compactMap {
            city.row(.airHour, "pm2_5", at: $0, "mean raw_mean n_flagged flags")?.split(separator: " ")
        }
        #expect(Set(rows.map { $0[0] }).count == 3)
        #expect(rows.allSatisfy { $0.dropFirst() == ["12", "0", "flatline"] })
    }

    @Test("only a low-cost sensor is looked at for standing still")
    func classes() throws {
        var city = try City()
        for hour in 0...12 { for device in ["st-1", "st-3"] { city.take(device, hour: hour, "9") } }
        _ = city.publish()
        #expect(city.flagged("flatline", "st-1").count == 12)
        #expect(city.flagged("flatline", "st-3").isEmpty)
    }
}
