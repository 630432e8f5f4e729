/// A quotient that is never rounded before it is compared: limits such as "greater than 97 %" are decided on it.
package struct ExactRatio: Hashable, Sendable {
    package var part: Int128
    /// More than 0.
    package let whole: Int128

    /// Nil where there is nothing to divide by: an empty cell, not nought and not a hundred.
    package init?(_ part: Int128, of whole: Int128) {
        guard whole > 0 else { return nil }
        self.part = part
        self.whole = whole
    }

    package init?(_ part: Int64, of whole: Int64) {
        self.init(Int128(part), of: Int128(whole))
    }

    /// More than so many percent; exactly so many is not more.
    package func isAbove(percent: Int) -> Bool { part * 100 > whole * Int128(percent) }

    /// So many percent or more.
    package func reaches(percent: Int) -> Bool { part * 100 >= whole * Int128(percent) }

    /// The quotient times `scale` as a whole number, half away from zero, at most Int64's ends.
    package func rounded(times scale: Int64) -> Int64 {
        Int64(clamping: Millionths.rounded(part * Int128(scale), over: whole))
    }

    /// In ten-thousandths of a percent, the precision of the files.
    package var percentTenThousandths: Int64 { rounded(times: 1_000_000) }
}
