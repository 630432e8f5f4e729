import Testing

@testable import Dialects

@Suite("dialects")
struct DialectTests {
    @Test("A dialect is found by the name that topics and registries use, and by no other")
    func names() {
        #expect(
            Dialect.allCases.map(\.name) == [
                "plain", "ngsi-ld", "airgradient", "airrohr", "ocpp16", "sensor-community", "purpleair", "smartcitizen",
                "sensorthings", "aqmesh",
            ])
        for dialect in Dialect.allCases { #expect(Dialect(name: dialect.name) == dialect) }
        #expect(Dialect(name: "Plain") == nil)
        #expect(Dialect(name: "ocpp201") == nil)
    }

    @Test("Only charging payloads have personal fields")
    func families() {
        for dialect in Dialect.allCases {
            #expect((dialect.family == .ev) == (dialect == .ocpp16))
            #expect(dialect.personalFields.isEmpty == (dialect != .ocpp16))
        }
    }
}
