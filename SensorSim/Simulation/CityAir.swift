package import Readings

/// The city's air as one field in time, which every site scales to itself. Concentrations in ug/m3.
///
/// The residuals are autoregressive as fitted to the same station's year 2022: NOx log sd 0.583 with AR(2) 0.8275 and
/// 0.0789, regional oxidant sd 7.8 ppb with an hourly autocorrelation of 0.913, PM2.5 log sd 0.54 with AR(2) 0.85 and
/// 0.03 and a correlation of 0.35 with NOx.
package struct CityAir: Sendable {
    package struct Sample: Sendable {
        package var no2, no, o3, pm2_5, pm10: Double
        package var temperature, humidity: Double
    }

    private struct Residual {
        var nox = 0.0
        var oxidant = 0.0
        var particles = 0.0
        var weather = 0.0
    }

    private let firstHour: Instant
    private let residuals: [Residual]

    /// Draws the residuals of that many hours and one more on either side: 32 bytes an hour.
    package init(seed: UInt64, start: Instant, hours: Int) {
        firstHour = start.floored(toMicroseconds: Microseconds.hour).advanced(byMicroseconds: -Microseconds.hour)
        var random = RandomStream(seed: seed, name: "city air")
        var series: [Residual] = []
        var now = Residual()
        var before = Residual()
        // 200 hours let the residuals forget that they began at zero.
        for hour in 0..<(hours + 204) {
            var next = Residual()
            let traffic = random.normal()
            next.nox = 0.8275 * now.nox + 0.0789 * before.nox + 0.256 * traffic
            next.oxidant = 0.913 * now.oxidant + 3.18 * random.normal()
            // 0.937 is the square root of 1 less 0.35 squared.
            next.particles =
                0.85 * now.particles + 0.03 * before.particles + 0.268 * (0.35 * traffic + 0.937 * random.normal())
            next.weather = 0.98 * now.weather + 0.199 * random.normal()
            before = now
            now = next
            if hour >= 200 { series.append(next) }
        }
        residuals = series
    }

    /// The air at a site whose traffic is `traffic` times Marylebone Road's.
    package func sample(at instant: Instant, traffic: Double) -> Sample {
        let sinceFirst = instant.microseconds(since: firstHour)
        let index = min(max(Int(sinceFirst / Microseconds.hour), 0), residuals.count - 2)
        let share = min(max(Double(sinceFirst - Int64(index) * Microseconds.hour) / Double(Microseconds.hour), 0), 1)
        func between(_ quantity: KeyPath<Residual, Double>) -> Double {
            residuals[index][keyPath: quantity] * (1 - share) + residuals[index + 1][keyPath: quantity] * share
        }
        let clock = LondonClock.reading(at: instant)
        let course = HourlyCourse(clock)
        let month = clock.month - 1
        // The tables hold arithmetic means; exp(residual) has the mean exp(sd^2 / 2), which the third term takes away.
        // 0.8: London's roadside NO2 has fallen by about a fifth since 2022.
        let nox =
            0.8 * traffic * course.value(AirClimate.nox[clock.dayType.rawValue]) * AirClimate.noxOfMonth[month]
            * PortableMath.exp(between(\.nox) - 0.17)
        let summer = clock.month >= 4 && clock.month <= 9
        let equilibrium = course.value(summer ? AirClimate.equilibriumOfSummer : AirClimate.equilibriumOfWinter)
        let oxidant = max(AirClimate.regionalOxidant[month] + between(\.oxidant), 8)
        let gases = Self.photostationary(nox: nox, regionalOxidant: oxidant, equilibrium: equilibrium)
        let particles = AirClimate.particlesOfMonth[month] * PortableMath.exp(between(\.particles) - 0.145)
        let fine = course.value(AirClimate.fineParticles[clock.dayType.rawValue]) * particles
        let coarse =
            course.value(AirClimate.coarseParticles) * (0.4 + 0.6 * traffic) * PortableMath.exp(0.5 * between(\.nox))
        let weather = between(\.weather)
        let humidity =
            AirClimate.humidityOfMonth[month] + course.value(AirClimate.humidityOfHour) - 7 * weather
        return Sample(
            no2: gases.no2, no: gases.no, o3: gases.o3, pm2_5: fine, pm10: fine + coarse,
            temperature: AirClimate.temperatureOfMonth[month] + course.value(AirClimate.temperatureOfHour) + 2.5
                * weather,
            humidity: min(max(humidity, 20), 100))
    }

    /// NO2, NO and O3 in balance (Leighton 1961): NO x O3 = K x NO2, with NO + NO2 = NOx and NO2 + O3 = Ox. So ozone
    /// falls where traffic rises, and nothing is ever negative. Factors from ppb to ug/m3 at 20 degC: Defra.
    private static func photostationary(
        nox: Double, regionalOxidant: Double, equilibrium: Double
    ) -> (no2: Double, no: Double, o3: Double) {
        let noxPPB = nox / 1.9125
        // 12.8 % of the NOx leaves the exhaust as NO2 (Marylebone Road 2022).
        let oxidant = regionalOxidant + 0.128 * noxPPB
        let sum = oxidant + noxPPB + equilibrium
        let no2 = (sum - (sum * sum - 4 * oxidant * noxPPB).squareRoot()) / 2
        return (no2 * 1.9125, (noxPPB - no2) * 1.2473, (oxidant - no2) * 1.9957)
    }
}
