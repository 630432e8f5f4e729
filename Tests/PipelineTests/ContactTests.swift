import Dialects
import Readings
import Registry
import Tables
import Testing

@testable import Pipeline

/// OCPP 1.6 edition 2 section 3.7 and ev.md 1.1: contact is what the unit itself sent.
@Suite("Signs of life")
struct ContactTests {
    @Test(
        "A message on an up topic is a sign of life, on a down topic a reply is; elsewhere it depends on who sends such a call",
        arguments: [
            (MessageOrigin.unit, [true, false, true]), (.reply, [true, true, true]), (.either, [true, false, false]),
            (.centralSystem, [true, false, false]), (.thirdParty, [false, false, false]),
        ])
    func table(_ origin: MessageOrigin, _ expected: [Bool]) {
        let directions: [TopicDirection] = [.up, .down, .other]
        let header = MessageHeader(received: Instant(microseconds: 0))
        #expect(directions.map { origin.provesContact($0, header) } == expected)
        let kept = MessageHeader(received: Instant(microseconds: 0), isRetained: true)
        #expect(directions.allSatisfy { !origin.provesContact($0, kept) })
    }

    private static let begin = Instant(iso8601: "2026-03-02T08:00:00Z") ?? .distantPast

    /// Seconds of the 48 hours at which connector 1 is known to be available, after one status and a frame every six hours.
    private static func available(_ topic: String, _ frame: String) throws -> Int64 {
        let registry = try CityRegistry.tables(start: begin, move: begin)
        var corridor = Corridor(registry: registry, settings: CorridorSettings())
        let status =
            #"[2,"1","StatusNotification",{"connectorId":1,"status":"Available","errorCode":"NoError","timestamp":"2026-03-02T08:00:00Z"}]"#
        corridor.take(Record(received: begin, topic: "west/ev/ocpp16/cp-1/up", payload: status))
        for number in 1...12 {
            corridor.take(
                Record(
                    received: begin.advanced(byMicroseconds: Int64(number) * 6 * Microseconds.hour), topic: topic,
                    payload: frame))
        }
        var files = PublishedFiles()
        files.publish(&corridor, .endOfInput)
        let end = begin.advanced(byMicroseconds: 2 * Microseconds.day).iso8601
        let rows = files.rows(.chargingHour).filter { $0[4] == "cp-1" && $0[6] == "1" && $0[0] < end }
        return rows.reduce(0) { $0 + (Int64($1[11]) ?? 0) }
    }

    @Test(
        "Calls of the central system carry no status on; the unit's heartbeats and replies do",
        arguments: [
            ("west/ev/ocpp16/cp-1/down", #"[2,"g","GetConfiguration",{}]"#, 24),
            ("west/ev/ocpp16/cp-1", #"[2,"g","GetConfiguration",{}]"#, 24),
            ("west/ev/ocpp16/cp-1/down", #"[2,"h","Heartbeat",{}]"#, 24),
            ("west/ev/ocpp16/cp-1/down", #"[3,"h",{"currentTime":"2026-03-02T08:00:00Z"}]"#, 48),
            ("west/ev/ocpp16/cp-1/up", #"[3,"g",{}]"#, 48), ("west/ev/ocpp16/cp-1/up", #"[2,"h","Heartbeat",{}]"#, 48),
            ("west/ev/ocpp16/cp-1", #"[2,"h","Heartbeat",{}]"#, 48),
        ])
    func carried(_ topic: String, _ frame: String, _ hours: Int64) throws {
        #expect(try Self.available(topic, frame) == hours * 3600)
    }

    @Test(
        "What became of a stamp is told: taken, missing, from before the clock was set, or kept by the broker",
        arguments: [
            ("2026-03-02T07:00:00Z", false, .taken), (nil, false, .missing),
            ("1970-01-01T00:00:05Z", false, .clockReset), ("2000-01-01T23:59:59Z", false, .clockReset),
            ("2026-03-02T07:00:00Z", true, .retained),
        ] as [(String?, Bool, StampCase)])
    func stamps(_ stamp: String?, _ isRetained: Bool, _ expected: StampCase) {
        let event = ChargerEvent(connector: 1, stamp: stamp.flatMap { Instant(iso8601: $0) }, kind: .booted)
        let header = MessageHeader(received: Self.begin, isRetained: isRetained)
        let time = Corridor.time(of: event, header)
        #expect("\(time.fate)" == expected.rawValue)
        #expect(time.at == (expected == .taken ? event.stamp : Self.begin))
    }

    enum StampCase: String, Sendable {
        case taken, missing, clockReset, retained
    }
}
