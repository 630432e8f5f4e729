import Pipeline
import Readings
import Tables
import Testing

@Suite("Words of an EVSE or a station whose plugs share one car")
struct EVSEWordTests {
    private static let rapid = """
        cp-9,1,rapid-1,hub,50,volt,2026-03-02T00:00:00Z,
        cp-9,2,rapid-1,hub,43,volt,2026-03-02T00:00:00Z,
        """

    private static func at(_ time: String) throws -> Instant { try #require(Instant(iso8601: "2026-03-02T\(time)Z")) }

    @Test("a session of OCPI at the second plug is the car of which the status of the EVSE tells, and is listed once")
    func oneCar() throws {
        var city = try ChargingCity(Self.rapid)
        func status(_ city: inout ChargingCity, _ time: String, _ word: String) throws {
            city.take(
                "ocpi/rapid-1/status", try Self.at(time),
                payload: "{\"status\":\"\(word)\",\"last_updated\":\"2026-03-02T\(time)Z\"}")
        }
        func session(_ city: inout ChargingCity, _ time: String, _ kilowattHours: String, ended: Bool) throws {
            let end = ended ? "\"end_date_time\":\"2026-03-02T\(time)Z\"," : ""
            city.take(
                "ocpi/rapid-1/session", try Self.at(time),
                payload: """
                    {"id":"S1","start_date_time":"2026-03-02T08:00:30Z",\(end)"kwh":\(kilowattHours),\
                    "evse_uid":"rapid-1","connector_id":"2","auth_method":"WHITELIST",\
                    "status":"\(ended ? "COMPLETED" : "ACTIVE")","last_updated":"2026-03-02T\(time)Z"}
                    """)
        }
        try status(&city, "07:00:00", "AVAILABLE")
        try status(&city, "08:00:00", "CHARGING")
        try session(&city, "08:00:30", "0.0", ended: false)
        try session(&city, "08:30:00", "12.5", ended: true)
        try status(&city, "08:31:00", "AVAILABLE")
        // Of this car nothing but the status is told, and so nobody knows its plug.
        try status(&city, "10:00:00", "CHARGING")
        try status(&city, "10:30:00", "AVAILABLE")
        try status(&city, "12:00:00", "AVAILABLE")
        city.end()
        #expect(
            city.cells(.chargingSession, "plug_in connector kwh evidence flags") == [
                "2026-03-02T08:00:30Z 2 12.5 record -", "2026-03-02T10:00:00Z 1 - status energy_unknown",
            ])
    }

    @Test("a station without a free place has a car at each of its EVSEs, not at each of their plugs")
    func fullStation() throws {
        var city = try ChargingCity(Self.rapid + "\ncp-9,3,,hub,7.4,volt,2026-03-02T00:00:00Z,")
        for (time, free) in [("07:00:00", 2), ("08:00:00", 0), ("09:00:00", 2), ("10:00:00", 2)] {
            city.take(
                "ngsi-ld-ev/cp-9", try Self.at(time),
                payload: """
                    {"id":"urn:ngsi-ld:EVChargingStation:cp-9","type":"EVChargingStation","status":"working",\
                    "capacity":2,"availableCapacity":\(free),"observationDateTime":"2026-03-02T\(time)Z"}
                    """)
        }
        city.end()
        #expect(
            city.cells(.chargingSession, "plug_in connector unplug") == [
                "2026-03-02T08:00:00Z 1 2026-03-02T09:00:00Z", "2026-03-02T08:00:00Z 3 2026-03-02T09:00:00Z",
            ])
    }
}
