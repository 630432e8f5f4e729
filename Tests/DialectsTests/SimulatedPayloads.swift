import Readings
import SensorSim

@testable import Dialects

/// Readings of simulated sensors, and the payloads that the simulator writes of them. It shares no code with the decoders.
enum SimulatedPayloads {
    /// A message or two of every air dialect, in each form; of the formats that hold several readings, with three.
    static let all: [(dialect: Dialect, payload: [UInt8])] = AirDialect.allCases.flatMap { simulated in
        var random = RandomStream(seed: 1, name: simulated.rawValue)
        let readings = (0..<3).map { reading(simulated, number: $0, usual: true, &random) }
        let messages = simulated.forms.flatMap { AirPayloads.messages(readings, simulated, as: $0).prefix(2) }
        guard let dialect = Dialect(name: simulated.rawValue) else { return [] as [(Dialect, [UInt8])] }
        return messages.map { (dialect, $0.bytes) }
    }

    /// The name of a device of that kind; in numbers where the format has numbers.
    static func device(_ dialect: AirDialect) -> String {
        switch dialect {
        case .airGradient, .airrohr, .sensorCommunity, .aqmesh: "2450001"
        case .purpleAir: "84:f3:eb:00:01:07"
        case .chirpStack, .senML: "0004a30b00010007"
        default: "sim-07"
        }
    }

    /// The seeded reading of a day's period, with every quantity that there is, so that a dialect must leave others out.
    ///
    /// - Parameter usual: with no missing, negative, tiny or huge figures.
    static func reading(
        _ dialect: AirDialect, number: Int64, usual: Bool = false, _ random: inout RandomStream
    ) -> AirReading {
        let period = dialect.periodSeconds * Microseconds.second
        let day = CivilDate(year: 2026, month: 3, day: 2).startUTC
        // Stations measure whole hours; others end wherever their clock stood when they were switched on.
        let within = dialect.isStation ? 0 : random.whole(0...(period - 1))
        let start = day.advanced(byMicroseconds: number * period + within)
        var reading = AirReading(
            device: device(dialect), covers: start..<start.advanced(byMicroseconds: period),
            count: random.whole(0...100_000))
        for quantity in Quantity.allCases {
            reading[quantity] = usual ? random.uniform(1...99) : figure(&random)
        }
        return reading
    }

    private static func figure(_ random: inout RandomStream) -> Double? {
        switch random.whole(0...9) {
        case 0, 1: nil
        case 2, 3: random.uniform(-50 ... -0.01)
        case 4: random.uniform(-0.06...0.06)
        case 5: 0
        case 6: random.uniform(1e4...1e8)
        default: random.uniform(0.1...1000)
        }
    }
}
