import Readings

/// How one unit differs from the truth: slope and offset of its own, water, heat, ozone, drift, and noise from sample to
/// sample.
struct InstrumentErrors: Sendable {
    let errors: AirErrors
    private let isReference: Bool
    /// One for each gas cell.
    private var no2 = Cell()
    private var o3 = Cell()
    private var no = Cell()
    private let particleSlope, particleOffset: Double
    private let hygroscopicity: Double
    private let ozoneCross, heat: Double
    private let particleNoise, gasNoise: Double
    /// How long the unit had hung there when the run began, in months.
    private let age: Double
    private let start: Instant
    private var driftedUntil: Instant

    private struct Cell: Sendable {
        var slope = 1.0
        /// ppb.
        var offset = 0.0
    }

    private static let month = 30.4375 * Double(Microseconds.day)

    init(_ errors: AirErrors, _ device: AirDevice, at start: Instant, _ random: inout RandomStream) {
        self.errors = errors
        self.start = start
        driftedUntil = start
        isReference = device.isReference
        let period = Double(device.dialect.periodSeconds)
        particleSlope = random.logNormal(mu: 0, sigma: errors.particleSlopeLogSD)
        particleOffset = errors.particleOffsetSD * random.normal()
        hygroscopicity = random.uniform(errors.hygroscopicity)
        ozoneCross = random.isTrue(probability: errors.ozoneSensitiveShare) ? random.uniform(errors.ozoneCross) : 0
        heat = random.uniform(errors.gasHeat)
        age = random.uniform(0...12)
        particleNoise = errors.particleNoise * (120 / period).squareRoot()
        gasNoise = errors.gasNoise * (60 / period).squareRoot()
        // The cells of a unit come from one batch, half of the offset is common to them.
        let common = random.normal()
        let slope = random.logNormal(mu: 0, sigma: errors.gasSlopeLogSD)
        for cell in [\Self.no2, \Self.o3, \Self.no] {
            self[keyPath: cell].slope = slope
            let own = (common + random.normal()) * 0.5.squareRoot()
            // What the zero has walked since the unit was hung.
            let walked = errors.gasDriftPerMonth * age.squareRoot() * random.normal()
            self[keyPath: cell].offset = errors.gasOffsetSD * own + walked
        }
    }

    /// What the unit shows. `sincePowerOn` is in minutes, nil when it has long been on.
    mutating func applied(
        to truth: CityAir.Sample, at instant: Instant, sincePowerOn minutes: Double?, _ random: inout RandomStream
    ) -> CityAir.Sample {
        var air = truth
        if isReference {
            guard errors.referenceNoise > 0 else { return air }
            for path in [\CityAir.Sample.no2, \.no, \.o3, \.pm2_5, \.pm10] {
                air[keyPath: path] = max(0.1, air[keyPath: path] * (1 + errors.referenceNoise * random.normal()))
            }
            air.pm10 = max(air.pm10, air.pm2_5)
            return air
        }
        drift(to: instant, &random)
        let warming = minutes.map { warmUp($0) } ?? 0
        let warmth = heat * max(0, truth.temperature - 20)
        // A cold electrochemical cell shows some 40 ppb too much, falling to nothing in the time of warming up.
        let common = warmth + 40 * warming
        let ozoneInPPB = truth.o3 / PhotostationaryState.o3PerPPB
        air.no2 = gas(truth.no2, no2, PhotostationaryState.no2PerPPB, common + ozoneCross * ozoneInPPB, &random)
        air.o3 = gas(truth.o3, o3, PhotostationaryState.o3PerPPB, common, &random)
        air.no = gas(truth.no, no, PhotostationaryState.noPerPPB, common, &random)
        let months = age + Double(instant.microseconds(since: start)) / Self.month
        let dust = PortableMath.exp(-errors.particleDriftPerMonth * months)
        // A fan that has just started draws too little air.
        let slope = particleSlope * dust * growth(truth.humidity) * (1 - 0.5 * warming)
        // One laser counts all sizes: what is noise for one is noise for the others.
        let noise = 1 + particleNoise * random.normal()
        air.pm2_5 = max(0, (truth.pm2_5 * slope + particleOffset) * noise)
        air.pm10 = max(air.pm2_5, (truth.pm10 * slope + particleOffset) * noise)
        air.temperature += errors.temperatureNoise * random.normal()
        air.humidity = min(max(air.humidity + errors.humidityNoise * random.normal(), 5), 100)
        return air
    }

    private func gas(
        _ truth: Double, _ cell: Cell, _ perPPB: Double, _ more: Double, _ random: inout RandomStream
    ) -> Double {
        truth * cell.slope + perPPB * (cell.offset + more + gasNoise * random.normal())
    }

    /// Particles swell in moist air: kappa-Koehler theory (Petters and Kreidenweis 2007), density 1.65 g/cm3.
    private func growth(_ humidity: Double) -> Double {
        guard hygroscopicity > 0 else { return 1 }
        let dryness = 1 / min(max(humidity, 1) / 100, 0.98) - 1
        return min(1 + hygroscopicity / 1.65 / dryness, errors.growthCap)
    }

    /// 1 when power comes on, 5 % at the end of the warm-up.
    private func warmUp(_ minutes: Double) -> Double {
        guard minutes < errors.warmUpMinutes else { return 0 }
        return PortableMath.exp(-3 * minutes / errors.warmUpMinutes)
    }

    private mutating func drift(to instant: Instant, _ random: inout RandomStream) {
        guard errors.gasDriftPerMonth > 0 else { return }
        let months = max(0, Double(instant.microseconds(since: driftedUntil)) / Self.month)
        driftedUntil = instant
        let step = errors.gasDriftPerMonth * months.squareRoot()
        for cell in [\Self.no2, \Self.o3, \Self.no] { self[keyPath: cell].offset += step * random.normal() }
    }
}
