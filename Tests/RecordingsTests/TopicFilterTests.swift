import Recordings
import Testing

@Suite("Topic filters")
struct TopicFilterTests {
    /// MQTT 5 sections 4.7.1 and 4.7.2 with their examples.
    @Test(
        "A filter matches what MQTT says",
        arguments: [
            ("sport/tennis/player1/#", "sport/tennis/player1", true),
            ("sport/tennis/player1/#", "sport/tennis/player1/ranking", true),
            ("sport/tennis/player1/#", "sport/tennis/player1/score/wimbledon", true),
            ("sport/tennis/player1/#", "sport/tennis/player10", false),
            ("sport/#", "sport", true), ("#", "sport/tennis", true), ("#", "a", true), ("#", "/", true),
            ("sport/tennis/+", "sport/tennis/player1", true), ("sport/tennis/+", "sport/tennis/player1/ranking", false),
            ("sport/+", "sport", false), ("sport/+", "sport/", true), ("+/+", "/finance", true),
            ("/+", "/finance", true),
            ("+", "/finance", false), ("+/tennis/#", "a/tennis", true), ("a/+/c", "a//c", true),
            ("a/+/c", "a/b/d", false),
            ("sport", "sport", true), ("sport", "sports", false), ("sports", "sport", false), ("sport", "Sport", false),
            ("#", "$SYS/broker/uptime", false), ("+/broker/uptime", "$SYS/broker/uptime", false),
            ("$SYS/#", "$SYS/broker/uptime", true), ("$SYS/+/uptime", "$SYS/broker/uptime", true),
            ("+/air/#", "westminster/air/plain/aq-1", true), ("+/air/#", "westminster/ev/ocpp16/cp-1/up", false),
            ("+/+/+/#", "a/b", false), ("+/+/+/#", "a/b/c", true), ("a/+/#", "a/b", true),
        ])
    func matches(filter: String, topic: String, isMatch: Bool) throws {
        #expect(try #require(TopicFilter(filter)).matches(Array(topic.utf8).span) == isMatch)
    }

    @Test(
        "What is no filter is refused",
        arguments: ["", "sport/tennis#", "sport/tennis/#/ranking", "sport+", "a/+b", "##", "a\0"])
    func refuses(text: String) {
        #expect(TopicFilter(text) == nil)
    }
}
