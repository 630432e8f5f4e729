import Readings

/// Makes the hours of the city's air: the climate of month, day of the week and London hour, and the year's deviations.
struct AirField {
    private let seed: UInt64
    /// How many spreads of the wind's logarithm it blows above the climate.
    private let wind: Double
    private var years: [Int: AirYear] = [:]

    /// - Parameter wind: what the climate's wind is multiplied by, more than 0.
    init(seed: UInt64, wind: Double = 1) {
        self.seed = seed
        self.wind = wind == 1 ? 0 : PortableMath.ln(wind) / AirRecipe.windSpread
    }

    mutating func hour(_ instant: Instant) -> CityAir.Hour {
        var deviation = deviation(instant)
        if wind != 0 { deviation.blow(wind) }
        let clock = LondonClock.reading(at: instant)
        let course = HourlyCourse(clock)
        let season = Season(instant)
        let day = clock.dayType.rawValue

        func factor(_ deviation: Double, _ spread: Double, skew: Double = 0) -> Double {
            PortableMath.exp(spread * (deviation + skew * (deviation * deviation - 1)))
        }
        func weather(_ table: [[Double]]) -> Double { season.value { course.value(table[$0]) } }

        let nox =
            AirRecipe.noxLevel * course.value(AirClimate.nox[day]) * season.value(AirClimate.noxOfMonth)
            * factor(deviation.nox, AirRecipe.noxSpread, skew: AirRecipe.noxSkew)
        let summer = season.value(AirClimate.isSummer)
        let balance =
            summer * course.value(AirClimate.equilibriumOfSummer)
            + (1 - summer) * course.value(AirClimate.equilibriumOfWinter)
        let equilibrium =
            AirRecipe.equilibriumLevel * balance
            * factor(deviation.equilibrium, AirRecipe.equilibriumSpread, skew: AirRecipe.equilibriumSkew)
        let oxidant =
            season.value(AirClimate.regionalOxidant) + AirRecipe.oxidantLevel
            + AirRecipe.oxidantSpread * deviation.oxidant
        let fine =
            AirRecipe.fineLevel * course.value(AirClimate.fineParticles[day])
            * factor(deviation.fine, AirRecipe.fineSpread, skew: AirRecipe.fineSkew)
        let coarse =
            AirRecipe.coarseLevel * course.value(AirClimate.coarseParticles[day])
            * factor(deviation.coarse, AirRecipe.coarseSpread, skew: AirRecipe.coarseSkew)
        let humidity = weather(AirClimate.humidity) + AirRecipe.humiditySpread * deviation.humidity
        let wind = AirRecipe.windSpread
        return CityAir.Hour(
            nox: Float(nox), oxidant: Float(max(oxidant, AirRecipe.leastOxidant)), equilibrium: Float(equilibrium),
            fine: Float(fine), coarse: Float(coarse),
            temperature: Float(
                weather(AirClimate.temperature) + AirRecipe.temperatureSpread * deviation.temperature),
            humidity: Float(min(max(humidity, 20), 100)),
            windSpeed: Float(weather(AirClimate.wind) * factor(deviation.wind, wind) * (1 - wind * wind / 2)))
    }

    /// At New Year the old year gives way to the new one within two days.
    private mutating func deviation(_ instant: Instant) -> AirYear.Deviation {
        let year = CivilDate(of: instant).components.year
        let overhang = Int64(AirYear.overhang) * Microseconds.hour
        for turn in [year, year + 1] {
            let midnight = CivilDate(year: turn, month: 1, day: 1).startUTC
            let since = instant.microseconds(since: midnight)
            guard since > -overhang, since < overhang else { continue }
            let new = Double(since + overhang) / Double(2 * overhang)
            return blend(of(turn - 1)[instant], of(turn)[instant], new: new)
        }
        return of(year)[instant]
    }

    private mutating func of(_ year: Int) -> AirYear {
        if let known = years[year] { return known }
        let drawn = AirYear(seed: seed, year: year)
        years[year] = drawn
        return drawn
    }

    /// Of two independent values of spread 1 one of spread 1.
    private func blend(_ old: AirYear.Deviation, _ new: AirYear.Deviation, new share: Double) -> AirYear.Deviation {
        let scale = 1 / ((1 - share) * (1 - share) + share * share).squareRoot()
        func value(_ path: KeyPath<AirYear.Deviation, Double>) -> Double {
            scale * ((1 - share) * old[keyPath: path] + share * new[keyPath: path])
        }
        return AirYear.Deviation(
            nox: value(\.nox), wind: value(\.wind), oxidant: value(\.oxidant), equilibrium: value(\.equilibrium),
            fine: value(\.fine), coarse: value(\.coarse), temperature: value(\.temperature),
            humidity: value(\.humidity))
    }
}

extension AirYear.Deviation {
    /// More wind, and what goes with it at any hour.
    fileprivate mutating func blow(_ more: Double) {
        wind += more
        nox += AirRecipe.noxWithWind * more
        oxidant += AirRecipe.oxidantWithWind * more
        equilibrium += AirRecipe.equilibriumWithWind * more
        fine += AirRecipe.fineWithWind * more
    }
}

/// Where in the year an instant lies: monthly values hold in the middle of the month, and give way to the neighbour's within
/// three days on either side of its end, so that no midnight has a step.
struct Season {
    private let month, neighbour: Int
    private let share: Double

    init(_ instant: Instant) {
        let date = CivilDate(of: instant).components
        let start = CivilDate(year: date.year, month: date.month, day: 1).startUTC
        let day = Double(instant.microseconds(since: start)) / Double(Microseconds.day)
        let length = Double(CivilDate.daysInMonth(year: date.year, month: date.month))
        month = date.month - 1
        let isEarly = day < length / 2
        neighbour = isEarly ? (month + 11) % 12 : (month + 1) % 12
        share = max(0, 0.5 - (isEarly ? day : length - day) / 6)
    }

    func value(_ months: [Double]) -> Double { value { months[$0] } }

    /// Of a value for each month, 0 being January.
    func value(_ ofMonth: (Int) -> Double) -> Double {
        ofMonth(month) * (1 - share) + ofMonth(neighbour) * share
    }
}
