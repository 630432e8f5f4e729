import AirQuality
import Readings

/// One quantity of one device in one window of a school, over all dates.
struct SchoolSeries {
    struct Key: Hashable {
        var borough: String
        var site: String
        var window: String
        var device: String
        /// Nil: the registry does not say.
        var deviceClass: DeviceClass?
        var quantity: Quantity
    }

    /// A window of a date.
    struct Day {
        var date: CivilDate
        var kind: SchoolDayType
        var span: Range<Instant>
        var figure: DayFigure
    }

    var key: Key
    /// The school's number, as the newest row has it.
    var urn: String
    /// Ascending by date, one a date.
    private(set) var days: [Day] = []

    init(_ key: Key, urn: String) {
        self.key = key
        self.urn = urn
    }

    /// Adds a day that is not before the last. A device that was set up anew within a window has two rows of it: the one
    /// that covers more of it stands.
    mutating func add(_ day: Day) {
        guard let last = days.last, last.date == day.date else { return days.append(day) }
        if day.figure.capturePerMillion > last.figure.capturePerMillion { days[days.count - 1] = day }
    }
}
