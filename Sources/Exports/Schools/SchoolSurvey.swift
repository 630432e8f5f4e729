import AirQuality
import Publication
import Readings

/// The rows of air/school-day that a selection takes, by school, window, device and quantity.
struct SchoolSurvey {
    private(set) var series: [SchoolSeries] = []
    /// Rows that the selection takes.
    private(set) var matching = 0
    private let network: SchoolNetwork
    private var index: [SchoolSeries.Key: Int] = [:]
    /// Each window's earliest start after midnight UTC of its date, so that a school's windows stand as its day goes.
    private var starts: [WindowOfSite: Int64] = [:]
    /// By the bytes of their cells, since each series has a row a day.
    private var known: [[UInt8]: (key: SchoolSeries.Key, urn: String)] = [:]

    private struct WindowOfSite: Hashable {
        var borough: String
        var site: String
        var window: String
    }

    init(_ network: SchoolNetwork) {
        self.network = network
    }

    mutating func take(_ columns: SchoolColumns, _ rows: borrowing TableFile) {
        matching += 1
        guard let day = columns.day(rows), let (base, urn) = identity(columns, rows) else { return }
        var key = base
        key.deviceClass = network.deviceClass(key.device, at: day.span.lowerBound)
        let number = index[key] ?? series.count
        if number == series.count {
            index[key] = number
            series.append(SchoolSeries(key, urn: urn))
        }
        series[number].urn = urn
        series[number].add(day)
        let window = WindowOfSite(borough: key.borough, site: key.site, window: key.window)
        let start = day.span.lowerBound.microseconds(since: day.date.startUTC)
        starts[window] = min(starts[window] ?? start, start)
    }

    /// Ends the survey: the series are in the order of the table.
    mutating func finish() {
        index = [:]
        known = [:]
        let starts = starts
        func start(_ key: SchoolSeries.Key) -> Int64 {
            starts[WindowOfSite(borough: key.borough, site: key.site, window: key.window)] ?? 0
        }
        series.sort { left, right in
            let (one, other) = (left.key, right.key)
            let first = (one.borough, one.site, start(one), one.window)
            let second = (other.borough, other.site, start(other), other.window)
            if first != second { return first < second }
            return (one.quantity, one.deviceClass.rank, one.device) < (
                other.quantity, other.deviceClass.rank, other.device
            )
        }
    }

    /// The UTC days that the windows lie in.
    var daysOfWindows: ClosedRange<CivilDate>? {
        var found: ClosedRange<CivilDate>?
        for series in series {
            guard let first = series.days.first?.span, let last = series.days.last?.span else { continue }
            let from = CivilDate(of: first.lowerBound)
            let to = CivilDate(of: last.upperBound.advanced(byMicroseconds: -1))
            found = min(found?.lowerBound ?? from, from)...max(found?.upperBound ?? to, to)
        }
        return found
    }

    /// The hours since 1970 that hold a part of a window.
    var hoursOfWindows: Set<Int64> {
        var hours: Set<Int64> = []
        for series in series {
            for day in series.days {
                let last = day.span.upperBound.microseconds - 1
                hours.formUnion(day.span.lowerBound.microseconds / Microseconds.hour...last / Microseconds.hour)
            }
        }
        return hours
    }

    private mutating func identity(
        _ columns: SchoolColumns, _ rows: borrowing TableFile
    ) -> (key: SchoolSeries.Key, urn: String)? {
        let cells = columns.identity(rows)
        if let found = known[cells] { return found }
        guard let quantity = Quantity(name: rows.text(columns.quantity)), quantity != .windDirection else { return nil }
        let found = (
            key: SchoolSeries.Key(
                borough: rows.text(columns.borough), site: rows.text(columns.site), window: rows.text(columns.window),
                device: rows.text(columns.device), quantity: quantity), urn: rows.text(columns.urn)
        )
        known[cells] = found
        return found
    }
}

extension DeviceClass? {
    /// The reference first; what nobody knows last.
    var rank: Int {
        flatMap { DeviceClass.allCases.firstIndex(of: $0) } ?? DeviceClass.allCases.count
    }
}
