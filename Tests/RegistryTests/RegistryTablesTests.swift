import Readings
import Registry
import Testing

@Suite("The registry as tables")
struct RegistryTablesTests {
    @Test("absent columns take their defaults")
    func defaults() throws {
        let parsed = SampleRegistry.parse()
        #expect(parsed.problems.isEmpty && parsed.notes.isEmpty)
        let tables = try #require(parsed.tables)
        #expect(
            tables.boroughs == [
                Borough(
                    borough: "westminster", name: "City of Westminster", timeZoneName: "Europe/London",
                    timeZone: SampleRegistry.london, gss: nil, licence: nil, isSimulated: false)
            ])
        #expect(
            tables.site("st-mary")
                == Site(
                    site: "st-mary", name: "st-mary", kind: .school, borough: "westminster", urn: nil, latitude: nil,
                    longitude: nil, environment: nil, comparators: [], graceMinutes: nil))
        #expect(
            tables.airSensors == [
                AirSensor(
                    device: "aq-1", site: "st-mary", dialect: "plain", periodMicroseconds: 60_000_000, stamp: .instant,
                    model: nil, deviceClass: .indicative, quantities: [], clock: .trust, validFrom: nil, validTo: nil)
            ])
        let connector = try #require(tables.connectors(ofChargePoint: "cp-1").first)
        #expect(connector.evse == "cp-1-1")
        #expect(connector.ratedKilowatts == Millionths(7_000_000))
        #expect(connector.current == nil && connector.operatorName == nil && connector.evseID == nil)
    }

    @Test("every column is read")
    func everyColumn() throws {
        let parsed = SampleRegistry.parse([
            "boroughs.csv": "gss,borough,timezone,licence,simulated\nE09000033,westminster,UTC,OGL-UK-3.0,TRUE\n",
            "sites.csv": "site,name,kind,borough,urn,latitude,longitude,environment,comparator,grace_min,notes\n"
                + "st-mary,\"St Mary's, Bryanston\",School,westminster,101125,51.52,-0.1612345,background,main-road,,ok\n"
                + "main-road,Main Road,street,westminster,,,,roadside,,15,\n",
            "air_sensors.csv": "device,site,dialect,period_s,stamp,model,class,quantities,clock,from,to\n"
                + "aq-1,st-mary,plain,0.25,end,Model 7,reference,PM2_5 no2 no2,+3600.5,2026-03-02,\n"
                + "aq-2,st-mary,plain,3600,start,,equivalent,,-60,2026-03-02T08:00:00+01:00,2026-04-01\n"
                + "aq-3,st-mary,plain,60,,,,,Arrival,,\n",
            "charge_points.csv": "charge_point,connector,evse,evse_id,connector_type,site,rated_kw,current,operator\n"
                + "cp-1,2,bay-a,GB*ABC*E1,Type 2,main-road,7.36,AC,acme\ncp-1,1,bay-a,,,main-road,50,dc,\n",
            "opening_hours.csv": "site,days,start,end\nmain-road,mon-wed sun,8:00,24:00\nmain-road,,00:00:00,06:30\n",
            "routes.csv": "Topic,borough,dialect,device,direction\nocpp/cp/+/#,westminster,ocpp16,3,up\n",
        ])
        #expect(parsed.problems.map(\.description) == [])
        let tables = try #require(parsed.tables)
        #expect(tables.boroughs[0].gss == "E09000033" && tables.boroughs[0].isSimulated)
        #expect(tables.boroughs[0].name == "westminster" && tables.boroughs[0].licence == "OGL-UK-3.0")
        #expect(
            tables.sites == [
                Site(
                    site: "st-mary", name: "St Mary's, Bryanston", kind: .school, borough: "westminster", urn: "101125",
                    latitude: Millionths(51_520_000), longitude: Millionths(-161_235), environment: .background,
                    comparators: ["main-road"]),
                Site(
                    site: "main-road", name: "Main Road", kind: .street, borough: "westminster",
                    environment: .roadside, graceMinutes: 15),
            ])
        #expect(tables.airSensors.map(\.periodMicroseconds) == [250_000, 3_600_000_000, 60_000_000])
        #expect(tables.airSensors.map(\.stamp) == [.end, .start, .instant])
        #expect(tables.airSensors.map(\.deviceClass) == [.reference, .equivalent, .indicative])
        #expect(
            tables.airSensors.map(\.clock) == [
                .add(microseconds: 3_600_500_000), .add(microseconds: -60_000_000), .arrival,
            ])
        #expect(tables.airSensors[0].quantities == [.pm2_5, .no2])
        #expect(
            tables.airSensors.map { $0.validFrom?.iso8601 } == ["2026-03-02T00:00:00Z", "2026-03-02T07:00:00Z", nil])
        #expect(tables.airSensors.map { $0.validTo?.iso8601 } == [nil, "2026-04-01T00:00:00Z", nil])
        #expect(tables.connectors(ofChargePoint: "cp-1").map(\.connector) == [1, 2])
        #expect(
            tables.connectors[0]
                == ChargePointConnector(
                    chargePoint: "cp-1", connector: 2, evse: "bay-a", evseID: "GB*ABC*E1", connectorType: "Type 2",
                    site: "main-road", ratedKilowatts: Millionths(7_360_000), current: .ac, operatorName: "acme"))
        #expect(
            tables.openingHours(ofSite: "main-road") == [
                OpeningHours(
                    site: "main-road", days: [.monday, .tuesday, .wednesday, .sunday], opensMinute: 480,
                    closesMinute: 1440),
                OpeningHours(
                    site: "main-road", days: Set(OpeningHours.Weekday.allCases), opensMinute: 0, closesMinute: 390),
            ])
        #expect(tables.routes.map(\.topic.text) == ["ocpp/cp/+/#"] && tables.routes[0].direction == .up)
    }

    @Test("a folder needs air sensors or charge points, not both; one name may be in both")
    func devices() {
        #expect(SampleRegistry.parse(["air_sensors.csv": String?.none]).tables?.airSensors == [])
        #expect(SampleRegistry.parse(["charge_points.csv": String?.none]).tables?.connectors == [])
        let sameName = "charge_point,connector,site,rated_kw\naq-1,1,main-road,7\n"
        #expect(SampleRegistry.parse(["charge_points.csv": sameName]).tables != nil)
        let neither = SampleRegistry.parse(["air_sensors.csv": String?.none, "charge_points.csv": String?.none])
        #expect(
            neither.problems.map(\.description) == [
                "air_sensors.csv: found neither this file nor charge_points.csv; expected at least one of them in the "
                    + "registry folder. Create it with the header "
                    + "device,site,dialect,period_s,stamp,model,class,quantities,clock,from,to."
            ])
    }

    @Test("unknown columns and files are ignored, with a note where they look like a misspelling")
    func notes() {
        let parsed = SampleRegistry.parse([
            "air_sensors.csv": "device,site,dialect,period_s,quantites,colour\naq-1,st-mary,plain,60,no2,red\n",
            "route.csv": "x,y\n", "notes.csv": "x,y\n",
        ])
        #expect(parsed.tables?.airSensors.map(\.quantities) == [[]])
        #expect(
            parsed.notes.map(\.description) == [
                "air_sensors.csv:1: column quantites is not known, did you mean quantities?",
                "route.csv: the file is not known, did you mean routes.csv?",
            ])
    }

    @Test("a misnamed file is a problem with its right name")
    func misnamed() {
        let parsed = SampleRegistry.parse(["sites.csv": String?.none, "site.csv": SampleRegistry.files["sites.csv"]])
        #expect(
            parsed.problems.map(\.description) == [
                "sites.csv: found no such file; expected one in the registry folder. Rename site.csv to sites.csv (did "
                    + "you mean it?)."
            ])
        #expect(parsed.notes.isEmpty)
    }

    @Test("all problems come at once, by file and line, and one mistake is told once")
    func allAtOnce() {
        let parsed = SampleRegistry.parse([
            "sites.csv": "site,kind,borough\nst-mary,schol,westminster\nmain-road,station,westmister\n",
            "air_sensors.csv": "device,site,dialect,period_s\naq-1,st-mary,plain,x\naq-2,st-mry,plian,60\n",
            "boroughs.csv": "borough,name,timezone\nwestminster,,Mars\n",
            "charge_points.csv": "charge_point,connector,site,rated_kw\ncp-1,,main-road,0\n",
        ])
        #expect(
            parsed.problems.map { "\($0.file):\($0.line ?? 0) \($0.column ?? "")" } == [
                "air_sensors.csv:2 period_s", "air_sensors.csv:3 site", "air_sensors.csv:3 dialect",
                "boroughs.csv:2 timezone", "charge_points.csv:2 connector", "charge_points.csv:2 rated_kw",
                "sites.csv:2 kind", "sites.csv:3 borough",
            ])
    }

    @Test("what Excel saves is read: byte-order mark, CRLF, quotes, rows of commas")
    func excel() {
        let parsed = SampleRegistry.parse([
            "sites.csv": "\u{FEFF}Site,Kind,Borough,Name\r\nst-mary,school,westminster,\"St Mary's \"\"C of E\"\"\"\r\n"
                + "main-road,station,westminster,\r\n,,,\r\n"
        ])
        #expect(parsed.problems.isEmpty)
        #expect(parsed.tables?.sites.map(\.name) == ["St Mary's \"C of E\"", "main-road"])
    }

    @Test("a message shows no control character of the file and cuts long text")
    func safeMessages() {
        let parsed = SampleRegistry.parse([
            "air_sensors.csv": "device,site,dialect,period_s\na\u{1B}[31mq\u{202E},st-mary,plain,60\n"
        ])
        #expect(parsed.problems.map(\.found) == [#""a\u{1b}[31mq\u{202e}""#])
    }

    @Test("no change of bytes stops the reader, and what it refuses it explains")
    func anyBytes() {
        let sample = SampleRegistry.files.mapValues { Array($0.utf8) }
        let names = sample.keys.sorted()
        var generator = LinearCongruential(state: 7)
        for _ in 0..<600 {
            var files = sample
            for _ in 0..<Int.random(in: 1...4, using: &generator) {
                let name = names[Int.random(in: 0..<names.count, using: &generator)]
                guard var bytes = files[name], !bytes.isEmpty else { continue }
                let at = Int.random(in: 0..<bytes.count, using: &generator)
                switch Int.random(in: 0..<3, using: &generator) {
                case 0: bytes[at] = UInt8.random(in: 0...255, using: &generator)
                case 1: bytes.remove(at: at)
                default: bytes.insert(bytes[Int.random(in: 0..<bytes.count, using: &generator)], at: at)
                }
                files[name] = bytes
            }
            let parsed = SampleRegistry.parse(bytes: files)
            #expect((parsed.tables == nil) == !parsed.problems.isEmpty)
            #expect(
                parsed.problems.allSatisfy { !$0.found.isEmpty && !$0.expected.isEmpty && $0.remedy.hasSuffix(".") })
        }
    }
}

/// Knuth's MMIX generator: the same numbers in each run.
struct LinearCongruential: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state ^ (state >> 29)
    }
}
