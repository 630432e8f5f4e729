import Readings
import Testing

@testable import Registry

@Suite("EVSEs that payloads name")
struct EVSEPlacesTests {
    private static func row(
        _ connector: Int, _ evse: String? = nil, number: Int? = nil, id: String? = nil, from: Instant? = nil,
        to: Instant? = nil
    ) -> ChargePointConnector {
        ChargePointConnector(
            chargePoint: "cp", connector: connector, evse: evse, ocppEVSE: number, evseID: id, site: "hub",
            ratedKilowatts: Millionths(7_000_000), validFrom: from, validTo: to)
    }

    private static let now = CivilDate(year: 2026, month: 3, day: 2).startUTC

    /// A rapid charger: three outlets, two of them of one EVSE.
    private static let rapid = EVSEPlaces([
        row(3, "ac", id: "GB*ABC*E2"), row(1, "dc", id: "GB*ABC*E1"), row(2, "dc", id: "GB*ABC*E1"),
    ])

    @Test("Where every EVSE has one connector, its number is the connector's")
    func oneEach() {
        let places = EVSEPlaces([Self.row(2), Self.row(5)])
        #expect(places.connectors(of: .number(5), at: Self.now) == [5])
        #expect(places.connectors(of: .number(1), at: Self.now).isEmpty)
    }

    @Test("Where one has several, its number is its place by the first connectors")
    func ranks() {
        #expect(Self.rapid.connectors(of: .number(1), at: Self.now) == [1, 2])
        #expect(Self.rapid.connectors(of: .number(2), at: Self.now) == [3])
        #expect(Self.rapid.connectors(of: .number(3), at: Self.now).isEmpty)
    }

    @Test("The column says another number")
    func written() {
        let places = EVSEPlaces([Self.row(1, "dc", number: 7), Self.row(2, "dc"), Self.row(3, "ac", number: 4)])
        #expect(places.connectors(of: .number(7), at: Self.now) == [1, 2])
        #expect(places.connectors(of: .number(4), at: Self.now) == [3])
        #expect(places.connectors(of: .number(1), at: Self.now).isEmpty)
    }

    @Test("An EVSE has a name and a public identifier; the default name is of charge point and connector")
    func names() {
        #expect(Self.rapid.connectors(of: .name("dc"), at: Self.now) == [1, 2])
        #expect(Self.rapid.connectors(of: .name("GB*ABC*E2"), at: Self.now) == [3])
        #expect(Self.rapid.connectors(of: .name("cp-3"), at: Self.now).isEmpty)
        #expect(Set(Self.rapid.names) == ["dc", "ac", "GB*ABC*E1", "GB*ABC*E2"])
        #expect(EVSEPlaces([Self.row(3)]).connectors(of: .name("cp-3"), at: Self.now) == [3])
    }

    @Test("Number 0 is the unit as a whole")
    func whole() {
        #expect(Self.rapid.connectors(of: .number(0), at: Self.now) == [0])
        #expect(Self.rapid.connector(0, of: .number(0), at: Self.now) == 0)
        #expect(Self.rapid.connector(1, of: .number(0), at: Self.now) == 0)
    }

    @Test("Connectors are counted within their EVSE, from 1", arguments: [(1, 1, 1), (1, 2, 2), (2, 1, 3), (2, 2, 3)])
    func within(_ evse: Int, _ number: Int, _ connector: Int) {
        #expect(Self.rapid.connector(number, of: .number(evse), at: Self.now) == connector)
    }

    @Test("A number that is too high for the EVSE is the registry's, where the EVSE has it")
    func numberOfTheUnit() {
        let places = EVSEPlaces([Self.row(1, "a"), Self.row(2, "a"), Self.row(3, "b"), Self.row(4, "b")])
        #expect(places.connector(3, of: .name("b"), at: Self.now) == 3)
        #expect(places.connector(4, of: .name("b"), at: Self.now) == 4)
        #expect(places.connector(4, of: .name("a"), at: Self.now) == nil)
        #expect(places.connector(1, of: .name("c"), at: Self.now) == nil)
    }

    @Test("Rows of several times are one EVSE, and its number is the one that it has then")
    func times() {
        let change = Self.now.advanced(byMicroseconds: Microseconds.day)
        let places = EVSEPlaces([
            Self.row(1, "a", number: 1, to: change), Self.row(2, "a", number: 1, to: change),
            Self.row(1, "a", number: 2, from: change), Self.row(2, "b", number: 1, from: change),
        ])
        #expect(places.connectors(of: .name("a"), at: Self.now) == [1, 2])
        #expect(places.connectors(of: .number(1), at: Self.now) == [1, 2])
        #expect(places.connectors(of: .number(2), at: Self.now).isEmpty)
        #expect(places.connectors(of: .number(1), at: change) == [2])
        #expect(places.connectors(of: .number(2), at: change) == [1])
        #expect(places.connectors(of: .name("b"), at: Self.now).isEmpty)
        #expect(places.connectors(at: Self.now) == [1, 2])
        #expect(places.ambiguousNumbers.isEmpty)
    }

    @Test("An outlet that was replaced does not shift the numbers of the others")
    func replaced() {
        let change = Self.now.advanced(byMicroseconds: Microseconds.day)
        let places = EVSEPlaces([
            Self.row(1, "old", to: change), Self.row(2, "old", to: change), Self.row(1, "new", from: change),
            Self.row(2, "new", from: change), Self.row(3, "ac"),
        ])
        #expect(places.connectors(of: .number(2), at: Self.now) == [3])
        #expect(places.connectors(of: .number(2), at: change) == [3])
        #expect(places.connectors(of: .number(1), at: change) == [1, 2])
    }

    @Test("Two EVSEs of one number at a time are told of, two at different times are not")
    func ambiguous() {
        let change = Self.now.advanced(byMicroseconds: Microseconds.day)
        #expect(EVSEPlaces([Self.row(1, "a", number: 4), Self.row(2, "b", number: 4)]).ambiguousNumbers == [4])
        // The default of the second is its connector's.
        #expect(EVSEPlaces([Self.row(1, "a", number: 2), Self.row(2, "b")]).ambiguousNumbers == [2])
        let apart = [Self.row(1, "a", number: 4, to: change), Self.row(2, "b", number: 4, from: change)]
        #expect(EVSEPlaces(apart).ambiguousNumbers.isEmpty)
    }

    @Test("A registry with two EVSEs of one number at a time is refused with the row")
    func refused() {
        let files = [
            "boroughs.csv": "borough,timezone\nwest,UTC\n", "sites.csv": "site,kind,borough\nhub,hub,west\n",
            "charge_points.csv": """
            charge_point,connector,evse,ocpp_evse,site,rated_kw
            cp-1,1,a,4,hub,7
            cp-1,2,b,4,hub,7
            cp-2,1,,,hub,7
            """,
        ]
        let parsed = RegistryTables.parse(
            files: files.mapValues { Array($0.utf8) }, knownDialects: [], timeZone: { _ in .utc })
        #expect(parsed.tables == nil)
        #expect(parsed.problems.map(\.line) == [3])
        #expect(parsed.problems.map(\.column) == ["ocpp_evse"])
    }
}
