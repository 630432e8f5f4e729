import Readings
import Registry
package import Tables

/// A file of months or years, worked out from published files of hours.
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
        default: [date]
        }
    }
}

/// A published file that a month or a year rests on is no table of air windows.
package struct DamagedHours: Error, Hashable, Sendable, CustomStringConvertible {
    package var path: String
    package var line: Int

    package var description: String {
        "\(path), line \(line): found no row of air windows; make its day again with kerbside rebuild"
    }
}

extension Corridor {
    /// Works out partitions that rest on hours (`Dataset.restsOnHours`). While records come, days count when they are
    /// complete; at the end of input all of them. They reach to the last day that has hours.
    ///
    /// - Parameters:
    ///   - published: gives the bytes of a published file by its path, nil where there is none.
    ///   - body: takes a file; a year's memory is freed before the next one is begun.
    package func longPeriodFiles(
        _ partitions: [Partition], _ closing: Closing, published: (String) throws -> [UInt8]?,
        _ body: (LongPeriodFile) throws -> Void
    ) throws {
        // A year and its exceedances, a month and its days' indices rest on the same rows.
        let spans = Dictionary(grouping: partitions) { Stretch(area: $0.area, span: $0.span) }
        for (stretch, partitions) in spans.sorted(by: { $0.key < $1.key }) {
            let checksDrift = partitions.contains { $0.dataset == .airMonth }
            let period = try longPeriod(stretch, closing, checksDrift: checksDrift, published)
            for partition in partitions.sorted() {
                let (bytes, rows) = period?.rows(of: partition.dataset, registry) ?? ([], 0)
                try body(LongPeriodFile(partition: partition, bytes: bytes, rows: rows))
            }
        }
    }

    /// The months and years that rest on files of hours, given by their paths.
    package func longPeriods(restingOn paths: [String]) -> Set<Partition> {
        var found: Set<Partition> = []
        for path in paths where path.hasPrefix("summaries/\(Dataset.airHour.path)/") {
            let keys = path.split(separator: "/").map { $0.split(separator: "=") }.filter { $0.count == 2 }
            guard let area = keys.first(where: { $0[0] == "area" })?[1],
                let day = keys.first(where: { $0[0] == "day" }).flatMap({ CivilDate(String($0[1])) })
            else { continue }
            for dataset in settings.datasets where dataset.restsOnHours {
                for date in dataset.datesResting(on: day) {
                    found.insert(Partition(dataset, area: String(area), holding: date.startUTC))
                }
            }
        }
        return found
    }

    private struct Stretch: Hashable, Comparable {
        var area: String
        var span: Range<Instant>

        static func < (left: Stretch, right: Stretch) -> Bool {
            (left.area, left.span.lowerBound, left.span.upperBound)
                < (right.area, right.span.lowerBound, right.span.upperBound)
        }
    }

    private func longPeriod(
        _ stretch: Stretch, _ closing: Closing, checksDrift: Bool, _ published: (String) throws -> [UInt8]?
    ) throws -> LongPeriod? {
        let first = CivilDate(of: stretch.span.lowerBound)
        func path(_ date: CivilDate) -> String {
            Partition(.airHour, area: stretch.area, holding: date.startUTC).path
        }
        var end = CivilDate(of: stretch.span.upperBound)
        if let open = endOfDays(area: stretch.area, closing) { end = min(end, open) }
        // They reach as far as there are hours: the last day may have no row yet, and a silent network none for weeks.
        while first < end, try published(path(end.adding(days: -1))) == nil { end = end.adding(days: -1) }
        guard first < end else { return nil }
        var period = LongPeriod(area: stretch.area, dates: first..<end, checksDrift: checksDrift)
        for date in period.datesToRead {
            guard let hours = try published(path(date)) else { continue }
            try Self.reading(path(date)) { () throws(AirHourRows.Damaged) in try period.take(date, hours: hours) }
            if settings.datasets.contains(.airQuarterHour), period.asksForQuarterHours {
                for hour in Hours.of(date.startUTC)..<Hours.of(date.startUTC) + 24 {
                    let path = Partition(.airQuarterHour, area: stretch.area, holding: Hours.start(hour)).path
                    guard let quarters = try published(path) else { continue }
                    try Self.reading(path) { () throws(AirHourRows.Damaged) in
                        try period.take(quarterHours: quarters)
                    }
                }
            }
            period.endDay(date)
        }
        return period
    }

    private static func reading(_ path: String, _ body: () throws(AirHourRows.Damaged) -> Void) throws(DamagedHours) {
        do {
            try body()
        } catch {
            throw DamagedHours(path: path, line: error.line)
        }
    }

    /// The first day of a borough that does not count yet; nil for a borough that the registry no longer has.
    private func endOfDays(area: String, _ closing: Closing) -> CivilDate? {
        guard let borough = boroughs.first(where: { $0.borough.borough == area }) else { return nil }
        guard let newest = borough.newest else { return CivilDate(daysSince1970: .min) }
        switch closing {
        case .endOfInput: return CivilDate(of: newest).adding(days: 1)
        case .behindNewest(let grace): return CivilDate(of: newest.advanced(byMicroseconds: -grace))
        }
    }
}
