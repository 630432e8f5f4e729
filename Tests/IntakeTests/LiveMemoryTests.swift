import Pipeline
import Readings
import Testing

@testable import Intake

/// However long the service runs, it holds recent days only.
@Suite("Memory of the service")
struct LiveMemoryTests {
    private static let start = Instant(iso8601: "2026-02-01T00:00:00Z") ?? .distantPast

    @Test("after 100 days no hour older than 10 days is held, no event older than 43 days and their reach")
    func hundredDays() throws {
        var run = try LiveRun(
            try LiveRegistry.tables(start: Self.start, move: .distantFuture), windows: WindowName.standard)
        for day in 0..<100 {
            let morning = Self.start.advanced(byMicroseconds: Int64(day) * Microseconds.day)
            try run.append(
                (0..<6).map { Self.reading(morning.advanced(byMicroseconds: Int64($0) * 4 * Microseconds.hour)) }
                    + [Self.status(morning.advanced(byMicroseconds: Microseconds.hour), day)])
            try run.read()
            try run.publish()
        }
        let newest = try #require(run.live.corridor.newest)
        // The newest day is 11 May; 7 days before its last reading at 20:00 it is 4 May. How that day compares with its
        // neighbours rests on 48 hours more, and on the hour before them: from 1 May, 23:00, on.
        #expect(newest.iso8601 == "2026-05-11T20:00:00Z")
        #expect(run.live.corridor.oldestHeldHour?.iso8601 == "2026-05-02T00:00:00Z")
        // 43 days before it is 29 March; with its local day, the block of 27 March; its reach begins 35 days before that.
        let event = try #require(run.live.corridor.oldestHeldEvent)
        #expect(event >= Self.start.advanced(byMicroseconds: (99 - 43 - 2 - 7 - 35) * Microseconds.day))
        #expect(run.live.corridor.heldReceivedDays <= 4)
    }

    private static func reading(_ at: Instant) -> LiveRecord {
        LiveRecord(
            received: at, topic: "west/air/plain/aq-1",
            payload: "{\"ts\":\"\(at.iso8601)\",\"readings\":{\"no2\":7}}")
    }

    private static func status(_ at: Instant, _ number: Int) -> LiveRecord {
        let payload = """
            [2,"m\(number)","StatusNotification",{"connectorId":1,"errorCode":"NoError",\
            "status":"\(number.isMultiple(of: 2) ? "Available" : "Charging")","timestamp":"\(at.iso8601)"}]
            """
        return LiveRecord(received: at, topic: "west/ev/ocpp16/cp-1", payload: payload)
    }
}
