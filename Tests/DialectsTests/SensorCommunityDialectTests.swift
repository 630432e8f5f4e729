import Readings
import Testing

@testable import Dialects

@Suite("sensor-community dialect")
struct SensorCommunityDialectTests {
    private func record(_ sensor: Int, _ stamp: String, _ values: String) -> String {
        #"{"id":1,"timestamp":"\#(stamp)","sensor":{"id":\#(sensor),"pin":"1"},"sensordatavalues":[\#(values)]}"#
    }

    private func value(_ type: String, _ value: String) -> String {
        #"{"id":9,"value":"\#(value)","value_type":"\#(type)"}"#
    }

    @Test("Records of one sensor keep a stamp each, taken as UTC")
    func severalTimes() {
        let first = record(7, "2026-03-02 08:17:31", value("P1", "18.45"))
        let second = record(7, "2026-03-02 08:19:57", value("P1", "19.02"))
        let decoding = Decoding("[\(first),\(second)]", .sensorCommunity)
        #expect(decoding.device == "7")
        #expect(
            decoding.samples == [
                Sample(quantity: .pm10, value: Millionths(18_450_000), stamp: at("2026-03-02T08:17:31Z")),
                Sample(quantity: .pm10, value: Millionths(19_020_000), stamp: at("2026-03-02T08:19:57Z")),
            ])
    }

    @Test("The spring clock change of London does not matter: 01:30 on 29 March 2026 is 01:30 UTC")
    func clockChange() {
        let decoding = Decoding(record(7, "2026-03-29 01:30:00", value("P2", "1")), .sensorCommunity)
        #expect(decoding.samples.first?.stamp == at("2026-03-29T01:30:00Z"))
    }

    @Test("Records of two sensors are refused: one topic is of one device")
    func twoSensors() {
        let first = record(7, "2026-03-02 08:17:31", value("P1", "18.45"))
        let second = record(8, "2026-03-02 08:17:31", value("temperature", "11.6"))
        #expect(Decoding("[\(first),\(second)]", .sensorCommunity).refusal == .deviceMismatch)
    }

    @Test("Pressure comes in pascals, and the pressure at sea level is no quantity")
    func pressure() {
        let values = value("pressure", "101234.56") + "," + value("pressure_at_sealevel", "102000")
        let decoding = Decoding(record(7, "2026-03-02 08:17:31", values), .sensorCommunity)
        #expect(decoding.values == [.pressure: 1_012_345_600])
    }

    @Test(
        "What is no record is refused with its reason",
        arguments: [
            (#"[{"sensor":{"id":7}}]"#, QuarantineReason.wrongShape), (#"[7]"#, .wrongShape),
            (#"{"a":1}"#, .wrongShape),
            (#"{"timestamp":"02/03/2026 08:17","sensordatavalues":[]}"#, .malformedStamp),
            (#"{"timestamp":1772439451,"sensordatavalues":[]}"#, .malformedStamp), ("[", .notJSON),
        ])
    func refused(payload: String, reason: QuarantineReason) {
        #expect(Decoding(payload, .sensorCommunity).refusal == reason)
    }

    @Test("An empty answer, a silent sensor's, is context")
    func emptyAnswer() {
        #expect(Decoding("[]", .sensorCommunity) == Decoding())
    }

    @Test("One station's push with a chip's number and sensors' names is understood too")
    func push() {
        let decoding = Decoding(Fixture.bytes("airrohr-custom-api.json"), .sensorCommunity)
        #expect(decoding == Decoding(Fixture.bytes("airrohr-custom-api.json"), .airrohr))
        #expect(decoding.samples.count == 5)
    }
}
