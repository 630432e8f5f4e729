import AirQuality
import Foundation
import Readings
import Testing
import TimeWindows

@Suite("European and US indices")
struct IndexVectorTests {
    private func table(_ name: String) throws -> TextTable {
        let url = try #require(Bundle.module.url(forResource: "Fixtures/\(name)", withExtension: "csv"))
        return try TextTable(at: url)
    }

    private func quantity(_ name: Substring) throws -> Quantity {
        try #require(Quantity(name: name == "pm2.5" ? "pm2_5" : String(name)))
    }

    @Test("every European golden vector, of the bands of 2024 and of 2017 to 2024, rounded half up")
    func european() throws {
        let vectors = try table("eaqi_vectors")
        try #require(vectors.rows.count == 155)
        for row in vectors.rows.indices {
            let date =
                vectors.field("index_name", ofRow: row) == "EAQI-new"
                ? CivilDate(year: 2026, month: 3, day: 2) : CivilDate(year: 2022, month: 3, day: 2)
            let pollutant = try quantity(vectors.field("pollutant", ofRow: row))
            let bands = try #require(IndexTables.builtIn.table(.european, pollutant, on: date))
            let text = vectors.field("concentration", ofRow: row)
            let mean = try Picounits(decimal: text)
            let level = try #require(bands.index(sum: mean.count, count: 1))
            #expect(String(level) == vectors.field("level_rounded", ofRow: row), "\(pollutant) \(text) \(date)")
            let message = try #require(IndexTables.builtIn.message(.european, index: level, on: date))
            #expect(message.band == vectors.field("level_name", ofRow: row))
        }
    }

    @Test("the European index of particles is of running 24 h means until 2024, of hourly values since")
    func averagingByDate() throws {
        for (year, averaging) in [(2018, AveragingPeriod.running24Hours), (2023, .running24Hours), (2024, .hour)] {
            for pollutant in [Quantity.pm2_5, .pm10] {
                let date = CivilDate(year: year, month: 6, day: 1)
                #expect(IndexTables.builtIn.table(.european, pollutant, on: date)?.averaging == averaging)
            }
        }
        let before = CivilDate(year: 2017, month: 11, day: 15)
        #expect(IndexTables.builtIn.table(.european, .no2, on: before) == nil)
    }

    @Test("every US golden vector, truncated by pollutant; outside of the tables there is no index")
    func unitedStates() throws {
        let vectors = try table("us_aqi_2024_vectors")
        try #require(vectors.rows.count == 129)
        let date = CivilDate(year: 2026, month: 3, day: 2)
        for row in vectors.rows.indices {
            let parts = vectors.field("pollutant", ofRow: row).split(separator: "_")
            let averaging = AveragingPeriod(rawValue: parts.count > 1 ? String(parts[1]) : "24h")
            let pollutant = try quantity(parts[0])
            let bands = try #require(
                IndexTables.builtIn.table(.unitedStates, pollutant, averaging: averaging, on: date))
            #expect(bands.unit.rawValue == vectors.field("unit", ofRow: row))
            let text = vectors.field("concentration", ofRow: row)
            let mean = try Picounits(decimal: text)
            let index = bands.index(sum: mean.count * 24, count: 24)
            #expect((index.map(String.init) ?? "") == vectors.field("aqi", ofRow: row), "\(pollutant) \(text)")
            guard let index else { continue }
            let message = try #require(IndexTables.builtIn.message(.unitedStates, index: index, on: date))
            #expect(message.band == vectors.field("category", ofRow: row))
        }
    }

    @Test("a small negative mean is truncated to 0, which is Good; a greater one has no US index")
    func smallNegative() throws {
        let date = CivilDate(year: 2026, month: 3, day: 2)
        let bands = try #require(IndexTables.builtIn.table(.unitedStates, .pm2_5, on: date))
        #expect(bands.index(sum: -40_000_000_000, count: 1) == 0)
        #expect(bands.index(sum: -100_000_000_000, count: 1) == nil)
        #expect(bands.index(sum: 0, count: 0) == nil)
    }

    @Test("a European station carries an index with NO2 and particles, away from traffic with ozone too")
    func europeanPollutants() {
        #expect(EuropeanIndex.isShown(for: [.no2, .pm10], isTrafficStation: true))
        #expect(!EuropeanIndex.isShown(for: [.no2, .pm10], isTrafficStation: false))
        #expect(EuropeanIndex.isShown(for: [.no2, .o3, .pm2_5], isTrafficStation: false))
        #expect(!EuropeanIndex.isShown(for: [.no2, .o3, .so2], isTrafficStation: true))
        #expect(!EuropeanIndex.isShown(for: [.o3, .pm2_5], isTrafficStation: true))
    }

    @Test("the advice on Low days changed on 19 December 2025")
    func adviceByDate() throws {
        let tables = IndexTables.builtIn
        let old = try #require(tables.message(.daily, index: 2, on: CivilDate(year: 2025, month: 12, day: 18)))
        let new = try #require(tables.message(.daily, index: 2, on: CivilDate(year: 2025, month: 12, day: 19)))
        #expect(old.general == "Enjoy your usual outdoor activities.")
        #expect(new.general == "Continue your usual outdoor activities.")
        #expect(new.band == "Low" && new.colour == "31ff00")
        for index in 1...10 {
            let message = try #require(
                tables.message(.daily, index: index, on: CivilDate(year: 2026, month: 3, day: 2)))
            #expect(message.band == DailyAirQualityIndex.band(of: index).rawValue)
        }
        #expect(tables.message(.daily, index: 11, on: CivilDate(year: 2026, month: 3, day: 2)) == nil)
    }

    @Test(
        "no day since 2012 is without advice; that of High and Very High is the one of 2013 until its successor was read"
    )
    func adviceWithoutGap() throws {
        let tables = IndexTables.builtIn
        for index in 1...10 {
            let own = tables.messages.filter { $0.scale == .daily && $0.indices.contains(index) }
                .sorted { $0.validity.lowerBound < $1.validity.lowerBound }
            #expect(own.first?.validity.lowerBound == CivilDate(year: 2012, month: 1, day: 1))
            for (older, newer) in zip(own, own.dropFirst()) {
                #expect(older.validity.upperBound == newer.validity.lowerBound, "\(index)")
            }
            #expect(own.last?.validity.contains(CivilDate(year: 2036, month: 1, day: 1)) == true)
            #expect(own.count == (index <= 6 ? 2 : 1))
            #expect(own.allSatisfy { !$0.general.isEmpty && !$0.atRisk.isEmpty && !$0.source.isEmpty })
        }
    }
}
