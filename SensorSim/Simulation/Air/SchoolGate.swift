package import Readings

/// A scheme that closes the street at a school's gate to cars while children come and go.
package struct SchoolStreet: Equatable, Sendable {
    /// From that London date on.
    package var from: CivilDate
    /// What is left of the traffic, at the gate and in the street, in those times.
    package var trafficLeft: Double

    package init(from: CivilDate, trafficLeft: Double = 0.3) {
        self.from = from
        self.trafficLeft = min(max(trafficLeft, 0), 1)
    }
}

/// The cars that bring and fetch the children on school days, London time: 08:20 to 09:05 and 15:00 to 15:45.
///
/// They add 5 to 10 ug/m3 of NO2, after studies of closed school streets (about 6 ug/m3); the shape is assumed: a quarter of
/// an hour up, a quarter at the top, a quarter down.
struct SchoolGate: Sendable {
    /// ug/m3.
    let peakNO2: Double
    let street: SchoolStreet?
    let terms: SchoolTerms

    struct Rush: Equatable, Sendable {
        /// ug/m3 that the gate adds, and what is left of the street's traffic.
        var no2, traffic: Double
    }

    /// Seconds of the London day.
    static let times = [30_000..<32_700, 54_000..<56_700]

    /// Nil outside of these times.
    func rush(at instant: Instant) -> Rush? {
        let midnight = instant.floored(toMicroseconds: Microseconds.day)
        let second = instant.microseconds(since: midnight) / Microseconds.second
        // The quick answer for most of the day: summer time moves the clock by an hour at most.
        guard second >= 26_400, second < 56_700 else { return nil }
        let isSummer = LondonClock.isSummerTime(at: instant)
        let local = Int(second) + (isSummer ? 3600 : 0)
        guard let time = Self.times.first(where: { $0.contains(local) }) else { return nil }
        let date = CivilDate(of: midnight)
        guard terms.isSchoolDay(date) else { return nil }
        let inside = Double(min(local - time.lowerBound, time.upperBound - local))
        let left = street.map { date >= $0.from ? $0.trafficLeft : 1 } ?? 1
        return Rush(no2: left * peakNO2 * min(inside / 900, 1), traffic: left)
    }
}
