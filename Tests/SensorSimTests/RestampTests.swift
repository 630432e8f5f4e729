import Readings
import SensorSim
import Testing

@Suite("Times inside payloads move with the receive time")
struct RestampTests {
    /// Ten days, an hour, two minutes and three seconds.
    static let shift = Restamp(seconds: 10 * 86_400 + 3600 + 2 * 60 + 3)

    private func shifted(_ text: String, topic: String = "a/air/plain/b", by shift: Restamp = shift) -> String {
        String(decoding: shift.payload(Array(text.utf8), topic: Array(topic.utf8)), as: UTF8.self)
    }

    @Test(
        "A stamp moves by the shift in whatever spelling it has, and everything around it stays",
        arguments: [
            // 2 March 08:15:30 and 10 d 1 h 2 min 3 s: 12 March 09:17:33.
            (#"{"ts":"2026-03-02T08:15:30.250Z","no2":38.20}"#, #"{"ts":"2026-03-12T09:17:33.250Z","no2":38.20}"#),
            (#"{"ts" : "2026-03-02T08:15:30+01:00"}"#, #"{"ts" : "2026-03-12T09:17:33+01:00"}"#),
            (#"{"time":"2026-03-02T08:15:30.123456789+00:00"}"#, #"{"time":"2026-03-12T09:17:33.123456789+00:00"}"#),
            (#"{"reading_datestamp":"2026-03-02T08:15:30"}"#, #"{"reading_datestamp":"2026-03-12T09:17:33"}"#),
            (#"{"timestamp":"2026-03-02 08:15:30"}"#, #"{"timestamp":"2026-03-12 09:17:33"}"#),
            (#"{"DateTime":"2026/03/02T08:15:30z"}"#, #"{"DateTime":"2026/03/12T09:17:33z"}"#),
            (#"{"DateTime":"2026\/03\/02T08:15:30z"}"#, #"{"DateTime":"2026\/03\/12T09:17:33z"}"#),
            ("{t:2026-03-02T08:15:30Z,55:11.4,87:9}", "{t:2026-03-12T09:17:33Z,55:11.4,87:9}"),
            ("2026-03-02T08:15:30,11.6,78.2,T:H", "2026-03-12T09:17:33,11.6,78.2,T:H"),
            // An identifier that ends with its stamp, and an interval.
            (
                #"["urn:x:aq-01:2026-03-02T08:15:30Z","2026-03-02T08:15:30Z/2026-12-31T23:59:59Z"]"#,
                #"["urn:x:aq-01:2026-03-12T09:17:33Z","2026-03-12T09:17:33Z/2027-01-11T01:02:02Z"]"#
            ),
            // JSON inside a JSON text.
            (
                #"{"frame":"[2,\"m1\",{\"timestamp\":\"2026-03-02T08:15:30Z\"}]"}"#,
                #"{"frame":"[2,\"m1\",{\"timestamp\":\"2026-03-12T09:17:33Z\"}]"}"#
            ),
            // Without seconds it moves by whole minutes.
            (#"{"ts":"2026-03-02T08:15Z"}"#, #"{"ts":"2026-03-12T09:17Z"}"#),
            // February has 28 days in 2026 and 29 in 2028.
            (#""2026-02-20T00:00:00Z""#, #""2026-03-02T01:02:03Z""#),
            (#""2028-02-20T00:00:00Z""#, #""2028-03-01T01:02:03Z""#),
            // ISO 8601's end of the day is the next one's midnight.
            (#""2026-03-02T24:00:00Z""#, #""2026-03-13T01:02:03Z""#),
        ])
    func texts(before: String, after: String) {
        #expect(shifted(before) == after)
        // And back again, but for the minutes and the spelling of midnight.
        if before.contains(":30") { #expect(shifted(after, by: Restamp(seconds: -Self.shift.seconds)) == before) }
    }

    @Test(
        "A number since 1970 moves in its own unit, where its name says that it is a time",
        arguments: [
            (#"{"ts":1772439330,"no2":1772439330}"#, #"{"ts":1773307053,"no2":1772439330}"#),
            (#"{"ts":1772439330250}"#, #"{"ts":1773307053250}"#),
            (#"{"ts":1772439330250125}"#, #"{"ts":1773307053250125}"#),
            (#"{"timestamp":1772439330.50,"v":1}"#, #"{"timestamp":1773307053.50,"v":1}"#),
            (#"{"timestamp":"1772439330"}"#, #"{"timestamp":"1773307053"}"#),
            // SenML: the base time moves, what is relative to it does not; RFC 8428's own examples have exponents.
            (#"[{"bn":"a","bt":1.77243933e+09,"t":-60},{"t":5}]"#, #"[{"bn":"a","bt":1773307053,"t":-60},{"t":5}]"#),
            (#"[{"bt":1.772439330001e+09}]"#, #"[{"bt":1773307053.001}]"#),
            (#"[{"n":"a","t":1772439330}]"#, #"[{"n":"a","t":1773307053}]"#),
            (#"{"params" : {"ts" : 1772439330.25}}"#, #"{"params" : {"ts" : 1773307053.25}}"#),
        ])
    func numbers(before: String, after: String) {
        #expect(shifted(before) == after)
    }

    @Test("A bare number is a time where the topic's last level says so")
    func bareNumbers() {
        #expect(shifted("1772439330", topic: "evcc/updated") == "1773307053")
        #expect(shifted("1772439330.0", topic: "openWB/chargepoint/3/set/plug_time") == "1773307053.0")
        #expect(shifted("1772439330", topic: "evcc/loadpoints/1/chargedEnergy") == "1772439330")
    }

    @Test(
        "What is no stamp stays, byte for byte",
        arguments: [
            "", " ", "9.8", "online", "{", #"{"ts":"#, #"{"ts":"2026-03-02T08:1"#, "nan",
            // Clocks that were never set, and words for never.
            #"{"ts":"1970-01-01T00:00:12Z","t":12,"bt":0}"#, #"{"ts":"2000-01-01T00:05:00Z"}"#,
            #"{"Timestamp":"0001-01-01T00:00:00"}"#,
            #"{"expiryDate":"9999-12-31T23:59:59Z"}"#, #"{"ts":-1772439330}"#, #"{"ts":17724393}"#,
            // Not dates, not times.
            #"{"id":"2026-02-30T08:15:30Z"}"#, #"{"id":"2026-03-02T25:15:30Z"}"#, #"{"id":"12026-03-02T08:15:30Z"}"#,
            #"{"id":"2026-03-02"}"#, #"{"id":"x2026-03-02T08:15:30Z"}"#, #"{"ts":"1772439330 s"}"#,
            #"{"ts":1772439330.}"#,
            // A counter of a gateway's radio.
            #"{"uplink_message":{"settings":{"timestamp":2463457000},"rx_metadata":[{"timestamp":2463457000}]}}"#,
            "\u{1}\u{2}\u{fe}date\n2026", "[[[[[[[", #"{"a":"\"#, #""""#,
        ])
    func others(payload: String) {
        #expect(shifted(payload) == payload)
    }

    @Test("Bytes that are no text stay as they are")
    func binary() {
        let bytes = (0..<4096).map { UInt8(truncatingIfNeeded: $0 &* 167 &+ $0 >> 8) }
        #expect(Self.shift.payload(bytes) == bytes)
    }

    @Test("Tasmota's and myenergi's times are London's: the clock's change lies between them")
    func localTimes() {
        // From 2 March to 2 April 2026, 31 days: 08:15 GMT is 09:15 in summer time, which begins on 29 March.
        let month = Restamp(seconds: 31 * 86_400)
        #expect(shifted(#"{"Time":"2026-03-02T08:15:30"}"#, by: month) == #"{"Time":"2026-04-02T09:15:30"}"#)
        #expect(
            shifted(#"{"dat":"02-03-2026","tim":"08:15:30","sno":1}"#, by: month)
                == #"{"dat":"02-04-2026","tim":"09:15:30","sno":1}"#)
        // A time that names its zone, or UTC by the dialect's rule, does not jump.
        #expect(shifted(#"{"Time":"2026-03-02T08:15:30Z"}"#, by: month) == #"{"Time":"2026-04-02T08:15:30Z"}"#)
        #expect(shifted(#"{"timestamp":"2026-03-02 08:15:30"}"#, by: month) == #"{"timestamp":"2026-04-02 08:15:30"}"#)
    }

    @Test("A table of hours moves by whole hours, and its hours stay hours")
    func tables() {
        // Ten days and one hour.
        #expect(
            shifted(
                "Supplied on 1/5/2026\nDate,time,Ozone\n02-03-2026,01:00,31.7\n02-03-2026,23:00,1\n02-03-2026,24:00,28.2\n"
            )
                == "Supplied on 1/5/2026\nDate,time,Ozone\n12-03-2026,02:00,31.7\n13-03-2026,00:00,1\n13-03-2026,01:00,28.2\n"
        )
        #expect(
            shifted("Date,Time,\"Ozone\"\n2026-03-02,24:00:00,28.5\n", by: Restamp(seconds: 2 * 86_400 + 59))
                == "Date,Time,\"Ozone\"\n2026-03-04,24:00:00,28.5\n")
        #expect(
            shifted("\"\",\"code\",\"date\",\"no2\"\n\"1\",\"EX1\",2026-03-01 23:00:00,1\n\"2\",\"EX1\",2026-03-02,2\n")
                == "\"\",\"code\",\"date\",\"no2\"\n\"1\",\"EX1\",2026-03-12 00:00:00,1\n\"2\",\"EX1\",2026-03-12 01:00:00,2\n"
        )
        #expect(
            shifted("date,site,no2\n2026-03-02T00:00:00Z,Example,1\n")
                == "date,site,no2\n2026-03-12T01:00:00Z,Example,1\n")
    }

    @Test("The first message's receive time becomes now or less than a second before it")
    func shiftOfAFeed() throws {
        let first = try #require(Instant(iso8601: "2026-03-02T08:00:00.75Z"))
        let now = try #require(Instant(iso8601: "2026-03-12T09:02:03.25Z"))
        // 10 d 1 h 2 min 2.5 s: without the half second.
        let shift = Restamp(from: first, to: now)
        #expect(shift.seconds == Self.shift.seconds - 1)
        let message = SimulatedMessage(
            received: first, topic: Array("a".utf8), payload: Array(#"{"ts":1772439330}"#.utf8))
        let shifted = shift.shifted(message)
        #expect(shifted.received.iso8601 == "2026-03-12T09:02:02.75Z")
        #expect(shifted.payload == Array(#"{"ts":1773307052}"#.utf8))
        #expect(shifted.topic == message.topic)
        // Into the past, too: -1.5 s is two whole seconds back.
        #expect(Restamp(from: now, to: now.advanced(byMicroseconds: -1_500_000)).seconds == -2)
    }
}
