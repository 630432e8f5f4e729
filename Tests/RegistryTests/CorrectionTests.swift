import Readings
import Registry
import Testing

@Suite("Corrections")
struct CorrectionTests {
    private static let header = "device,quantity,method,slope,offset,from,to,reference,by,input\n"

    private static let dialects =
        SampleRegistry.dialects + [
            KnownDialect(name: "airgradient", family: .air, particleInput: .atm),
            KnownDialect(name: "airrohr", family: .air, particleInput: .other),
        ]

    private static func parse(_ rows: String, sensors: String? = nil) -> ParsedRegistry {
        var changes: [String: String?] = ["corrections.csv": header + rows]
        if let sensors { changes["air_sensors.csv"] = sensors }
        return SampleRegistry.parse(changes, dialects: dialects)
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

    @Test("the EPA's forms need no figures, kappa-Koehler takes its kappa from slope, or 0.4")
    func formulas() throws {
        let parsed = Self.parse(
            "ag-1,pm2_5,epa-atm,,,2026-03-02,,,,\naq-1,pm2_5,EPA-CF1,,,,2026-03-02,,,cf1\n"
                + "aq-1,pm2_5,kappa-koehler,0.35,,2026-03-02,,,,\n7654321,pm10,kappa-koehler,,,,,,,\n"
                + "ag-1,pm10,linear,1.1,0,,,,,\n",
            sensors: Self.counters)
        #expect(parsed.problems.map(\.description) == [] && parsed.notes.isEmpty)
        let rows = try #require(parsed.tables?.corrections)
        #expect(rows.map(\.method) == [.epaAtm, .epaCf1, .kappaKoehler, .kappaKoehler, .linear])
        #expect(rows.map(\.slope) == [nil, nil, Millionths(350_000), nil, Millionths(1_100_000)])
        #expect(rows.map(\.offset) == [nil, nil, nil, nil, Millionths(0)])
        #expect(rows.map(\.input) == [nil, .cf1, nil, nil, nil])
        #expect(
            rows.map(\.label) == [
                "epa-atm:2026-03-02", "epa-cf1", "kappa-koehler:2026-03-02", "kappa-koehler", "linear",
            ])
    }

    @Test("a file without lines needs no columns for slope and offset")
    func withoutFigures() {
        let parsed = SampleRegistry.parse(
            ["air_sensors.csv": Self.counters, "corrections.csv": "device,quantity,method\nag-1,pm2_5,epa-atm\n"],
            dialects: Self.dialects)
        #expect(parsed.problems.isEmpty)
        #expect(parsed.tables?.corrections.first?.method == .epaAtm)
    }

    @Test("the input is that of the dialect that the device has while the row holds")
    func dialectByTime() {
        let sensors =
            "device,site,dialect,period_s,from,to\nx-1,st-mary,airrohr,60,,2026-03-02\n"
            + "x-1,st-mary,airgradient,60,2026-03-02,\n"
        #expect(Self.parse("x-1,pm2_5,epa-atm,,,2026-03-02,,,,\n", sensors: sensors).problems.isEmpty)
        #expect(
            Self.parse("x-1,pm2_5,epa-atm,,,2026-03-01,,,,\n", sensors: sensors).problems.map(\.column) == ["method"])
    }

    @Test("a device that lists no humidity is noted, since its readings cannot be corrected by it")
    func withoutHumidity() {
        let sensors = "device,site,dialect,period_s,quantities\nag-1,st-mary,airgradient,60,pm2_5 co2\n"
        let parsed = Self.parse("ag-1,pm2_5,epa-atm,,,,,,,\n", sensors: sensors)
        #expect(
            parsed.notes.map(\.description) == [
                "corrections.csv:2: air_sensors.csv lists no humidity for \"ag-1\", and epa-atm corrects no reading "
                    + "without one"
            ])
        #expect(parsed.tables != nil)
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

    private static let methods = "expected linear, epa-atm, epa-cf1 or kappa-koehler"
    private static let counters =
        "device,site,dialect,period_s\naq-1,st-mary,plain,60\nag-1,st-mary,airgradient,60\n7654321,st-mary,airrohr,145\n"

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
            "column method: found \"liner\"; \(methods). Write \"linear\" (did you mean it?)."),
        Mistake(
            "aq-1,no2,epa,1,0",
            "column method: found \"epa\"; \(methods). Write epa-atm where the device gives PM2.5 as cf_atm, epa-cf1 "
                + "where it gives cf_1."),
        Mistake(
            "aq-1,no2,multilinear,1,0",
            "column method: found \"multilinear\"; \(methods). Write one of them, or delete the row."),
        Mistake(
            "aq-1,no2,epa-atm,,,,,,,atm",
            "column quantity: found \"no2\"; expected pm2_5, which epa-atm is for. Correct no2 by the method linear, or "
                + "delete the row."),
        Mistake(
            "aq-1,humidity,kappa-koehler,,",
            "column quantity: found \"humidity\"; expected pm1, pm2_5, pm4 or pm10, which kappa-koehler is for. Correct "
                + "humidity by the method linear, or delete the row."),
        Mistake(
            "aq-1,pm2_5,epa-cf1,0.52,,,,,,cf1",
            "column slope: found \"0.52\"; expected nothing, because epa-cf1 has no slope. Empty the cell, or write "
                + "linear as the method."),
        Mistake(
            "aq-1,pm2_5,kappa-koehler,0.4,0",
            "column offset: found \"0\"; expected nothing, because kappa-koehler has no offset. Empty the cell, or write "
                + "linear as the method."),
        Mistake(
            "aq-1,pm2_5,kappa-koehler,2.1,",
            "column slope: found \"2.1\"; expected the kappa, more than 0 and at most 2 (nothing for 0.4), with at most "
                + "6 decimals. Write a number in that range."),
        Mistake(
            "aq-1,pm2_5,epa-atm,,,,,,,cf1",
            "column input: found \"cf1\"; expected atm, which epa-atm takes. Write epa-cf1 as the method if the device "
                + "does give cf1."),
        Mistake(
            "aq-1,pm2_5,epa-atm,,,,,,,cf_atm",
            "column input: found \"cf_atm\"; expected cf1 or atm. Write one of them."),
        Mistake(
            "aq-1,pm2_5,epa-atm,,",
            "column input: found nothing; expected cf1 or atm, because the dialect plain does not say which PM2.5 it "
                + "carries. Write atm if the device gives that figure of a Plantower counter; else correct it by linear or "
                + "kappa-koehler."),
        Mistake(
            "ag-1,pm2_5,epa-cf1,,",
            "column method: found \"epa-cf1\"; expected a method for PM2.5 as atm, which the dialect airgradient gives; "
                + "epa-cf1 takes cf1. Write \"epa-atm\"."),
        Mistake(
            "7654321,pm2_5,epa-atm,,",
            "column method: found \"epa-atm\"; expected linear or kappa-koehler, because the PM2.5 of the dialect airrohr "
                + "is not that of a Plantower counter, to which epa-atm was fitted. Write one of them with its figures, or "
                + "delete the row."),
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
        let parsed = Self.parse(mistake.row + "\n", sensors: Self.counters)
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
