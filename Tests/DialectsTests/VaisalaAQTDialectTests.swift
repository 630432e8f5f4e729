import Readings
import Testing

@testable import Dialects

@Suite("vaisala-aqt dialect")
struct VaisalaAQTDialectTests {
    @Test("The example line: gases in ppm become ug/m3 and mg/m3, the stamp is UTC, the line names no device")
    func example() {
        let decoding = Decoding(Fixture.bytes("vaisala-aqt530-csv.txt"), .vaisalaAQT)
        // NO2 0.021 ppm = 21 ppb * 1.9125; CO 0.311 * 1.1642; O3 18 ppb * 1.9957; NO 12 ppb * 1.2473.
        #expect(
            decoding.values == [
                .temperature: 11_600_000, .humidity: 78_200_000, .pressure: 1_012_300_000, .no2: 40_162_500,
                .co: 362_066, .o3: 35_922_600, .no: 14_967_600, .pm1: 6_100_000, .pm2_5: 9_800_000, .pm10: 16_700_000,
            ])
        #expect(decoding.samples.count == 10)
        #expect(decoding.samples.allSatisfy { $0.stamp == at("2026-03-02T08:17:31Z") && $0.covers == nil })
        #expect(decoding.device == nil)
    }

    @Test("The order of the columns is the line's own; H2S is no quantity; strokes and blanks are no value")
    func order() {
        let line = "2026-03-02T08:17:31,7.3,92.3,990.1,0.01,0.02,///,,H:T:P:H2S:SO2:NO2:PM10,60\r\n"
        // SO2 0.02 ppm = 20 ppb * 2.6609.
        #expect(
            Decoding(line, .vaisalaAQT).values == [
                .humidity: 7_300_000, .temperature: 92_300_000, .pressure: 990_100_000, .so2: 53_218_000,
            ])
    }

    @Test("Several lines are several times; a value below nought is kept, a word is malformed")
    func lines() {
        let text = "2026-03-02T08:17:31,1,O3,60\n2026-03-02T08:18:31Z,-0.001,O3,120\n2026-03-02T08:19:31,x,O3,180\n"
        let decoding = Decoding(text, .vaisalaAQT)
        #expect(decoding.samples.map(\.stamp) == [at("2026-03-02T08:17:31Z"), at("2026-03-02T08:18:31Z")])
        // 1 ppm * 1995.7 and -1 ppb * 1.9957.
        #expect(decoding.samples.map(\.value.count) == [1_995_700_000, -1_995_700])
        #expect(decoding.rejections == [.o3: .malformedValue])
    }

    @Test(
        "A line without its order, with another number of values, cut short or of another kind is refused",
        arguments: [
            ("2026-03-02T08:17:31,1,2,60", .wrongShape), ("2026-03-02T08:17:31,1,2,O3,60", .wrongShape),
            ("2026-03-02T08:17:31,1,2,T:H", .wrongShape), ("2026-03-02T08:17:31,1,2,X:Y,60", .wrongShape),
            ("2026-03-02T08:17:31,1,2,T:T,60", .duplicateKey), ("yesterday,1,2,T:H,60", .malformedStamp),
            ("2026-02-30T08:17:31,1,2,T:H,60", .malformedStamp), ("nan", .wrongShape), (" ", .wrongShape),
            (#"{"pm10":1}"#, .wrongShape), ("\"2026", .wrongShape),
        ] as [(String, QuarantineReason)])
    func refused(_ text: String, _ reason: QuarantineReason) {
        #expect(Decoding(text, .vaisalaAQT).refusal == reason)
    }
}
