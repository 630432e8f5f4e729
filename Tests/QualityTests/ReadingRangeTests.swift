import Quality
import Readings
import Testing

@Suite("ranges of single readings")
struct ReadingRangeTests {
    /// Lowest and highest value that is counted, in millionths.
    private static let table: [(Quantity, lowest: Int64, highest: Int64)] = [
        // 10 ppb * 1.9125 = 19.125 ug/m3 below zero; 500 * 1.9125 = 956.25 above.
        (.no2, -19_125_000, 956_250_000),
        // 1.9957: 19.957 and 997.85. 2.6609: 26.609 and 1330.45.
        (.o3, -19_957_000, 997_850_000), (.so2, -26_609_000, 1_330_450_000),
        // 10 * 1.2473 = 12.473; 2000 * 1.2473 = 2494.6. NOx as NO2: 2500 * 1.9125 = 4781.25.
        (.no, -12_473_000, 2_494_600_000), (.nox, -19_125_000, 4_781_250_000),
        (.pm1, -10_000_000, 1_000_000_000), (.pm2_5, -10_000_000, 1_000_000_000), (.pm4, -10_000_000, 1_000_000_000),
        (.pm10, -10_000_000, 1_000_000_000), (.co, -11_642_000, 1_164_200_000), (.co2, 300_000_000, 10_000_000_000),
        (.temperature, -40_000_000, 85_000_000), (.humidity, 0, 100_999_999), (.pressure, 850_000_000, 1_100_000_000),
        (.windSpeed, 0, 100_000_000), (.windDirection, 0, 360_000_000),
    ]

    @Test("Each quantity has a range; its ends are counted and a millionth beyond them is not")
    func ends() {
        #expect(Set(Self.table.map(\.0)) == Set(Quantity.allCases))
        let range = ReadingRange()
        for (quantity, lowest, highest) in Self.table {
            func rejection(_ millionths: Int64) -> RejectionReason? {
                range.rejection(of: Sample(quantity: quantity, value: Millionths(millionths), stamp: nil))
            }
            #expect(rejection(lowest) == nil, "\(quantity)")
            #expect(rejection(highest) == nil, "\(quantity)")
            #expect(rejection(lowest - 1) == .range, "\(quantity)")
            #expect(rejection(highest + 1) == .range, "\(quantity)")
            #expect(rejection(.min) == .range && rejection(.max) == .range, "\(quantity)")
        }
    }

    @Test("Noise about zero is kept and -45 ug/m3 of NO2 is not, as the edge cases have it")
    func noise() {
        let range = ReadingRange()
        for (millionths, expected) in [(-400_000, nil), (-45_000_000, .range)] as [(Int64, RejectionReason?)] {
            #expect(range.rejection(of: Sample(quantity: .no2, value: Millionths(millionths), stamp: nil)) == expected)
        }
    }

    @Test(
        "Humidity up to 100.999999 % counts as 100; nothing else is changed",
        arguments: [
            (.humidity, 100_000_001, 100_000_000), (.humidity, 100_999_999, 100_000_000),
            (.humidity, 100_000_000, 100_000_000), (.humidity, 99_999_999, 99_999_999), (.humidity, 0, 0),
            (.humidity, 101_000_000, 101_000_000), (.humidity, 140_000_000, 140_000_000),
            (.no2, -400_000, -400_000), (.pm2_5, 100_400_000, 100_400_000), (.temperature, -3_000_000, -3_000_000),
        ] as [(Quantity, Int64, Int64)])
    func counted(quantity: Quantity, said: Int64, counts: Int64) {
        #expect(ReadingRange.counted(Millionths(said), of: quantity) == Millionths(counts))
    }
}
