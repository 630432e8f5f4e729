package import AirQuality
package import Readings
package import TimeWindows

/// The columns of air/school-day that are the same for every device and quantity in a window of a school, written once:
/// `date` to `window_end`.
package struct SchoolWindowLabel: Hashable, Sendable {
    var bytes: [UInt8] = []

    /// - Parameters:
    ///   - date: the local date.
    ///   - urn: the school's unique reference number; may be empty.
    ///   - window: the name of the window.
    ///   - span: the window as instants.
    package init(
        date: CivilDate, borough: String, site: String, urn: String, window: String, dayType: SchoolDayType,
        span: Range<Instant>
    ) {
        for text in [date.text, borough, site, urn, window, dayType.rawValue] {
            bytes.append(text: text)
            bytes.comma()
        }
        span.lowerBound.appendISO8601(to: &bytes)
        bytes.comma()
        span.upperBound.appendISO8601(to: &bytes)
    }
}

extension [UInt8] {
    /// A row of air/school-day. As in air/hour, the mean is given where there is a reading, and `valid` says whether three
    /// quarters of the window were covered.
    package mutating func appendSchoolWindow(
        _ window: SchoolWindowLabel, device: String, _ quantity: Quantity, _ totals: SpanTotals
    ) {
        append(contentsOf: window.bytes)
        for text in [device, quantity.name, quantity.unit] {
            comma()
            append(text: text)
        }
        comma()
        append(whole: Int64(totals.n))
        comma()
        append(percentOf: totals.coveredMicroseconds, in: totals.lengthMicroseconds)
        comma()
        append(flag: totals.n > 0 && CaptureRule.isMet(totals.coveredMicroseconds, of: totals.lengthMicroseconds))
        comma()
        if let mean = totals.mean {
            append(millionths: mean.millionths)
            comma()
            append(millionths: totals.maximum)
        } else {
            comma()
        }
        endRow()
    }
}
