import Readings
import Recordings
import Testing

@Suite("Receive times")
struct ReceiveStampTests {
    @Test(
        "A receive time is RFC 3339 or mosquitto's Z with an offset, where the offset rules",
        arguments: [
            // The wall clock of Berlin, an hour ahead of UTC in March.
            ("2022-03-01T01:01:29.024367Z+0100", "2022-03-01T00:01:29.024367Z"),
            ("2022-03-01T01:01:29.024367Z+0000", "2022-03-01T01:01:29.024367Z"),
            ("2022-03-01T01:01:29.024367Z-0500", "2022-03-01T06:01:29.024367Z"),
            ("2022-03-01T01:01:29Z+0530", "2022-02-28T19:31:29Z"),
            ("2022-03-01T01:01:29.024367Z", "2022-03-01T01:01:29.024367Z"),
            ("2022-03-01T01:01:29+01:00", "2022-03-01T00:01:29Z"),
            ("2022-03-01T01:01:29.5+0100", "2022-03-01T00:01:29.5Z"),
            ("2022-03-01t01:01:29z", "2022-03-01T01:01:29Z"),
        ])
    func accepted(text: String, expected: String) {
        let bytes = Array(text.utf8)
        #expect(ReceiveStamp.instant(bytes.span)?.iso8601 == expected)
    }

    @Test(
        "A receive time without a zone, or with half an offset, is refused",
        arguments: [
            "", "Z+0100", "2022-03-01T01:01:29", "2022-03-01T01:01:29Z+01", "2022-03-01T01:01:29Z+01:00",
            "2022-03-01T01:01:29ZZ+0100", "2022-03-01T01:01:29Z+2500", "2022-03-01T01:01:29Z+0160", "yesterday",
            "2022-02-30T01:01:29Z+0100", "1646096489",
        ])
    func refused(text: String) {
        let bytes = Array(text.utf8)
        #expect(ReceiveStamp.instant(bytes.span) == nil)
    }
}
