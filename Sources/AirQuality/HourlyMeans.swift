import Readings
package import TimeWindows

/// What longer averages need of one hour.
package struct HourlyMean: Hashable, Sendable {
    package var mean: Picounits
    /// The capture rule: at least 75 % of the hour is covered (45 minutes; SI 2007/64 schedule 12, uk-air FAQ 23).
    package var isValid: Bool

    package init(mean: Picounits, isValid: Bool) {
        self.mean = mean
        self.isValid = isValid
    }
}

/// The 75 % rule that UK practice applies at every step of averaging.
package enum CaptureRule {
    /// Whether a part is at least three quarters of the whole.
    package static func isMet(_ part: Int64, of whole: Int64) -> Bool {
        part >= whole - whole / 4
    }
}

/// A mean over whole hours: a running mean or a day's.
package struct MeanOfHours: Hashable, Sendable {
    /// Valid hours in the span.
    package var hours: Int
    package var isValid: Bool
    /// Sum of the valid hours' means, in 1e-12 of the unit.
    package var sum: Int128

    /// The mean of the valid hours of `span`, valid with three quarters of its hours: 6 of 8, 18 of 24 (uk-air FAQ 20,
    /// data/air golden rules). Missing and invalid hours take no part.
    package init(of span: some Sequence<HourlyMean?>, spanHours: Int) {
        self.init()
        for case let hour? in span { add(hour) }
        isValid = CaptureRule.isMet(Int64(hours), of: Int64(spanHours))
    }

    /// The same of the hours that `hourlyMean` gives for 0, 1, ... below `spanHours`: a running mean is taken for each hour
    /// of each series, and a sequence from another module costs several times the sum itself.
    package init(spanHours: Int, _ hourlyMean: (Int) -> HourlyMean?) {
        self.init()
        for number in 0..<spanHours {
            if let hour = hourlyMean(number) { add(hour) }
        }
        isValid = CaptureRule.isMet(Int64(hours), of: Int64(spanHours))
    }

    private init() {
        hours = 0
        sum = 0
        isValid = false
    }

    private mutating func add(_ hour: HourlyMean) {
        guard hour.isValid else { return }
        hours += 1
        sum += hour.mean.count
    }

    /// Nil without any valid hour.
    package var mean: Picounits? {
        hours == 0 ? nil : Picounits(Millionths.rounded(sum, over: Int128(hours)))
    }
}
