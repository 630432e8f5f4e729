import Journal
import Pipeline
import Readings
import Tables
import Testing

@testable import Intake

/// Between a checkpoint and a crash the service published what nobody remembers.
@Suite("Records that are read for the second time")
struct LiveRereadingTests {
    private static func at(_ text: String) -> Instant { Instant(iso8601: text) ?? .distantPast }
    private static let topic = "west/ev/ocpp16/cp-1"

    private static func start(_ id: String, connector: Int, _ at: Instant, received: Instant? = nil) -> LiveRecord {
        LiveRecord(
            received: received ?? at, topic: topic,
            payload: """
                [2,"\(id)","StartTransaction",{"connectorId":\(connector),"idTag":"","meterStart":10000,\
                "timestamp":"\(at.iso8601)"}]
                """)
    }

    private static func stop(_ number: Int, meter: Int, _ at: Instant, received: Instant) -> LiveRecord {
        LiveRecord(
            received: received, topic: topic,
            payload: """
                [2,"x\(number)","StopTransaction",{"transactionId":\(number),"meterStop":\(meter),\
                "timestamp":"\(at.iso8601)","reason":"EVDisconnected"}]
                """)
    }

    private static func sessions(_ files: LiveFiles) -> [[String]] {
        files.rows(in: "summaries/charging/session").map { [$0[6], $0[8], $0[11], $0[14]] }
    }

    /// The stop of the second connector has no start yet, and ends the first one's session: until its own start comes.
    @Test(
        "what was published between a checkpoint and a crash is written again, though nothing changed since the checkpoint"
    )
    func betweenCheckpointAndCrash() throws {
        var run = try LiveRun(
            try LiveRegistry.tables(start: Self.at("2026-06-01T00:00:00Z"), move: .distantFuture),
            windows: [.hour, .day])
        let begun = Self.at("2026-06-12T04:47:00Z")
        let ended = Self.at("2026-06-21T20:03:30Z")
        try run.append([
            Self.start("s6", connector: 1, begun), Self.stop(106, meter: 10_972, ended, received: ended),
        ])
        try run.read()
        try run.publish(.endOfInput)
        let own = ["1", "2026-06-12T04:47:00Z", "2026-06-21T20:03:30Z", "10.972"]
        #expect(Self.sessions(try run.files) == [own])
        try run.checkpoint()

        let stranger = Self.at("2026-06-16T13:14:00Z")
        try run.append([Self.stop(114, meter: 37_442, stranger, received: Self.at("2026-06-22T02:39:30Z"))])
        try run.read()
        try run.publish(.endOfInput)
        #expect(Self.sessions(try run.files) == [["1", "2026-06-12T04:47:00Z", "2026-06-16T13:14:00Z", "37.442"]])

        try run.restart()
        let other = Self.at("2026-06-07T12:35:00Z")
        try run.append([
            Self.start("s14", connector: 2, other, received: Self.at("2026-06-22T03:00:00Z")),
            LiveRecord(
                received: Self.at("2026-06-22T03:00:01Z"), topic: Self.topic + "/down",
                payload: #"[3,"s14",{"idTagInfo":{"status":"Accepted"},"transactionId":114}]"#),
        ])
        try run.finishCounting()
        #expect(run.recordsRead == 3)
        let files = try run.files
        #expect(
            Self.sessions(files) == [["2", "2026-06-07T12:35:00Z", "2026-06-16T13:14:00Z", "37.442"], own])
        #expect(files.differences(from: try run.rebuilt()) == "")
    }

    /// A status is carried on while the charge point is heard at least once in 24 hours. The heartbeat that joins the two
    /// stretches reaches the journal last; it is received in a block of seven days, and what it carries on lies in the next
    /// block as well (blocks begin on Thursdays: 5 and 12 March 2026).
    @Test("a record in the middle of a silence carries a status on for as long as the charge point was heard after it")
    func bridge() throws {
        func heartbeat(_ text: String) -> LiveRecord {
            LiveRecord(received: Self.at(text), topic: Self.topic, payload: #"[2,"h","Heartbeat",{}]"#)
        }
        var run = try LiveRun(
            try LiveRegistry.tables(start: Self.at("2026-03-01T00:00:00Z"), move: .distantFuture),
            windows: [.hour, .day])
        let word = LiveRecord(
            received: Self.at("2026-03-03T08:00:00Z"), topic: Self.topic,
            payload: """
                [2,"m1","StatusNotification",{"connectorId":1,"errorCode":"NoError","status":"Charging",\
                "timestamp":"2026-03-03T08:00:00Z"}]
                """)
        let later = (5...14).map { heartbeat("2026-03-\($0 < 10 ? "0" : "")\($0)T07:00:00Z") }
        try run.append([word] + later)
        try run.finishCounting()
        func pluggedIn(_ files: LiveFiles, day: String) -> [String] {
            files.rows(in: "summaries/charging/day").filter { $0[0].hasPrefix(day) && $0[6] == "1" }.map { $0[8] }
        }
        #expect(pluggedIn(try run.files, day: "2026-03-13") == ["0"])
        try run.append([heartbeat("2026-03-04T07:30:00Z")])
        try run.finishCounting()
        let files = try run.files
        #expect(pluggedIn(files, day: "2026-03-13") == ["86400"])
        #expect(files.differences(from: try run.rebuilt()) == "")
    }

    /// The pass with another registry, or with an admission, may be ahead of the one whose place it takes.
    @Test(
        "a list of sessions that waits for its writing is not lost when the pass that takes over has let go of its day")
    func waitingBeyondMemory() throws {
        let begun = Self.at("2026-06-12T04:47:00Z")
        var run = try LiveRun(
            try LiveRegistry.tables(start: Self.at("2026-06-01T00:00:00Z"), move: .distantFuture),
            windows: [.hour, .day])
        try run.append([Self.start("s6", connector: 1, begun)])
        try run.read()
        try run.publish()
        #expect(Self.sessions(try run.files).map { $0[1] } == ["2026-06-12T04:47:00Z"])
        let ended = Self.at("2026-06-12T04:50:00Z")
        try run.append([Self.stop(106, meter: 10_972, ended, received: ended)])
        try run.read()
        try run.publish()
        // A list of sessions is written at most once in a quarter of an hour.
        #expect(Self.sessions(try run.files).map { $0[2] } != ["2026-06-12T04:50:00Z"])

        let decided = Self.at("2026-06-12T05:00:00Z")
        try run.append([.note(admitting: "aq-1", begun..<ended, decided: decided)])
        try run.read()
        try run.append(
            (0..<12).map { week in
                LiveRecord(
                    received: decided.advanced(byMicroseconds: Int64(week * 7 + 7) * Microseconds.day),
                    topic: Self.topic, payload: #"[2,"h","Heartbeat",{}]"#)
            })
        while try run.work() {}
        try run.publish(.endOfInput)
        #expect(Self.sessions(try run.files).map { $0[2] } == ["2026-06-12T04:50:00Z"])
        try run.finish()
        let files = try run.files
        #expect(files.differences(from: try run.rebuilt()) == "")
    }
}
