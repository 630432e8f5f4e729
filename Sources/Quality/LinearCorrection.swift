package import Readings

/// A calibration line, found by running the device beside a reference instrument: corrected = raw x slope + offset
/// (reference: air quality, section 3, collocation). It is applied to single readings, before any mean; the raw value is
/// kept beside it.
package struct LinearCorrection: Hashable, Sendable {
    /// Without a unit.
    package var slope: Millionths
    /// In the quantity's unit.
    package var offset: Millionths

    package init(slope: Millionths, offset: Millionths) {
        self.slope = slope
        self.offset = offset
    }

    /// The corrected value, exact but for one rounding to whole millionths, half away from zero. Nil when 64 bits cannot
    /// hold it: such a reading has no value.
    package func corrected(_ raw: Millionths) -> Millionths? {
        // At most 2^126 + 2^83, so 128 bits hold the sum and its negation.
        let exact = Int128(raw.count) * Int128(slope.count) + Int128(offset.count) * Int128(Millionths.perUnit)
        return Int64(exactly: Millionths.rounded(exact, over: Int128(Millionths.perUnit))).map { Millionths($0) }
    }
}
