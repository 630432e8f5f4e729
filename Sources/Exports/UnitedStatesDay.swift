import AirQuality
import Readings
import TimeWindows

/// A row of the US index.
struct UnitedStatesRow {
    var window: Range<Instant>
    var borough: String
    var site: String
    /// Nil where no pollutant meets its capture rule.
    var index: SiteIndex?
    var band: String
    /// The greatest of the site's counting devices, by the place in `UnitedStatesIndex.pollutants`.
    var figures: [UnitedStatesFigure?]
    /// Whether the day lies before the first of the tables.
    var isBeforeTables: Bool
}

/// The rows of one UTC day.
struct UnitedStatesDay {
    /// A device's hours of one pollutant, from the day before on.
    private struct Measured {
        var pollutant: Int
        var deviceClass: DeviceClass
        var today: DeviceHours.Series
        var before: DeviceHours.Series?
        var hours: HoursOfSpan

        /// Whether an hour of the pollutant's span has a reading, so that there is a row.
        func hasData(inSpanOf hour: Int) -> Bool {
            let span =
                switch UnitedStatesIndex.pollutants[pollutant] {
                case .pm2_5, .pm10: NowCast.Method.particles.hours
                case .o3, .co: 8
                default: 1
                }
            return today.measured.contains(anyOf: hour - span + 1...hour, before: before?.measured)
        }
    }

    private struct Site {
        var borough: String
        var name: String
        /// Hours in which a reference or equivalent instrument has a row.
        var references: [HourSet] = []
        var measured: [Measured] = []

        /// By the rows alone: in an hour, or in any of the day.
        func hasReference(inHour hour: Int?) -> Bool {
            references.contains { hours in hour.map { hours.contains($0) } ?? !hours.isEmpty }
        }
    }

    private let date: CivilDate
    private let tables: UnitedStatesTables
    private let messages: IndexTables
    private let registered: ReferenceSites?
    private var sites: [Site] = []

    /// - Parameter days: the day, the one before and the one after, as far as they are needed.
    init(
        _ date: CivilDate, _ days: [CivilDate: DeviceHours], _ tables: UnitedStatesTables, _ messages: IndexTables,
        pollutants: [Int], _ references: ReferenceSites?
    ) {
        self.date = date
        self.tables = tables
        self.messages = messages
        registered = references
        guard let today = days[date] else { return }
        let span = [-1, 0, 1].compactMap { days[date.adding(days: $0)] }
        for (device, content) in today.devices.sorted(by: { $0.key < $1.key }) {
            if sites.last?.name != device.site || sites.last?.borough != device.borough {
                sites.append(Site(borough: device.borough, name: device.site))
            }
            if content.deviceClass != .indicative { sites[sites.count - 1].references.append(content.rows) }
            for pollutant in pollutants {
                guard let series = content.series[pollutant] else { continue }
                var hours = HoursOfSpan(dates: date..<date.adding(days: 2))
                for day in span {
                    guard let means = day.series(device, pollutant)?.means else { continue }
                    hours.put(DayOfMeans(date: day.date, hours: means))
                }
                sites[sites.count - 1].measured.append(
                    Measured(
                        pollutant: pollutant, deviceClass: content.deviceClass, today: series,
                        before: days[date.adding(days: -1)]?.series(device, pollutant), hours: hours))
            }
        }
    }

    /// Hands over the rows of an hour, 0 to 23.
    func each(inHour hour: Int, _ body: (UnitedStatesRow) throws -> Void) throws {
        let start = date.startUTC.advanced(byMicroseconds: Int64(hour) * Microseconds.hour)
        let window = start..<start.advanced(byMicroseconds: Microseconds.hour)
        for site in sites {
            let measured = site.measured.filter { $0.today.rows.contains(hour) && $0.hasData(inSpanOf: hour) }
            guard !measured.isEmpty else { continue }
            try body(
                row(site, window, measured, hour: hour) {
                    UnitedStatesIndex.figure(
                        of: UnitedStatesIndex.pollutants[$0.pollutant], inHour: hour, of: $0.hours, tables)
                })
        }
    }

    /// Hands over the rows of the day.
    func eachOfDay(_ body: (UnitedStatesRow) throws -> Void) throws {
        let window = date.startUTC..<date.adding(days: 1).startUTC
        for site in sites {
            let measured = site.measured.filter { !$0.today.measured.isEmpty }
            guard !measured.isEmpty else { continue }
            try body(
                row(site, window, measured, hour: nil) {
                    UnitedStatesIndex.figure(
                        of: UnitedStatesIndex.pollutants[$0.pollutant], onDay: 0, of: $0.hours, tables)
                })
        }
    }

    private func row(
        _ site: Site, _ window: Range<Instant>, _ measured: [Measured], hour: Int?,
        _ figure: (Measured) -> UnitedStatesFigure?
    ) -> UnitedStatesRow {
        let hasReference =
            registered?.has(site.name, at: window.lowerBound) ?? site.hasReference(inHour: hour)
        var parts: [SiteIndex.Part] = []
        var figures = [UnitedStatesFigure?](repeating: nil, count: UnitedStatesIndex.pollutants.count)
        for series in measured where !hasReference || series.deviceClass != .indicative {
            guard let found = figure(series) else { continue }
            if let index = found.index {
                parts.append(
                    .init(
                        pollutant: UnitedStatesIndex.pollutants[series.pollutant], index: index,
                        deviceClass: series.deviceClass))
            }
            guard let old = figures[series.pollutant] else {
                figures[series.pollutant] = found
                continue
            }
            if (old.index ?? -1, old.concentration) < (found.index ?? -1, found.concentration) {
                figures[series.pollutant] = found
            }
        }
        let index = SiteIndex(parts: parts, siteHasReference: hasReference, order: UnitedStatesIndex.pollutants)
        let band = index.flatMap { messages.unitedStatesMessage(of: $0.index, on: date)?.band }
        return UnitedStatesRow(
            window: window, borough: site.borough, site: site.name, index: index, band: band ?? "", figures: figures,
            isBeforeTables: tables.isBeforeFirst)
    }
}
