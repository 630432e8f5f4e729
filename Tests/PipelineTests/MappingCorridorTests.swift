import Dialects
import Pipeline
import Readings
import Registry
import Tables
import Testing

@Suite("Messages that a mapping reads")
struct MappingCorridorTests {
    private static func instant(_ text: String) -> Instant { Instant(iso8601: text) ?? .distantPast }

    /// `{"Time": local, "pm": ug/m3}` on `tele/<device>/SENSOR` and on the layout's own topics.
    private static func mapping() throws -> Mapping {
        let value = MappedValue(
            quantity: .pm2_5, place: .path(try #require(MappedPath("pm"))), unit: .microgramPerCubicMetre)
        var mapping = Mapping(name: "own", payload: .json, values: [value])
        mapping.time = MappedTime(stamp: .instant(.path(try #require(MappedPath("Time")))), zone: .local)
        mapping.ignoredTopics = ["tele/+/STATE", "homeassistant/#", "west/air/scalar/#"]
        return mapping
    }

    private static func scalar() -> Mapping {
        var value = MappedValue(quantity: .no2, place: .whole, unit: .partPerBillion)
        value.topic = TopicTail("sensor/no2")
        return Mapping(name: "scalar", payload: .number, values: [value])
    }

    private static func corridor() throws -> Corridor {
        let own = KnownDialect(name: "own", family: .air)
        let registry = RegistryTables(
            boroughs: [
                Borough(borough: "west", name: "West", timeZoneName: "Europe/London", timeZone: CityRegistry.london),
                Borough(borough: "east", name: "East", timeZoneName: "America/Denver", timeZone: CityRegistry.denver),
            ],
            sites: [
                Site(site: "school", name: "School", kind: .school, borough: "west"),
                Site(site: "far", name: "Far", kind: .school, borough: "east"),
            ],
            airSensors: [
                AirSensor(
                    device: "aq-1", site: "school", dialect: "own", periodMicroseconds: 1800 * Microseconds.second),
                AirSensor(device: "aq-2", site: "far", dialect: "own", periodMicroseconds: 1800 * Microseconds.second),
                AirSensor(
                    device: "aq-3", site: "school", dialect: "scalar", periodMicroseconds: 60 * Microseconds.second),
            ],
            routes: [
                Route(topic: try #require(TopicFilter("tele/+/+")), borough: "west", dialect: own, devicePart: 2)
            ],
            mappings: [try mapping(), scalar()])
        return Corridor(registry: registry, settings: CorridorSettings(windows: [.hour]))
    }

    private static func pm(_ time: String, _ value: Int) -> String { "{\"Time\":\"\(time)\",\"pm\":\(value)}" }

    /// Hours with n and mean of a device and quantity, in time order.
    private static func hours(_ corridor: inout Corridor) -> [String] {
        corridor.settle(.endOfInput)
        var found: [String] = []
        for partition in corridor.takeDirtyPartitions() where partition.dataset == .airHour {
            var bytes: [UInt8] = []
            _ = corridor.write(partition, .endOfInput, into: &bytes, flush: { _ in })
            for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n").dropFirst() {
                let cells = line.split(separator: ",", omittingEmptySubsequences: false)
                if cells[7] != "0" { found.append("\(cells[0]) \(cells[4]) \(cells[5]) \(cells[7]) \(cells[10])") }
            }
        }
        return found.sorted()
    }

    private static let records = [
        Record(
            received: instant("2026-10-25T00:30:02Z"), topic: "tele/aq-1/SENSOR", payload: pm("2026-10-25T01:30:00", 10)
        ),
        Record(
            received: instant("2026-10-25T01:30:02Z"), topic: "tele/aq-1/SENSOR", payload: pm("2026-10-25T01:30:00", 20)
        ),
        // Denver still has summer time, six hours behind UTC.
        Record(
            received: instant("2026-10-25T07:30:02Z"), topic: "east/air/own/aq-2",
            payload: pm("2026-10-25T01:30:00", 30)),
        Record(received: instant("2026-10-25T01:31:00Z"), topic: "west/air/scalar/aq-3/sensor/no2", payload: "20"),
        Record(received: instant("2026-10-25T01:31:30Z"), topic: "west/air/scalar/aq-3/uptime", payload: "7"),
        Record(
            received: instant("2026-10-25T01:32:00Z"), topic: "west/air/scalar/aq-3/sensor/no2", payload: "10",
            isRetained: true),
        Record(received: instant("2026-10-25T01:33:00Z"), topic: "west/air/scalar/aq-3/sensor/no2", payload: "nan"),
        Record(received: instant("2026-10-25T01:34:00Z"), topic: "tele/aq-1/STATE", payload: "{}"),
        Record(received: instant("2026-10-25T01:34:01Z"), topic: "homeassistant/sensor/x/config", payload: "{}"),
        Record(
            received: instant("2026-10-25T01:35:00Z"), topic: "tele/aq-9/SENSOR", payload: pm("2026-10-25T01:35:00", 1)),
        Record(received: instant("2026-10-25T01:36:00Z"), topic: "tele/aq-1/SENSOR", payload: #"{"other":1}"#),
        Record(
            received: instant("2026-10-25T01:37:00Z"), topic: "tele/aq-2/SENSOR", payload: pm("2026-10-25T01:35:00", 1)),
    ]

    /// The hour that autumn repeats is two hours: the record's receipt tells which, so the order of records does not matter.
    @Test("local times fall into the hours that the borough's clock and the receipt say, in any order of records")
    func localTime() throws {
        for records in [Self.records, Self.records.reversed()] {
            var corridor = try Self.corridor()
            for record in records { corridor.take(record) }
            #expect(
                Self.hours(&corridor) == [
                    "2026-10-25T00:00:00Z aq-1 pm2_5 1 10", "2026-10-25T01:00:00Z aq-1 pm2_5 1 20",
                    // 20 ppb are 38.25 ug/m3.
                    "2026-10-25T01:00:00Z aq-3 no2 1 38.25", "2026-10-25T07:00:00Z aq-2 pm2_5 1 30",
                ])
        }
    }

    @Test("each message and reading is in one column of the balance")
    func balance() throws {
        var corridor = try Self.corridor()
        for record in Self.records { corridor.take(record) }
        let balance = corridor.balance
        #expect(balance.messages == 12 && balance.messagesAddUp && balance.readingsAddUp)
        #expect(balance.decoded == 6 && balance.context == 1)
        // Of its own topics and of those that lead nowhere a mapping ignores what it says, and nothing of another's.
        #expect(balance.ignored == 2)
        #expect(balance.quarantined == [.unknownDevice: 1, .wrongShape: 1, .boroughMismatch: 1])
        #expect(balance.rejected == [.retainedWithoutStamp: 1, .sentinel: 1])
    }

    @Test("a device that no registry knows is listed with its quantities and a row to paste")
    func unknown() throws {
        var corridor = try Self.corridor()
        for record in Self.records { corridor.take(record) }
        var bytes: [UInt8] = []
        _ = corridor.write(.unknownDevices, of: CivilDate(of: Self.instant("2026-10-25T01:35:00Z")), into: &bytes)
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(text.contains("west,air,aq-9,own,2026-10-25T01:35:00Z") && text.contains("pm2_5"))
    }
}
