import Readings
import Testing

@testable import Dialects

@Suite("purpleair dialect and twin channels")
struct PurpleAirDialectTests {
    struct Pair: Sendable {
        var a: String
        var b: String
        /// Nil: they disagree.
        var mean: Int64?
    }

    /// Below a mean of 100 a difference of 10 is allowed, from 100 on 10 % of the mean.
    private static let pairs = [
        Pair(a: "10.4", b: "9.9", mean: 10_150_000),
        Pair(a: "0", b: "10", mean: 5_000_000),
        Pair(a: "0", b: "10.000001", mean: nil),
        // The half of an odd number of millionths goes away from zero.
        Pair(a: "0.000001", b: "0.000002", mean: 2),
        Pair(a: "-0.000001", b: "-0.000002", mean: -2),
        Pair(a: "90", b: "100", mean: 95_000_000),
        Pair(a: "89.9", b: "100", mean: nil),
        // Mean 99.9: 10.2 apart is too much. Mean 100: 10 % is 10. Mean 110: 11 apart is 10 %, and a little more is not.
        Pair(a: "94.8", b: "105", mean: nil),
        Pair(a: "95", b: "105", mean: 100_000_000),
        Pair(a: "94.9", b: "105.1", mean: nil),
        Pair(a: "104.5", b: "115.5", mean: 110_000_000),
        Pair(a: "104.499999", b: "115.500001", mean: nil),
        Pair(a: "475", b: "525", mean: 500_000_000),
        Pair(a: "9000000000000", b: "9000000000000", mean: 9_000_000_000_000_000_000),
        Pair(a: "9000000000000", b: "-9000000000000", mean: nil),
    ]

    @Test("Two channels are one reading, their mean, where they agree", arguments: pairs)
    func agreement(pair: Pair) {
        for (a, b) in [(pair.a, pair.b), (pair.b, pair.a)] {
            let decoding = Decoding(#"{"pm2_5_atm":\#(a),"pm2_5_atm_b":\#(b)}"#, .purpleair)
            #expect(decoding.values == (pair.mean.map { [.pm2_5: $0] } ?? [:]))
            #expect(decoding.rejections == (pair.mean == nil ? [.pm2_5: .channelsDisagree] : [:]))
        }
    }

    @Test("Each size is judged by itself, and the weather does not depend on it")
    func eachSize() {
        let decoding = Decoding(
            #"{"pm1_0_atm":1,"pm1_0_atm_b":2,"pm2_5_atm":5,"pm2_5_atm_b":50,"current_humidity":40}"#, .purpleair)
        #expect(decoding.values == [.pm1: 1_500_000, .humidity: 40_000_000])
        #expect(decoding.rejections == [.pm2_5: .channelsDisagree])
    }

    @Test("A model with one sensor has its reading alone; a channel without a value leaves nothing to compare with")
    func oneChannel() {
        #expect(Decoding(#"{"pm2_5_atm":10.4}"#, .purpleair).values == [.pm2_5: 10_400_000])
        #expect(Decoding(#"{"pm2_5_atm":10.4,"pm2_5_atm_b":null}"#, .purpleair).values == [.pm2_5: 10_400_000])
        let broken = Decoding(#"{"pm2_5_atm":"nan","pm2_5_atm_b":9.9}"#, .purpleair)
        #expect(broken.values.isEmpty)
        #expect(broken.rejections == [.pm2_5: .sentinel])
    }

    @Test("Factory figures, indices, counts of particles and the dew point are no quantities")
    func noQuantities() {
        let decoding = Decoding(
            #"""
            {"SensorId":"84:f3:eb:00:00:01","pm2_5_cf_1":10.4,"pm2.5_aqi":42,"p_2_5_um":5.1,"current_dewpoint_f":47,\#
            "current_temp_f_680":58}
            """#, .purpleair)
        #expect(decoding.refusal == nil)
        #expect(decoding.samples.isEmpty && decoding.rejected.isEmpty)
    }

    @Test(
        "Degrees Fahrenheit become Celsius exactly",
        arguments: [("32", 0), ("212", 100_000_000), ("-40", -40_000_000), ("33", 555_556), ("31", -555_556)])
    func fahrenheit(written: String, celsius: Int64) {
        let decoding = Decoding(#"{"SensorId":"a","current_temp_f":\#(written)}"#, .purpleair)
        #expect(decoding.values == [.temperature: celsius])
    }

    @Test(
        "The stamp has slashes and a small z; without a zone it is refused, never guessed",
        arguments: [
            ("2026/03/02T08:17:31z", "2026-03-02T08:17:31Z"), ("2026-03-02T08:17:31Z", "2026-03-02T08:17:31Z"),
            ("2026/03/02T08:17:31", nil), ("2026/13/02T08:17:31z", nil), ("2026:03:02T08:17:31z", nil), ("", nil),
        ])
    func stamps(written: String, expected: String?) {
        let decoding = Decoding(#"{"DateTime":"\#(written)","pm2_5_atm":1}"#, .purpleair)
        #expect(decoding.samples.first?.stamp == expected.map(at))
        #expect(decoding.refusal == (expected == nil ? .malformedStamp : nil))
    }

    @Test("An object of another device is refused")
    func shape() {
        #expect(Decoding(#"{"pressure":1012}"#, .purpleair).refusal == .wrongShape)
        #expect(Decoding("[]", .purpleair).refusal == .wrongShape)
        #expect(Decoding(#"{"DateTime":12,"pm2_5_atm":1}"#, .purpleair).refusal == .malformedStamp)
    }
}
