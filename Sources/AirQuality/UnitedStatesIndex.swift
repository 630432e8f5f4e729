/// The US index of values in Kerbside's units, for export only: it is no index of the UK.
package enum UnitedStatesIndex {
    /// The index of a mean of `sum / count` in 1e-12 of the quantity's own unit (ug/m3, CO mg/m3), over the averaging
    /// period that `table` names. Gases are converted to the table's mixing ratio: `state` says at which temperature the
    /// concentration is stated, 20 degC for all of Kerbside's files. (A mixing ratio knows no temperature: dividing a
    /// concentration of 20 degC by the factors of 25 degC would make it 1.7 % greater.)
    package static func index(
        _ table: IndexTable, sum: Int128, count: Int, statedAt state: ReferenceState = .celsius20
    ) -> Int? {
        steps(table, sum: sum, count: count, statedAt: state).flatMap { table.index(ofSteps: $0) }
    }

    /// The mean in whole multiples of the table's precision, truncated, as the EPA truncates it before it looks it up.
    static func steps(
        _ table: IndexTable, sum: Int128, count: Int, statedAt state: ReferenceState = .celsius20
    ) -> Int128? {
        guard let factor = UnitFactor(from: table.quantity, to: table.unit, at: state), count > 0 else { return nil }
        let (scaled, overflow) = sum.multipliedReportingOverflow(by: Int128(factor.numerator))
        let (divisor, overflows) = count.multipliedReportingOverflow(by: Int(factor.denominator))
        guard !overflow, !overflows else { return nil }
        return table.steps(sum: scaled, count: divisor)
    }

    /// The index of a NowCast, truncated as the table says.
    package static func index(
        _ table: IndexTable, _ nowCast: NowCast, statedAt state: ReferenceState = .celsius20
    ) -> Int? {
        steps(table, nowCast, statedAt: state).flatMap { table.index(ofSteps: $0) }
    }

    static func steps(
        _ table: IndexTable, _ nowCast: NowCast, statedAt state: ReferenceState = .celsius20
    ) -> Int128? {
        guard let factor = UnitFactor(from: table.quantity, to: table.unit, at: state) else { return nil }
        return nowCast.truncatedSteps(of: UInt64(table.precision) * 1_000_000, times: factor)
    }
}
