import Publication
package import AirQuality
import Readings
import Tables

/// The US index (EPA, May 2024) of sites, worked out from the published hours: a row a site and hour, or a site and day. It is
/// no index of the UK and is written by nothing but this export.
///
/// The columns are those of `air/index`, then for each pollutant that has a figure its concentration as the EPA truncates it,
/// and its index. Which devices count is the rule of `air/index`: reference and equivalent ones where the site has any. A row
/// is there where a device has one and an hour of its span has data; without an index where no capture rule is met.
package struct UnitedStatesExport {
    package enum Period: Sendable {
        /// By the NowCast; the twelve hours before the first row are read, a row's own day and the one before.
        case hour
        /// By the EPA's rules for a day, UTC; the ozone of its last hours needs seven hours of the next.
        case day
    }

    private let dataset: PublishedDataset
    private let selection: RowSelection
    private let period: Period
    private let tables: IndexTables
    private let references: ReferenceSites?
    /// Places in `UnitedStatesIndex.pollutants`.
    private let pollutants: [Int]

    /// - Parameter references: by the registry, as `air/index` has it; without one, what the rows say.
    /// - Throws: `ExportError` for another dataset than `air/hour`, and for quantities that the index does not know.
    package init(
        _ dataset: PublishedDataset, _ selection: RowSelection, _ period: Period,
        tables: IndexTables = .builtIn, references: ReferenceSites? = nil
    ) throws {
        guard dataset.name == WideExport.datasetName else {
            throw ExportError(
                "--dataset \(dataset.name): the US index is made of \(WideExport.datasetName) only; leave the option out."
            )
        }
        let known = UnitedStatesIndex.pollutants.map(\.name)
        for name in selection.quantities.sorted() where !known.contains(name) {
            throw ExportError("--quantity \(name): the US index knows \(known.joined(separator: ", ")) only.")
        }
        self.dataset = dataset
        self.selection = selection
        self.period = period
        self.tables = tables
        // A device that somebody asks for by its name is judged beside the others that are asked for.
        self.references = selection.devices.isEmpty ? references : nil
        pollutants = known.indices.filter {
            selection.quantities.isEmpty || selection.quantities.contains(known[$0])
        }
    }

    /// Works the rows out twice: the columns are named before the first row.
    /// - Parameter progress: hears of the bytes that were read, and of all that are to be.
    /// - Throws: `ExportError` when no hour that matches has an index.
    package func write(
        to sink: ([UInt8]) throws -> Void, progress: (_ bytes: Int64, _ total: Int64) -> Void
    ) throws -> ExportSummary {
        let total = 2 * files.reduce(0) { $0 + $1.bytes }
        var read: Int64 = 0
        let hear = { (bytes: Int64) in
            read += bytes
            progress(read, total)
        }
        var columns = UnitedStatesColumns(period)
        var found = 0
        try each(hear) { row in
            found += 1
            try columns.take(row)
        }
        guard !columns.isEmpty else {
            let rule = period == .hour ? "a NowCast needs two of the newest three hours" : "a day needs 18 of its hours"
            let reason = found == 0 ? "nothing matches" : "none of \(found) rows that match has an index: \(rule)"
            throw try dataset.nothingMatches(selection, because: reason)
        }
        var summary = ExportSummary()
        summary.quantities = columns.pollutants.map(\.name)
        summary.isBeforeTables = columns.isBeforeTables
        summary.sites = columns.sites.count
        var buffer = columns.header
        try each(hear) { row in
            columns.append(row, to: &buffer) { summary.note(figureIn: $0) }
            summary.rows += 1
            guard buffer.count >= 1 << 18 else { return }
            try sink(buffer)
            buffer.removeAll(keepingCapacity: true)
        }
        summary.files = files.count
        try sink(buffer)
        return summary
    }

    /// The files of the days that are asked for, and of the days before and after, whose hours their figures need.
    private var files: [PublishedDataset.File] {
        var wider = selection
        wider.from = selection.from?.adding(days: -1)
        if period == .day { wider.to = selection.to?.adding(days: 1) }
        return dataset.files(of: wider)
    }

    private func each(_ hear: (Int64) -> Void, _ body: (UnitedStatesRow) throws -> Void) throws {
        let byDay = Dictionary(grouping: files) { $0.days?.lowerBound ?? CivilDate(daysSince1970: 0) }
        let dates = byDay.keys.filter {
            selection.from ?? $0 <= $0 && $0 <= selection.to ?? $0
        }.sorted()
        var days: [CivilDate: DeviceHours] = [:]
        for date in dates {
            let near = (-1...(period == .day ? 1 : 0)).map { date.adding(days: $0) }
            days = days.filter { near.contains($0.key) }
            for day in near where days[day] == nil {
                days[day] = try hours(of: day, byDay[day] ?? [], hear)
            }
            let rows = UnitedStatesDay(
                date, days, UnitedStatesTables(tables, on: date), tables, pollutants: pollutants, references)
            switch period {
            case .hour: for hour in 0..<24 { try rows.each(inHour: hour, body) }
            case .day: try rows.eachOfDay(body)
            }
        }
    }

    private func hours(
        of date: CivilDate, _ files: [PublishedDataset.File], _ hear: (Int64) -> Void
    ) throws -> DeviceHours {
        var day = DeviceHours(date)
        // A station that measures something else is one all the same, so the quantities are looked at later.
        var wanted = selection
        wanted.quantities = []
        for file in files {
            guard var rows = try dataset.rows(of: file) else { continue }
            guard let columns = WideColumns(rows) else {
                throw ExportError("\(file.path) has not the columns of \(dataset.name).", isWrongUsage: false)
            }
            let filter = try RowFilter(wanted, rows, dataset: dataset.name)
            while try rows.read() {
                guard filter.takes(rows), let row = WideRow(columns, rows) else { continue }
                day.take(row, rows)
            }
            hear(file.bytes)
        }
        return day
    }
}
