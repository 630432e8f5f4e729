/// What an air sensor measures, in the one unit that the files use.
///
/// Names and units are the design's; `nox` is NOx expressed as NO2, as UK practice has it.
package enum Quantity: UInt8, CaseIterable, Comparable, Hashable, Sendable {
    case no2, no, nox, o3, so2, pm1, pm2_5, pm4, pm10, co, co2
    case temperature, humidity, pressure, windSpeed, windDirection

    package static func < (left: Quantity, right: Quantity) -> Bool {
        left.rawValue < right.rawValue
    }

    /// The name in files and in the `plain` dialect.
    package var name: String {
        switch self {
        case .no2: "no2"
        case .no: "no"
        case .nox: "nox"
        case .o3: "o3"
        case .so2: "so2"
        case .pm1: "pm1"
        case .pm2_5: "pm2_5"
        case .pm4: "pm4"
        case .pm10: "pm10"
        case .co: "co"
        case .co2: "co2"
        case .temperature: "temperature"
        case .humidity: "humidity"
        case .pressure: "pressure"
        case .windSpeed: "wind_speed"
        case .windDirection: "wind_direction"
        }
    }

    package var unit: String {
        switch self {
        case .no2, .no, .nox, .o3, .so2, .pm1, .pm2_5, .pm4, .pm10: "ug/m3"
        case .co: "mg/m3"
        case .co2: "ppm"
        case .temperature: "degC"
        case .humidity: "pct"
        case .pressure: "hPa"
        case .windSpeed: "m/s"
        case .windDirection: "deg"
        }
    }

    package init?(name: String) {
        guard let match = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = match
    }
}
