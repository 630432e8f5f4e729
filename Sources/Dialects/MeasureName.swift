import Readings

/// What people who write decoders for their devices call our quantities. In no format's standard, so the table holds the
/// usual words; their case does not matter, and the unit may stand behind them:
///
/// - `pm1`, `pm1_0`, `pm1.0`, `pm01`; `pm2_5`, `pm25`, `pm2.5`, `pm02`; `pm4`, `pm4_0`, `pm4.0`; `pm10`, `pm10_0`, `pm10.0`: ug/m3
/// - `no2`, `no`, `nox`, `o3`, `so2`: ug/m3 unless the name ends otherwise; `co`: mg/m3; `co2`: ppm.
///   Endings `_ugm3`, `_ug_m3`, `_mgm3`, `_mg_m3`, `_ppb`, `_ppm`
/// - `temperature`, `temp`, `air_temperature`: degC, or `_c`, `_f`, `_k`
/// - `humidity`, `relative_humidity`, `rh`, `hum`: per cent, or `_pct`, `_percent`
/// - `pressure`, `barometric_pressure`, `atmospheric_pressure`, `air_pressure`: hPa, or `_hpa`, `_pa`, `_kpa`
/// - `wind_speed`: m/s, or `_ms`, `_kmh`; `wind_direction`: degrees
///
/// Names of several words may also be written without the stroke (`windSpeed`).
struct MeasureName: Sendable {
    var quantity: Quantity
    var unit: UnitCode
    /// Which of two names of one quantity in one message is believed: the lower. A unit that is written goes before one
    /// that is guessed, and a mass before a mixing ratio, which needs converting.
    var rank: Int

    static let table: NameTable<MeasureName> = {
        var names: [(name: String, meaning: MeasureName)] = []
        for (quantity, words) in words {
            for (ending, unit) in endings {
                let unit = unit ?? ownUnit(of: quantity)
                guard unit.scale(for: quantity) != nil else { continue }
                for word in words {
                    let meaning = MeasureName(quantity: quantity, unit: unit, rank: names.count)
                    names.append((word + ending, meaning))
                    let joined = word.filter { $0 != "_" }
                    // `pm1_0` joined would be PM10.
                    if joined != word, !word.hasPrefix("pm") { names.append((joined + ending, meaning)) }
                }
            }
        }
        return NameTable(names)
    }()

    private static let words: [(Quantity, [String])] = [
        (.pm1, ["pm1", "pm1_0", "pm1.0", "pm01"]), (.pm2_5, ["pm2_5", "pm25", "pm2.5", "pm02"]),
        (.pm4, ["pm4", "pm4_0", "pm4.0"]), (.pm10, ["pm10", "pm10_0", "pm10.0"]),
        (.no2, ["no2"]), (.no, ["no"]), (.nox, ["nox"]), (.o3, ["o3"]), (.so2, ["so2"]), (.co, ["co"]), (.co2, ["co2"]),
        (.temperature, ["temperature", "temp", "air_temperature"]),
        (.humidity, ["humidity", "relative_humidity", "rh", "hum"]),
        (.pressure, ["pressure", "barometric_pressure", "atmospheric_pressure", "air_pressure"]),
        (.windSpeed, ["wind_speed"]), (.windDirection, ["wind_direction"]),
    ]

    /// Nil: the quantity's own unit.
    private static let endings: [(String, UnitCode?)] = [
        ("_ugm3", .microgramPerCubicMetre), ("_ug_m3", .microgramPerCubicMetre), ("_mgm3", .milligramPerCubicMetre),
        ("_mg_m3", .milligramPerCubicMetre), ("_c", .celsius), ("_pct", .percent), ("_percent", .percent),
        ("_hpa", .hectopascal), ("_ms", .metrePerSecond), ("", nil), ("_ppb", .partPerBillion),
        ("_ppm", .partPerMillion), ("_f", .fahrenheit), ("_k", .kelvin), ("_pa", .pascal), ("_kpa", .kilopascal),
        ("_kmh", .kilometrePerHour),
    ]

    private static func ownUnit(of quantity: Quantity) -> UnitCode {
        switch quantity {
        case .pm1, .pm2_5, .pm4, .pm10, .no2, .no, .nox, .o3, .so2: .microgramPerCubicMetre
        case .co: .milligramPerCubicMetre
        case .co2: .partPerMillion
        case .temperature: .celsius
        case .humidity: .percent
        case .pressure: .hectopascal
        case .windSpeed: .metrePerSecond
        case .windDirection: .degree
        }
    }
}

extension JSONName {
    /// The name that these bytes spell, its letters A to Z as small ones.
    init(lowercasing bytes: Span<UInt8>) {
        var small = InlineArray<32, UInt8>(repeating: 0)
        guard bytes.count <= Self.maximumLength else {
            self = .unnamed
            return
        }
        for offset in bytes.indices { small[offset] = lowercased(bytes[offset]) }
        self.init(small.span.extracting(0..<bytes.count))
    }
}
