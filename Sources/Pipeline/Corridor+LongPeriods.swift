import Readings
import Registry
package import Tables

/// A file of months or years, worked out from published files.
package struct LongPeriodFile: Sendable {
    package var partition: Partition
    package var bytes: [UInt8]
    /// Without a row there is to be no file.
    package var rows: Int
}

extension Dataset {
    /// Days in whose files a day's hours show: its own; the next, into which running means reach; and those behind a month
    /// whose devices are looked at over 30 days, of which three months can have a part.
    func datesResting(on date: CivilDate) -> [CivilDate] {
        switch self {
        case .airMonth: [0, 14, LongPeriod.driftDays - 1].map { date.adding(days: $0) }
        case .airIndexDay, .airExceedance: [date, date.adding(days: 1)]
        // A local month begins and ends up to a day beside the UTC one.
        case .chargingOutage, .chargingProfile: [-1, 1].map { date.adding(days: $0) }
        // They are written when a day of ten weeks later is complete.
        case .chargingSiteMonth, .chargingBandMonth, .chargingBoroughMonth:
            [-1, 1, -PublicMonths.delayDays - 1, -PublicMonths.delayDays].map { date.adding(days: $0) }
        // A car may stay on for five weeks.
        case .chargingUtilisation: [-1, 1, 18, 36].map { date.adding(days: $0) }
        // And the twelve months that end in the next year begin in this one.
        case .chargingReliability: [-1, 1, 366].map { date.adding(days: $0) }
        default: [date]
        }
    }
}

extension Corridor {
    /// Works out partitions that rest on published files (`Dataset.restsOn`). While records come, days count when they are
    /// complete; at the end of input all of them. They reach to the last day that has such a file.
    ///
    /// - Parameters:
    ///   - days: the first to the last day of which an area has files, so that no others are asked for.
    ///   - published: gives the bytes of a published file by its path, nil where there is none; throws
    ///     `DamagedFile.Finding` for one that is not to be trusted.
    ///   - damaged: hears of such a file; what rests on it stays as it is.
    ///   - body: takes a file; a year's memory is freed before the next one is begun.
    package func longPeriodFiles(
        _ partitions: [Partition], _ closing: Closing, days: PublishedDays, published: (String) throws -> [UInt8]?,
        damaged: (DamagedFile) -> Void, _ body: (LongPeriodFile) throws -> Void
    ) throws {
        let (air, charging) = (
            partitions.filter { $0.dataset.family == .air },
            partitions.filter {
                $0.dataset.family == .charging
            }
        )
        try airPeriodFiles(air, closing, days: days, published: published, damaged: damaged, body)
        try chargingPeriodFiles(charging, closing, days: days, published: published, damaged: damaged, body)
    }

    private func airPeriodFiles(
        _ partitions: [Partition], _ closing: Closing, days: PublishedDays, published: (String) throws -> [UInt8]?,
        damaged: (DamagedFile) -> Void, _ body: (LongPeriodFile) throws -> Void
    ) throws {
        // A year and its exceedances, a month and its days' indices rest on the same rows.
        let spans = Dictionary(grouping: partitions) { Stretch(area: $0.area, span: $0.span) }
        for (stretch, partitions) in spans.sorted(by: { $0.key < $1.key }) {
            let checksDrift = partitions.contains { $0.dataset == .airMonth }
            let period: LongPeriod?
            do {
                let shown = days.days(.air, area: stretch.area)
                period = try shown.flatMap { try longPeriod(stretch, $0, closing, checksDrift: checksDrift, published) }
            } catch let hours as DamagedFile {
                damaged(hours)
                continue
            }
            for partition in partitions.sorted() {
                let (bytes, rows) = period?.rows(of: partition.dataset, registry) ?? ([], 0)
                try body(LongPeriodFile(partition: partition, bytes: bytes, rows: rows))
            }
        }
    }

    struct Stretch: Hashable, Comparable {
        var area: String
        var span: Range<Instant>

        static func < (left: Stretch, right: Stretch) -> Bool {
            (left.area, left.span.lowerBound, left.span.upperBound)
                < (right.area, right.span.lowerBound, right.span.upperBound)
        }
    }

    private func longPeriod(
        _ stretch: Stretch, _ shown: Range<CivilDate>, _ closing: Closing, checksDrift: Bool,
        _ published: (String) throws -> [UInt8]?
    ) throws -> LongPeriod? {
        let first = CivilDate(of: stretch.span.lowerBound)
        var end = min(CivilDate(of: stretch.span.upperBound), shown.upperBound)
        if let open = endOfDays(area: stretch.area, closing) { end = min(end, open) }
        func content(_ dataset: Dataset, _ date: CivilDate, _ hour: Int64 = 0) throws -> [UInt8]? {
            let start = date.startUTC.advanced(byMicroseconds: hour * Microseconds.hour)
            let path = Partition(dataset, area: stretch.area, holding: start).path
            return try Self.reading(path, stretch.area, date) { try published(path) }
        }
        // They reach as far as there are hours: the last day may have no row yet, and a silent network none for weeks.
        while first < end, try content(.airHour, end.adding(days: -1)) == nil { end = end.adding(days: -1) }
        guard first < end else { return nil }
        var period = LongPeriod(area: stretch.area, dates: first..<end, checksDrift: checksDrift)
        for date in period.datesToRead where shown.contains(date) {
            guard let hours = try content(.airHour, date) else { continue }
            let path = Partition(.airHour, area: stretch.area, holding: date.startUTC).path
            try Self.reading(path, stretch.area, date) { try period.take(date, hours: hours) }
            if settings.datasets.contains(.airQuarterHour), period.asksForQuarterHours {
                for hour in 0..<Int64(24) {
                    guard let quarters = try content(.airQuarterHour, date, hour) else { continue }
                    try Self.reading(path, stretch.area, date) { try period.take(quarterHours: quarters) }
                }
            }
            period.endDay(date)
        }
        return period
    }

    static func reading<Result>(
        _ path: String, _ area: String, _ date: CivilDate, _ body: () throws -> Result
    ) throws -> Result {
        let kind: DayToRebuild.Kind = path.hasPrefix("summaries/charging/") ? .charging : .air
        do {
            return try body()
        } catch let damage as DamagedRow {
            throw DamagedFile(path: path, kind: kind, area: area, date: date, finding: .unreadable(line: damage.line))
        } catch let finding as DamagedFile.Finding {
            throw DamagedFile(path: path, kind: kind, area: area, date: date, finding: finding)
        }
    }

    /// The first day of a borough that does not count yet; nil for a borough that the registry no longer has.
    func endOfDays(area: String, _ closing: Closing) -> CivilDate? {
        guard let borough = boroughs.first(where: { $0.borough.borough == area }) else { return nil }
        guard let newest = borough.newest else { return CivilDate(daysSince1970: .min) }
        switch closing {
        case .endOfInput: return CivilDate(of: newest).adding(days: 1)
        case .behindNewest(let grace): return CivilDate(of: newest.advanced(byMicroseconds: -grace))
        }
    }
}
