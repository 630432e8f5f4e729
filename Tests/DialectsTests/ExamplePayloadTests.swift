import Readings
import Testing

@testable import Dialects

/// What an example payload says, worked out by hand.
struct ExamplePayload: Sendable, CustomTestStringConvertible {
    var file: String
    var dialect: Dialect
    var device: String?
    /// In millionths of the quantity's unit.
    var values: [Quantity: Int64]
    var stamp: String?
    /// Beginning of the interval that ends at the stamp.
    var coversFrom: String?
    var rejections: [Quantity: RejectionReason] = [:]

    var testDescription: String { file }
}

@Suite("example payloads")
struct ExamplePayloadTests {
    private static let stationParticles: [Quantity: Int64] = [.pm10: 18_450_000, .pm2_5: 9_830_000]

    /// 101.21 kPa is 1012.1 hPa; 87 is PM2.5, 88 PM10, 89 PM1; 10 is the battery.
    private static let kit: [Quantity: Int64] = [
        .temperature: 11_400_000, .humidity: 74_200_000, .pressure: 1_012_100_000, .pm2_5: 9_000_000,
        .pm10: 12_000_000, .pm1: 6_000_000,
    ]

    private static let examples: [ExamplePayload] = [
        ExamplePayload(
            file: "sensor-community-api.json", dialect: .sensorCommunity, device: "70001", values: stationParticles,
            stamp: "2026-03-02T08:17:31Z"),
        ExamplePayload(
            file: "sensor-community-push-single-sensor.json", dialect: .sensorCommunity, values: stationParticles),
        ExamplePayload(
            file: "sensor-community-push-single-sensor.json", dialect: .airrohr, values: stationParticles),
        // Channels A and B: PM1 6.5 and 6.2, mean 6.35; PM2.5 10.4 and 9.9, mean 10.15; PM10 12.1 and 11.8, mean 11.95.
        // 58 degF: (58 - 32) * 5 / 9 = 14.4444444... degC.
        ExamplePayload(
            file: "purpleair-local.json", dialect: .purpleair, device: "84:f3:eb:00:00:01",
            values: [
                .pm1: 6_350_000, .pm2_5: 10_150_000, .pm10: 11_950_000, .temperature: 14_444_444,
                .humidity: 66_000_000, .pressure: 1_012_340_000,
            ], stamp: "2026-03-02T08:17:31Z"),
        ExamplePayload(
            file: "airgradient-mqtt.json", dialect: .airgradient, device: "ecda3b000001",
            values: [
                .co2: 431_000_000, .pm1: 5_000_000, .pm2_5: 9_000_000, .pm10: 11_000_000, .temperature: 12_100_000,
                .humidity: 71_000_000,
            ]),
        ExamplePayload(
            file: "smartcitizen-readings.json", dialect: .smartcitizen, values: kit, stamp: "2026-03-02T08:15:00Z"),
        ExamplePayload(
            file: "smartcitizen-raw.txt", dialect: .smartcitizen, values: kit, stamp: "2026-03-02T08:15:00Z"),
        // 20 ppb at 1.9125 ug/m3 a ppb.
        ExamplePayload(
            file: "sensorthings-observation-expanded.json", dialect: .sensorthings, values: [.no2: 38_250_000],
            stamp: "2026-03-02T08:15:00Z", coversFrom: "2026-03-02T08:00:00Z"),
        // CO: 311.2 * 1.0574 - 76.2663 = 329.06288 - 76.2663 = 252.79658 ug/m3 = 0.25279658 mg/m3.
        // NO: 12.4 * 0.94 + 1.2 = 12.856. 52.9 degF: 20.9 * 5 / 9 = 11.6111111... degC.
        ExamplePayload(
            file: "aqmesh-gas.json", dialect: .aqmesh, device: "2450001",
            values: [
                .co: 252_797, .no: 12_856_000, .o3: 36_100_000, .temperature: 11_611_111, .humidity: 78_200_000,
                .pressure: 1_012_300_000,
            ], stamp: "2026-03-02T08:15:00Z", coversFrom: "2026-03-02T08:00:00Z",
            rejections: [.no2: .warmingUp, .so2: .sentinel]),
        // A minute of particles. pm_total, which is no quantity, has the sentinel.
        ExamplePayload(
            file: "aqmesh-particle.json", dialect: .aqmesh, device: "2450001",
            values: [
                .pm10: 16_700_000, .pm4: 12_000_000, .pm2_5: 9_800_000, .pm1: 6_100_000, .temperature: 11_611_111,
                .humidity: 78_200_000, .pressure: 1_012_300_000,
            ], stamp: "2026-03-02T08:15:00Z", coversFrom: "2026-03-02T08:14:00Z"),
    ]

    @Test("An example payload comes to the quantities, values and times that it says", arguments: examples)
    func decodes(example: ExamplePayload) {
        let decoding = Decoding(Fixture.bytes(example.file), example.dialect)
        #expect(decoding.refusal == nil)
        #expect(decoding.device == example.device)
        #expect(decoding.values == example.values)
        #expect(decoding.samples.count == example.values.count)
        #expect(decoding.rejections == example.rejections)
        #expect(decoding.rejected.count == example.rejections.count)
        let stamp = example.stamp.map(at)
        let covers = example.coversFrom.map { at($0)..<(stamp ?? .distantFuture) }
        for sample in decoding.samples {
            #expect(sample.stamp == stamp)
            #expect(sample.covers == covers)
        }
    }

    @Test("An Observation that only points at its Datastream is refused: nobody knows what it measures")
    func bareObservation() {
        #expect(Decoding(Fixture.bytes("sensorthings-observation.json"), .sensorthings).refusal == .wrongShape)
    }
}
