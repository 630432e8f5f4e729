import Readings
import Registry
import Testing

@Suite("Rows to paste for unknown devices")
struct RowToPasteTests {
    private static let plain = KnownDialect(name: "plain", family: .air)
    private static let ngsi = KnownDialect(name: "ngsi-ld", family: .air)
    private static let ocpp = KnownDialect(name: "ocpp16", family: .ev)
    /// 2 March 2026, 23:59:30Z.
    private static let seen = CivilDate(year: 2026, month: 3, day: 2).startUTC
        .advanced(byMicroseconds: Microseconds.day - 30 * Microseconds.second)

    private static func tables() throws -> RegistryTables { try #require(SampleRegistry.parse().tables) }

    /// The row with some cells filled in, below its header.
    private static func file(_ paste: RowToPaste, filled: [String: String]) -> String {
        let columns = paste.header.split(separator: ",").map(String.init)
        let rows = paste.rows.map { row in
            let cells = row.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            return zip(columns, cells).map { $1.isEmpty ? filled[$0] ?? "" : $1 }.joined(separator: ",")
        }
        return ([paste.header] + rows).joined(separator: "\n") + "\n"
    }

    @Test("an air sensor's row has all but the site, and with a site it is read")
    func airSensor() throws {
        let paste = try #require(
            try Self.tables().rowToPaste(
                airSensor: "aq-9", dialect: Self.plain, firstSeen: Self.seen, quantities: [.pm2_5, .no2, .pm2_5],
                borough: "westminster"))
        #expect(paste.file == "air_sensors.csv")
        #expect(paste.header == "device,site,dialect,period_s,stamp,model,class,quantities,clock,from,to")
        // The registered plain sensor has 60 s.
        #expect(paste.rows == ["aq-9,,plain,60,,,,no2 pm2_5,,2026-03-02,"])
        #expect(paste.toFill == ["site"] && paste.sites == ["main-road", "st-mary"])
        let parsed = SampleRegistry.parse([paste.file: Self.file(paste, filled: ["site": "st-mary"])])
        #expect(parsed.problems.map(\.description) == [])
        let sensor = try #require(parsed.tables?.airSensors("aq-9").first)
        #expect(sensor.validity.contains(Self.seen) && sensor.quantities == [.no2, .pm2_5])
        #expect(sensor.periodMicroseconds == 60_000_000 && sensor.validTo == nil)
        // As it is, the reader asks for what is missing.
        #expect(
            SampleRegistry.parse([paste.file: Self.file(paste, filled: [:])]).problems.map(\.description) == [
                "air_sensors.csv:2: column site: found nothing; expected a site of sites.csv. Fill in the cell, or "
                    + "delete the row."
            ])
    }

    @Test(
        "the period is the measured one, in whole seconds that the table takes; where nobody knows, it is to fill",
        arguments: [
            ("plain", 145_200_000, "145"), ("plain", 400_000, "1"), ("plain", 86_400_000_000, "3600"),
            ("plain", nil, "60"), ("ngsi-ld", nil, ""),
        ] as [(String, Int64?, String)])
    func period(dialect: String, measured: Int64?, cell: String) throws {
        let paste = try #require(
            try Self.tables().rowToPaste(
                airSensor: "aq-9", dialect: KnownDialect(name: dialect, family: .air), firstSeen: Self.seen,
                quantities: [], borough: "westminster", periodMicroseconds: measured))
        #expect(paste.rows == ["aq-9,,\(dialect),\(cell),,,,,,2026-03-02,"])
        #expect(paste.toFill == (cell.isEmpty ? ["site", "period_s"] : ["site"]))
    }

    @Test("without a measured period the one that most devices of the dialect have is taken; of equals the shorter")
    func usualPeriod() throws {
        func cell(_ periods: [Int]) throws -> String {
            let rows = periods.enumerated().map { "aq-\($0),st-mary,plain,\($1)\n" }.joined()
            let text =
                "device,site,dialect,period_s\n" + rows + "aq-x,st-mary,ngsi-ld,3600\naq-y,st-mary,ngsi-ld,3600\n"
            let tables = try #require(SampleRegistry.parse(["air_sensors.csv": text]).tables)
            let paste = tables.rowToPaste(
                airSensor: "aq-new", dialect: Self.plain, firstSeen: Self.seen, quantities: [], borough: "westminster")
            return try #require(paste).rows[0]
        }
        #expect(try cell([10, 20, 20]) == "aq-new,,plain,20,,,,,,2026-03-02,")
        #expect(try cell([20, 10, 10, 20]) == "aq-new,,plain,10,,,,,,2026-03-02,")
    }

    @Test("a charge point has a row for each connector; site and rating are to fill, and then it is read")
    func chargePoint() throws {
        let paste = try #require(
            try Self.tables().rowToPaste(
                chargePoint: "cp-9", dialect: Self.ocpp, firstSeen: Self.seen, connectors: [2, 0, 1, 2, 1000],
                borough: "elsewhere"))
        #expect(paste.file == "charge_points.csv")
        #expect(
            paste.header
                == "charge_point,connector,evse,evse_id,connector_type,site,rated_kw,current,operator,from,to")
        #expect(paste.rows == ["cp-9,1,,,,,,,,2026-03-02,", "cp-9,2,,,,,,,,2026-03-02,"])
        #expect(paste.toFill == ["site", "rated_kw"] && paste.sites.isEmpty)
        let text = Self.file(paste, filled: ["site": "st-mary", "rated_kw": "7"])
        let parsed = SampleRegistry.parse([paste.file: text])
        #expect(parsed.problems.map(\.description) == [])
        #expect(parsed.tables?.connectors(ofChargePoint: "cp-9", at: Self.seen).map(\.connector) == [1, 2])
    }

    @Test("a charge point whose name is too long for a default EVSE needs one")
    func longName() throws {
        let name = String(repeating: "x", count: 63)
        let paste = try #require(
            try Self.tables().rowToPaste(
                chargePoint: name, dialect: Self.ocpp, firstSeen: Self.seen, connectors: [], borough: "westminster"))
        #expect(paste.toFill == ["site", "rated_kw", "evse"])
        let text = Self.file(paste, filled: ["site": "st-mary", "rated_kw": "7", "evse": "e-1"])
        #expect(SampleRegistry.parse([paste.file: text]).problems.isEmpty)
    }

    @Test(
        "what cannot be registered has no row",
        arguments: ["", "=cmd", "a,b", "a\nb", "aq 9", "../x", "é", String(repeating: "a", count: 65)])
    func invalid(name: String) throws {
        let tables = try Self.tables()
        #expect(
            tables.rowToPaste(
                airSensor: name, dialect: Self.plain, firstSeen: Self.seen, quantities: [], borough: "westminster")
                == nil)
        #expect(
            tables.rowToPaste(
                chargePoint: name, dialect: Self.ocpp, firstSeen: Self.seen, connectors: [1], borough: "westminster")
                == nil)
    }

    @Test("what is registered, and what is of the other family, has no row")
    func registered() throws {
        let tables = try Self.tables()
        func air(_ name: String, _ dialect: KnownDialect) -> RowToPaste? {
            tables.rowToPaste(airSensor: name, dialect: dialect, firstSeen: Self.seen, quantities: [], borough: "b")
        }
        func point(_ name: String, _ dialect: KnownDialect) -> RowToPaste? {
            tables.rowToPaste(chargePoint: name, dialect: dialect, firstSeen: Self.seen, connectors: [], borough: "b")
        }
        #expect(air("aq-1", Self.plain) == nil && air("aq-9", Self.ocpp) == nil && air("cp-1", Self.ngsi) != nil)
        #expect(point("cp-1", Self.ocpp) == nil && point("cp-9", Self.plain) == nil && point("aq-1", Self.ocpp) != nil)
    }
}
