/// How far the figures of a year or a month may be relied on, by the share of its hours that are valid.
package enum AnnualCapture: Int, Comparable, Sendable {
    /// Below 75 %: the mean is to be annualised before it is compared with a limit (LAQM.TG(16)).
    case insufficient = 0
    /// From 75 %: the least for a statistic (uk-air FAQ 23).
    case sufficient = 75
    /// From 85 %: a site by which others are annualised.
    case good = 85
    /// From 90 %: the target of the national network.
    case target = 90

    package init(part: Int, of whole: Int) {
        let grades: [AnnualCapture] = [.target, .good, .sufficient]
        self = grades.first { whole > 0 && part * 100 >= whole * $0.rawValue } ?? .insufficient
    }

    package static func < (left: AnnualCapture, right: AnnualCapture) -> Bool {
        left.rawValue < right.rawValue
    }
}
