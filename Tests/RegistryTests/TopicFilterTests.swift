import Registry
import Testing

@Suite("MQTT topic filters")
struct TopicFilterTests {
    /// The examples of MQTT 5.0 sections 4.7.1.2, 4.7.1.3, 4.7.2 and 4.7.3.
    @Test(
        "a filter matches what MQTT 5.0 section 4.7 says",
        arguments: [
            ("sport/tennis/player1/#", "sport/tennis/player1", true),
            ("sport/tennis/player1/#", "sport/tennis/player1/ranking", true),
            ("sport/tennis/player1/#", "sport/tennis/player1/score/wimbledon", true),
            ("sport/tennis/player1/#", "sport/tennis/player10", false),
            ("sport/#", "sport", true), ("#", "sport/tennis", true), ("#", "/", true),
            ("sport/tennis/+", "sport/tennis/player1", true), ("sport/tennis/+", "sport/tennis/player2", true),
            ("sport/tennis/+", "sport/tennis/player1/ranking", false),
            ("sport/+", "sport", false), ("sport/+", "sport/", true),
            ("+", "sport", true), ("+/tennis/#", "sport/tennis/x", true),
            ("sport/+/player1", "sport/tennis/player1", true),
            ("/finance", "/finance", true), ("+/+", "/finance", true), ("/+", "/finance", true),
            ("+", "/finance", false),
            ("#", "$SYS/monitor/Clients", false), ("+/monitor/Clients", "$SYS/monitor/Clients", false),
            ("$SYS/#", "$SYS/monitor/Clients", true), ("$SYS/monitor/+", "$SYS/monitor/Clients", true),
            ("ACCOUNTS", "Accounts", false), ("a//b", "a//b", true), ("a//b", "a/b", false), ("a/b", "a/b/", false),
            ("a", "", false), ("a/+/#", "a", false), ("a/+/#", "a/b", true), ("a/+/#", "a/b/c", true),
        ])
    func matches(filter: String, topic: String, isMatch: Bool) throws {
        let bytes = Array(topic.utf8)
        #expect(try #require(TopicFilter(filter)).matches(bytes.span) == isMatch)
    }

    @Test(
        "a filter that MQTT 5.0 section 4.7 forbids is none",
        arguments: ["", "sport/tennis#", "sport/tennis/#/ranking", "sport+", "+a/b", "a/#b", "##", "a\u{0}b", "#/#"])
    func invalid(filter: String) {
        #expect(TopicFilter(filter) == nil)
    }
}
