import Readings
import SensorSim
import Testing

/// Each error alone, on 22 sensors that measure each minute of an hour and write one decimal.
@Suite("Errors of simulated air sensors, one at a time")
struct SensorErrorTests {
    /// One figure beside the truth of its minute: of the same quantity, of ozone, and of the weather.
    private struct Pair {
        var device: String
        var begins: Instant
        var city, emitted, cityOzone, temperature, humidity: Double
        var error: Double { emitted - city }
    }

    private static func pairs(
        _ quantity: Quantity, hours: Int = 1, _ conditions: AirConditions = AirConditions(),
        _ change: (inout AirErrors) -> Void
    ) throws -> [Pair] {
        var errors = AirErrors.none
        change(&errors)
        var city = City.twoBoroughs(schoolDialects: [.plain])
        city.chargePoints = []
        var simulation = Simulation(
            city, seed: 12, start: SimulatedDay.start.advanced(byMicroseconds: 8 * Microseconds.hour), hours: hours,
            conditions: conditions, airErrors: errors, keepsTruth: true)
        while simulation.next() != nil {}
        let byMessage = Dictionary(grouping: simulation.takeTruth().measurements, by: \.message)
        return try byMessage.values.compactMap { figures in
            func city(_ wanted: Quantity) -> Double? {
                figures.first { $0.quantity == wanted }.map { Double($0.city.count) / 1e6 }
            }
            // Stations have no thermometer.
            guard let temperature = city(.temperature), let humidity = city(.humidity) else { return nil }
            let figure = try #require(figures.first { $0.quantity == quantity })
            return Pair(
                device: figure.device, begins: figure.begins, city: Double(figure.city.count) / 1e6,
                emitted: Double(figure.emitted.count) / 1e6, cityOzone: try #require(city(.o3)),
                temperature: temperature, humidity: humidity)
        }
    }

    /// The mean of each sensor's figures.
    private static func means(_ pairs: [Pair], _ value: (Pair) -> Double) -> [Double] {
        Dictionary(grouping: pairs, by: \.device).values.map { figures in
            figures.reduce(0) { $0 + value($1) } / Double(figures.count)
        }
    }

    private static func deviation(_ values: [Double]) -> Double {
        let mean = values.reduce(0, +) / Double(values.count)
        return (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1)).squareRoot()
    }

    @Test("A sensitive NO2 cell shows its part of the ozone, molecule for molecule")
    func ozone() throws {
        let pairs = try Self.pairs(.no2) {
            $0.ozoneSensitiveShare = 1
            $0.ozoneCross = 0.5...0.5
        }
        #expect(pairs.count > 1200)
        // One ppb is 1.9957 ug/m3 of ozone and 1.9125 of NO2; the figure is rounded to 0.1.
        #expect(pairs.allSatisfy { abs($0.error - 0.5 * $0.cityOzone / 1.9957 * 1.9125) < 0.0501 })
        let none = try Self.pairs(.no2) { $0.ozoneCross = 0.5...0.5 }
        #expect(none.allSatisfy { abs($0.error) < 0.0501 })
    }

    @Test("Offsets differ from unit to unit by their spread and stay: 5 ppb of NO2 are 9.6 ug/m3, of PM 1 ug/m3")
    func offsets() throws {
        let gas = try Self.pairs(.no2) { $0.gasOffsetSD = 5 }
        // 22 units know their spread to 15 %: three times that.
        #expect(abs(Self.deviation(Self.means(gas, \.error)) / 9.56 - 1) < 0.45)
        for figures in Dictionary(grouping: gas, by: \.device).values {
            #expect(Self.deviation(figures.map(\.error)) < 0.06)
        }
        let particles = try Self.pairs(.pm10) { $0.particleOffsetSD = 1 }
        #expect(abs(Self.deviation(Self.means(particles, \.error)) - 1) < 0.45)
    }

    @Test("Slopes differ from unit to unit by the spread of their logarithm")
    func slopes() throws {
        let gas = try Self.pairs(.no2) { $0.gasSlopeLogSD = 0.2 }
        let particles = try Self.pairs(.pm10) { $0.particleSlopeLogSD = 0.12 }
        for (pairs, spread) in [(gas, 0.2), (particles, 0.12)] {
            let slopes = Self.means(pairs) { PortableMath.ln($0.emitted / $0.city) }
            #expect(abs(Self.deviation(slopes) / spread - 1) < 0.45, "\(Self.deviation(slopes))")
        }
    }

    @Test("Moist air makes optical particles larger, after kappa-Koehler, up to the cap")
    func humidity() throws {
        let pairs = try Self.pairs(.pm10) { $0.hygroscopicity = 0.4...0.4 }
        for pair in pairs where pair.city > 5 {
            // 1 + kappa / 1.65 / (1 / RH - 1).
            let growth = 1 + 0.4 / 1.65 / (100 / min(pair.humidity, 98) - 1)
            // PM2.5 and PM10 are rounded to 0.1.
            #expect(abs(pair.emitted - pair.city * min(growth, 4)) < 0.051)
        }
        let capped = try Self.pairs(.pm10) {
            $0.hygroscopicity = 0.4...0.4
            $0.growthCap = 1.1
        }
        #expect(capped.allSatisfy { $0.emitted <= $0.city * 1.1 + 0.051 })
    }

    @Test("Above 20 degrees a gas cell shows more with each degree")
    func heat() throws {
        let pairs = try Self.pairs(.o3, AirConditions(warmerBy: 20)) { $0.gasHeat = 0.4...0.4 }
        #expect(pairs.contains { $0.temperature > 22 })
        // 0.4 ppb of ozone are 0.798 ug/m3.
        #expect(pairs.allSatisfy { abs($0.error - 0.4 * 1.9957 * max(0, $0.temperature - 20)) < 0.0501 })
    }

    @Test("Dust takes from a particle counter's slope month by month; what hung longer has lost more")
    func dust() throws {
        let pairs = try Self.pairs(.pm10) { $0.particleDriftPerMonth = 0.1 }
        let ratios = Self.means(pairs) { $0.emitted / $0.city }
        // Up to twelve months: e^-1.2 is 0.30.
        #expect(ratios.allSatisfy { $0 > 0.28 && $0 < 1.01 })
        #expect(Self.deviation(ratios) > 0.1)
    }

    @Test(
        "Noise is that of the sensor's own mean: 0.2 over two minutes are 0.283 over one, 3 ppb at one minute are 5.7 ug/m3"
    )
    func noise() throws {
        let particles = try Self.pairs(.pm10) { $0.particleNoise = 0.2 }
        let relative = particles.map { $0.emitted / $0.city - 1 }
        #expect(abs(relative.reduce(0, +) / Double(relative.count)) < 0.05)
        #expect(abs(Self.deviation(relative) - 0.283) < 0.03)
        let gas = try Self.pairs(.no2) { $0.gasNoise = 3 }
        // 1,320 figures know their spread to 2 %.
        #expect(abs(Self.deviation(gas.map(\.error)) - 5.74) < 0.5)
    }

    @Test(
        "After power comes back a sensor is off: gas cells show too much, particle counters too little, less with time")
    func warmUp() throws {
        func run(_ quantity: Quantity) throws -> (warming: [Pair], others: [Pair]) {
            var errors = AirErrors.none
            errors.powerCutsPerYear = 8766
            errors.powerCutMeanMinutes = 1
            errors.warmUpMinutes = 10
            let pairs = try Self.pairs(quantity) { $0 = errors }
            // A sensor that lost power: more than a period between two readings.
            var warming: [Pair] = []
            var others: [Pair] = []
            for figures in Dictionary(grouping: pairs, by: \.device).values {
                let sorted = figures.sorted { $0.begins < $1.begins }
                for (before, next) in zip(sorted, sorted.dropFirst()) {
                    let isFirst = next.begins.microseconds(since: before.begins) > 61 * Microseconds.second
                    if isFirst { warming.append(next) } else { others.append(next) }
                }
            }
            return (warming, others)
        }
        let gas = try run(.no2)
        #expect(gas.warming.count > 8)
        // 40 ppb x e^-(3 x 2/10) after two minutes, 1.9125 ug/m3 each; no less than the first minute's e^-0.3.
        #expect(gas.warming.allSatisfy { $0.error > 40 * 1.9125 * 0.5 && $0.error < 40 * 1.9125 })
        #expect(gas.others.contains { abs($0.error) < 0.0501 })
        let particles = try run(.pm10)
        #expect(particles.warming.allSatisfy { $0.emitted < 0.8 * $0.city + 0.051 && $0.emitted > 0.45 * $0.city })
    }
}
