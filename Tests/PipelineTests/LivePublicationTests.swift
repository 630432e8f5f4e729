import Pipeline
import Readings
import Tables
import Testing

/// What the service publishes while records come, with one minute of grace.
@Suite("Live publication")
struct LivePublicationTests {
    private static let closing = Corridor.Closing.behindNewest(graceMicroseconds: Microseconds.minute)

    /// A service of one borough after these receive times, each a message of its device with a stamp of that moment.
    private func published(
        _ messages: [(device: String, received: String)], _ closing: Corridor.Closing = closing
    ) throws -> PublishedFiles {
        let start = try #require(Instant(iso8601: "2026-03-02T00:00:00Z"))
        var corridor = Corridor(
            registry: try CityRegistry.tables(start: start, move: start.advanced(byMicroseconds: Microseconds.day)),
            settings: CorridorSettings(windows: WindowName.allCases))
        var files = PublishedFiles()
        for (device, time) in messages {
            corridor.take(
                Record(
                    received: try #require(Instant(iso8601: time)), topic: "west/air/plain/\(device)",
                    payload: "{\"ts\":\"\(time)\",\"readings\":{\"pm10\":7}}"))
            files.publish(&corridor, closing)
        }
        return files
    }

    private func windows(_ files: PublishedFiles, _ dataset: Dataset, _ device: String, _ quantity: String) -> [String]
    {
        files.rows(dataset).filter { $0[4] == device && $0[5] == quantity }.map { "\($0[0].suffix(9)) n \($0[7])" }
    }

    @Test("a window is written once the newest receive time is a minute past its end, and not before")
    func grace() throws {
        let early = try published([("aq-2", "2026-03-02T09:30:00Z"), ("aq-2", "2026-03-02T10:00:59Z")])
        #expect(windows(early, .airHour, "aq-2", "pm10").isEmpty)
        let due = try published([("aq-2", "2026-03-02T09:30:00Z"), ("aq-2", "2026-03-02T10:01:00Z")])
        #expect(windows(due, .airHour, "aq-2", "pm10") == ["09:00:00Z n 1"])
        #expect(windows(due, .airMinute, "aq-2", "pm10").count == 30)
        #expect(windows(due, .airQuarterHour, "aq-2", "pm10") == ["09:30:00Z n 1", "09:45:00Z n 0"])
    }

    @Test("a device that falls silent does not hold its window back: another device's records close it")
    func otherDevice() throws {
        let files = try published([
            ("aq-2", "2026-03-02T09:30:00Z"), ("aq-1", "2026-03-02T09:40:00Z"), ("aq-1", "2026-03-02T12:05:00Z"),
        ])
        #expect(windows(files, .airHour, "aq-2", "pm10") == ["09:00:00Z n 1", "10:00:00Z n 0", "11:00:00Z n 0"])
    }

    /// aq-1 is heard on 13 March again, so the 11 days between show its silence, in files that were written before.
    @Test("after a long silence the device's empty windows appear as soon as it is heard again")
    func longSilence() throws {
        let others = (2...12).map { (device: "aq-2", received: "2026-03-\($0 < 10 ? "0" : "")\($0)T12:30:00Z") }
        let before = try published([("aq-1", "2026-03-02T09:30:00Z")] + others)
        let days = { (files: PublishedFiles) in
            Set(files.rows(.airHour).filter { $0[4] == "aq-1" && $0[5] == "pm2_5" }.map { $0[0].prefix(10) }).count
        }
        // 2 March to 9 March 09:30, seven days behind the last record.
        #expect(days(before) == 8)
        let after = try published(
            [("aq-1", "2026-03-02T09:30:00Z")] + others + [("aq-1", "2026-03-12T12:40:00Z")])
        #expect(days(after) == 11)
    }

    @Test("a reading for a window that was written long ago is in it at the next publication")
    func lateReading() throws {
        let start = try #require(Instant(iso8601: "2026-03-02T00:00:00Z"))
        var corridor = Corridor(
            registry: try CityRegistry.tables(start: start, move: start), settings: CorridorSettings())
        var files = PublishedFiles()
        for (stamp, received) in [
            ("2026-03-02T09:30:00Z", "2026-03-02T09:30:00Z"), ("2026-03-03T09:30:00Z", "2026-03-03T09:30:00Z"),
            ("2026-03-02T09:40:00Z", "2026-03-03T09:31:00Z"), ("2026-03-02T06:10:00Z", "2026-03-03T09:32:00Z"),
        ] {
            corridor.take(
                Record(
                    received: try #require(Instant(iso8601: received)), topic: "west/air/plain/aq-1",
                    payload: "{\"ts\":\"\(stamp)\",\"readings\":{\"no2\":7}}"))
            files.publish(&corridor, Self.closing)
        }
        let hours = windows(files, .airHour, "aq-1", "no2")
        #expect(
            hours.prefix(5) == ["06:00:00Z n 1", "07:00:00Z n 0", "08:00:00Z n 0", "09:00:00Z n 2", "10:00:00Z n 0"])
    }

    /// The open hour and the open day, although no time is left between the newest record and the end.
    @Test("at the end of the input open windows are written as they stand, with any grace", arguments: [0, 60, 3600])
    func end(graceSeconds: Int64) throws {
        let start = try #require(Instant(iso8601: "2026-03-02T00:00:00Z"))
        var corridor = Corridor(
            registry: try CityRegistry.tables(start: start, move: start),
            settings: CorridorSettings(windows: WindowName.allCases))
        var files = PublishedFiles()
        let records = [
            Record(
                received: try #require(Instant(iso8601: "2026-03-31T23:40:00Z")), topic: "west/air/plain/aq-2",
                payload: "{\"readings\":{\"pm10\":7}}"),
            Record(
                received: try #require(Instant(iso8601: "2026-03-31T23:59:00Z")), topic: "west/air/plain/aq-1",
                payload: "{\"ts\":\"2026-04-01T00:02:00Z\",\"readings\":{\"no2\":7}}"),
            Record(
                received: try #require(Instant(iso8601: "2026-03-31T23:59:00Z")), topic: "west/ev/ocpp16/cp-1",
                payload: """
                    [2,"1","StatusNotification",{"connectorId":1,"errorCode":"NoError","status":"Available",\
                    "timestamp":"2026-03-31T23:40:00Z"}]
                    """),
        ]
        for record in records {
            corridor.take(record)
            files.publish(&corridor, .behindNewest(graceMicroseconds: graceSeconds * Microseconds.second))
        }
        files.publish(&corridor, .endOfInput)
        #expect(windows(files, .airHour, "aq-2", "pm10") == ["23:00:00Z n 1"])
        #expect(windows(files, .airDay, "aq-2", "pm10") == ["00:00:00Z n 0"])
        #expect(windows(files, .airHour, "aq-1", "no2") == ["00:00:00Z n 1"])
        #expect(windows(files, .airMinute, "aq-1", "no2") == ["00:02:00Z n 1"])
        // London's 1 April begins at 23:00Z: 19 of its 1440 minutes are known to be free.
        let day = try #require(files.rows(.chargingDay).first)
        #expect(Array(day[0...1]) == ["2026-03-31T23:00:00Z", "2026-04-01T23:00:00Z"])
        #expect(day[11] == "1140")
    }

    /// Publishing twelve times a minute: 15 minutes with every window on, and chargers that send heartbeats.
    @Test("a file is written when one of its windows ends or changes, not with every record")
    func frugality() throws {
        let start = try #require(Instant(iso8601: "2026-03-02T00:00:00Z"))
        var corridor = Corridor(
            registry: try CityRegistry.tables(start: start, move: start),
            settings: CorridorSettings(windows: WindowName.allCases))
        var files = PublishedFiles()
        let status = """
            [2,"1","StatusNotification",{"connectorId":1,"errorCode":"NoError","status":"Available",\
            "timestamp":"2026-03-02T00:00:00Z"}]
            """
        corridor.take(Record(received: start, topic: "west/ev/ocpp16/cp-1", payload: status))
        let nine = start.advanced(byMicroseconds: 9 * Microseconds.hour)
        for step in 0..<180 {
            let at = nine.advanced(byMicroseconds: Int64(step * 5) * Microseconds.second)
            corridor.take(
                Record(
                    received: at, topic: "west/air/plain/aq-1",
                    payload: "{\"ts\":\"\(at.iso8601)\",\"readings\":{\"no2\":7}}"))
            corridor.take(
                Record(received: at, topic: "west/ev/ocpp16/cp-1", payload: "[2,\"h\(step)\",\"Heartbeat\",{}]"))
            files.publish(&corridor, Self.closing)
        }
        func writings(_ path: String) -> Int {
            files.writings.filter { $0.key.contains(path) && $0.key.contains("day=2026-03-02") }.values.max() ?? 0
        }
        // 14 minutes ended; the hours before ended with the first record.
        #expect((14...16).contains(writings("/air/minute/")))
        #expect((1...2).contains(writings("/air/hour/")))
        #expect((1...2).contains(writings("/charging/hour/")))
        // No car came, so there is no list of sessions.
        #expect(writings("/charging/session/") == 0)
    }
}
