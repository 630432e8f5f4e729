import Charging
import Readings
import Registry
import Tables

extension Corridor {
    /// Months and years of charging, in the borough's local time, from the published rows of days.
    func chargingPeriodFiles(
        _ partitions: [Partition], _ closing: Closing, days: PublishedDays, keeping kept: inout ReliabilityMonths,
        digest: (String) -> String?, published: (String) throws -> [UInt8]?, damaged: (DamagedFile) -> Void,
        _ body: (LongPeriodFile) throws -> Void
    ) throws {
        let spans = Dictionary(grouping: partitions) { Stretch(area: $0.area, span: $0.span) }
        for (stretch, partitions) in spans.sorted(by: { $0.key < $1.key }) {
            let files: [LongPeriodFile]
            do {
                files = try chargingFiles(
                    partitions.sorted(), stretch, closing, days, keeping: &kept, digest: digest, published)
            } catch let file as DamagedFile {
                damaged(file)
                continue
            }
            for file in files { try body(file) }
        }
    }

    private func chargingFiles(
        _ partitions: [Partition], _ stretch: Stretch, _ closing: Closing, _ days: PublishedDays,
        keeping kept: inout ReliabilityMonths, digest: (String) -> String?,
        _ published: (String) throws -> [UInt8]?
    ) throws -> [LongPeriodFile] {
        var source = PublishedCharging(area: stretch.area, dates: days.days(.charging, area: stretch.area))
        if let end = endOfDays(area: stretch.area, closing) { source.end(at: end) }
        guard let borough = registry.borough(stretch.area), source.dates != nil else {
            return partitions.map { LongPeriodFile(partition: $0, bytes: [], rows: 0) }
        }
        var month: ChargingMonth?
        if let partition = partitions.first(where: { $0.dataset.restsOn.contains(.chargingHour) }) {
            month = try chargingMonth(partition, borough, source, published)
        }
        return try partitions.map { partition in
            var bytes = partition.dataset.header
            let rows =
                switch partition.dataset {
                case .chargingOutage:
                    try outages(
                        self.month(partition).window(in: borough.timeZone), borough, source, &bytes, published)
                case .chargingReliability:
                    try reliability(partition, borough, source, &kept, digest: digest, &bytes, published)
                default: month.map { usage(partition, $0, borough, closing, &bytes) } ?? 0
                }
            return LongPeriodFile(partition: partition, bytes: bytes, rows: rows)
        }
    }

    /// The local month of a partition.
    private func month(_ partition: Partition) -> ReportingPeriod {
        let (year, month, _) = CivilDate(of: partition.span.lowerBound).components
        return .month(year, month)
    }

    private func chargingMonth(
        _ partition: Partition, _ borough: Borough, _ source: PublishedCharging,
        _ published: (String) throws -> [UInt8]?
    ) throws -> ChargingMonth? {
        let window = month(partition).window(in: borough.timeZone)
        let grace = registry.sites.compactMap { site in
            site.graceMinutes.map { (site.site, Int64($0) * Microseconds.minute) }
        }
        var month = ChargingMonth(
            window: window, zone: borough.timeZone, grace: Dictionary(grace) { first, _ in first })
        // An attempt may have begun before the month, and one of the month may end behind it.
        let end = window.upperBound.advanced(byMicroseconds: AttemptsOfMonth.tail)
        let beside = window.lowerBound.advanced(byMicroseconds: -1)..<end
        try source.read(.chargingStatus, in: beside, published) { try month.take(statuses: $0) }
        month.endStatuses()
        let longest = window.lowerBound.advanced(byMicroseconds: -ChargingReach.session)..<end
        try source.read(.chargingSession, in: longest, published) { try month.take(sessions: $0) }
        month.endSessions()
        month.countAttempts()
        try source.read(.chargingHour, in: window, published) { try month.take(hours: $0) }
        month.endHours(known: source.known.upperBound)
        return month.connectors.isEmpty ? nil : month
    }

    private func usage(
        _ partition: Partition, _ month: ChargingMonth, _ borough: Borough, _ closing: Closing,
        _ bytes: inout [UInt8]
    ) -> Int {
        let known = month.window.lowerBound..<min(month.window.upperBound, month.end)
        let label = UsageMonth(first: self.month(partition).first, window: known)
        switch partition.dataset {
        case .chargingUtilisation:
            let rows = month.rows
            for row in rows { bytes.append(row, label, borough: borough.borough) }
            return rows.count
        case .chargingProfile:
            let rows = month.profileRows
            for row in rows { bytes.append(row, label, borough: borough.borough) }
            return rows.count
        default:
            let levels: [Dataset: UsageLevel] = [
                .chargingSiteMonth: .site, .chargingBandMonth: .band, .chargingBoroughMonth: .borough,
            ]
            guard isFinal(month.window, area: borough.borough, closing) else { return 0 }
            let rows = levels[partition.dataset].map(month.publicRows) ?? []
            for row in rows { bytes.append(row, label, borough: borough.borough) }
            return rows.count
        }
    }

    /// Whether a month is written for anybody to see: it is over, and no message that memory takes can change it any more. A
    /// feed that is read to its end has no later message.
    private func isFinal(_ month: Range<Instant>, area: String, _ closing: Closing) -> Bool {
        guard let newest = boroughs.first(where: { $0.borough.borough == area })?.newest else { return false }
        if settings.memory == .everything, closing == .endOfInput { return month.upperBound <= newest }
        let grace = if case .behindNewest(let grace) = closing { grace } else { Int64(0) }
        let known = CivilDate(of: newest.advanced(byMicroseconds: -grace)).startUTC
        let delay = settings.memory == .everything ? 0 : PublicMonths.delay
        return month.upperBound.advanced(byMicroseconds: delay) <= known
    }

    private func reliability(
        _ partition: Partition, _ borough: Borough, _ source: PublishedCharging, _ kept: inout ReliabilityMonths,
        digest: (String) -> String?, _ bytes: inout [UInt8], _ published: (String) throws -> [UInt8]?
    ) throws -> Int {
        let year = CivilDate(of: partition.span.lowerBound).components.year
        let periods = ReportingPeriod.all(inYear: year, knownUntil: source.known.upperBound, borough.timeZone)
        let needed = Set(periods.flatMap(\.months)).sorted { $0.first < $1.first }
        var months: [ReportingPeriod: ReliabilityMonth] = [:]
        for month in needed where month.window(in: borough.timeZone).overlaps(source.known) {
            months[month] = try kept.month(month, source, borough, registry, digest: digest, published)
        }
        // The year before may be written again, too.
        kept.forget(area: source.area, before: CivilDate(year: year - 2, month: 1, day: 1))
        let rows = periods.flatMap { period in
            ReliabilityMonth.rows(period.months.compactMap { months[$0] }, of: period)
        }
        for row in rows.sorted(by: <) { bytes.append(row, borough: borough.borough) }
        return rows.count
    }
}

extension ReportingPeriod {
    /// The periods that end in a year and of which something is known: each month and quarter that has begun, the year so
    /// far, and, as far as they are over, the year and the twelve months up to each month.
    static func all(inYear year: Int, knownUntil known: Instant, _ zone: TimeZoneRules) -> [ReportingPeriod] {
        func hasBegun(_ period: ReportingPeriod) -> Bool { period.window(in: zone).lowerBound < known }
        func isOver(_ period: ReportingPeriod) -> Bool { period.window(in: zone).upperBound <= known }
        let months = (1...12).map { ReportingPeriod.month(year, $0) }.filter(hasBegun)
        guard let last = months.last else { return [] }
        let quarters = (1...4).map { ReportingPeriod.quarter(year, $0) }.filter(hasBegun)
        let twelve = (1...12).map { ReportingPeriod.twelveMonths(throughMonth: year, $0) }.filter(isOver)
        let whole = [ReportingPeriod.year(year)].filter(isOver)
        let day = zone.date(at: known.advanced(byMicroseconds: -1))
        let soFar = ReportingPeriod.yearToDate(throughLastDay: min(day, last.end.adding(days: -1)))
        return months + quarters + twelve + whole + [soFar]
    }
}

extension ReportingPeriod {
    /// The local months that it is made of.
    fileprivate var months: [ReportingPeriod] {
        var months: [ReportingPeriod] = []
        var date = first
        while date < end {
            let (year, month, _) = date.components
            months.append(.month(year, month))
            date = ReportingPeriod.month(year, month).end
        }
        return months
    }
}

extension [StatusSpan] {
    /// The spans cut at a window; they are ascending and do not overlap.
    func within(_ window: Range<Instant>) -> [StatusSpan] {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if self[middle].end <= window.lowerBound { low = middle + 1 } else { high = middle }
        }
        var found: [StatusSpan] = []
        while low < count, self[low].start < window.upperBound {
            var span = self[low]
            span.start = Swift.max(span.start, window.lowerBound)
            span.end = Swift.min(span.end, window.upperBound)
            if span.start < span.end { found.append(span) }
            low += 1
        }
        return found
    }
}
