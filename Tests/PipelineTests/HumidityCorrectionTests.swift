import SeededRandom
import Pipeline
import Readings
import Registry
import Tables
import Testing

/// Corrections that take the humidity. With a kappa of 1.65 the factor is 100 / (100 - RH), so 10 ug/m3 at 40 % are 6.
@Suite("Corrections by humidity")
struct HumidityCorrectionTests {
    struct Case: CustomTestStringConvertible, Sendable {
        var name: String
        /// Of aq-1, whose period is 60 s: time of 2 March and readings.
        var messages: [(String, String)]
        var reviews: [String] = []
        /// n, mean, raw_mean, correction, n_flagged and flags of PM2.5 in the hour from 10:00.
        var expected: String
        var testDescription: String { name }
    }

    private static let (pm, wet) = ("\"pm2_5\":10", "\"humidity\":40")

    static let cases: [Case] = [
        Case(name: "in one message", messages: [("10:20:00", pm + "," + wet)], expected: "1 6 10 kappa-koehler 0 -"),
        Case(
            name: "one period earlier", messages: [("10:19:00", wet), ("10:20:00", pm)],
            expected: "1 6 10 kappa-koehler 0 -"),
        Case(
            name: "one period later", messages: [("10:21:00", wet), ("10:20:00", pm)],
            expected: "1 6 10 kappa-koehler 0 -"),
        Case(
            name: "further than a period on both sides",
            messages: [("10:18:59", wet), ("10:21:01", wet), ("10:20:00", pm)], expected: "1 10 10 - 1 uncorrected"),
        Case(
            name: "the nearest, which is the later one",
            messages: [("10:19:15", "\"humidity\":20"), ("10:20:00", pm), ("10:20:40", wet)],
            expected: "1 6 10 kappa-koehler 0 -"),
        Case(
            name: "the nearest, which is the earlier one",
            messages: [("10:19:20", wet), ("10:20:00", pm), ("10:20:45", "\"humidity\":20")],
            expected: "1 6 10 kappa-koehler 0 -"),
        Case(
            name: "of two as near, the earlier",
            messages: [("10:20:30", "\"humidity\":20"), ("10:20:00", pm), ("10:19:30", wet)],
            expected: "1 6 10 kappa-koehler 0 -"),
        Case(
            name: "in the hour before", messages: [("10:00:10", pm), ("09:59:20", wet)],
            expected: "1 6 10 kappa-koehler 0 -"),
        Case(
            name: "in the hour after", messages: [("11:00:30", wet), ("10:59:40", pm)],
            expected: "1 6 10 kappa-koehler 0 -"),
        // 6, 10, and -1 at 20 %, which is -0.8: 15.2 / 3 and 19 / 3. Their standard deviation of 5.46 is more than a third.
        Case(
            name: "some with and one without",
            messages: [
                ("10:10:00", pm + "," + wet), ("10:20:00", pm), ("10:30:00", "\"pm2_5\":-1,\"humidity\":20"),
            ], expected: "3 5.066667 6.333333 kappa-koehler 1 noise uncorrected"),
        Case(
            name: "a humidity out of range is none", messages: [("10:20:00", pm + ",\"humidity\":140")],
            expected: "1 10 10 - 1 uncorrected"),
        Case(
            name: "a humidity that a review took out is none", messages: [("10:20:00", pm + "," + wet)],
            reviews: ["aq-1,humidity,2026-03-02,,invalid,x"], expected: "1 10 10 - 1 uncorrected"),
    ]

    @Test(
        "the nearest humidity of the device within one period is taken; without one the reading stays, with a flag",
        arguments: cases)
    func nearest(example: Case) throws {
        let city = try AmendedCity(
            corrections: ["aq-1,pm2_5,kappa-koehler,1.65,,,", "aq-1,humidity,linear,1,30,,"], reviews: example.reviews,
            messages: example.messages.map { time, readings in
                AmendedCity.Message(device: "aq-1", stamp: "2026-03-02T\(time)Z", readings: readings)
            })
        let columns = "n mean raw_mean correction n_flagged flags"
        #expect(city.row(.airHour, "pm2_5", at: "10:00", columns) == example.expected)
        if let humidity = city.row(.airHour, "humidity", at: "10:00", "flags") { #expect(humidity == "-") }
    }

    /// The golden vectors' row `30,30,18.884000`, and one message without humidity.
    @Test("the EPA's form is applied to single readings of a dialect that gives its input")
    func smokeMap() throws {
        let start = try #require(Instant(iso8601: "2026-03-02T10:00:00Z"))
        let registry = try CityRegistry.tables(
            start: start, move: start,
            sheets: ["corrections.csv": "device,quantity,method,from\nag-1,pm2_5,epa-atm,2026-03-02"])
        var corridor = Corridor(registry: registry, settings: CorridorSettings(windows: WindowName.allCases))
        for (minute, rest) in [(0, ",\"rhum\":30"), (20, "")] {
            corridor.take(
                Record(
                    received: start.advanced(byMicroseconds: Int64(minute) * Microseconds.minute),
                    topic: "west/air/airgradient/ag-1", payload: "{\"serialno\":\"ag-1\",\"pm02\":30\(rest)}"))
        }
        var files = PublishedFiles()
        files.publish(&corridor, .endOfInput)
        func row(_ dataset: Dataset, _ time: String) throws -> [String] {
            let found = files.rows(dataset).first { $0[0] == "2026-03-02T\(time)Z" && $0[5] == "pm2_5" }
            let row = try #require(found)
            // n, mean, raw_mean, correction, flags
            return [row[7], row[10], row[16], row[17], row[21]]
        }
        // (18.884 + 30) / 2
        #expect(
            try row(.airHour, "10:00:00") == ["2", "24.442", "30", "epa-atm:2026-03-02", "uncorrected without_stamp"])
        #expect(
            try row(.airQuarterHour, "10:00:00") == ["1", "18.884", "30", "epa-atm:2026-03-02", "without_stamp"])
        #expect(try row(.airQuarterHour, "10:15:00") == ["1", "30", "30", "", "uncorrected without_stamp"])
    }

    /// Readings and humidities apart from each other, most of them about the ends of hours.
    private struct Edges {
        var records: [Record] = []
        var numbers: SplitMix64
        let midnight: Instant

        init(seed: UInt64) throws {
            numbers = SplitMix64(seed: seed)
            midnight = try #require(Instant(iso8601: "2026-03-02T00:00:00Z"))
            for _ in 0..<120 {
                let hour = [-24, -23, -1, 0, 1, 12, 23, 24, 25, 47, 48][Int(numbers.next() % 11)]
                let seconds = Int64(hour * 3600) + Int64(numbers.next() % 48) * 5 - 120
                let stamp = midnight.advanced(byMicroseconds: seconds * Microseconds.second)
                let name = ["pm2_5", "humidity", "no2"][Int(numbers.next() % 3)]
                let value = numbers.next() % 90
                records.append(
                    Record(
                        received: stamp.advanced(byMicroseconds: Int64(numbers.next() % 7200) * Microseconds.second),
                        topic: "west/air/plain/aq-1",
                        payload: "{\"ts\":\"\(stamp.iso8601)\",\"readings\":{\"\(name)\":\(value)}}"))
            }
            records.sort { ($0.received, $0.payload) < ($1.received, $1.payload) }
        }

        func registry() throws -> RegistryTables {
            try CityRegistry.tables(
                start: midnight, move: midnight,
                sheets: ["corrections.csv": "device,quantity,method,slope\naq-1,pm2_5,kappa-koehler,"])
        }
    }

    @Test(
        "shuffled and published meanwhile, the files are those of one sorted pass", arguments: 0..<20 as Range<UInt64>)
    func order(seed: UInt64) throws {
        var edges = try Edges(seed: seed)
        let settings = CorridorSettings(windows: WindowName.allCases)
        let registry = try edges.registry()
        let expected = OrderTests.singlePass(edges.records, registry, settings, .endOfInput).files
        #expect(expected.rows(.airMinute).contains { $0[17] == "kappa-koehler" })
        #expect(expected.rows(.airMinute).contains { $0[21] == "uncorrected" })
        var corridor = Corridor(registry: registry, settings: settings)
        var files = PublishedFiles()
        for record in edges.records.shuffled(using: &edges.numbers) {
            corridor.take(record)
            if edges.numbers.next() % 5 == 0 { files.publish(&corridor, .behindNewest(graceMicroseconds: 0)) }
        }
        files.publish(&corridor, .endOfInput)
        #expect(files.differences(from: expected) == "")
    }

    @Test("a day that is made from its own reach is the day of the whole", arguments: 0..<20 as Range<UInt64>)
    func rebuild(seed: UInt64) throws {
        let edges = try Edges(seed: seed)
        let settings = CorridorSettings(windows: WindowName.allCases)
        let registry = try edges.registry()
        let whole = OrderTests.singlePass(edges.records, registry, settings, .endOfInput).files
        let days = edges.midnight..<edges.midnight.advanced(byMicroseconds: Microseconds.day)
        var own = settings
        own.memory = DayToRebuild.Kind.air.memory(forDays: days, settings, [])
        let received = DayToRebuild.Kind.air.received(forDays: days, settings, [])
        let part = OrderTests.singlePass(
            edges.records.filter { received.contains($0.received) }, registry, own, .endOfInput
        ).files
        let paths = whole.files.keys.filter { $0.contains("/air/") && $0.contains("day=2026-03-02") }
        try #require(!paths.isEmpty)
        for path in paths { #expect(part.lines(path) == whole.lines(path), "\(path)") }
    }
}
