/// How far simulated air sensors are from the truth, and how often their messages fail: each rate a field, nought unless
/// given. Sources: the project's error table from colocated sensors, makers' data sheets and reference networks.
package struct AirErrors: Equatable, Sendable {
    // MARK: Units differ from each other

    /// Spread of the logarithm of a unit's slope; measured 0.10 to 0.15 for optical particle counters.
    package var particleSlopeLogSD = 0.0
    /// ug/m3.
    package var particleOffsetSD = 0.0
    package var gasSlopeLogSD = 0.0
    /// ppb; electrochemical cells.
    package var gasOffsetSD = 0.0
    /// kappa of the particles, from unit to unit; nought for units that show dry particles.
    package var hygroscopicity = 0.0...0.0
    /// Moist particles are taken for larger ones by at most that factor.
    package var growthCap = 4.0
    /// The share of units whose NO2 cell also counts ozone, and how much of it.
    package var ozoneSensitiveShare = 0.0
    package var ozoneCross = 0.3...1.0
    /// ppb for each degree above 20 degC.
    package var gasHeat = 0.0...0.0

    // MARK: From month to month

    /// Dust: what a particle counter's slope loses in a month (0.01 is one percent).
    package var particleDriftPerMonth = 0.0
    /// ppb: spread of the steps that a gas cell's zero takes in a month.
    package var gasDriftPerMonth = 0.0

    // MARK: From reading to reading

    /// Relative, of a mean over two minutes; longer means have less, by the root of their length.
    package var particleNoise = 0.0
    /// ppb, of a mean over one minute.
    package var gasNoise = 0.0
    /// degC, pct, hPa and ppm.
    package var temperatureNoise = 0.0
    package var humidityNoise = 0.0
    package var pressureNoise = 0.0
    package var carbonDioxideNoise = 0.0
    /// Relative, of an hour of a reference station.
    package var referenceNoise = 0.0

    // MARK: Time

    /// The share of periods that are off by more than a second (up to 4 s); the others by up to a second. Nought: none is.
    /// Devices that form means by the clock keep to it.
    package var unevenPeriods = 0.0
    package var missedReadings = 0.0
    /// Seconds that a unit's clock is off.
    package var clockSD = 0.0
    /// The share of units whose clock begins at 1970, and of those that are an hour behind.
    package var clocksWithoutTime = 0.0
    package var clocksAnHourOff = 0.0
    /// The share of units whose clock is an hour ahead: London's summer time, stamped as UTC.
    package var clocksAhead = 0.0

    // MARK: Interruptions

    package var outagesPerWeek = 0.0
    package var outageMeanMinutes = 0.0
    /// A sensor without power measures nothing, and is off while it warms up.
    package var powerCutsPerYear = 0.0
    package var powerCutMeanMinutes = 30.0
    package var warmUpMinutes = 0.0
    /// Of each analyser of a reference station.
    package var analyserGapsPerYear = 0.0
    package var analyserGapMedianHours = 1.5
    /// Of the natural logarithm of the gap's length.
    package var analyserGapLogSD = 1.6

    package init() {}

    /// What is emitted is the city's truth, up to the payload's decimals; every message arrives once.
    package static let none = AirErrors()

    /// A network in good hands, as the demo has it: corrected units, short outages, clocks that are right.
    package static let healthy: AirErrors = {
        var errors = AirErrors()
        errors.particleSlopeLogSD = 0.12
        errors.particleOffsetSD = 0.7
        errors.gasSlopeLogSD = 0.10
        errors.gasOffsetSD = 1.5
        // Units that already correct for most of the water: the bare range would be 0.2 to 0.5.
        errors.hygroscopicity = 0.03...0.12
        errors.growthCap = 2
        errors.particleNoise = 0.07
        errors.gasNoise = 1.5
        errors.temperatureNoise = 0.1
        errors.humidityNoise = 0.5
        errors.pressureNoise = 0.05
        errors.carbonDioxideNoise = 3
        errors.referenceNoise = 0.01
        // About every three days, 20 minutes on average.
        errors.outagesPerWeek = 7.0 / 3
        errors.outageMeanMinutes = 20
        return errors
    }()

    /// The rates that were measured in the field or are given for bare sensors.
    package static let field: AirErrors = {
        var errors = healthy
        errors.particleOffsetSD = 1
        errors.gasSlopeLogSD = 0.20
        errors.gasOffsetSD = 5
        errors.hygroscopicity = 0.2...0.5
        errors.growthCap = 4
        // Most makers correct for ozone: one unit in ten is taken not to.
        errors.ozoneSensitiveShare = 0.1
        errors.gasHeat = 0.3...0.5
        errors.particleDriftPerMonth = 0.01
        errors.gasDriftPerMonth = 1
        errors.particleNoise = 0.20
        errors.gasNoise = 3
        // 81 % of periods within a second, and one in five hundred missed, over 120 s periods of a school's sensor.
        errors.unevenPeriods = 0.19
        errors.missedReadings = 0.002
        errors.clockSD = 2
        errors.clocksWithoutTime = 0.01
        errors.clocksAnHourOff = 0.01
        errors.clocksAhead = 0.05
        errors.outagesPerWeek = 1
        errors.outageMeanMinutes = 360
        errors.powerCutsPerYear = 6
        errors.warmUpMinutes = 30
        errors.analyserGapsPerYear = 30
        return errors
    }()
}
