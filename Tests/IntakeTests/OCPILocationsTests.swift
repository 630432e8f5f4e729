import Dialects
import Foundation
import Intake
import Readings
import Registry
import Testing

@Suite("A registry from OCPI Locations")
struct OCPILocationsTests {
    /// The UK statutory feed among the payload examples: one Location with one EVSE.
    private static func example() throws -> [UInt8] {
        let json = try JSONSerialization.jsonObject(with: Data(try ShippedMappings.payload("ocpi_221_push.json")))
        let messages = (json as? [String: Any])?["messages"] as? [[String: Any]] ?? []
        let last = try #require(messages.last?["payload"])
        return [UInt8](try JSONSerialization.data(withJSONObject: last))
    }

    private static func parsed(_ locations: OCPILocations) -> ParsedRegistry {
        let files = locations.files(borough: "haringey", timeZone: "Europe/London")
        return RegistryTables.parse(
            files: Dictionary(uniqueKeysWithValues: files.map { ($0.name, Array($0.text.utf8)) }), knownDialects: [],
            timeZone: ZoneLoading.rules(named:))
    }

    @Test("The example's lamp-post is a registry without a mistake: 230 V x 22 A are 5.06 kW")
    func lampPost() throws {
        let locations = try OCPILocations(try Self.example(), borough: "haringey")
        #expect(locations.notes == [] && locations.timeZones == ["Europe/London"])
        let parsed = Self.parsed(locations)
        #expect(parsed.problems.map(\.description) == [])
        let tables = try #require(parsed.tables)
        let site = try #require(tables.sites.first)
        #expect(site.name == "Opposite 25 Example Road" && site.kind == .street)
        #expect(site.latitude == Millionths(51_580_000) && site.longitude == Millionths(-64_000))
        let connector = try #require(tables.connectors.first)
        #expect(tables.connectors.count == 1)
        #expect(connector.chargePoint == "00000000-0000-4000-8000-0000000000e1" && connector.connector == 1)
        #expect(connector.evse == connector.chargePoint && connector.evseID == "GB*EXB*E*00022")
        #expect(connector.ratedKilowatts == Millionths(5_060_000) && connector.current == .ac)
        #expect(connector.connectorType == "IEC_62196_T2" && connector.operatorName == "example")
    }

    private static func location(_ connector: String, evse: String = "", more: String = "") -> [UInt8] {
        Array(
            #"[{"id":"L1","party_id":"EXA","time_zone":"Europe/London"\#(more),"evses":[{"uid":"E1"\#(evse),"connectors":[\#(connector)]}]}]"#
                .utf8)
    }

    @Test(
        "The power is told, or voltage times current of each phase",
        arguments: [
            (#"{"power_type":"DC","max_voltage":920,"max_amperage":400,"max_electric_power":150000}"#, 150_000_000),
            (#"{"power_type":"DC","max_voltage":500,"max_amperage":125}"#, 62_500_000),
            (#"{"power_type":"AC_3_PHASE","max_voltage":230,"max_amperage":32}"#, 22_080_000),
            (#"{"power_type":"AC_1_PHASE","voltage":230,"amperage":32}"#, 7_360_000),
        ] as [(String, Int64)])
    func power(connector: String, millionths: Int64) throws {
        let locations = try OCPILocations(Self.location(connector), borough: "haringey")
        #expect(locations.connectors.map(\.ratedKilowatts.count) == [millionths])
        #expect(Self.parsed(locations).problems.isEmpty)
    }

    @Test("What cannot be a row is told and left out")
    func notes() throws {
        let good = #"{"id":"1","power_type":"DC","max_electric_power":50000}"#
        for (file, count) in [
            (Self.location(#"{"id":"1"},\#(good)"#), 1), (Self.location(good, evse: #","status":"REMOVED""#), 0),
            (Array(#"[{"id":"../x","evses":[{"uid":"E1","connectors":[\#(good)]}]}]"#.utf8), 0),
            (Array(#"[{"id":"L1","evses":[{"uid":"=cmd()","connectors":[\#(good)]}]}]"#.utf8), 0),
        ] {
            let locations = try OCPILocations(file, borough: "haringey")
            #expect(locations.connectors.count == count && !locations.notes.isEmpty)
            #expect(locations.sites.count == count)
        }
        #expect(throws: OCPILocations.Mistake.noLocations) { try OCPILocations(Array("{}".utf8), borough: "b") }
        #expect(throws: OCPILocations.Mistake.noLocations) { try OCPILocations(Array("[1".utf8), borough: "b") }
        #expect(throws: OCPILocations.Mistake.noLocations) {
            try OCPILocations(Array(#"[{"uid":"x"}]"#.utf8), borough: "b")
        }
    }

    @Test("Opening hours become rows, a name with a comma or a formula stays a cell")
    func hours() throws {
        let times =
            #","name":"=A, \"B\"","opening_times":{"twentyfourseven":false,"regular_hours":[{"weekday":1,"period_begin":"08:00","period_end":"20:30"},"#
            + #"{"weekday":7,"period_begin":"10:00","period_end":"00:00"},{"weekday":2,"period_begin":"22:00","period_end":"02:00"}]}"#
        let locations = try OCPILocations(
            Self.location(#"{"id":"1","power_type":"DC","max_electric_power":50000}"#, more: times), borough: "haringey"
        )
        let tables = try #require(Self.parsed(locations).tables)
        #expect(tables.sites.first?.name == "A, \"B\"")
        #expect(
            locations.hours.map(\.opensMinute) == [480, 600] && locations.hours.map(\.closesMinute) == [1230, 1440])
        #expect(locations.notes.count == 1)
        #expect(tables.openingHours.count == 2)
    }

    @Test("EVSEs of OCPI's statuses and sessions are found by these rows")
    func names() throws {
        let tables = try #require(Self.parsed(try OCPILocations(try Self.example(), borough: "haringey")).tables)
        var decoder = Dialects.Decoder()
        var decoded = Decoded()
        let payload = try Self.example()
        try decoder.decode(payload.span, dialect: .ocpi, into: &decoded)
        #expect(decoded.events.count == 1)
        #expect(decoded.subject(ofEvent: 0).device == tables.connectors.first?.chargePoint)
    }
}
