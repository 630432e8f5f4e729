import Testing

@testable import Dialects

@Suite("A charger's message on an air sensor's topic")
struct AirPayloadJudgementTests {
    private static func judged(_ payload: [UInt8]) -> PersonalFieldRedaction.AirPayload {
        PersonalFieldRedaction().judgeBelowAir(payload.span)
    }

    @Test(
        "no example of an air sensor's is taken for a charger's",
        arguments: Fixture.examples.filter { $0.dialect.family == .air })
    func airSensors(example: (dialect: Dialect, payload: [UInt8])) {
        #expect(Self.judged(example.payload) == .airSensors)
    }

    @Test("a message of a million quotation marks inside of a string is read once", .timeLimit(.minutes(1)))
    func quotes() {
        let marks = Array(String(repeating: #"\""#, count: 1_000_000).utf8)
        #expect(Self.judged(Array(#"{"note":""#.utf8) + marks + Array(#""}"#.utf8)) == .airSensors)
    }

    @Test(
        "broken messages of air sensors and short words stay readable",
        arguments: [
            "", " ", "abc", "offline", "nan", #"{"device":"aq-1","#, "[]", #"{"note":"idTag of what?"}"#,
            #"{"note":"idTag"}"#,
        ])
    func broken(payload: String) {
        #expect(Self.judged(Array(payload.utf8)) == .airSensors)
    }

    @Test(
        "frames, and objects with a charger's fields, are a charger's",
        arguments: [
            #"[2,"m","Authorize",{"idTag":"x"}]"#, "\u{FEFF} [ 2", #"["2"]"#, #"[[2]]"#, #"{"a":{"ID_TAG":"x"}}"#,
            #"{"MessageTypeId":2}"#, #"[{"idToken":"x"}]"#, #"{"\u0069dTag":"x"}"#, #"{"idT\u0061g":"x""#,
            #"{"frame":"{\"idTag\":\"x\"}"}"#, #"{"frame":"[4,\"04A1B2C3\"]"}"#,
            #"{"cardUid":7}"#, #"{"card_nr":"x"}"#, #"{"rfidTag":7}"#, #"{"tag":"04A2B3C4D5E6F7"}"#, #"{"token":"x"}"#,
            #"{"vin":"x"}"#, #"{"license_plate":"x"}"#, #"{"number-plate":"x"}"#, #"{"card":7}"#,
        ])
    func chargers(payload: String) {
        #expect(Self.judged(Array(payload.utf8)) == .chargers)
    }

    @Test(
        "a part of a frame, another encoding and compressed bytes are nobody's",
        arguments: [
            Array(#"gTag":"JSMITH"}]"#.utf8), Array("04A1B2C3D4E580".utf8), Array("'JSMITH'".utf8),
            [0x1F, 0x8B, 8, 0],
            [0xFF, 0xFE, UInt8(ascii: "["), 0, UInt8(ascii: "2"), 0], [0xFE, 0xFF, 0, UInt8(ascii: "[")],
        ] as [[UInt8]])
    func parts(payload: [UInt8]) {
        #expect(Self.judged(payload) == .unknown)
    }

    @Test(
        "a table that no dialect can read may be a part of a charger's message",
        arguments: [
            "2026-03-02T08:17:31,04A1B2C3D4E580,Accepted", "date,idTag\n2026-03-02 07:00,04A1B2C3D4E580\n",
            "Date,time,card\n02-03-2026,01:00,04A1B2C3D4E580\n", "2026-03-02T08:17:31,1,04A1B2C3D4E580,60",
            "date,no2,id_tag\n2026-03-02 07:00,5,JSMITH\n", "date,no2, \"idTag\"\n2026-03-02 07:00,5,JSMITH\n",
        ])
    func otherTables(payload: String) {
        #expect(Self.judged(Array(payload.utf8)) == .unknown)
    }

    @Test("a table of ours with a broken date stays readable, so that it can be mended and read again")
    func brokenTables() {
        #expect(Self.judged(Array("date,no2\nyesterday,5\n".utf8)) == .airSensors)
        #expect(Self.judged(Array("Date,time,Ozone\nyesterday,01:00,5,04A1B2C3\n".utf8)) == .airSensors)
    }
}
