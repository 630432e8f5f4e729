import Testing

@testable import Dialects

@Suite("dialects")
struct DialectTests {
    @Test("A dialect is found by the name that topics and registries use, and by no other")
    func names() {
        let names: Set = [
            "plain", "ngsi-ld", "airgradient", "airrohr", "ocpp16", "ttn", "chirpstack", "senml", "ngsiv2",
            "vaisala-aqt", "uk-air", "openair", "sensor-community", "purpleair", "smartcitizen", "sensorthings",
            "aqmesh",
        ]
        #expect(names.isSubset(of: Dialect.allCases.map(\.name)))
        for dialect in Dialect.allCases { #expect(Dialect(name: dialect.name) == dialect) }
        #expect(Dialect(name: "Plain") == nil)
        #expect(Dialect(name: "ocpp201") == nil)
    }

    @Test("Every dialect has an example among the fixtures, so that the tests with hostile bytes reach it")
    func examples() {
        #expect(Set(Fixture.examples.map(\.dialect)) == Set(Dialect.allCases))
        #expect(Fixture.examples.allSatisfy { !$0.payload.isEmpty })
    }

    @Test("Only charging payloads have personal fields")
    func families() {
        for dialect in Dialect.allCases {
            #expect((dialect.family == .ev) == (dialect == .ocpp16))
            #expect(dialect.personalFields.isEmpty == (dialect != .ocpp16))
        }
    }
}
