import Readings
import Testing

@testable import Dialects

@Suite("times of mappings")
struct MappingTimeTests {
    private static func mapping(_ format: String, _ zone: MappedTime.Zone) -> Mapping {
        Mapping.test(
            .json, [MappedValue(quantity: .pm2_5, place: .at("v"), unit: .microgramPerCubicMetre)]
        ) {
            $0.time = MappedTime(stamp: .instant(.at("t")), format: StampFormat(format) ?? .epoch, zone: zone)
        }
    }

    private static func stamp(_ format: String, _ zone: MappedTime.Zone, _ text: String, _ received: String) -> Decoding
    {
        mapping(format, zone).decode("{\"t\":\(text),\"v\":1}", received: received)
    }

    @Test(
        "A time is read by its format",
        arguments: [
            ("iso", #""2026-03-02T08:17:31+01:00""#, "2026-03-02T07:17:31Z"),
            ("iso", #""2026-03-02 08:17:31Z""#, "2026-03-02T08:17:31Z"),
            ("epoch", "1772439451", "2026-03-02T08:17:31Z"), ("epoch", "1772439451775", "2026-03-02T08:17:31.775Z"),
            ("epoch", #""1772439451""#, "2026-03-02T08:17:31Z"),
            ("seconds", "1772439451.5", "2026-03-02T08:17:31.5Z"),
            ("milliseconds", "1772439451775", "2026-03-02T08:17:31.775Z"),
        ])
    func formats(format: String, text: String, instant: String) {
        #expect(Self.stamp(format, .none, text, "2026-03-02T08:20:00Z").samples.first?.stamp == at(instant))
    }

    @Test(
        "A time by its places",
        arguments: [
            ("DD/MM/YYYY hh:mm:ss", "02/03/2026 08:17:31", "2026-03-02T08:17:31Z"),
            ("YYYYMMDDhhmm", "202603020817", "2026-03-02T08:17:00Z"),
            ("MM-DD-YY hh", "03-02-26 24", "2026-03-03T00:00:00Z"),
        ])
    func patterns(format: String, text: String, instant: String) {
        #expect(Self.stamp(format, .utc, "\"\(text)\"", "2026-03-02T08:20:00Z").samples.first?.stamp == at(instant))
    }

    @Test(
        "A pattern has a year, a month, a day and an hour, once",
        arguments: ["", "DD/MM hh:mm", "YYYY-MM-DD", "DD/DD/MM/YYYY hh"])
    func noPattern(text: String) {
        #expect(StampFormat(text) == nil)
    }

    @Test(
        "A time that does not exist, or is not of the format, refuses the payload",
        arguments: [
            ("DD/MM/YYYY hh:mm", #""30/02/2026 08:00""#), ("DD/MM/YYYY hh:mm", #""02-03-2026 08:00""#),
            ("DD/MM/YYYY hh:mm", #""02/03/2026 24:01""#), ("DD/MM/YYYY hh:mm", #""02/13/2026 08:00""#),
            ("iso", "1772439451"), ("epoch", #""2026-03-02""#), ("seconds", "1e40"),
        ])
    func malformed(format: String, text: String) {
        #expect(Self.stamp(format, .utc, text, "2026-03-02T08:20:00Z").refusal == .malformedStamp)
    }

    @Test("A time without an offset is refused where the mapping does not say whose it is")
    func zoneless() {
        let text = #""2026-03-02T08:17:31""#
        #expect(Self.stamp("iso", .none, text, "2026-03-02T08:20:00Z").refusal == .malformedStamp)
        #expect(
            Self.stamp("iso", .utc, text, "2026-03-02T08:20:00Z").samples.first?.stamp == at("2026-03-02T08:17:31Z"))
    }

    /// London's clocks: 00:59:59Z on 29 March is followed by 02:00 BST; 01:00 to 02:00 on 25 October comes twice, first as BST
    /// (00:00Z to 01:00Z), then as GMT (01:00Z to 02:00Z).
    @Test(
        "Local time becomes the instant that the borough's clocks mean, of two the later one that the receipt allows",
        arguments: [
            ("2026-03-29T00:59:59", "2026-03-29T01:00:03Z", "2026-03-29T00:59:59Z"),
            ("2026-03-29T02:00:00", "2026-03-29T01:00:03Z", "2026-03-29T01:00:00Z"),
            ("2026-06-01T09:00:00", "2026-06-01T08:00:05Z", "2026-06-01T08:00:00Z"),
            ("2026-10-25T00:59:00", "2026-10-24T23:59:05Z", "2026-10-24T23:59:00Z"),
            ("2026-10-25T01:30:00", "2026-10-25T00:30:05Z", "2026-10-25T00:30:00Z"),
            ("2026-10-25T01:30:00", "2026-10-25T01:30:05Z", "2026-10-25T01:30:00Z"),
            // As near to the one as to the other: the earlier.
            ("2026-10-25T01:30:00", "2026-10-25T01:00:00Z", "2026-10-25T00:30:00Z"),
            // Sent forty minutes later, over the repeated hour: 01:10Z would lie ahead of the receipt.
            ("2026-10-25T01:10:00", "2026-10-25T00:50:00Z", "2026-10-25T00:10:00Z"),
            ("2026-10-25T01:59:59", "2026-10-25T01:59:58Z", "2026-10-25T01:59:59Z"),
            ("2026-10-25T02:00:00", "2026-10-25T02:00:05Z", "2026-10-25T02:00:00Z"),
            // Sent after an outage of a day: the later of the two is the nearer.
            ("2026-10-25T01:30:00", "2026-10-26T09:00:00Z", "2026-10-25T01:30:00Z"),
            // With an offset there is nothing to decide.
            ("2026-10-25T01:30:00+01:00", "2026-10-25T01:30:05Z", "2026-10-25T00:30:00Z"),
        ])
    func local(wall: String, received: String, instant: String) {
        #expect(Self.stamp("iso", .local, "\"\(wall)\"", received).samples.first?.stamp == at(instant))
    }

    @Test("A time in the hour that spring skips is no time", arguments: ["01:00:00", "01:30:00", "01:59:59"])
    func gap(time: String) {
        let decoding = Self.stamp("iso", .local, "\"2026-03-29T\(time)\"", "2026-03-29T01:30:00Z")
        #expect(decoding.refusal == .malformedStamp && decoding.samples.isEmpty)
    }
}
