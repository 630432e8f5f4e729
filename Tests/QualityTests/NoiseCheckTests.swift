import Quality
import Readings
import Testing

@Suite("noisy hours")
struct NoiseCheckTests {
    @Test(
        "a third of the mean is allowed; hours near zero and quantities without a zero are not judged",
        arguments: [
            (.pm2_5, 10, 3.3, false), (.pm2_5, 10, 3.300001, true), (.pm2_5, 4.9, 4, false), (.no2, 40, 14, true),
            (.no2, 19, 19, false), (.no2, -5, 8, false), (.temperature, 20, 15, false), (.co, 0.6, 0.3, true),
        ] as [(Quantity, Double, Double, Bool)])
    func variation(quantity: Quantity, mean: Double, deviation: Double, isFlagged: Bool) {
        let hour = CheckedHour(
            mean: Int64((mean * 1_000_000).rounded()), minimum: 0, maximum: 0,
            standardDeviation: Int64((deviation * 1_000_000).rounded()))
        #expect(NoiseCheck.isFlagged(hour, of: quantity) == isFlagged)
        #expect(NoiseCheck.flagged([nil, hour], of: quantity) == [false, isFlagged])
    }

    @Test("an hour of a single reading has no scatter")
    func single() {
        #expect(!NoiseCheck.isFlagged(CheckedHour(mean: 50_000_000, minimum: 0, maximum: 0), of: .pm2_5))
    }
}
