import Readings
import Testing

@testable import Dialects

@Suite("airgradient and airrohr dialects")
struct AirSensorDialectTests {
    @Test("AirGradient: pm02 is PM2.5, pm02Count and the indices are no quantities, and there is no stamp")
    func airgradient() {
        let decoding = Decoding(Fixture.bytes("airgradient-mqtt.json"), .airgradient)
        #expect(decoding.device == "ecda3b000001")
        #expect(
            decoding.values == [
                .co2: 431_000_000, .pm1: 5_000_000, .pm2_5: 9_000_000, .pm10: 11_000_000, .temperature: 12_100_000,
                .humidity: 71_000_000,
            ])
        #expect(decoding.samples.count == 6)
        #expect(decoding.samples.allSatisfy { $0.stamp == nil && $0.covers == nil })
        #expect(decoding.rejected.isEmpty)
    }

    @Test(
        "AirGradient: -1 is missing for particles, CO2 and humidity; for the temperature it is weather, -1000 missing"
    )
    func airgradientSentinels() {
        let missing = Decoding(#"{"pm01":-1,"pm02":-1,"pm10":-1,"rco2":-1,"rhum":-1,"atmp":-1000}"#, .airgradient)
        #expect(missing.samples.isEmpty)
        #expect(missing.rejected.count == 6)
        #expect(missing.rejected.allSatisfy { $0.reason == .sentinel })
        #expect(
            Decoding(#"{"atmp":-1,"pm02":9.5}"#, .airgradient).values == [.temperature: -1_000_000, .pm2_5: 9_500_000])
    }

    @Test("AirGradient: whole figures may become decimals, the sentinel too, and omitted fields are no readings")
    func airgradientNumbers() {
        let decimals = Decoding(#"{"rco2":431.0,"pm02":9.33,"pm10":-1.0,"rhum":-1.00,"atmp":-1000.0}"#, .airgradient)
        #expect(decimals.values == [.co2: 431_000_000, .pm2_5: 9_330_000])
        #expect(decimals.rejections == [.pm10: .sentinel, .humidity: .sentinel, .temperature: .sentinel])
        let omitted = Decoding(#"{"serialno":"ecda3b000001","wifi":-58,"pm02":0}"#, .airgradient)
        #expect(omitted.values == [.pm2_5: 0])
        #expect(omitted.rejected.isEmpty)
    }

    @Test("AirGradient: compensated figures, indices, raw counts and the channels behind a mean are no quantities")
    func airgradientOthers() {
        let decoding = Decoding(
            #"""
            {"pm02":9,"pm02Compensated":-1,"pm02Standard":8,"pm003Count":812,"atmpCompensated":10.7,"noxIndex":-1,\#
            "tvocIndex":96,"noxRaw":-1,"channels":{"1":{"pm02":8,"atmp":12},"2":{"pm02":10}}}
            """#, .airgradient)
        #expect(decoding.values == [.pm2_5: 9_000_000])
        #expect(decoding.rejected.isEmpty)
    }

    @Test("AirGradient: an object of another device is refused; one without readings is context")
    func airgradientShape() {
        #expect(Decoding(#"{"temperature":5}"#, .airgradient).refusal == .wrongShape)
        #expect(Decoding("[]", .airgradient).refusal == .wrongShape)
        let boot = Decoding(#"{"serialno":"ecda3b000001","boot":0}"#, .airgradient)
        #expect(boot.refusal == nil && boot.samples.isEmpty && boot.device == "ecda3b000001")
    }

    @Test("airrohr: values in quotes, P1 is PM10, P2 is PM2.5, pressure comes in pascals")
    func airrohr() {
        let decoding = Decoding(Fixture.bytes("airrohr-custom-api.json"), .airrohr)
        #expect(decoding.device == "1234567")
        #expect(
            decoding.values == [
                .pm10: 18_450_000, .pm2_5: 9_830_000, .temperature: 11_620_000, .pressure: 1_012_345_600,
                .humidity: 83_200_000,
            ])
        #expect(decoding.samples.count == 5)
        let single = Decoding(Fixture.bytes("sensor-community-push-single-sensor.json"), .airrohr)
        #expect(single.device == nil)
        #expect(single.values == [.pm10: 18_450_000, .pm2_5: 9_830_000])
    }

    private func station(_ values: [(String, String)]) -> String {
        let list = values.map { "{\"value_type\":\"\($0.0)\",\"value\":\"\($0.1)\"}" }.joined(separator: ",")
        return "{\"esp32id\":99,\"sensordatavalues\":[\(list)]}"
    }

    @Test("airrohr: names of other sensors end alike; counts and other names are no quantities")
    func airrohrNames() {
        let decoding = Decoding(
            station([
                ("SPS30_P0", "3.1"), ("SPS30_P1", "8.5"), ("SPS30_P2", "6.2"), ("SPS30_P4", "7.7"),
                ("SPS30_N05", "21.3"),
                ("SPS30_TS", "0.61"), ("IPS_P01", "1"), ("noise_LAeq", "52.1"), ("GPS_lat", "51.5"),
            ]), .airrohr)
        #expect(decoding.device == "99")
        #expect(decoding.values == [.pm1: 3_100_000, .pm10: 8_500_000, .pm2_5: 6_200_000, .pm4: 7_700_000])
        #expect(Decoding(station([("PMS_P0", "4")]), .airrohr).values == [.pm1: 4_000_000])
        #expect(
            Decoding(station([("HPM_P1", "4"), ("HPM_P2", "2")]), .airrohr).values == [
                .pm10: 4_000_000, .pm2_5: 2_000_000,
            ])
    }

    @Test("airrohr: of two sensors for one quantity the better one wins in any order; of equals the first")
    func airrohrTwoSensors() {
        let pair = [("humidity", "60"), ("BME280_humidity", "70")]
        #expect(Decoding(station(pair), .airrohr).values == [.humidity: 70_000_000])
        #expect(Decoding(station(pair.reversed()), .airrohr).values == [.humidity: 70_000_000])
        let particles = [("PMS_P2", "5"), ("SDS_P2", "6"), ("X_P2", "7")]
        #expect(Decoding(station(particles), .airrohr).values == [.pm2_5: 6_000_000])
        #expect(Decoding(station([("X_P2", "1"), ("Y_P2", "2")]), .airrohr).values == [.pm2_5: 1_000_000])
        let broken = Decoding(station([("BME280_humidity", "nan"), ("humidity", "60")]), .airrohr)
        #expect(broken.values == [.humidity: 60_000_000])
        #expect(broken.rejections == [.humidity: .sentinel])
    }

    @Test("airrohr: a message without its list is refused, an empty list is context")
    func airrohrShape() {
        #expect(Decoding(#"{"esp8266id":"1"}"#, .airrohr).refusal == .wrongShape)
        #expect(Decoding(#"{"sensordatavalues":{}}"#, .airrohr).refusal == .wrongShape)
        #expect(Decoding(#"{"sensordatavalues":[1]}"#, .airrohr).refusal == .wrongShape)
        #expect(Decoding(#"{"sensordatavalues":[]}"#, .airrohr) == Decoding())
        #expect(Decoding(station([("SDS_P1", "1,5")]), .airrohr).rejections == [.pm10: .malformedValue])
    }
}
