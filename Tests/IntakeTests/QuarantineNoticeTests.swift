import Pipeline
import Readings
import Registry
import Testing

@testable import Intake

@Suite("The warning about quarantined messages")
struct QuarantineNoticeTests {
    /// 2026-03-02T08:00:00Z.
    private static let eight: Int64 = 1_772_438_400_000_000

    private static func corridor() -> Corridor {
        let tables = RegistryTables(
            boroughs: [Borough(borough: "west", name: "West", timeZoneName: "UTC", timeZone: .utc)],
            sites: [Site(site: "school", name: "School", kind: .school, borough: "west")],
            airSensors: [AirSensor(device: "aq-1", site: "school", dialect: "plain", periodMicroseconds: 60_000_000)])
        return Corridor(registry: tables, settings: CorridorSettings())
    }

    private static func take(_ corridor: inout Corridor, _ topic: String, _ payload: String) {
        let topic = Array(topic.utf8)
        let payload = Array(payload.utf8)
        corridor.take(
            MessageHeader(received: Instant(microseconds: eight)), topic: topic.span, payload: payload.span)
    }

    @Test("nothing is said while every message can be read")
    func silent() {
        var notice = QuarantineNotice()
        var corridor = Self.corridor()
        let before = notice.words(corridor, at: Self.eight)
        Self.take(&corridor, "west/air/plain/aq-1", #"{"readings":{"no2":40}}"#)
        let after = [notice.words(corridor, at: Self.eight), notice.words(corridor, at: .max)]
        #expect(before == nil && after == [nil, nil])
    }

    @Test("the line counts, and names each reason in alphabetical order with its first topic")
    func words() {
        var notice = QuarantineNotice()
        var corridor = Self.corridor()
        Self.take(&corridor, "west/air/plain/aq-2", "{}")
        Self.take(&corridor, "west/air/plain/aq-3", "{}")
        Self.take(&corridor, "west/air/plain/aq-1", "hello")
        let words = notice.words(corridor, at: Self.eight)
        #expect(
            words
                == "Messages newly quarantined: 3; so far: not_json 1, first west/air/plain/aq-1; "
                + "unknown_device 2, first west/air/plain/aq-2")
    }

    @Test("it comes at most once a minute, and counts what is new")
    func pause() {
        var notice = QuarantineNotice()
        var corridor = Self.corridor()
        for _ in 0..<2 { Self.take(&corridor, "a", "{}") }
        let first = notice.words(corridor, at: Self.eight)
        #expect(first == "Messages newly quarantined: 2; so far: unknown_topic 2, first a")
        for _ in 0..<3 { Self.take(&corridor, "b", "{}") }
        let early = notice.words(corridor, at: Self.eight + 59_999_999)
        #expect(early == nil)
        let second = notice.words(corridor, at: Self.eight + 60_000_000)
        #expect(second == "Messages newly quarantined: 3; so far: unknown_topic 5, first a")
        let nothingNew = notice.words(corridor, at: Self.eight + 200_000_000)
        #expect(nothingNew == nil)
    }

    @Test("at the end of the service it does not wait")
    func atTheEnd() {
        var notice = QuarantineNotice()
        var corridor = Self.corridor()
        Self.take(&corridor, "a", "{}")
        let first = notice.words(corridor, at: Self.eight)
        Self.take(&corridor, "a", "{}")
        let early = notice.words(corridor, at: Self.eight + 1)
        let last = notice.words(corridor, at: .max)
        #expect(first != nil && early == nil && last != nil)
    }

    @Test("bytes of a topic that could steer a terminal are shown as ?")
    func terminal() {
        var notice = QuarantineNotice()
        var corridor = Self.corridor()
        Self.take(&corridor, "a\u{1B}[2Jb\u{7F}", "{}")
        let words = notice.words(corridor, at: Self.eight)
        #expect(words?.hasSuffix("first a?[2Jb?") == true)
    }
}
