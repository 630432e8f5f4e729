import Quality
import Readings
import Testing

@Suite("the correction for water in particles")
struct KappaKoehlerCorrectionTests {
    @Test("every golden factor, to its last decimal")
    func golden() throws {
        let table = try Table(named: "kappa_kohler_factor")
        try #require(table.rows.count == 14)
        for row in table.rows.indices {
            let humidity = try table.value(row, 0)
            for (column, kappa) in [(1, 400_000), (2, 300_000), (3, 600_000)] as [(Int, Int64)] {
                let correction = KappaKoehlerCorrection(kappa: Millionths(kappa))
                #expect(try correction.factor(humidity: humidity) == table.value(row, column), "\(row) \(kappa)")
            }
            #expect(try KappaKoehlerCorrection().factor(humidity: humidity) == table.value(row, 1))
        }
    }

    /// Raw, humidity, kappa and corrected, in millionths.
    static let cases: [(Int64, Int64, Int64, Int64)] = [
        // C = 1 + (1.65 / 1.65) / (100 / 40 - 1) = 5 / 3: 10 x 3 / 5.
        (10_000_000, 40_000_000, 1_650_000, 6_000_000), (-10_000_000, 40_000_000, 1_650_000, -6_000_000),
        // At 98 and above C is 1 + 0.4 / 1.65 x 49 = 21.25 / 1.65: 100 x 1.65 / 21.25 = 7.764705882...
        (100_000_000, 98_000_000, 400_000, 7_764_706), (100_000_000, 99_500_000, 400_000, 7_764_706),
        (100_000_000, 100_999_999, 400_000, 7_764_706), (100_000_000, .max, 400_000, 7_764_706),
        // At 0, and below it, nothing changes.
        (12_345_678, 0, 400_000, 12_345_678), (12_345_678, -5_000_000, 400_000, 12_345_678),
        (.max, 0, 400_000, .max), (.min, 0, 400_000, .min),
        // Ties go away from zero: C = 2 at 50 % with 1.65.
        (1, 50_000_000, 1_650_000, 1), (-1, 50_000_000, 1_650_000, -1), (3, 50_000_000, 1_650_000, 2),
    ]

    @Test("raw / C is rounded once, half away from zero", arguments: cases)
    func corrected(raw: Int64, humidity: Int64, kappa: Int64, corrected: Int64) {
        let correction = KappaKoehlerCorrection(kappa: Millionths(kappa))
        #expect(correction.corrected(Millionths(raw), humidity: Millionths(humidity)).count == corrected)
    }
}
