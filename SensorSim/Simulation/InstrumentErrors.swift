/// How one unit differs from the truth: slope and offset of its own, noise from sample to sample.
struct InstrumentErrors: Sendable {
    private let isReference: Bool
    private let gasSlope, gasOffset, particleSlope, particleOffset: Double
    private let hygroscopicity: Double

    init(_ dialect: AirDialect, _ random: inout RandomStream) {
        isReference = dialect.isStation
        gasSlope = random.logNormal(mu: 0, sigma: 0.10)
        gasOffset = 3 * random.normal()
        particleSlope = random.logNormal(mu: 0, sigma: 0.12)
        particleOffset = 0.7 * random.normal()
        // Units that already correct for most of the water: the bare range would be 0.2 to 0.5.
        hygroscopicity = random.uniform(0.03...0.12)
    }

    func applied(to truth: CityAir.Sample, _ random: inout RandomStream) -> CityAir.Sample {
        var air = truth
        if isReference {
            air.no2 = max(0.1, air.no2 * (1 + 0.01 * random.normal()))
            air.no = max(0.1, air.no)
            air.o3 = max(0.1, air.o3 * (1 + 0.01 * random.normal()))
            return air
        }
        air.no2 = air.no2 * gasSlope + gasOffset + 3 * random.normal()
        air.o3 = air.o3 * gasSlope + gasOffset + 3 * random.normal()
        // Particles swell in moist air (kappa-Koehler; density 1.65 g/cm3), capped at twice their size.
        let dryness = 1 / min(max(air.humidity, 1) / 100, 0.98) - 1
        let growth = min(1 + hygroscopicity / 1.65 / dryness, 2) * particleSlope
        air.pm2_5 = max(0, (air.pm2_5 * growth + particleOffset) * (1 + 0.1 * random.normal()))
        air.pm10 = max(air.pm2_5, (air.pm10 * growth + particleOffset) * (1 + 0.1 * random.normal()))
        air.temperature += 0.1 * random.normal()
        air.humidity = min(max(air.humidity + 0.5 * random.normal(), 5), 100)
        return air
    }
}
