import Readings
import Tables
import Testing

/// OCPP's `Authorize` names no connector.
@Suite("Whose a presented card is")
struct CardPlaceTests {
    private static func at(_ text: String) throws -> Instant { try #require(Instant(iso8601: text)) }

    private static func city() throws -> ChargingCity {
        try ChargingCity(
            """
            cp-9,1,,hub,50,volt,2026-03-02T00:00:00Z,
            cp-9,2,,hub,50,volt,2026-03-02T00:00:00Z,
            """)
    }

    private static func card(_ city: inout ChargingCity, _ time: String) throws {
        city.take("cp-9", try at("2026-03-02T\(time)Z"), "Authorize", "\"idTag\":\"\"")
    }

    private static func waiting(_ city: ChargingCity) -> [String] {
        city.cells(.chargingStatus, "start connector status flags").filter { $0.contains("Preparing") }.map {
            String($0.dropFirst(11))
        }
    }

    @Test("a card is of the connector that began to wait last, and of no other")
    func last() throws {
        var city = try Self.city()
        try city.say("cp-9", connector: 1, "07:00 Available", "08:00 Preparing", "08:10 Available")
        try city.say("cp-9", connector: 2, "07:00 Available", "08:01 Preparing", "08:10 Available")
        try Self.card(&city, "08:02:00")
        city.end()
        #expect(Self.waiting(city) == ["08:00:00Z 1 Preparing -", "08:01:00Z 2 Preparing card_presented"])
        #expect(city.cells(.chargingUtilisation, "level attempts first_time_success_pct").last == "borough 1 0")
    }

    @Test(
        "a card is of the transaction that begins next, where its connector waited, though another began to wait later")
    func start() throws {
        var city = try Self.city()
        try city.say(
            "cp-9", connector: 1, "07:00 Available", "08:00 Preparing", "2026-03-02T08:02:30Z Charging",
            "2026-03-02T09:02:30Z Available")
        try city.say("cp-9", connector: 2, "07:00 Available", "08:01 Preparing", "08:10 Available")
        try Self.card(&city, "08:02:00")
        city.charge("cp-9", from: try Self.at("2026-03-02T08:02:30Z"), minutes: 60, wattHours: 5000, number: 1)
        city.end()
        #expect(Self.waiting(city) == ["08:00:00Z 1 Preparing card_presented", "08:01:00Z 2 Preparing -"])
        #expect(city.cells(.chargingUtilisation, "level attempts first_time_success_pct").last == "borough 1 100")
    }

    @Test("a card that comes just before the word is of the connector that begins to wait, and two cards may be of two")
    func two() throws {
        var city = try Self.city()
        try city.say("cp-9", connector: 1, "07:00 Available", "08:00 Preparing", "08:10 Available")
        try city.say("cp-9", connector: 2, "07:00 Available", "08:05 Preparing", "08:10 Available")
        try Self.card(&city, "07:59:30")
        try Self.card(&city, "08:06:00")
        city.end()
        #expect(Self.waiting(city) == ["08:00:00Z 1 Preparing card_presented", "08:05:00Z 2 Preparing card_presented"])
    }

    @Test("a word that is told late takes a card from the other connector, in the file of the day before too")
    func late() throws {
        func told(live: Bool) throws -> ChargingCity {
            var city = try Self.city()
            for connector in [1, 2] { try city.say("cp-9", connector: connector, "07:00 Available") }
            try city.say("cp-9", connector: 1, "2026-03-02T23:50:00Z Preparing", "2026-03-03T00:10:00Z Available")
            city.take("cp-9", try Self.at("2026-03-02T23:59:50Z"), "Authorize", "\"idTag\":\"\"")
            try city.beat("cp-9", from: "2026-03-02T00:00:00Z", to: "2026-03-04T00:00:00Z")
            if live {
                city.end()
                #expect(
                    Self.waiting(city) == [
                        "23:50:00Z 1 Preparing card_presented", "00:00:00Z 1 Preparing card_presented",
                    ])
            }
            try city.say("cp-9", connector: 2, "2026-03-02T23:59:45Z Preparing", "2026-03-03T00:05:00Z Available")
            city.end()
            return city
        }
        let (live, once) = (try told(live: true), try told(live: false))
        #expect(live.files.differences(from: once.files) == "")
        #expect(
            Self.waiting(once) == [
                "23:50:00Z 1 Preparing -", "23:59:45Z 2 Preparing card_presented", "00:00:00Z 1 Preparing -",
                "00:00:00Z 2 Preparing card_presented",
            ])
    }
}
