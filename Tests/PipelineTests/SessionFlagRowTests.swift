import Pipeline
import Readings
import Tables
import Testing

@Suite("Sessions of an EVSE, and cards of OCPP 2.0.1")
struct SessionFlagRowTests {
    private static func at(_ text: String) throws -> Instant { try #require(Instant(iso8601: text)) }

    /// Two connectors of one EVSE and one of its own, with a car at the first from Monday to Wednesday.
    private static func hub() throws -> ChargingCity {
        var city = try ChargingCity(
            """
            cp-9,1,rapid-1,hub,50,volt,2026-03-02T00:00:00Z,
            cp-9,2,rapid-1,hub,43,volt,2026-03-02T00:00:00Z,
            cp-9,3,,hub,7.4,volt,2026-03-02T00:00:00Z,
            """)
        try city.beat("cp-9", from: "2026-03-02T00:00:00Z", to: "2026-03-04T12:00:00Z")
        city.charge("cp-9", from: try at("2026-03-02T08:00:00Z"), minutes: 2880, wattHours: 20_000, number: 1)
        city.charge(
            "cp-9", connector: 3, from: try at("2026-03-03T08:00:00Z"), minutes: 60, wattHours: 5_000, number: 2)
        city.end()
        return city
    }

    @Test("two connectors of one EVSE that have sessions at once are flagged, the earlier one's row of days ago too")
    func overlap() throws {
        var city = try Self.hub()
        #expect(city.cells(.chargingSession, "connector flags") == ["1 -", "3 -"])
        city.charge(
            "cp-9", connector: 2, from: try Self.at("2026-03-03T12:00:00Z"), minutes: 60, wattHours: 9_000, number: 3)
        // This one begins when the first car has left.
        city.charge(
            "cp-9", connector: 2, from: try Self.at("2026-03-04T08:00:00Z"), minutes: 60, wattHours: 9_000, number: 4)
        city.end()
        #expect(
            city.cells(.chargingSession, "plug_in connector flags") == [
                "2026-03-02T08:00:00Z 1 evse_overlap", "2026-03-03T08:00:00Z 3 -",
                "2026-03-03T12:00:00Z 2 evse_overlap", "2026-03-04T08:00:00Z 2 -",
            ])
    }

    /// OCPP 2.0.1 has no word for Preparing.
    @Test(
        "a card that is presented at an occupied connector before the car charges is an attempt; one that ends it is none"
    )
    func cards() throws {
        var city = try ChargingCity("cp-9,1,,hub,50,volt,2026-03-02T00:00:00Z,")
        func status(_ city: inout ChargingCity, _ time: String, _ word: String) throws {
            city.take201(
                "cp-9", try Self.at("2026-03-02T\(time)Z"), "StatusNotification",
                "\"timestamp\":\"2026-03-02T\(time)Z\",\"connectorStatus\":\"\(word)\",\"evseId\":1,\"connectorId\":1")
        }
        func event(
            _ city: inout ChargingCity, _ time: String, _ type: String, _ reason: String, _ sequence: Int,
            _ name: String,
            card: Bool = false, state: String = "EVConnected", wattHours: Int? = nil
        ) throws {
            let stamp = "2026-03-02T\(time)Z"
            let meter = wattHours.map {
                ",\"meterValue\":[{\"timestamp\":\"\(stamp)\",\"sampledValue\":[{\"value\":\($0)}]}]"
            }
            city.take201(
                "cp-9", try Self.at(stamp), "TransactionEvent",
                """
                "eventType":"\(type)","timestamp":"\(stamp)","triggerReason":"\(reason)","seqNo":\(sequence),\
                "transactionInfo":{"transactionId":"\(name)","chargingState":"\(state)"},\
                "evse":{"id":1,"connectorId":1}\(card ? ",\"idToken\":{\"idToken\":\"\",\"type\":\"Central\"}" : "")\
                \(meter ?? "")
                """)
        }
        try status(&city, "00:00:00", "Available")
        // Plugged in, a card, a current: 5 kWh.
        try status(&city, "08:00:00", "Occupied")
        try event(&city, "08:00:00", "Started", "CablePluggedIn", 0, "a", wattHours: 1000)
        try event(&city, "08:02:00", "Updated", "Authorized", 1, "a", card: true)
        try event(&city, "08:03:00", "Updated", "ChargingStateChanged", 2, "a", state: "Charging")
        try event(&city, "09:00:00", "Ended", "StopAuthorized", 3, "a", card: true, state: "Idle", wattHours: 6000)
        try status(&city, "09:05:00", "Available")
        // A card, and no energy.
        try status(&city, "10:00:00", "Occupied")
        try event(&city, "10:00:00", "Started", "CablePluggedIn", 0, "b", wattHours: 6000)
        try event(&city, "10:01:00", "Updated", "Authorized", 1, "b", card: true)
        try event(&city, "10:10:00", "Ended", "EVDeparted", 2, "b", wattHours: 6000)
        try status(&city, "10:10:00", "Available")
        // No card: the operator began it. A card is presented long after, while the car charges.
        try status(&city, "12:00:00", "Occupied")
        try event(&city, "12:00:00", "Started", "RemoteStart", 0, "c", state: "Charging", wattHours: 6000)
        city.take201("cp-9", try Self.at("2026-03-02T12:30:00Z"), "Authorize", "\"idToken\":{\"idToken\":\"\"}")
        try event(&city, "13:00:00", "Ended", "RemoteStop", 1, "c", wattHours: 9000)
        try status(&city, "13:00:00", "Available")
        // A card that is refused: a car stands there, and no transaction begins.
        try status(&city, "14:00:00", "Occupied")
        city.take201("cp-9", try Self.at("2026-03-02T14:01:00Z"), "Authorize", "\"idToken\":{\"idToken\":\"\"}")
        try status(&city, "14:20:00", "Available")
        city.end()
        #expect(
            city.cells(.chargingStatus, "status flags").filter { $0.hasPrefix("InUse") } == [
                "InUse card_presented", "InUse card_presented", "InUse -", "InUse card_presented",
            ])
        // One card in three led to energy.
        #expect(city.cells(.chargingUtilisation, "level attempts first_time_success_pct").last == "borough 3 33.3333")
        // Charging from 08:03 to 09:00 and from 12:00 to 13:00: 57 and 60 minutes.
        #expect(city.cells(.chargingDay, "sessions_started charging_s").first == "3 7020")
    }
}
