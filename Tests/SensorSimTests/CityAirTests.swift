import Readings
import Testing

@testable import SensorSim

@Suite("The city's air as one field")
struct CityAirTests {
    private static func instant(_ text: String) throws -> Instant { try #require(Instant(iso8601: text)) }

    @Test("An hour has the same air in every run of a seed, however long and whenever it began")
    func sameHour() throws {
        let long = CityAir(seed: 9, start: try Self.instant("2025-12-30T00:00:00Z"), hours: 72)
        let short = CityAir(seed: 9, start: try Self.instant("2025-12-31T22:17:00Z"), hours: 3)
        let site = SiteAir(name: "sim-a", traffic: 0.7, seed: 9)
        for minutes in stride(from: Int64(0), to: 180, by: 7) {
            let at = try Self.instant("2025-12-31T22:17:00Z").advanced(byMicroseconds: minutes * Microseconds.minute)
            #expect(long.sample(at: at, site) == short.sample(at: at, site))
        }
        let other = CityAir(seed: 10, start: try Self.instant("2025-12-31T22:17:00Z"), hours: 3)
        let midnight = try Self.instant("2026-01-01T00:00:00Z")
        #expect(other.sample(at: midnight, site) != short.sample(at: midnight, site))
    }

    @Test("No instant has a step: neither New Year, nor the end of a month, nor a full hour")
    func continuity() throws {
        for text in ["2025-12-31T00:00:00Z", "2026-02-28T12:00:00Z"] {
            let start = try Self.instant(text)
            let air = CityAir(seed: 4, start: start, hours: 48)
            for minute in Int64(0)..<(48 * 60) {
                let at = start.advanced(byMicroseconds: minute * Microseconds.minute)
                let now = air.sample(at: at, .maryleboneRoad)
                let next = air.sample(at: at.advanced(byMicroseconds: Microseconds.second), .maryleboneRoad)
                // A second is 1/3600 of an hour, in which no more than some hundred ug/m3 come and go.
                #expect(abs(now.no2 - next.no2) < 0.1 && abs(now.pm10 - next.pm10) < 0.1)
                #expect(abs(now.temperature - next.temperature) < 0.01)
            }
        }
    }

    @Test("NO2, NO and ozone are in balance: NO x O3 = K x NO2, and NO + NO2 = NOx, in ppb")
    func photostationary() {
        // 100 ppb of NOx, 40 ppb of oxidant from outside and 12.8 of the exhaust, K of 8 ppb.
        let state = PhotostationaryState(nox: 191.25, oxidant: 40, equilibrium: 8)
        let (no2, no, o3) = (state.no2 / 1.9125, state.no / 1.2473, state.o3 / 1.9957)
        #expect(abs(no2 + no - 100) < 1e-9)
        #expect(abs(no2 + o3 - 52.8) < 1e-9)
        #expect(abs(no * o3 / no2 - 8) < 1e-9)
    }

    @Test("Less traffic means less NO2 and more ozone; the particles from outside stay")
    func traffic() throws {
        let start = try Self.instant("2026-03-02T00:00:00Z")
        let full = CityAir(seed: 1, start: start, hours: 24, AirConditions(level: 1))
        let half = CityAir(seed: 1, start: start, hours: 24, AirConditions(level: 0.5))
        for hour in Int64(0)..<24 {
            let at = start.advanced(byMicroseconds: hour * Microseconds.hour)
            let (all, less) = (full.sample(at: at, .maryleboneRoad), half.sample(at: at, .maryleboneRoad))
            #expect(less.no2 < all.no2 && less.no < all.no && less.o3 > all.o3)
            #expect(less.pm2_5 > 0.8 * all.pm2_5)
        }
    }

    @Test(
        "Nine regional episodes a year on average, 2.3 days long, most of them from November to March, twofold to threefold"
    )
    func episodes() {
        let years = (2000..<2200).map { RegionalEpisodes(seed: 1, year: $0) }
        let all = years.flatMap(\.episodes)
        // Poisson: 200 years have 1,800 +- 42; the mean of geometric lengths (sd 1.73 days) is known to 0.04.
        #expect(abs(all.count - 1800) < 170)
        let days = all.map { Double($0.hours.count) / 24 }.reduce(0, +) / Double(all.count)
        #expect(abs(days - 2.3) < 0.16)
        let winter = all.count { $0.hours.lowerBound < 90 * 24 || $0.hours.lowerBound >= 304 * 24 }
        #expect(Double(winter) / Double(all.count) > 0.6)
        // ln 2 and ln 3.
        #expect(all.allSatisfy { $0.logFactor >= 0.693 && $0.logFactor <= 1.0987 })
        for episode in all.prefix(50) {
            let year = years.first { $0.episodes.contains(episode) }
            let middle = (episode.hours.lowerBound + episode.hours.upperBound) / 2
            #expect((year?.logFactor(hour: middle) ?? 0) >= episode.logFactor)
        }
    }

    @Test("A wanted episode multiplies the particles from outside, at all sites, and comes and goes within six hours")
    func wantedEpisode() throws {
        let start = try Self.instant("2026-06-01T00:00:00Z")
        func at(_ hour: Int64) -> Instant { start.advanced(byMicroseconds: hour * Microseconds.hour) }
        let episode = AirEpisode(from: at(24), to: at(72), factor: 3)
        let usual = CityAir(seed: 1, start: start, hours: 96)
        let changed = CityAir(seed: 1, start: start, hours: 96, AirConditions(episodes: [episode], warmerBy: 2))
        for site in [SiteAir.maryleboneRoad, SiteAir(name: "sim-a", traffic: 0.3, seed: 1)] {
            for (hour, factor) in [(Int64(20), 1.0), (24, 1), (27, 2), (48, 3), (69, 2), (72, 1), (80, 1)] {
                let (before, after) = (usual.sample(at: at(hour), site), changed.sample(at: at(hour), site))
                // The traffic's own particles are a few percent of all.
                #expect(abs(after.pm2_5 / before.pm2_5 - factor) <= 0.15 * (factor - 1) + 1e-6)
                #expect(after.no2 == before.no2)
                #expect(abs(after.temperature - before.temperature - 2) < 1e-4)
            }
        }
    }

    @Test(
        "Normal quantiles are those of the tables",
        arguments: [(0.5, 0.0), (0.975, 1.959964), (0.025, -1.959964), (0.9, 1.281552), (0.0001, -3.719016)])
    func quantiles(share: Double, expected: Double) {
        #expect(abs(NormalScores.quantile(share) - expected) < 1e-5)
    }

    @Test("A typical series keeps the order of its hours and has the normal distribution's quartiles")
    func scores() {
        var series = [5.0, -100, 7, 6]
        NormalScores.rank(&series)
        // Ranks 0 to 3 of 4 are the shares 0.125, 0.375, 0.625 and 0.875.
        let expected = [-0.318639, -1.150349, 1.150349, 0.318639]
        #expect(zip(series, expected).allSatisfy { abs($0 - $1) < 1e-5 })
        NormalScores.standardise(&series)
        #expect(abs(series.reduce(0, +)) < 1e-12)
        #expect(abs(series.reduce(0) { $0 + $1 * $1 } - 4) < 1e-12)
    }
}
