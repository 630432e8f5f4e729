import Readings
import SensorSim
import Testing

@Suite("The simulated city and its registry")
struct CityTests {
    /// Rows as columns by name.
    static func rows(_ file: String) throws -> [[String: String]] {
        let text = try #require(City.twoBoroughs.registryFiles.first { $0.name == file }?.text)
        let lines = text.split(separator: "\n").map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        let header = try #require(lines.first)
        return try lines.dropFirst().map { line in
            try #require(line.count == header.count)
            return Dictionary(uniqueKeysWithValues: zip(header, line))
        }
    }

    @Test("The registry holds 24 air sensors and 60 connectors, half in each borough")
    func counts() throws {
        let boroughOfSite = try Dictionary(
            uniqueKeysWithValues: Self.rows("sites.csv").map { ($0["site"] ?? "", $0["borough"] ?? "") })
        for (file, count) in [("air_sensors.csv", 24), ("charge_points.csv", 60)] {
            let rows = try Self.rows(file)
            #expect(rows.count == count)
            let inWestminster = rows.filter { boroughOfSite[$0["site"] ?? ""] == "westminster" }
            #expect(inWestminster.count == count / 2)
            #expect(rows.allSatisfy { boroughOfSite[$0["site"] ?? ""] != nil })
        }
    }

    @Test("The registry names exactly the devices that speak, with their dialects")
    func devicesThatSpeak() throws {
        var sensors: Set<String> = []
        var connectors: Set<String> = []
        for message in SimulatedDay.messages {
            let levels = message.levels
            if levels[1] == "air" { sensors.insert("\(levels[0]) \(levels[3]) \(levels[2])") }
            if let call = Call(message), let connector = call.connector, connector > 0 {
                connectors.insert("\(levels[0]) \(call.chargePoint) \(connector)")
            }
        }
        let borough = try Dictionary(
            uniqueKeysWithValues: Self.rows("sites.csv").map { ($0["site"] ?? "", $0["borough"] ?? "") })
        let registered = try Self.rows("air_sensors.csv").map {
            "\(borough[$0["site"] ?? ""] ?? "") \($0["device"] ?? "") \($0["dialect"] ?? "")"
        }
        #expect(Set(registered) == sensors)
        let registeredConnectors = try Self.rows("charge_points.csv").map {
            "\(borough[$0["site"] ?? ""] ?? "") \($0["charge_point"] ?? "") \($0["connector"] ?? "")"
        }
        #expect(Set(registeredConnectors) == connectors)
    }

    @Test("Every name in the registry is valid, and every borough, school and street says that it is simulated")
    func names() throws {
        for row in try Self.rows("boroughs.csv") {
            #expect(Identifier.isValidBorough(row["borough"] ?? ""))
            #expect(row["name"]?.hasSuffix("(simulated)") == true)
            #expect(row["simulated"] == "true")
            #expect(row["timezone"] == "Europe/London")
        }
        for row in try Self.rows("sites.csv") {
            #expect(Identifier.isValid(row["site"] ?? ""))
            #expect(row["name"]?.hasSuffix("(simulated)") == true)
            #expect(row["urn"] == "")
            // Inside the box of the two boroughs.
            let latitude = try #require(row["latitude"].flatMap(Double.init))
            let longitude = try #require(row["longitude"].flatMap(Double.init))
            #expect(latitude > 51.47 && latitude < 51.545 && longitude > -0.23 && longitude < -0.11)
        }
        for row in try Self.rows("air_sensors.csv") {
            #expect(Identifier.isValid(row["device"] ?? ""))
            let quantities = (row["quantities"] ?? "").split(separator: " ")
            #expect(!quantities.isEmpty && quantities.allSatisfy { Quantity(name: String($0)) != nil })
        }
    }

    @Test("A cell with a comma, a quote or a line break is quoted as RFC 4180 has it, others stay bare")
    func quoted() throws {
        var city = City.twoBoroughs
        city.boroughs[0].name = "Foo, \"Bar\" (simulated)"
        city.boroughs[0].gss = "one\ntwo"
        let table = try #require(city.registryFiles.first { $0.name == "boroughs.csv" }?.text)
        #expect(
            table == """
                borough,name,timezone,gss,licence,simulated
                westminster,"Foo, ""Bar"" (simulated)",Europe/London,"one
                two",CC0-1.0,true
                kensington-and-chelsea,Royal Borough of Kensington and Chelsea (simulated),Europe/London,E09000020,CC0-1.0,true

                """)
    }

    @Test("The two plugs of a rapid share an EVSE and never charge together")
    func sharedEVSE() throws {
        let rapids = try Self.rows("charge_points.csv").filter { $0["rated_kw"] == "50" }
        #expect(rapids.count == 8)
        #expect(Set(rapids.compactMap { $0["evse"] }).count == 4)
        var charging: [String: Int] = [:]
        for call in ChargingTrafficTests.calls where rapids.contains(where: { $0["charge_point"] == call.chargePoint })
        {
            if call.action == "StartTransaction" { charging[call.chargePoint, default: 0] += 1 }
            if call.action == "StopTransaction" { charging[call.chargePoint, default: 0] -= 1 }
            #expect((charging[call.chargePoint] ?? 0) <= 1)
        }
    }
}
