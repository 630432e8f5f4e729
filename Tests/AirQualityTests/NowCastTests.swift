import AirQuality
import Foundation
import Readings
import Testing
import TimeWindows

@Suite("NowCast and units")
struct NowCastTests {
    /// A line of a CSV file whose first cell may be quoted.
    private func cells(_ line: Substring) -> [Substring] {
        guard line.hasPrefix("\""), let end = line.dropFirst().firstIndex(of: "\"") else {
            return line.split(separator: ",", omittingEmptySubsequences: false)
        }
        let rest = line[line.index(after: end)...].dropFirst()
        return [line[line.index(after: line.startIndex)..<end]]
            + rest.split(separator: ",", omittingEmptySubsequences: false)
    }

    @Test("every golden vector to nine decimals, and truncated")
    func golden() throws {
        let url = try #require(Bundle.module.url(forResource: "Fixtures/nowcast_vectors", withExtension: "csv"))
        let lines = try String(contentsOf: url, encoding: .utf8).split(whereSeparator: \.isNewline)
        try #require(lines.count == 11)
        for line in lines.dropFirst() {
            let row = cells(line)
            let hours = try row[3].split(separator: ";", omittingEmptySubsequences: false).map {
                $0.isEmpty ? nil : try Picounits(decimal: $0)
            }
            let isOzone = row[1] == "o3"
            let nowCast = try #require(NowCast(ofHours: hours, isOzone ? .ozone : .particles), "\(row[0])")
            let expected = try #require(Double(row[4]))
            // The file prints nine decimals.
            #expect(abs(Double(nowCast.mean.count) / 1e12 - expected) <= 5.1e-10, "\(row[0])")
            let step: UInt64 = isOzone ? 1_000_000_000_000 : 100_000_000_000
            let truncated = try #require(Double(row[5]))
            #expect(Double(nowCast.steps(of: step, times: .one)) == (truncated * (isOzone ? 1 : 10)).rounded())
        }
    }

    private func micrograms(_ values: [Double?]) -> [Picounits?] {
        values.map { $0.map { Picounits(Int128(($0 * 1e6).rounded()) * 1_000_000) } }
    }

    @Test(
        "hours that are all the same are their own NowCast, to the last digit", arguments: [28.4, 0.1, 35.4, 9.0, 55.4])
    func constant(value: Double) throws {
        let step: UInt64 = 100_000_000_000
        for missing in 0...9 {
            var hours = [Double?](repeating: value, count: 12)
            for hour in 0..<missing { hours[hour] = nil }
            let nowCast = try #require(NowCast(ofHours: micrograms(hours), .particles))
            #expect(nowCast.steps(of: step, times: .one) == Int128((value * 10).rounded()))
            #expect(nowCast.mean.count == Int128((value * 1e6).rounded()) * 1_000_000)
        }
    }

    @Test("two of the newest three hours are needed")
    func newestThree() {
        let old = [Double?](repeating: 10, count: 9)
        #expect(NowCast(ofHours: micrograms(old + [nil, nil, 3]), .particles) == nil)
        #expect(NowCast(ofHours: micrograms(old + [3, nil, nil]), .particles) == nil)
        #expect(NowCast(ofHours: micrograms(old + [nil, 3, 3]), .particles) != nil)
        #expect(NowCast(ofHours: micrograms(old + [3, 3, nil]), .particles) != nil)
        #expect(NowCast(ofHours: [], .ozone) == nil)
    }

    @Test("w of one half by hand: (9 + 6/2 + 3/4) / (1 + 1/2 + 1/4) = 7.285714...")
    func byHand() throws {
        let nowCast = try #require(NowCast(ofHours: micrograms([3, 6, 9]), .particles))
        #expect(nowCast.mean.count == 7_285_714_285_714)
        // Ozone has no least weight: w = 1/3: (9 + 6/3 + 3/9) / (1 + 1/3 + 1/9) = 102/13 = 7.846153...
        let ozone = try #require(NowCast(ofHours: micrograms([3, 6, 9]), .ozone))
        #expect(ozone.mean.count == 7_846_153_846_154)
        // All negative: nothing to compare, the plain mean, rounded down.
        let negative = try #require(NowCast(ofHours: micrograms([-1, -1.5, -1.75]), .particles))
        #expect(negative.mean.count == -1_416_666_666_667)
        #expect(negative.steps(of: 100_000_000_000, times: .one) == -15)
    }

    @Test("values finer than a double holds: the exact fraction decides")
    func exact() throws {
        // Twelve hours of 35.5 less a picounit: one step below the next band.
        let below = [Picounits?](repeating: Picounits(35_499_999_999_999), count: 12)
        let nowCast = try #require(NowCast(ofHours: below, .particles))
        #expect(nowCast.steps(of: 100_000_000_000, times: .one) == 354)
        let greatest = [Picounits?](repeating: Picounits(Int128(Int64.max)), count: 12)
        #expect(NowCast(ofHours: greatest, .particles)?.mean.count == Int128(Int64.max))
        #expect(NowCast(ofHours: [nil, Picounits(Int128(Int64.max) + 1), Picounits(0)], .particles) == nil)
    }

    @Test("every factor between ppb and ug/m3 of the golden table, at 20 and at 25 degC")
    func factors() throws {
        let url = try #require(Bundle.module.url(forResource: "Fixtures/unit_conversion", withExtension: "csv"))
        let table = try TextTable(at: url)
        try #require(table.rows.count == 6)
        for row in table.rows.indices {
            let name = table.field("gas", ofRow: row)
            let gas = try #require(name == "NOx as NO2" ? .nox : Quantity(name: name.lowercased()))
            let uk = try #require(UnitFactor(perPartsPerBillionOf: gas, at: .celsius20))
            let published = try #require(Double(table.field("factor_uk_20C_published", ofRow: row)))
            #expect(Double(uk.numerator) / Double(uk.denominator) == published)
            let epa = try #require(UnitFactor(perPartsPerBillionOf: gas, at: .celsius25))
            let expected = try #require(Double(table.field("factor_25C_22.41x298/273", ofRow: row)))
            #expect(abs(Double(epa.numerator) / Double(epa.denominator) - expected) <= 5.1e-6)
        }
        #expect(UnitFactor(perPartsPerBillionOf: .pm10, at: .celsius20) == nil)
    }

    @Test("a UK hour of 100 ppb NO2 is 191.25 ug/m3 and index 100; stated at 25 degC it would be 101.7 ppb")
    func conversion() throws {
        let date = CivilDate(year: 2026, month: 3, day: 2)
        let bands = try #require(IndexTables.builtIn.table(.unitedStates, .no2, on: date))
        let sum: Int128 = 191_250_000_000_000
        #expect(UnitedStatesIndex.index(bands, sum: sum, count: 1) == 100)
        #expect(UnitedStatesIndex.index(bands, sum: sum - 1, count: 1) == 99)
        // 191.25 / 1.88045 = 101.70: truncated to 101 ppb, the first of the next band.
        #expect(UnitedStatesIndex.index(bands, sum: sum, count: 1, statedAt: .celsius25) == 101)
        let ozone = try #require(IndexTables.builtIn.table(.unitedStates, .o3, averaging: .running8Hours, on: date))
        // 54 ppb x 1.9957 = 107.7678 ug/m3 is 0.054 ppm: 50.
        #expect(UnitedStatesIndex.index(ozone, sum: 107_767_800_000_000 * 7, count: 7) == 50)
        #expect(UnitedStatesIndex.index(ozone, sum: 107_767_800_000_000 * 7 - 1, count: 7) == 49)
        let carbon = try #require(IndexTables.builtIn.table(.unitedStates, .co, on: date))
        // 4.4 ppm x 1.1642 = 5.12248 mg/m3.
        #expect(UnitedStatesIndex.index(carbon, sum: 5_122_480_000_000, count: 1) == 50)
        #expect(UnitedStatesIndex.index(carbon, sum: 5_122_479_999_999, count: 1) == 49)
        let hours = [Picounits?](repeating: Picounits(107_767_800_000_000), count: 8)
        let nowCast = try #require(NowCast(ofHours: hours, .ozone))
        #expect(UnitedStatesIndex.index(ozone, nowCast) == 50)
    }
}
