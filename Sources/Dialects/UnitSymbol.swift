import Readings

extension UnitCode {
    /// Units as people and vendors write them. The micro sign (U+00B5) and the Greek letter mu (U+03BC) look alike and
    /// both occur. Case tells units apart (`Pa`, `PPM` and `ppm` are listed, `PA` is nobody's), so nothing is folded.
    static let symbols = NameTable<UnitCode>([
        "ug/m3": .microgramPerCubicMetre, "ug/m^3": .microgramPerCubicMetre, "ug/m\u{B3}": .microgramPerCubicMetre,
        "\u{B5}g/m3": .microgramPerCubicMetre, "\u{B5}g/m^3": .microgramPerCubicMetre,
        "\u{B5}g/m\u{B3}": .microgramPerCubicMetre,
        "\u{3BC}g/m3": .microgramPerCubicMetre, "\u{3BC}g/m^3": .microgramPerCubicMetre,
        "\u{3BC}g/m\u{B3}": .microgramPerCubicMetre,
        // The European Environment Agency's vocabulary of units.
        "ug.m-3": .microgramPerCubicMetre, "mg.m-3": .milligramPerCubicMetre,
        "mg/m3": .milligramPerCubicMetre, "mg/m^3": .milligramPerCubicMetre, "mg/m\u{B3}": .milligramPerCubicMetre,
        "ppm": .partPerMillion, "PPM": .partPerMillion, "ppb": .partPerBillion, "PPB": .partPerBillion,
        "\u{B0}C": .celsius, "degC": .celsius, "C": .celsius, "Cel": .celsius, "K": .kelvin,
        "\u{B0}F": .fahrenheit, "degF": .fahrenheit, "F": .fahrenheit,
        "%": .percent, "%RH": .percent, "1": .one,
        "Pa": .pascal, "hPa": .hectopascal, "mbar": .hectopascal, "kPa": .kilopascal,
        "m/s": .metrePerSecond, "km/h": .kilometrePerHour, "\u{B0}": .degree, "deg": .degree,
    ])
}
