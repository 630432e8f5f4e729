import Readings

/// Which quantity an ObservedProperty of the SensorThings API is, by its name or its definition.
enum SensorThingsProperty {
    /// Names in lower case. `pm1_0` and `pm10` are two sizes, so nothing is dropped from a name before it is compared.
    private static let names = NameTable<Quantity>([
        "pm1": .pm1, "pm1.0": .pm1, "pm1_0": .pm1, "pm2.5": .pm2_5, "pm25": .pm2_5, "pm2_5": .pm2_5,
        "pm4": .pm4, "pm4.0": .pm4, "pm10": .pm10, "pm 1": .pm1, "pm 2.5": .pm2_5, "pm 10": .pm10,
        "no2": .no2, "nitrogen dioxide": .no2, "no": .no, "nitric oxide": .no, "nitrogen monoxide": .no,
        "nox": .nox, "o3": .o3, "ozone": .o3, "so2": .so2, "sulphur dioxide": .so2, "sulfur dioxide": .so2,
        "co": .co, "carbon monoxide": .co, "co2": .co2, "carbon dioxide": .co2,
        "temperature": .temperature, "air temperature": .temperature, "air_temperature": .temperature,
        "humidity": .humidity, "relative humidity": .humidity, "relative_humidity": .humidity,
        "pressure": .pressure, "air pressure": .pressure, "air_pressure": .pressure,
        "atmospheric pressure": .pressure, "wind speed": .windSpeed, "wind_speed": .windSpeed,
        "wind direction": .windDirection, "wind_direction": .windDirection,
    ])

    /// Numbers of the European Environment Agency's vocabulary, `http://dd.eionet.europa.eu/vocabulary/aq/pollutant/8`.
    private static let pollutants = NameTable<Quantity>([
        "1": .so2, "5": .pm10, "7": .o3, "8": .no2, "9": .nox, "10": .co, "38": .no, "71": .co2, "6001": .pm2_5,
    ])

    static func quantity(named name: Span<UInt8>) -> Quantity? {
        guard name.count <= JSONName.maximumLength else { return nil }
        var lower = InlineArray<32, UInt8>(repeating: 0)
        for offset in 0..<name.count { lower[offset] = lowercased(name[offset]) }
        return names[JSONName(lower.span.extracting(0..<name.count))]
    }

    /// By a definition's last part; where the part before is `pollutant`, that is a number.
    static func quantity(definedAs definition: Span<UInt8>) -> Quantity? {
        var start = definition.count
        while start > 0, !isSeparator(definition[start - 1]) { start -= 1 }
        let last = definition.extracting(start..<definition.count)
        guard start > 1 else { return quantity(named: last) }
        var before = start - 1
        while before > 0, !isSeparator(definition[before - 1]) { before -= 1 }
        if JSONName(definition.extracting(before..<(start - 1))) == "pollutant" { return pollutants[JSONName(last)] }
        return quantity(named: last)
    }

    private static func isSeparator(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "/") || byte == UInt8(ascii: "#") || byte == UInt8(ascii: ":")
    }
}
