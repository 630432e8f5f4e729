import Dialects
import Pipeline
import Readings
import Registry
import Tables
import Testing

/// A device that moves at 10:00 from the school to the street, and stamps the ends of its hours.
@Suite("A registry row's ends")
struct RowBoundaryTests {
    private static func stations(_ stamp: StampRule, _ payload: (String) -> (topic: String, text: String)) throws
        -> [String]
    {
        let move = try #require(Instant(iso8601: "2026-03-02T10:00:00Z"))
        let day = try #require(Instant(iso8601: "2026-03-02T00:00:00Z"))
        let tables = try CityRegistry.tables(start: day, move: move)
        let sensors = [("school", nil, move), ("street", move, nil)] as [(String, Instant?, Instant?)]
        let registry = RegistryTables(
            boroughs: tables.boroughs, sites: tables.sites,
            airSensors: sensors.map { site, from, to in
                AirSensor(
                    device: "ref-7", site: site, dialect: "plain", periodMicroseconds: Microseconds.hour, stamp: stamp,
                    deviceClass: .reference, validFrom: from, validTo: to)
            })
        var corridor = Corridor(registry: registry, settings: CorridorSettings())
        for hour in ["09", "10", "11"] {
            let (topic, text) = payload(hour)
            let received = try #require(Instant(iso8601: "2026-03-02T\(hour):05:00Z"))
            corridor.take(Record(received: received, topic: topic, payload: text))
        }
        var files = PublishedFiles()
        files.publish(&corridor, .endOfInput)
        #expect(corridor.balance.standing == 3)
        return files.rows(.airHour).filter { !$0[10].isEmpty }.map {
            "\($0[0].dropFirst(11).prefix(2)) \($0[3]) \($0[10])"
        }
    }

    private static func plain(_ hour: String) -> (topic: String, text: String) {
        ("west/air/plain/ref-7", "{\"ts\":\"2026-03-02T\(hour):00:00Z\",\"readings\":{\"no2\":\(Int(hour) ?? 0)}}")
    }

    @Test("the hour that ends with a row is the row's, though its stamp is where the next begins")
    func ends() throws {
        // Stamped 10:00, it covers 09:00 to 10:00: the device was at the school.
        #expect(try Self.stations(.end, Self.plain) == ["08 school 9", "09 school 10", "10 street 11"])
    }

    @Test("the hour that begins with a row is the row's where stamps name beginnings")
    func starts() throws {
        #expect(try Self.stations(.start, Self.plain) == ["09 school 9", "10 street 10", "11 street 11"])
    }

    @Test("an interval in the payload decides, whatever the row says of stamps")
    func intervals() throws {
        let found = try Self.stations(.start) { hour in
            (
                "west/air/uk-air/ref-7",
                "Date,time,Nitrogen dioxide,status,unit\n02-03-2026,\(hour):00,\(Int(hour) ?? 0),R,ugm-3\n"
            )
        }
        #expect(found == ["08 school 9", "09 school 10", "10 street 11"])
    }
}
