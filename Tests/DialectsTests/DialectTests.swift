import Testing

@testable import Dialects

@Suite("dialects")
struct DialectTests {
    @Test("A dialect is found by the name that topics and registries use, and by no other")
    func names() {
        let names: Set = [
            "plain", "ngsi-ld", "airgradient", "airrohr", "ocpp16", "ttn", "chirpstack", "senml", "ngsiv2",
            "vaisala-aqt", "uk-air", "openair", "sensor-community", "purpleair", "smartcitizen", "sensorthings",
            "aqmesh", "emqx-ocpp", "ocpp201", "ocpi", "everest", "evcc", "ngsi-ld-ev", "dtc-ocpp", "chirpstack-bay",
            "ttn-bay",
        ]
        #expect(names.isSubset(of: Dialect.allCases.map(\.name)))
        for dialect in Dialect.allCases { #expect(Dialect(name: dialect.name) == dialect) }
        #expect(Dialect(name: "Plain") == nil)
        #expect(Dialect(name: "ocpp21") == nil)
    }

    @Test("Every dialect has an example among the fixtures, so that the tests with hostile bytes reach it")
    func examples() {
        let chargers = Set(Fixture.chargerExamples.map(\.dialect))
        #expect(Set(Fixture.examples.map(\.dialect)).union(chargers) == Set(Dialect.allCases))
        #expect(Fixture.examples.allSatisfy { !$0.payload.isEmpty })
    }

    @Test("Only charging payloads have personal fields")
    func families() {
        for dialect in Dialect.allCases {
            // A sensor in a bay knows no person, and neither does a station as a whole.
            let knowsNobody = dialect.family == .air || [.chirpstackBay, .ttnBay, .ngsiLDStation].contains(dialect)
            #expect(dialect.personalFields.isEmpty == knowsNobody)
        }
    }
}
