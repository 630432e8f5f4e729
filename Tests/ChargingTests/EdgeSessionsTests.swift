import Charging
import Readings
import Testing

@Suite("Sessions over a change of the clocks, with dirty rows")
struct EdgeSessionsTests {
    /// Each row as a charge point would tell it: Charging, a start with its reply, SuspendedEV at the end of charge, the
    /// stop and Available. The row without a stop ends in Available alone.
    static func scene(_ connector: String) throws -> Scene {
        var scene = Scene()
        var number: Int64 = 100
        var meter: Int64 = 5_000_000
        for row in try Table(fixture: "edge_sessions").rows where row["connector_id"] == connector {
            let plugIn = try #require(row["plug_in_utc"])
            let wattHours = Int64((try #require(row["kwh"].flatMap(Double.init)) * 1000).rounded())
            number += 1
            try scene.status(.charging, plugIn)
            try scene.start(plugIn, number: number, wattHours: meter)
            if let chargeEnd = row["charge_end_utc"], !chargeEnd.isEmpty { try scene.status(.suspendedEV, chargeEnd) }
            if let unplug = row["unplug_utc"], !unplug.isEmpty {
                try scene.stop(unplug, number: number, wattHours: meter + wattHours)
                let received = try Scene.instant(unplug).advanced(byMicroseconds: 5 * Microseconds.second)
                try scene.status(.available, unplug, received: received.iso8601)
                meter += wattHours
            } else {
                let gone = try Scene.instant(plugIn).advanced(byMicroseconds: Microseconds.hour)
                try scene.status(.available, gone.iso8601)
            }
        }
        return scene
    }

    @Test("the spring night of 2026 gives the golden hours and local days")
    func spring() throws {
        try expect(
            try Self.scene("C1").history(), named: "C1", from: try #require(CivilDate("2026-03-28")),
            to: try #require(CivilDate("2026-03-29")), hourly: Table(fixture: "edge_spring_hourly"),
            daily: Table(fixture: "edge_spring_daily"))
    }

    @Test("dirty rows are listed with their reason and counted nowhere")
    func dirty() throws {
        let sessions = try Self.scene("C1").history().sessions
        #expect(sessions.map(\.state) == [.completed, .invalid, .invalid, .invalid])
        #expect(sessions.map(\.result) == [.ok, .zeroLength, .negative, .missingStop])
        #expect(sessions.map(\.flags) == [[], [.zeroLength], [.negativeLength], [.missingStop]])
    }

    /// 23:30 to 02:30 with 10 kWh until 01:30, and 02:00 to 03:15 with 4.5 kWh until 02:45 (24 and 25 October 2026).
    /// From 02:00 to 03:00 the union is plugged in for the hour; charging is 45 minutes; the energy is the second one's.
    @Test("overlapping sessions share the occupancy and add their energy")
    func overlap() throws {
        let history = try Self.scene("C2").history()
        let hour = utilisation(of: history, in: try Scene.window("2026-10-25T02:00:00Z", "2026-10-25T03:00:00Z"))
        #expect(hour.pluggedIn == 3600 * Microseconds.second)
        #expect(hour.charging == 45 * Microseconds.minute)
        #expect(hour.energy == WattHours(millionths: 4_500_000_000))
        let night = utilisation(of: history, in: london.day(try #require(CivilDate("2026-10-25"))))
        // The local day begins at 23:00Z: 23:30 to 03:15 is 3 h 45 min, and both sessions' 14.5 kWh.
        #expect(night.pluggedIn == 225 * Microseconds.minute)
        #expect(night.energy == WattHours(millionths: 14_500_000_000))
        #expect(night.sessionsStarted == 2)
    }

    /// 60 seconds with 100 Wh, half before and half after midnight UTC.
    @Test("a session over midnight is split exactly")
    func midnight() throws {
        let history = try Self.scene("C3").history()
        for (start, end) in [
            ("2026-10-25T00:00:00Z", "2026-10-26T00:00:00Z"), ("2026-10-26T00:00:00Z", "2026-10-27T00:00:00Z"),
        ] {
            let day = utilisation(of: history, in: try Scene.window(start, end))
            #expect(day.pluggedIn == 30 * Microseconds.second)
            #expect(day.energy == WattHours(millionths: 50_000_000))
        }
        #expect(history.sessions.map(\.flags) == [[.short]])
        #expect(history.sessions.map(\.result) == [.failedAttempt])
    }
}
