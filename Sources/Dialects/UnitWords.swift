package import Readings

extension UnitCode {
    /// The unit that a person or a payload names: a word that is usual for it, or its code of UN/ECE Recommendation 20. Nil
    /// for any other text.
    package init?(word: String) {
        let bytes = Array(word.utf8)
        self.init(word: bytes.span)
    }

    /// Letters count as they stand: `Pa` and `PA` are told apart by nobody, `M` and `m` are.
    init?(word: Span<UInt8>) {
        let name = JSONName(word)
        guard let unit = Self.words[name] ?? Self.table[name] else { return nil }
        self = unit
    }

    /// The words that messages to people list, one a unit.
    package static let usualWords = [
        "ug/m3", "mg/m3", "ppb", "ppm", "degC", "degF", "K", "pct", "fraction", "Pa", "hPa", "kPa", "mmHg", "inHg",
        "m/s",
        "km/h", "mph", "kt", "deg",
    ]

    private static let words = NameTable<UnitCode>([
        "ug/m3": .microgramPerCubicMetre, "\u{B5}g/m3": .microgramPerCubicMetre,
        "\u{3BC}g/m3": .microgramPerCubicMetre, "\u{B5}g/m\u{B3}": .microgramPerCubicMetre,
        "\u{3BC}g/m\u{B3}": .microgramPerCubicMetre, "ug/m\u{B3}": .microgramPerCubicMetre,
        "ug m-3": .microgramPerCubicMetre,
        "mg/m3": .milligramPerCubicMetre, "mg/m\u{B3}": .milligramPerCubicMetre,
        "ppb": .partPerBillion, "ppm": .partPerMillion,
        "degC": .celsius, "C": .celsius, "\u{B0}C": .celsius, "degF": .fahrenheit, "F": .fahrenheit,
        "\u{B0}F": .fahrenheit, "K": .kelvin,
        "pct": .percent, "%": .percent, "%RH": .percent, "fraction": .one,
        "Pa": .pascal, "hPa": .hectopascal, "mbar": .hectopascal, "kPa": .kilopascal, "mmHg": .millimetreOfMercury,
        "inHg": .inchOfMercury,
        "m/s": .metrePerSecond, "km/h": .kilometrePerHour, "mph": .milePerHour, "kt": .knot, "deg": .degree,
        "\u{B0}": .degree,
    ])
}

extension UnitCode {
    /// Whether the unit can measure the quantity.
    package func measures(_ quantity: Quantity) -> Bool { scale(for: quantity) != nil }

    /// Whether nothing is nothing in the unit too: false for degF and K.
    package func isProportional(for quantity: Quantity) -> Bool { scale(for: quantity)?.shift == 0 }
}
