import Foundation
import Intake
import Readings
import Registry
import SeededRandom
import Testing

/// A feed of Locations comes from somebody else's server: whatever stands in it, the import ends with rows that a registry
/// takes or with a sentence.
@Suite("Hostile OCPI Locations")
struct HostileLocationsTests {
    private static var location: [String: Any] {
        [
            "country_code": "GB", "party_id": "EXA", "id": "LOC1", "publish": true, "name": "Street 1",
            "city": "London",
            "address": "1 Street", "coordinates": ["latitude": "51.53", "longitude": "-0.185"],
            "parking_type": "ON_STREET", "operator": ["name": "Example"], "time_zone": "Europe/London",
            "last_updated": "2026-03-02T08:00:00Z",
            "opening_times": [
                "twentyfourseven": false,
                "regular_hours": [
                    ["weekday": 1, "period_begin": "08:00", "period_end": "20:30"],
                    ["weekday": 2, "period_begin": "08:00", "period_end": "24:00"],
                ],
                "exceptional_closings": [["period_begin": "2026-12-25T00:00:00Z"]],
            ] as [String: Any],
            "evses": [
                [
                    "uid": "E1", "evse_id": "GB*EXA*E1", "status": "AVAILABLE",
                    "connectors": [
                        [
                            "id": "1", "standard": "IEC_62196_T2", "power_type": "AC_3_PHASE", "max_voltage": 230,
                            "max_amperage": 32,
                        ],
                        ["id": "2", "standard": "CHADEMO", "power_type": "DC", "max_electric_power": 50_000],
                    ] as [[String: Any]],
                ] as [String: Any]
            ],
        ]
    }

    private static var values: [Any] {
        [
            NSNull(), true, false, 0, -1, 1, 3, 230, 1_000, 999_999, 9_223_372, 9_223_372_036_854, Int64.max, Int64.min,
            UInt64.max, 1e18, 1e300, -1e300, 1e-300, 0.1, "", "0", "-1", "1e18", "9223372036854",
            "92233720368547758070",
            "AC_3_PHASE", "DC", "REMOVED", "PLANNED", "ON_STREET", "24:00", "00:00", "23:59", "99:99", "-1:00", "+8:+5",
            "Europe/London", "Mars/Olympus", "E1", "LOC1", "GB*EXA*E1", "=1+1", "-2", "a,b", "a\"b", "a\nb", "a\r\nb",
            "\u{0}",
            "é", String(repeating: "x", count: 65), String(repeating: "9", count: 400), [] as [Any], [[]] as [Any],
            [:] as [String: Any],
        ]
    }

    /// The value with one place of it replaced, left out or doubled.
    private static func changed(_ value: Any, _ random: inout SplitMix64) -> Any {
        if random.below(6) == 0 { return values[random.below(values.count)] }
        if var list = value as? [Any], !list.isEmpty {
            let index = random.below(list.count)
            switch random.below(6) {
            case 0: list.remove(at: index)
            case 1: list.append(list[index])
            default: list[index] = changed(list[index], &random)
            }
            return list
        }
        guard var object = value as? [String: Any], !object.isEmpty else { return values[random.below(values.count)] }
        let name = object.keys.sorted()[random.below(object.count)]
        if random.below(8) == 0 {
            object[name] = nil
        } else {
            object[name] = object[name].map { changed($0, &random) }
        }
        return object
    }

    private static func problems(_ locations: OCPILocations) -> [String] {
        let files = locations.files(borough: "west", timeZone: "Europe/London")
        let parsed = RegistryTables.parse(
            files: Dictionary(uniqueKeysWithValues: files.map { ($0.name, Array($0.text.utf8)) }), knownDialects: [],
            timeZone: ZoneLoading.rules(named:))
        return parsed.problems.map(\.description)
    }

    @Test("two Locations with any of their values changed give a registry without a mistake", arguments: 1...8)
    func values(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        var taken = 0
        for _ in 0..<500 {
            var file: Any = [Self.location, Self.location]
            for _ in 0...random.below(5) { file = Self.changed(file, &random) }
            guard JSONSerialization.isValidJSONObject(file) else { continue }
            let bytes = [UInt8](try JSONSerialization.data(withJSONObject: file, options: .sortedKeys))
            guard let locations = try? OCPILocations(bytes, borough: "west") else { continue }
            taken += locations.connectors.count
            let problems = Self.problems(locations)
            try #require(problems == [], "\(String(decoding: bytes, as: UTF8.self))")
        }
        #expect(taken > 300)
    }

    @Test("so does a file with any byte changed, or none at all", arguments: 1...4)
    func bytes(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let file = [UInt8](try JSONSerialization.data(withJSONObject: [Self.location], options: .sortedKeys))
        for _ in 0..<500 {
            var bytes = file
            for _ in 0...random.below(4) { bytes[random.below(bytes.count)] = UInt8(random.below(256)) }
            guard let locations = try? OCPILocations(bytes, borough: "west") else { continue }
            let problems = Self.problems(locations)
            try #require(problems == [], "\(String(decoding: bytes, as: UTF8.self))")
        }
    }

    @Test(
        "voltage and current whose product no number holds are no power of a connector",
        arguments: [
            ("9223372036854", "9223372036854", "AC_3_PHASE"), ("9223372036854", "9223372036854", "DC"),
            ("1e12", "1e12", "AC_2_PHASE"), ("1000001", "0.001", "DC"), ("1e300", "1", "DC"),
            ("230", "1e9", "AC_3_PHASE"),
        ])
    func overflow(voltage: String, current: String, kind: String) throws {
        let connector = #"{"id":"1","power_type":"\#(kind)","max_voltage":\#(voltage),"max_amperage":\#(current)}"#
        let good = #"{"id":"2","power_type":"DC","max_voltage":500,"max_amperage":125}"#
        let text = #"[{"id":"L1","evses":[{"uid":"E1","connectors":[\#(connector),\#(good)]}]}]"#
        let locations = try OCPILocations(Array(text.utf8), borough: "west")
        #expect(locations.connectors.map(\.ratedKilowatts) == [Millionths(62_500_000)])
        #expect(locations.notes.count == 1)
        #expect(locations.notes.first?.contains("Connector 1 of E1 was left out") == true)
    }
}
