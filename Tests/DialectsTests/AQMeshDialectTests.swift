import Readings
import Testing

@testable import Dialects

@Suite("aqmesh dialect")
struct AQMeshDialectTests {
    private func gas(_ members: String) -> Decoding {
        Decoding(#"[{"pod_serial_number":1,"reading_datestamp":"2026-03-02T08:15:00",\#(members)}]"#, .aqmesh)
    }

    @Test(
        "A value is prescaled * slope + offset, exact, in the unit that the payload names",
        arguments: [
            // 20 * 1.5 - 10 = 20 ug/m3.
            (#""no2_prescaled":20,"no2_slope":1.5,"no2_offset":-10,"no2_units":"ug/m3""#, Quantity.no2, 20_000_000),
            // (20 * 1.5 - 10) ppb * 1.9125.
            (#""no2_prescaled":20,"no2_slope":1.5,"no2_offset":-10,"no2_units":"ppb""#, .no2, 38_250_000),
            // 0.3 * 0.3333 + 0.00005 = 0.10004 ppb * 1.9957 = 0.199649828.
            (#""o3_prescaled":0.3,"o3_slope":0.3333,"o3_offset":0.00005,"o3_units":"ppb""#, .o3, 199_650),
            (#""co_prescaled":250,"co_slope":null,"co_offset":null,"co_units":null"#, .co, 250_000),
            (#""co2_prescaled":431,"co2_slope":1,"co2_offset":0"#, .co2, 431_000_000),
            (#""pm2_5_prescale":-0.4,"pm2_5_slope":1,"pm2_5_offset":0"#, .pm2_5, -400_000),
            (#""so2_prescaled":"1.09","so2_slope":"-1","so2_offset":"0""#, .so2, -1_090_000),
        ])
    func scaled(members: String, quantity: Quantity, millionths: Int64) {
        #expect(gas(members).values == [quantity: millionths])
    }

    @Test(
        "A sensor that settles is warming up, and one that is not fitted or failed has no value",
        arguments: [
            ("Stabilizing", RejectionReason.warmingUp), ("Rebasing", .warmingUp), ("Not Fitted", .sentinel),
            ("Other Fault Zero", .sentinel), ("Misread", .sentinel), ("A word of next year", .sentinel),
        ])
    func states(word: String, reason: RejectionReason) {
        #expect(gas(#""no2_prescaled":20,"no2_state":"\#(word)""#).rejections == [.no2: reason])
        #expect(gas(#""pm10_prescale":20,"reading_status":"\#(word)""#).rejections == [.pm10: reason])
    }

    @Test("Damp particles are read all the same, and a sensor's own state goes before the pod's")
    func usableStates() {
        #expect(gas(#""pm10_prescale":20,"reading_status":"Deliquescence""#).values == [.pm10: 20_000_000])
        #expect(
            gas(#""reading_status":"Misread","no2_state":"Reading","no2_prescaled":20"#).values == [.no2: 20_000_000])
    }

    @Test(
        "The figures for no value are never scaled, whatever the state says",
        arguments: ["-1000", "-1000.00", "-999", "-995", "-991", "-893", "-892"])
    func sentinels(figure: String) {
        let members = #""no2_state":"Reading","no2_prescaled":\#(figure),"no2_slope":0.01,"no2_offset":12"#
        #expect(gas(members).rejections == [.no2: .sentinel])
        #expect(gas(members).samples.isEmpty)
        #expect(gas(#""humidity":\#(figure),"temperature_f":\#(figure)"#).rejected.count == 2)
    }

    @Test("A unit that nobody knows, or that cannot measure the quantity, makes the value malformed")
    func units() {
        for unit in [#""furlong""#, "7", #""%""#] {
            #expect(gas(#""no2_prescaled":20,"no2_units":\#(unit)"#).rejections == [.no2: .malformedValue])
        }
    }

    @Test("A slope or an offset that is no number, and a product beyond all measure, make the value malformed")
    func malformed() {
        #expect(gas(#""no_prescaled":1,"no_slope":"x""#).rejections == [.no: .malformedValue])
        #expect(gas(#""no_prescaled":1,"no_offset":[]"#).rejections == [.no: .malformedValue])
        #expect(
            gas(#""no_prescaled":9e12,"no_slope":9e12,"no_offset":9e12,"no_units":"ppb""#).rejections
                == [.no: .malformedValue])
        #expect(gas(#""no_prescaled":null,"no_state":"Reading""#) == gas(#""no2_slope":1"#))
    }

    @Test("Total particles, other gases and the noise are no quantities")
    func noQuantities() {
        let decoding = gas(#""pm_total_prescale":5,"h2s_prescaled":5,"noise_level":50,"aux1_prescaled":1,"_state":"x""#)
        #expect(decoding.refusal == nil && decoding.samples.isEmpty && decoding.rejected.isEmpty)
    }

    @Test("The stamp is UTC and ends the interval; without a usable length the registry's period holds")
    func times() {
        let sample = gas(#""gas_p2":900,"o3_prescaled":1"#).samples.first
        #expect(sample?.stamp == at("2026-03-02T08:15:00Z"))
        #expect(sample?.covers == at("2026-03-02T08:00:00Z")..<at("2026-03-02T08:15:00Z"))
        for length in ["0", "-900", "null", "86401", "0.5", #""900""#] {
            let sample = gas(#""gas_p2":\#(length),"o3_prescaled":1"#).samples.first
            #expect(sample?.stamp == at("2026-03-02T08:15:00Z"))
            #expect(sample?.covers == nil)
        }
        #expect(
            Decoding(#"{"reading_datestamp":"2 March","o3_prescaled":1}"#, .aqmesh).refusal == .malformedStamp)
        #expect(Decoding(#"{"o3_prescaled":1}"#, .aqmesh).samples.first?.stamp == nil)
    }

    @Test("Readings of several times keep them; readings of two pods are refused; no reading is context")
    func batches() {
        let first = #"{"pod_serial_number":7,"reading_datestamp":"2026-03-02T08:15:00","gas_p2":900,"o3_prescaled":1}"#
        let second = #"{"pod_serial_number":7,"reading_datestamp":"2026-03-02T08:30:00","gas_p2":900,"o3_prescaled":2}"#
        let decoding = Decoding("[\(first),\(second)]", .aqmesh)
        #expect(decoding.device == "7")
        #expect(decoding.samples.map(\.stamp) == [at("2026-03-02T08:15:00Z"), at("2026-03-02T08:30:00Z")])
        let other = second.replacing(":7,", with: ":8,")
        #expect(Decoding("[\(first),\(other)]", .aqmesh).refusal == .deviceMismatch)
        #expect(Decoding("[]", .aqmesh) == Decoding())
        #expect(Decoding(#"[{"pod_serial_number":7}]"#, .aqmesh).refusal == .wrongShape)
        #expect(Decoding("[7]", .aqmesh).refusal == .wrongShape)
    }
}
