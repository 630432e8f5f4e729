package import Readings

/// The true air of the city as one field in time, which every site scales to itself.
///
/// For each hour it holds the traffic's NOx beside the busiest road, the oxidant, the particles that are the same all over
/// the city, and the weather; between the hours it is interpolated, so any instant can be asked for. The recipe and its
/// sources: `AirRecipe`, `AirClimate`.
package struct CityAir: Sendable {
    /// Concentrations in ug/m3, degC, pct and m/s.
    package struct Sample: Equatable, Sendable {
        package var no2, no, o3, pm2_5, pm10: Double
        package var temperature, humidity, windSpeed: Double

        /// Written as NO2: the molar masses are 46.0055 and 30.006.
        package var nox: Double { no2 + no * 46.0055 / 30.006 }
    }

    /// The beginning of an hour, 32 bytes: NOx and coarse particles in ug/m3 beside Marylebone Road, K and oxidant in ppb.
    struct Hour: Sendable {
        var nox, oxidant, equilibrium, fine, coarse: Float
        var temperature, humidity, windSpeed: Float
    }

    private let firstHour: Instant
    private let hours: [Hour]
    private let level: Double

    /// Draws that many hours and two more on either side.
    package init(seed: UInt64, start: Instant, hours count: Int, _ conditions: AirConditions = AirConditions()) {
        level = conditions.level
        let whole = start.floored(toMicroseconds: Microseconds.hour)
        firstHour = whole.advanced(byMicroseconds: -2 * Microseconds.hour)
        var field = AirField(seed: seed, wind: conditions.wind)
        let first = firstHour
        hours = (0..<(max(count, 0) + 5)).map { hour in
            let instant = first.advanced(byMicroseconds: Int64(hour) * Microseconds.hour)
            var air = field.hour(instant)
            air.fine *= Float(conditions.particles(at: instant))
            air.temperature += Float(conditions.warmerBy)
            if conditions.damperBy != 0 { air.humidity = min(max(air.humidity + Float(conditions.damperBy), 5), 100) }
            return air
        }
    }

    /// The air at a site. Before and after the hours that were drawn it stays as at their end.
    package func sample(at instant: Instant, _ site: SiteAir) -> Sample {
        let sinceFirst = instant.microseconds(since: firstHour)
        let index = min(max(Int(sinceFirst / Microseconds.hour), 0), hours.count - 2)
        let share = Double(sinceFirst - Int64(index) * Microseconds.hour) / Double(Microseconds.hour)
        let upper = min(max(share, 0), 1)
        let lower = 1 - upper
        let (left, right) = (hours[index], hours[index + 1])
        let local = site.local(at: instant)
        let traffic = level * local.traffic
        let nox = traffic * (lower * Double(left.nox) + upper * Double(right.nox))
        let gases = PhotostationaryState(
            nox: nox, oxidant: lower * Double(left.oxidant) + upper * Double(right.oxidant),
            equilibrium: lower * Double(left.equilibrium) + upper * Double(right.equilibrium))
        let fine = local.fine * (lower * Double(left.fine) + upper * Double(right.fine))
        // Less than half of the coarse particles do not come from the road.
        let coarse =
            local.coarse * (0.4 + 0.6 * local.traffic) * (lower * Double(left.coarse) + upper * Double(right.coarse))
        let allFine = fine + AirRecipe.exhaustParticles * nox
        return Sample(
            no2: gases.no2 + local.gateNO2, no: gases.no, o3: gases.o3, pm2_5: allFine, pm10: allFine + coarse,
            temperature: lower * Double(left.temperature) + upper * Double(right.temperature),
            humidity: lower * Double(left.humidity) + upper * Double(right.humidity),
            windSpeed: lower * Double(left.windSpeed) + upper * Double(right.windSpeed))
    }

    /// The mean over an interval: of the middles of equal parts of at most five minutes each.
    package func mean(_ interval: Range<Instant>, _ site: SiteAir) -> Sample {
        let length = interval.upperBound.microseconds(since: interval.lowerBound)
        let parts = max(1, (length + 5 * Microseconds.minute - 1) / (5 * Microseconds.minute))
        func sample(_ part: Int64) -> Sample {
            self.sample(at: interval.lowerBound.advanced(byMicroseconds: length * (2 * part + 1) / (2 * parts)), site)
        }
        var sum = sample(0)
        guard parts > 1 else { return sum }
        for part in 1..<parts {
            let next = sample(part)
            for path in Sample.parts { sum[keyPath: path] += next[keyPath: path] }
        }
        for path in Sample.parts { sum[keyPath: path] /= Double(parts) }
        return sum
    }
}

extension CityAir.Sample {
    fileprivate static var parts: [WritableKeyPath<Self, Double>] {
        [\.no2, \.no, \.o3, \.pm2_5, \.pm10, \.temperature, \.humidity, \.windSpeed]
    }
}
