package import Readings

/// The temperature at which a concentration in ug/m3 is stated, at 1013 hPa.
package enum ReferenceState: Sendable {
    /// 20 degC, as the UK and the EU have it, and as all of Kerbside's files.
    case celsius20
    /// 25 degC, as the US EPA has it.
    case celsius25
}

/// A factor between two units, as an exact fraction.
package struct UnitFactor: Hashable, Sendable {
    package var numerator: Int64
    package var denominator: Int64

    package init(_ numerator: Int64, _ denominator: Int64) {
        self.numerator = numerator
        self.denominator = denominator
    }

    package static let one = UnitFactor(1, 1)

    /// Micrograms in a cubic metre for each ppb of a gas (milligrams for each ppm); NOx counts as NO2. Nil for what is no
    /// gas.
    ///
    /// At 20 degC these are the factors that Defra publishes, to the four decimals to which it does: published values of
    /// Marylebone Road in 2022 are whole multiples of 0.1 ppb times these numbers. At 25 degC the molar mass in whole grams
    /// over 22.41 l x 298/273.
    package init?(perPartsPerBillionOf gas: Quantity, at state: ReferenceState) {
        let terms: (published: Int64, molarMass: Int64)
        switch gas {
        case .no2, .nox: terms = (19125, 46)
        case .o3: terms = (19957, 48)
        case .so2: terms = (26609, 64)
        case .no: terms = (12473, 30)
        case .co: terms = (11642, 28)
        default: return nil
        }
        switch state {
        case .celsius20: self.init(terms.published, 10_000)
        case .celsius25: self.init(terms.molarMass * 27_300, 2241 * 298)
        }
    }

    /// What a value in the quantity's own unit is multiplied by to be in another; nil where there is no way.
    package init?(from quantity: Quantity, to unit: IndexTable.Unit, at state: ReferenceState) {
        if unit.rawValue == quantity.unit {
            self = .one
            return
        }
        guard let gas = UnitFactor(perPartsPerBillionOf: quantity, at: state) else { return nil }
        // CO is held in mg/m3, and a mg/m3 goes with a ppm as a ug/m3 does with a ppb.
        let isMilli = quantity == .co
        switch unit {
        case .microgramsPerCubicMetre: self.init(1000, 1)
        case .milligramsPerCubicMetre: self.init(1, 1000)
        case .partsPerBillion: self.init(gas.denominator * (isMilli ? 1000 : 1), gas.numerator)
        case .partsPerMillion: self.init(gas.denominator, gas.numerator * (isMilli ? 1 : 1000))
        }
    }
}
