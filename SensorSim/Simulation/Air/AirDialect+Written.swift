import Readings

/// What the payloads hold of a reading: rounded figures in units of their own, and cut times.
extension AirDialect {
    /// Whether the stamp is the device's own; else it is a gateway's, a server's, or that of a station which is never off.
    var hasOwnClock: Bool {
        switch self {
        case .plain, .purpleAir, .smartCitizen, .sensorThings, .aqmesh, .senML, .ngsiV2, .vaisalaAQT: true
        case .airGradient, .airrohr, .ngsiLD, .sensorCommunity, .ttn, .chirpStack, .ukAir, .openair: false
        }
    }

    /// The stamp as the payload says it; nil where it says none.
    func written(stamp: Instant) -> Instant? {
        switch self {
        case .airGradient, .airrohr: nil
        case .plain, .ttn, .senML, .sensorThings: stamp.floored(toMicroseconds: 1000)
        case .chirpStack: stamp
        default: stamp.floored(toMicroseconds: Microseconds.second)
        }
    }

    /// The figure as an exact decoder reads it from the payload, in the project's unit; nil where the payload has none.
    func written(_ value: Double, _ quantity: Quantity) -> Millionths? {
        switch self {
        case .plain: Self.decimals(value, 1)
        case .airGradient:
            Self.decimals(quantity == .temperature ? value : max(0, value), quantity == .temperature ? 1 : 0)
        case .airrohr: quantity == .pressure ? Self.decimals(value * 100, 2, unit: 10_000) : Self.decimals(value, 2)
        case .ngsiLD: Self.decimals(value, 3)
        case .sensorCommunity: Self.decimals(value, 2)
        case .purpleAir: Self.purpleAir(value, quantity)
        case .smartCitizen: Self.smartCitizen(value, quantity)
        case .sensorThings: Self.sensorThings(value, quantity)
        case .aqmesh: Self.aqmesh(value, quantity)
        case .ttn, .chirpStack: lorawan(value, quantity)
        case .senML: Self.senML(value, quantity)
        case .ngsiV2: quantity == .humidity ? Self.decimals(value / 100, 3, unit: 100_000_000) : Self.decimals(value, 1)
        case .vaisalaAQT: Self.vaisala(value, quantity)
        case .ukAir, .openair: Self.decimals(value, 5)
        }
    }

    /// A figure with that many decimals, of a unit that has so many millionths of the project's.
    private static func decimals(_ figure: Double, _ decimals: Int, unit: Int128 = 1_000_000) -> Millionths {
        var scale: Int64 = 1
        for _ in 0..<decimals { scale *= 10 }
        let steps = Int64((figure * Double(scale)).rounded())
        return exact(Int128(steps) * unit, over: Int128(scale))
    }

    private static func exact(_ numerator: Int128, over denominator: Int128) -> Millionths {
        Millionths(Int64(truncatingIfNeeded: Millionths.rounded(numerator, over: denominator)))
    }

    private static func purpleAir(_ value: Double, _ quantity: Quantity) -> Millionths {
        switch quantity {
        case .temperature:
            // Whole degrees Fahrenheit.
            exact((Int128(Int64(AirPayloads.fahrenheit(value).rounded())) - 32) * 5_000_000, over: 9)
        case .humidity: decimals(value, 0)
        default: decimals(value, 2)
        }
    }

    private static func smartCitizen(_ value: Double, _ quantity: Quantity) -> Millionths {
        switch quantity {
        case .temperature, .humidity: decimals(value, 2)
        case .pressure: decimals(value * 0.1, 2, unit: 10_000_000)
        default: decimals(value, 0)
        }
    }

    private static func sensorThings(_ value: Double, _ quantity: Quantity) -> Millionths {
        switch quantity {
        case .no2: decimals(value * (1 / AirPayloads.ppbOfNO2), 2, unit: 1_912_500)
        case .co: decimals(value, 3)
        default: decimals(value, 1)
        }
    }

    /// The pod writes prescaled figures of three decimals; what counts is times the slope, plus the offset.
    private static func aqmesh(_ value: Double, _ quantity: Quantity) -> Millionths {
        func scaled(_ mass: Double, slope: Int128, offset: Int128, over unit: Int128) -> Millionths {
            let prescaled = (mass - Double(offset) / 10_000) / (Double(slope) / 10_000)
            let steps = Int128(Int64((prescaled * 1000).rounded()))
            // Thousandths times ten-thousandths are tenths of a millionth.
            return exact(steps * slope + offset * 1000, over: 10 * unit)
        }
        switch quantity {
        case .co: return scaled(value * 1000, slope: 10_574, offset: -762_663, over: 1000)
        case .no: return scaled(value, slope: 9400, offset: 12_000, over: 1)
        case .no2, .o3: return scaled(value, slope: 10_000, offset: 0, over: 1)
        case .temperature:
            let tenths = Int128(Int64((AirPayloads.fahrenheit(value) * 10).rounded()))
            return exact((tenths - 320) * 500_000, over: 9)
        default: return decimals(value, 1)
        }
    }

    private func lorawan(_ value: Double, _ quantity: Quantity) -> Millionths? {
        let isNO2 = quantity == .no2
        let figure = isNO2 ? value / AirPayloads.ppbOfNO2 : value
        // The Things Stack leaves out what is nought.
        if self == .ttn, (figure * 10).rounded() == 0 { return nil }
        return Self.decimals(figure, 1, unit: isNO2 ? 1_912_500 : 1_000_000)
    }

    private static func senML(_ value: Double, _ quantity: Quantity) -> Millionths {
        switch quantity {
        case .no2: decimals(value / AirPayloads.ppbOfNO2, 2, unit: 1_912_500)
        case .pressure: decimals(value * 100, 0, unit: 10_000)
        case .temperature, .humidity: decimals(value, 1)
        default: decimals(value, 2)
        }
    }

    private static func vaisala(_ value: Double, _ quantity: Quantity) -> Millionths {
        // Gases in ppm with three decimals.
        switch quantity {
        case .no2: decimals(value / AirPayloads.ppbOfNO2 / 1000, 3, unit: 1_912_500_000)
        case .no: decimals(value / AirPayloads.ppbOfNO / 1000, 3, unit: 1_247_300_000)
        case .o3: decimals(value / AirPayloads.ppbOfO3 / 1000, 3, unit: 1_995_700_000)
        case .co: decimals(value / AirPayloads.ppmOfCO, 3, unit: 1_164_200)
        default: decimals(value, 1)
        }
    }
}
