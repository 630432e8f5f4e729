import Readings

/// What a register value of a session means. Units differ: OCPP 1.6 asks for a register that counts for life, but some send
/// one that begins at 0 with each session, or name kWh what are Wh, or the reverse (reference ev.md, section 7).
struct RegisterReading: Hashable, Sendable {
    enum Base: Hashable, Sendable {
        /// The meter of `meterStart`: energy is the difference.
        case lifetime
        /// Energy since plug-in, whatever `meterStart` says.
        case relative
    }

    enum Unit: Hashable, Sendable {
        case asSaid
        /// Wh that were called kWh.
        case thousandth
        /// kWh that were called Wh.
        case thousandfold
    }

    var base: Base
    var unit: Unit

    static let usual = RegisterReading(base: .lifetime, unit: .asSaid)

    /// Those with a unit that was not said, in the order of trying.
    static let corrected = [
        RegisterReading(base: .lifetime, unit: .thousandth), RegisterReading(base: .lifetime, unit: .thousandfold),
        RegisterReading(base: .relative, unit: .thousandth), RegisterReading(base: .relative, unit: .thousandfold),
    ]

    /// Millionths of a watt-hour since plug-in; nil where that does not fit.
    func energy(of register: Int64, meterStart: Int64) -> Int64? {
        let value =
            switch unit {
            case .asSaid: Int128(register)
            case .thousandth: Millionths.rounded(Int128(register), over: 1000)
            case .thousandfold: Int128(register) * 1000
            }
        return Int64(exactly: base == .lifetime ? value - Int128(meterStart) : value)
    }
}
