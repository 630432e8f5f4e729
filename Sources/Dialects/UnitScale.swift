import Readings

/// How a value in another unit becomes one in the quantity's unit: `(value + shift) * numerator / denominator`, exactly,
/// rounded once.
struct UnitScale: Equatable, Sendable {
    var numerator: Int128
    var denominator: Int128
    /// In hundredths of the written unit.
    var shift: Int128

    static let one = UnitScale(1)
    static let celsiusFromFahrenheit = UnitScale(5, over: 9, shiftHundredths: -3_200)

    init(_ numerator: Int128, over denominator: Int128 = 1, shiftHundredths: Int128 = 0) {
        self.numerator = numerator
        self.denominator = denominator
        shift = shiftHundredths
    }

    /// Nil when Int64 cannot hold the result; what is written may be larger. Where the unit begins elsewhere, as a
    /// temperature's, decimals of the written value past the twelfth are rounded away first: no instrument has them.
    func convert(_ written: DecimalScanner) -> Millionths? {
        if shift == 0, let factor = Int64(exactly: numerator), let divisor = UInt64(exactly: denominator) {
            if divisor == 1 { return try? written.value(times: factor) }
            return try? written.value(times: factor, over: divisor)
        }
        guard let fine = try? written.value(times: Millionths.perUnit) else { return nil }
        return convert(trillionths: Int128(fine.count))
    }

    /// Converts a value that was worked out exactly, in millionths of a millionth of the written unit.
    func convert(trillionths written: Int128) -> Millionths? {
        let (shifted, isBeyond) = written.addingReportingOverflow(shift * 10_000_000_000)
        let (scaled, overflow) = shifted.multipliedReportingOverflow(by: numerator)
        // Rounding adds half of the denominator and takes the magnitude: keep clear of both ends.
        guard !isBeyond, !overflow, scaled.magnitude < UInt128(Int128.max) / 2 else { return nil }
        let exact = Millionths.rounded(scaled, over: denominator * Int128(Millionths.perUnit))
        return Int64(exactly: exact).map(Millionths.init)
    }
}

/// Units of UN/ECE Recommendation 20 that air payloads name by code or, see `UnitWords.swift`, by a word.
package enum UnitCode: String, Sendable {
    case microgramPerCubicMetre, milligramPerCubicMetre, kilogramPerCubicMetre, partPerMillion, partPerBillion
    case celsius, kelvin, fahrenheit, percent, one
    case pascal, hectopascal, kilopascal, millimetreOfMercury, inchOfMercury
    case metrePerSecond, kilometrePerHour, milePerHour, knot, degree

    static let table = NameTable<UnitCode>([
        "GQ": .microgramPerCubicMetre, "GP": .milligramPerCubicMetre, "KMQ": .kilogramPerCubicMetre,
        "59": .partPerMillion, "61": .partPerBillion,
        "CEL": .celsius, "KEL": .kelvin, "FAH": .fahrenheit, "P1": .percent, "C62": .one,
        "PAL": .pascal, "A97": .hectopascal, "MBR": .hectopascal, "KPA": .kilopascal,
        "HN": .millimetreOfMercury, "F79": .inchOfMercury,
        "MTS": .metrePerSecond, "KMH": .kilometrePerHour, "HM": .milePerHour, "KNT": .knot, "DD": .degree,
    ])

    /// The scale to the quantity's own unit; nil for a unit that cannot measure the quantity.
    func scale(for quantity: Quantity) -> UnitScale? {
        switch quantity {
        case .pm1, .pm2_5, .pm4, .pm10: massScale
        case .no2, .no, .nox, .o3, .so2: massScale ?? gasScale(quantity)
        case .co: carbonMonoxideScale
        case .co2: carbonDioxideScale
        case .temperature: temperatureScale
        case .humidity: humidityScale
        case .pressure: pressureScale
        case .windSpeed: windScale
        case .windDirection: self == .degree ? .one : nil
        }
    }

    private var massScale: UnitScale? {
        switch self {
        case .microgramPerCubicMetre: .one
        case .milligramPerCubicMetre: UnitScale(1000)
        case .kilogramPerCubicMetre: UnitScale(1_000_000_000)
        default: nil
        }
    }

    private func gasScale(_ quantity: Quantity) -> UnitScale? {
        guard let factor = GasFactor.perTenThousand(of: quantity) else { return nil }
        return switch self {
        case .partPerBillion: UnitScale(factor, over: 10_000)
        case .partPerMillion: UnitScale(factor, over: 10)
        default: nil
        }
    }

    private var carbonMonoxideScale: UnitScale? {
        guard let factor = GasFactor.perTenThousand(of: .co) else { return nil }
        return switch self {
        case .milligramPerCubicMetre: .one
        case .microgramPerCubicMetre: UnitScale(1, over: 1000)
        case .kilogramPerCubicMetre: UnitScale(1_000_000)
        case .partPerMillion: UnitScale(factor, over: 10_000)
        case .partPerBillion: UnitScale(factor, over: 10_000_000)
        default: nil
        }
    }

    private var carbonDioxideScale: UnitScale? {
        switch self {
        case .partPerMillion: .one
        case .partPerBillion: UnitScale(1, over: 1000)
        default: nil
        }
    }

    private var temperatureScale: UnitScale? {
        switch self {
        case .celsius: .one
        case .kelvin: UnitScale(1, shiftHundredths: -27_315)
        case .fahrenheit: .celsiusFromFahrenheit
        default: nil
        }
    }

    private var humidityScale: UnitScale? {
        switch self {
        case .percent: .one
        case .one: UnitScale(100)
        default: nil
        }
    }

    private var pressureScale: UnitScale? {
        switch self {
        case .hectopascal: .one
        case .pascal: UnitScale(1, over: 100)
        case .kilopascal: UnitScale(10)
        // The conventional millimetre, 133.322 Pa, and inch, 3386.389 Pa, of mercury (NIST SP 811, appendix B.8; the
        // inch at 32 degF to seven figures).
        case .millimetreOfMercury: UnitScale(133_322, over: 100_000)
        case .inchOfMercury: UnitScale(3_386_389, over: 100_000)
        default: nil
        }
    }

    private var windScale: UnitScale? {
        switch self {
        case .metrePerSecond: .one
        case .kilometrePerHour: UnitScale(10, over: 36)
        // 1609.344 m and 1852 m an hour, both by definition.
        case .milePerHour: UnitScale(1_609_344, over: 3_600_000)
        case .knot: UnitScale(1852, over: 3600)
        default: nil
        }
    }
}
