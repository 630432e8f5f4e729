import Readings
import Testing

@testable import Dialects

@Suite("smartcitizen dialect")
struct SmartCitizenDialectTests {
    private func sample(_ quantity: Quantity, _ millionths: Int64, _ stamp: String?) -> Sample {
        Sample(quantity: quantity, value: Millionths(millionths), stamp: stamp.map(at))
    }

    @Test("Readings that waited in the kit come together, each with its own stamp; a stamp without a zone is UTC")
    func severalTimes() {
        let decoding = Decoding(
            #"""
            {"data":[{"recorded_at":"2026-03-02 08:15:00","sensors":[{"id":87,"value":9},{"id":10,"value":97}]},\#
            {"sensors":[{"id":"87","value":"9.5"}],"recorded_at":"2026-03-02T08:20:00Z"}]}
            """#, .smartcitizen)
        #expect(
            decoding.samples == [
                sample(.pm2_5, 9_000_000, "2026-03-02T08:15:00Z"), sample(.pm2_5, 9_500_000, "2026-03-02T08:20:00Z"),
            ])
        #expect(decoding.device == nil)
    }

    /// Numbers and units as the kit's firmware lists them; 20 kPa are 200 hPa.
    private static let sensors: [(String, Quantity, Int64)] = [
        ("55", .temperature, 20_000_000), ("56", .humidity, 20_000_000), ("58", .pressure, 200_000_000),
        ("227", .pressure, 200_000_000), ("79", .temperature, 20_000_000), ("80", .humidity, 20_000_000),
        ("224", .temperature, 20_000_000), ("225", .humidity, 20_000_000), ("204", .temperature, 20_000_000),
        ("203", .humidity, 20_000_000), ("160", .temperature, 20_000_000), ("161", .humidity, 20_000_000),
        ("89", .pm1, 20_000_000), ("87", .pm2_5, 20_000_000), ("88", .pm10, 20_000_000),
        ("182", .pm1, 20_000_000), ("183", .pm2_5, 20_000_000), ("184", .pm4, 20_000_000),
        ("185", .pm10, 20_000_000), ("193", .pm1, 20_000_000), ("194", .pm2_5, 20_000_000),
        ("195", .pm4, 20_000_000), ("196", .pm10, 20_000_000), ("158", .co2, 20_000_000),
    ]

    @Test("A sensor's number says what it measures, in JSON and in raw text", arguments: sensors)
    func numbers(number: String, quantity: Quantity, millionths: Int64) {
        let json = #"{"data":[{"recorded_at":null,"sensors":[{"id":\#(number),"value":20}]}]}"#
        #expect(Decoding(json, .smartcitizen).samples == [sample(quantity, millionths, nil)])
        #expect(Decoding("{\(number):20}", .smartcitizen).samples == [sample(quantity, millionths, nil)])
    }

    @Test(
        "Equivalents, indices, batteries, millivolts and the external particle sensors are no quantities",
        arguments: ["10", "112", "113", "205", "206", "61", "71", "72", "73", "75", "76", "77", "53", "14", "99999"])
    func noQuantities(number: String) {
        #expect(Decoding("{t:2026-03-02T08:15:00Z,\(number):20}", .smartcitizen) == Decoding())
    }

    @Test("Of two sensors for one quantity the better one is believed, in any order")
    func twoSensors() {
        for raw in ["{55:11,79:12,204:13}", "{204:13,79:12,55:11}"] {
            #expect(Decoding(raw, .smartcitizen).samples == [sample(.temperature, 11_000_000, nil)])
        }
        #expect(Decoding("{87:5,194:6}", .smartcitizen).values == [.pm2_5: 6_000_000])
    }

    @Test("Raw text: the stamp stands anywhere, spaces do not matter, null is no value, nan says that there is none")
    func rawText() {
        let decoding = Decoding(" {  87 : 9.25, t : 2026-03-02T08:15:00Z,88:null, 89:nan,55:-3.5 } \n", .smartcitizen)
        #expect(
            decoding.samples == [
                sample(.pm2_5, 9_250_000, "2026-03-02T08:15:00Z"),
                sample(.temperature, -3_500_000, "2026-03-02T08:15:00Z"),
            ])
        #expect(decoding.rejections == [.pm1: .sentinel])
        #expect(Decoding("{87:9;5,88:,89:1e400}", .smartcitizen).rejections.values.allSatisfy { $0 == .malformedValue })
        #expect(Decoding("{87:9;5,88:,89:1e400}", .smartcitizen).rejected.count == 3)
    }

    @Test(
        "Raw text that cannot be read is refused with its own reason, not as bad JSON",
        arguments: [
            ("{t:2026-03-02T08:15:00Z,55:11.4", QuarantineReason.wrongShape), ("{t", .wrongShape), ("{1}", .wrongShape),
            ("{t:2026-03-02T08:15:00Z,}", .wrongShape), ("{t:2026-03-02T08:15:00Z}x", .wrongShape),
            ("{temp:11}", .wrongShape), ("{t:yesterday,55:11}", .malformedStamp), ("{t:,55:11}", .malformedStamp),
            ("{t:2026-03-02T08:15:00Z,t:2026-03-02T08:15:00Z}", .duplicateKey),
        ])
    func rawRefusals(payload: String, reason: QuarantineReason) {
        #expect(Decoding(payload, .smartcitizen).refusal == reason)
    }

    @Test(
        "JSON of another shape is refused",
        arguments: [
            ("{}", QuarantineReason.wrongShape), (#"{"data":{}}"#, .wrongShape), (#"{"data":[{}]}"#, .wrongShape),
            (#"{"data":[{"sensors":[1]}]}"#, .wrongShape), ("{", .notJSON), ("abcdef", .notJSON),
            (#"{"data":[{"recorded_at":"08:15","sensors":[]}]}"#, .malformedStamp),
        ])
    func shapes(payload: String, reason: QuarantineReason) {
        #expect(Decoding(payload, .smartcitizen).refusal == reason)
    }

    @Test("A refusal of raw text does not change what the next JSON is refused with")
    func decoderIsReused() {
        var decoder = Decoder()
        #expect(Decoding(Array("{t:x}".utf8), .smartcitizen, &decoder).refusal == .malformedStamp)
        #expect(Decoding(Array(#"{"data":7,"#.utf8), .smartcitizen, &decoder).refusal == .notJSON)
    }
}
