import Readings

/// One calendar year (UTC) of the city's air as deviations from the climate, hour by hour.
///
/// A year is drawn whole and made typical (`NormalScores`), so that an hour's air is the same in every run of a seed,
/// however short, and each seed's year has the statistics of a real one. It begins and ends some hours early and late, so
/// that two years can be blended at New Year.
struct AirYear: Sendable {
    /// Deviations in standard deviations; of regional oxidant, NOx, NO x O3 / NO2, PM2.5 (its months included), coarse
    /// particles and weather.
    struct Deviation: Sendable {
        var nox = 0.0
        var wind = 0.0
        var oxidant = 0.0
        var equilibrium = 0.0
        var fine = 0.0
        var coarse = 0.0
        var temperature = 0.0
        var humidity = 0.0
    }

    /// Hours before and after the year.
    static let overhang = 24

    let firstHour: Instant
    let deviations: [Deviation]

    init(seed: UInt64, year: Int) {
        let begins = CivilDate(year: year, month: 1, day: 1).startUTC
        let ends = CivilDate(year: year + 1, month: 1, day: 1).startUTC
        firstHour = begins.advanced(byMicroseconds: -Int64(Self.overhang) * Microseconds.hour)
        let hours = Int(ends.microseconds(since: begins) / Microseconds.hour) + 2 * Self.overhang
        let draw = Draw(seed: seed, year: year, hours: hours)

        var nox = draw.series("NOx", AirRecipe.Memory.nox)
        NormalScores.rank(&nox)
        let wind = draw.series("wind", AirRecipe.Memory.wind)
        var oxidant = draw.series("oxidant", AirRecipe.Memory.oxidant)
        Self.tie(&oxidant, to: [(nox, AirRecipe.oxidantWithNOx), (wind, AirRecipe.oxidantWithWind)])
        var equilibrium = draw.series("equilibrium", AirRecipe.Memory.equilibrium)
        Self.tie(
            &equilibrium,
            to: [
                (nox, AirRecipe.equilibriumWithNOx), (oxidant, AirRecipe.equilibriumWithOxidant),
                (wind, AirRecipe.equilibriumWithWind),
            ])
        NormalScores.rank(&equilibrium)
        var fine = draw.series("PM2.5", AirRecipe.Memory.fine)
        Self.tie(&fine, to: [(nox, AirRecipe.fineWithNOx), (wind, AirRecipe.fineWithWind)])
        let episodes = RegionalEpisodes(seed: seed, year: year)
        for hour in fine.indices {
            fine[hour] = AirRecipe.fineOwnSpread * fine[hour] + episodes.logFactor(hour: hour - Self.overhang)
        }
        NormalScores.rank(&fine)
        var coarse = draw.series("coarse", AirRecipe.Memory.coarse)
        Self.tie(&coarse, to: [(nox, AirRecipe.coarseWithNOx), (fine, AirRecipe.coarseWithFine)])
        NormalScores.rank(&coarse)
        // The months belong to the year's distribution: it is that of all hours together that is made typical.
        for hour in fine.indices {
            let season = Season(firstHour.advanced(byMicroseconds: Int64(hour) * Microseconds.hour))
            let month = PortableMath.ln(season.value(AirClimate.fineParticlesOfMonth))
            fine[hour] = AirRecipe.fineMonthSpread * fine[hour] + month
        }
        NormalScores.rank(&fine)
        let temperature = draw.series("temperature", AirRecipe.Memory.temperature)
        var humidity = draw.series("humidity", AirRecipe.Memory.humidity)
        Self.tie(&humidity, to: [(temperature, AirRecipe.humidityWithTemperature)])
        deviations = (0..<hours).map { hour in
            Deviation(
                nox: nox[hour], wind: wind[hour], oxidant: oxidant[hour], equilibrium: equilibrium[hour],
                fine: fine[hour], coarse: coarse[hour], temperature: temperature[hour], humidity: humidity[hour])
        }
    }

    /// The deviation of an hour inside the year or its overhang.
    subscript(instant: Instant) -> Deviation {
        let index = Int(instant.microseconds(since: firstHour) / Microseconds.hour)
        return deviations[min(max(index, 0), deviations.count - 1)]
    }

    /// Adds shares of other series; what the series has of its own shrinks, so that its spread stays 1.
    private static func tie(_ series: inout [Double], to others: [(series: [Double], share: Double)]) {
        var common = [Double](repeating: 0, count: series.count)
        for (other, share) in others {
            for hour in common.indices { common[hour] += share * other[hour] }
        }
        var squares = 0.0
        for value in common { squares += value * value }
        let own = max(0, 1 - squares / Double(common.count)).squareRoot()
        for hour in series.indices { series[hour] = own * series[hour] + common[hour] }
        NormalScores.standardise(&series)
    }

    private struct Draw {
        var seed: UInt64
        var year: Int
        var hours: Int

        /// An autoregressive series of mean 0 and spread 1; 200 hours let it forget that it began at nought.
        func series(_ name: String, _ memory: (Double, Double)) -> [Double] {
            var random = RandomStream(seed: seed, name: "city air \(year) \(name)")
            var series: [Double] = []
            series.reserveCapacity(hours)
            var (now, before) = (0.0, 0.0)
            for hour in 0..<(hours + 200) {
                let next = memory.0 * now + memory.1 * before + random.normal()
                (now, before) = (next, now)
                if hour >= 200 { series.append(next) }
            }
            NormalScores.standardise(&series)
            return series
        }
    }
}
