package import TimeWindows

/// The words of the column `status`: how far a row's figures have been looked at.
package enum FiguresStatus: String, CaseIterable, Sendable {
    /// Nobody has reviewed all of the window yet.
    case provisional
    /// Reviewed and final.
    case ratified
    /// Reviewed, counted, and not to be relied on.
    case suspect
    /// All readings of the window are taken out by a review.
    case invalid
    /// A simulator made them; no review changes that.
    case simulated
}

/// What a row of air says about its figures where people corrected or reviewed readings of its window.
package struct FiguresRemark: Hashable, Sendable {
    /// The mean of the readings as the device said them; nil where no correction was applied, so that it is the mean.
    package var rawMean: Picounits?
    /// The labels of the corrections that were applied, in order of time, separated by spaces; empty for none.
    package var correction: String
    /// Nil: nobody has reviewed it. A simulator's rows keep `simulated`, whatever stands here.
    package var status: FiguresStatus?

    package init(rawMean: Picounits? = nil, correction: String = "", status: FiguresStatus? = nil) {
        self.rawMean = rawMean
        self.correction = correction
        self.status = status
    }
}
