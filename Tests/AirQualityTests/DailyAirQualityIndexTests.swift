import AirQuality
import Foundation
import Readings
import Testing
import TimeWindows

@Suite("The UK Daily Air Quality Index")
struct DailyAirQualityIndexTests {
    /// Upper bounds of index 1 to 9 as Defra prints them (uk-air.defra.gov.uk, "DAQI more info").
    static let bounds: [(Quantity, [Int])] = [
        (.o3, [33, 66, 100, 120, 140, 160, 187, 213, 240]), (.no2, [67, 134, 200, 267, 334, 400, 467, 534, 600]),
        (.so2, [88, 177, 266, 354, 443, 532, 710, 887, 1064]), (.pm2_5, [11, 23, 35, 41, 47, 53, 58, 64, 70]),
        (.pm10, [16, 33, 50, 58, 66, 75, 83, 91, 100]),
    ]

    @Test("every golden vector, index and band")
    func golden() throws {
        let url = try #require(Bundle.module.url(forResource: "Fixtures/daqi_vectors", withExtension: "csv"))
        let table = try TextTable(at: url)
        try #require(table.rows.count == 313)
        for row in table.rows.indices {
            let name = table.field("pollutant", ofRow: row)
            let pollutant = try #require(Quantity(name: name == "pm2.5" ? "pm2_5" : String(name)))
            let text = table.field("concentration", ofRow: row)
            let mean = try Picounits(decimal: text)
            let index = try #require(DailyAirQualityIndex.index(of: pollutant, sum: mean.count, count: 1))
            #expect(String(index) == table.field("index", ofRow: row), "\(name) \(text)")
            #expect(DailyAirQualityIndex.band(of: index).rawValue == table.field("band", ofRow: row))
            // The same mean as the fraction of 24 hours.
            #expect(DailyAirQualityIndex.index(of: pollutant, sum: mean.count * 24, count: 24) == index)
        }
    }

    @Test("half a microgram over a bound is the next index, the smallest fraction less is not", arguments: bounds)
    func edges(pollutant: Quantity, bounds: [Int]) {
        for (place, bound) in bounds.enumerated() {
            let half = (Int128(bound) * 2 + 1) * 500_000_000_000
            #expect(DailyAirQualityIndex.index(of: pollutant, sum: half - 1, count: 1) == place + 1)
            #expect(DailyAirQualityIndex.index(of: pollutant, sum: half, count: 1) == place + 2)
            for hours in [6, 7, 18, 19, 23, 24] {
                let sum = half * Int128(hours)
                #expect(DailyAirQualityIndex.index(of: pollutant, sum: sum - 1, count: hours) == place + 1)
                #expect(DailyAirQualityIndex.index(of: pollutant, sum: sum, count: hours) == place + 2)
            }
        }
    }

    @Test("a negative mean counts as 0", arguments: bounds.map(\.0))
    func negative(pollutant: Quantity) {
        for sum in [Int128(0), -1, -3_200_000_000_000, Int128(Int64.min) * 24_000_000] {
            #expect(DailyAirQualityIndex.index(of: pollutant, sum: sum, count: 24) == 1)
        }
    }

    @Test("the greatest mean that fits is 10", arguments: bounds.map(\.0))
    func greatest(pollutant: Quantity) {
        #expect(DailyAirQualityIndex.index(of: pollutant, sum: Int128(Int64.max) * 24_000_000, count: 24) == 10)
    }

    @Test("there is no index of other quantities, nor of no hours")
    func unknown() {
        for quantity in Quantity.allCases where !DailyAirQualityIndex.pollutants.contains(quantity) {
            #expect(DailyAirQualityIndex.index(of: quantity, sum: 0, count: 1) == nil)
        }
        #expect(DailyAirQualityIndex.index(of: .no2, sum: 0, count: 0) == nil)
    }

    @Test(
        "bands: Low 1 to 3, Moderate 4 to 6, High 7 to 9, Very High 10",
        arguments: zip(
            1...10,
            ["Low", "Low", "Low", "Moderate", "Moderate", "Moderate", "High", "High", "High", "Very High"]))
    func bands(index: Int, name: String) {
        #expect(DailyAirQualityIndex.band(of: index).rawValue == name)
    }

    @Test("PM over 24 hours, ozone over 8, the others over one; no span is longer than a change reaches ahead")
    func spans() {
        #expect(DailyAirQualityIndex.pollutants.map(RunningMeans.indexHours(of:)) == [24, 24, 1, 8, 1])
        for quantity in Quantity.allCases {
            for span in RunningMeans.spans(of: quantity) { #expect(span <= RunningMeans.longestSpanHours) }
            let hours = RunningMeans.indexHours(of: quantity)
            if hours > 1 { #expect(RunningMeans.spans(of: quantity).contains(hours)) }
        }
    }
}
