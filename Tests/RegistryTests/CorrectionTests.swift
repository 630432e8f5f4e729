import Readings
import Registry
import Testing

@Suite("Corrections")
struct CorrectionTests {
    private static let header = "device,quantity,method,slope,offset,from,to,reference,by\n"

    private static func parse(_ rows: String, sensors: String? = nil) -> ParsedRegistry {
        var changes: [String: String?] = ["corrections.csv": header + rows]
        if let sensors { changes["air_sensors.csv"] = sensors }
        return SampleRegistry.parse(changes)
    }

    @Test("every column is read, slope and offset digit by digit")
    func everyColumn() throws {
        let parsed = Self.parse(
            "aq-1,no2,linear,0.812345,-1.5,2026-03-02,2026-06-01,\"main-road, 28 days\",A. Analyst\n"
                + "aq-1,PM2_5,Linear,1.1000000,0,,,,\naq-1,no2,linear,1,0,2026-06-01T08:00:00+01:00,,,\n")
        #expect(parsed.problems.map(\.description) == [] && parsed.notes.isEmpty)
        let tables = try #require(parsed.tables)
        // By quantity, in the order of Quantity, then by `from`.
        #expect(
            tables.corrections(of: "aq-1") == [
                Correction(
                    device: "aq-1", quantity: .no2, method: .linear, slope: Millionths(812_345),
                    offset: Millionths(-1_500_000), validFrom: Instant(iso8601: "2026-03-02T00:00:00Z"),
                    validTo: Instant(iso8601: "2026-06-01T00:00:00Z"), reference: "main-road, 28 days",
                    by: "A. Analyst"),
                Correction(
                    device: "aq-1", quantity: .no2, slope: Millionths(1_000_000), offset: Millionths(0),
                    validFrom: Instant(iso8601: "2026-06-01T07:00:00Z")),
                Correction(device: "aq-1", quantity: .pm2_5, slope: Millionths(1_100_000), offset: Millionths(0)),
            ])
        #expect(tables.corrections.map(\.label) == ["linear:2026-03-02", "linear", "linear:2026-06-01T07:00:00Z"])
        #expect(tables.corrections(of: "aq-2").isEmpty)
        #expect(SampleRegistry.parse().tables?.corrections == [])
    }

    struct Mistake: Sendable, CustomTestStringConvertible {
        var row: String
        var message: String
        var testDescription: String { message }

        init(_ row: String, _ message: String) {
            self.row = row
            self.message = message
        }
    }

    private static let slope = "expected a number more than 0 and at most 1000, with at most 6 decimals"
    private static let offset =
        "expected a number from -100000 to 100000 in the quantity's unit, with at most 6 decimals"
    private static let quantities =
        "expected no2, no, nox, o3, so2, pm1, pm2_5, pm4, pm10, co, co2, temperature, humidity, pressure or wind_speed"

    private static let mistakes = [
        Mistake(
            "aq-l,no2,linear,1,0",
            "column device: found \"aq-l\"; expected a device of air_sensors.csv. Write \"aq-1\" (did you mean it?)."),
        Mistake(
            "elsewhere-7,no2,linear,1,0",
            "column device: found \"elsewhere-7\"; expected a device of air_sensors.csv. Add a row for it to "
                + "air_sensors.csv, or write a name that stands there."),
        Mistake(
            "aq-1,pm2.5,linear,1,0",
            "column quantity: found \"pm2.5\"; \(quantities). Write \"pm2_5\" (did you mean it?)."),
        Mistake(
            "aq-1,,linear,1,0",
            "column quantity: found nothing; \(quantities). Fill in the cell, or delete the row."),
        Mistake(
            "aq-1,wind_direction,linear,1,20",
            "column quantity: found \"wind_direction\"; \(quantities). Write one of them."),
        Mistake(
            "aq-1,no2,liner,1,0",
            "column method: found \"liner\"; expected the method linear. Write \"linear\" (did you mean it?)."),
        Mistake(
            "aq-1,no2,epa,1,0",
            "column method: found \"epa\"; expected the method linear. Only raw x slope + offset is known so far: write "
                + "linear with its slope and offset, or delete the row."),
        Mistake("aq-1,no2,linear,0,0", "column slope: found \"0\"; \(slope). Write a number in that range."),
        Mistake("aq-1,no2,linear,-0.8,0", "column slope: found \"-0.8\"; \(slope). Write a number in that range."),
        Mistake(
            "aq-1,no2,linear,0.8123456,0",
            "column slope: found \"0.8123456\"; \(slope). Round it to 6 decimals, as it is published."),
        Mistake(
            "aq-1,no2,linear,8.1E-01,0",
            "column slope: found \"8.1E-01\"; \(slope). Write the bare number, without sign, unit or exponent."),
        Mistake(
            "aq-1,no2,linear,\"0,81\",0",
            "column slope: found \"0,81\"; \(slope). Write a point as the decimal mark and nothing between thousands."),
        Mistake(
            "aq-1,no2,linear,0.81,",
            "column offset: found nothing; \(offset). Fill in the cell, or delete the row."),
        Mistake(
            "aq-1,no2,linear,0.81,1.5 ug",
            "column offset: found \"1.5 ug\"; \(offset). Write the bare number, without sign, unit or exponent."),
        Mistake(
            "aq-1,no2,linear,1,0,2026-03-02,2026-03-01",
            "column to: found \"2026-03-01\"; expected an instant after from, \"2026-03-02\". Write the first day on "
                + "which the row no longer holds."),
    ]

    @Test("each mistake gets one message that says where, what, what else and what to do", arguments: mistakes)
    func message(mistake: Mistake) {
        let parsed = Self.parse(mistake.row + "\n")
        #expect(parsed.problems.map(\.description) == ["corrections.csv:2: " + mistake.message])
        #expect(parsed.tables == nil)
    }

    @Test("rows of one quantity of a device follow each other; those that hold at the same time are a problem")
    func overlaps() {
        let following = "aq-1,no2,linear,1,0,,2026-03-02\naq-1,no2,linear,2,0,2026-03-02,\naq-1,no,linear,2,0,,\n"
        #expect(Self.parse(following).problems.isEmpty)
        #expect(
            Self.parse("aq-1,no2,linear,1,0,,\naq-1,no2,linear,2,0,2026-03-02,\n").problems.map(\.description) == [
                "corrections.csv:3: column device: found \"aq-1 no2\" from 2026-03-02T00:00:00Z to no end, while line 2 "
                    + "has it from no start to no end; expected one row at a time for each quantity of a device. Let "
                    + "the one end (to) when the other begins (from); to is the first instant behind the end."
            ])
    }

    @Test("a row for a time in which the device stands nowhere changes nothing, and is noted")
    func withoutDevice() {
        let parsed = Self.parse(
            "aq-1,no2,linear,1,0,2026-01-01,2026-03-02\naq-1,no2,linear,2,0,2026-03-02,2026-03-03\n",
            sensors: "device,site,dialect,period_s,from,to\naq-1,st-mary,plain,60,2026-03-02,\n")
        #expect(parsed.tables?.corrections.count == 2)
        #expect(
            parsed.notes.map(\.description) == [
                "corrections.csv:2: no row of \"aq-1\" in air_sensors.csv holds from 2026-01-01T00:00:00Z to "
                    + "2026-03-02T00:00:00Z, so this row changes nothing"
            ])
    }

    @Test("a lost table of sensors is told once, and a missing one has no devices")
    func withoutSensors() {
        let lost = Self.parse(
            "aq-9,no2,linear,1,0\n", sensors: "device,site,dialect,period_s\n\"aq-1,st-mary,plain,60\n")
        #expect(lost.problems.map(\.file) == ["air_sensors.csv"])
        let missing = SampleRegistry.parse([
            "air_sensors.csv": String?.none, "corrections.csv": Self.header + "aq-1,no2,linear,1,0\n",
        ])
        #expect(missing.problems.map { "\($0.file) \($0.found)" } == ["corrections.csv \"aq-1\""])
    }
}
