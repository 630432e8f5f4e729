import Dialects
import Readings
import Registry
import Tables
import Testing

@testable import Pipeline

/// Formats whose messages speak of several charge points: OCPI's locations, a central system's list.
@Suite("One message about several charge points")
struct NamedDevicesTests {
    private static let begin = Instant(iso8601: "2026-03-02T08:00:00Z") ?? .distantPast
    private static let header = MessageHeader(received: begin)

    private static func corridor() throws -> Corridor {
        let sheets = [
            "charge_points.csv": """
            charge_point,connector,evse,evse_id,site,rated_kw,operator,from,to
            cp-1,1,one,GB*ABC*E1,hub,7.4,volt,,
            cp-1,2,one,GB*ABC*E1,hub,7.4,volt,,
            cp-1,3,two,,hub,22,volt,,
            cp-3,1,,,hub,22,volt,,
            cp-2,1,,,far-hub,50,volt,,
            """
        ]
        return Corridor(
            registry: try CityRegistry.tables(start: begin, move: begin, sheets: sheets), settings: CorridorSettings())
    }

    private static func status(_ word: ConnectorWord, _ connector: Int? = nil) -> ChargerEvent {
        ChargerEvent(connector: connector, stamp: begin, kind: .status(word, errorCode: ""))
    }

    /// Takes one message of a system that speaks for the borough `west`, and tells whose events came of it.
    private static func take(_ told: [(ChargerEvent, EventSubject)], into corridor: inout Corridor) -> ResolvedRoute {
        corridor.received.open(CivilDate(of: begin).daysSince1970)
        let route = ResolvedRoute(
            borough: 0, format: .dialect(.ocpp16), device: Array("gateway".utf8), tail: 0..<0, direction: .up,
            target: .namedChargePoints,
            source: corridor.sources.number(of: .init(area: "west", name: "west/ev/ocpp16/*", kind: .topics)))
        corridor.decoded.removeAll()
        for (event, subject) in told { corridor.decoded.add(event, of: subject) }
        corridor.received[route.source].messages += 1
        corridor.takeCharging(header, route)
        return route
    }

    /// The connectors that are available in the hour behind the message.
    private static func available(_ corridor: inout Corridor) -> [String] {
        corridor.boroughs[0].noteRecord(received: begin.advanced(byMicroseconds: 2 * Microseconds.hour))
        var files = PublishedFiles()
        files.publish(&corridor, .endOfInput)
        return files.rows(.chargingHour).filter { $0[0] == begin.iso8601 && $0[11] == "3600" }.map {
            "\($0[4]) \($0[6])"
        }
    }

    @Test("Each event counts for the device that it names, and the message once for its topic")
    func fanOut() throws {
        var corridor = try Self.corridor()
        let route = Self.take(
            [
                (Self.status(.available, 1), EventSubject(device: "cp-1")),
                (Self.status(.available, 1), EventSubject(device: "cp-3")),
            ], into: &corridor)
        let balances = corridor.received.total
        #expect(balances.messages == 1 && balances.decoded == 1)
        #expect(balances.readings == 2 && balances.standing == 2)
        #expect(balances.messagesDifference == 0 && balances.readingsDifference == 0)
        #expect(corridor.received[route.source].readings == 0)
        for name in ["cp-1", "cp-3"] {
            let source = corridor.sources.number(of: .init(area: "west", name: name, kind: .charging))
            #expect(corridor.received[source].readings == 1)
            #expect(corridor.received[source].readingsDifference == 0)
        }
    }

    @Test("A device is named by its charge point, its EVSE or the EVSE's public identifier")
    func names() throws {
        for (name, connector, expected) in [
            ("cp-3", 1, ["cp-3 1"]), ("GB*ABC*E1", nil, ["cp-1 1", "cp-1 2"]), ("two", 1, ["cp-1 3"]),
            ("one", 2, ["cp-1 2"]),
        ] as [(String, Int?, [String])] {
            var corridor = try Self.corridor()
            _ = Self.take([(Self.status(.available, connector), EventSubject(device: name))], into: &corridor)
            #expect(Self.available(&corridor) == expected)
        }
    }

    @Test("A topic may name an EVSE, and a payload two names of one")
    func otherNames() throws {
        var corridor = try Self.corridor()
        _ = Self.take(
            [(Self.status(.available), EventSubject(device: "nobody", alias: "two"))], into: &corridor)
        #expect(Self.available(&corridor) == ["cp-1 3"])
    }

    @Test("What is said of a station holds for all of its connectors; a full one has a car at each EVSE")
    func wholeStation() throws {
        // Three connectors at two EVSEs.
        for (word, count) in [(ConnectorWord.available, 3), (.faulted, 3), (.inUse, 2)] {
            var corridor = try Self.corridor()
            _ = Self.take([(Self.status(word), EventSubject(device: "cp-1"))], into: &corridor)
            #expect(corridor.received.total.standing == count, "\(word)")
        }
    }

    @Test("A free EVSE has free connectors; a car is at one of them")
    func wholeEVSE() throws {
        for (word, count) in [
            (ConnectorWord.available, 2), (.faulted, 2), (.inService, 2), (.inUse, 1), (.preparing, 1),
        ] {
            var corridor = try Self.corridor()
            _ = Self.take(
                [(Self.status(word), EventSubject(device: "cp-1", evse: .name("one")))], into: &corridor)
            let total = corridor.received.total
            #expect(total.readings == count && total.standing == count, "\(word)")
            #expect(total.readingsDifference == 0)
        }
    }

    @Test(
        "What names no device of the borough is rejected and listed, and the rest of the message counts",
        arguments: ["cp-9", "cp-2", "=cmd()"])
    func unknown(name: String) throws {
        var corridor = try Self.corridor()
        let route = Self.take(
            [
                (Self.status(.available, 1), EventSubject(device: name)),
                (Self.status(.available, 1), EventSubject(device: "cp-3")),
                (Self.status(.available, 1), EventSubject(device: "cp-1", evse: .name("nine"))),
                (Self.status(.available, 1), EventSubject()),
            ], into: &corridor)
        let total = corridor.received.total
        #expect(total.readings == 4 && total.standing == 1)
        #expect(total.rejected == [.notRegistered: 3])
        #expect(total.readingsDifference == 0)
        #expect(corridor.received[route.source].readingsDifference == 0)
        // The topic's own name might be an EVSE's, and is listed as none.
        let listed = corridor.received.today.unknown.keys.map(\.device).sorted()
        #expect(listed == (name == "cp-9" ? ["cp-9", "gateway"] : ["gateway"]))
    }
}
