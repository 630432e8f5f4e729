/// A table of hours read between the hours: the value of an hour holds at its middle.
struct HourlyCourse {
    private let lower: Int
    private let upper: Int
    private let share: Double

    init(_ clock: LondonClock.Reading) {
        let position = Double(clock.secondOfDay) / 3600 + 23.5
        lower = Int(position) % 24
        upper = (lower + 1) % 24
        share = position - Double(Int(position))
    }

    func value(_ hours: [Double]) -> Double {
        hours[lower] * (1 - share) + hours[upper] * share
    }
}
