import Publication
import Readings

/// `air/hour` as a wide table: a row an hour and device without gaps from its first to its last valid hour, a column a
/// quantity, valid means only (three quarters of the hour covered), empty where there is none.
///
/// Devices of one site are never mixed in one row, since a reference station's figures and a low-cost sensor's are not of one
/// kind: `code` is the device, `class` its class, and the reference comes first. `status` is that of the row's figures; where
/// they differ, the one that claims least. Figures always have a decimal, as in long exports.
package struct WideExport {
    private let dataset: PublishedDataset
    private let selection: RowSelection
    private let layout: WideLayout

    /// The dataset that wide tables are made of.
    package static let datasetName = "air/hour"

    package init(_ dataset: PublishedDataset, _ selection: RowSelection, _ layout: WideLayout) throws {
        guard dataset.name == Self.datasetName else {
            throw ExportError(
                "--dataset \(dataset.name): a wide table is made of \(Self.datasetName) only; use --as long for others."
            )
        }
        self.dataset = dataset
        self.selection = selection
        self.layout = layout
    }

    /// Reads the files twice, and holds the hours of one day at a time.
    /// - Parameter progress: hears of the bytes that were read, and of all that are to be.
    /// - Throws: `ExportError` when no valid hour matches.
    package func write(
        to sink: ([UInt8]) throws -> Void, progress: (_ bytes: Int64, _ total: Int64) -> Void
    ) throws -> ExportSummary {
        let files = dataset.files(of: selection)
        let total = 2 * files.reduce(0) { $0 + $1.bytes }
        var read: Int64 = 0
        var survey = WideSurvey()
        for file in files {
            try each(file) { row, rows in survey.take(row, rows) }
            read += file.bytes
            progress(read, total)
        }
        survey.finish()
        guard !survey.stations.isEmpty else {
            let reason =
                survey.matching == 0
                ? "nothing matches" : "none of \(survey.matching) hours that match has enough readings to be valid"
            throw try dataset.nothingMatches(selection, because: reason)
        }
        var summary = ExportSummary()
        summary.devices = survey.stations.count
        summary.quantities = survey.quantities.map(\.name)
        let byDay = Dictionary(grouping: files) { $0.days?.lowerBound.daysSince1970 ?? 0 }
        let first = survey.stations.map(\.hours.lowerBound).min() ?? 0
        let last = survey.stations.map(\.hours.upperBound).max() ?? 0
        var buffer = layout.header(survey.quantities)
        var day = WideDay(stations: survey.stations.count, quantities: survey.quantities)
        for date in Int32(first / 24)...Int32(last / 24) {
            day.begin(hour: Int64(date) * 24)
            for file in byDay[date] ?? [] {
                try each(file) { row, rows in
                    if let number = survey.number(row, rows) { day.take(row, rows, station: number) }
                }
                read += file.bytes
                summary.files += 1
            }
            for hour in day.hours {
                for (number, found) in survey.stations.enumerated() where found.hours.contains(hour) {
                    day.append(hour, station: number, found, layout, to: &buffer)
                    day.figures(hour, station: number) { summary.note(figureIn: $0.name) }
                    summary.rows += 1
                }
                guard buffer.count >= 1 << 18 else { continue }
                try sink(buffer)
                buffer.removeAll(keepingCapacity: true)
            }
            progress(read, total)
        }
        try sink(buffer)
        return summary
    }

    private func each(
        _ file: PublishedDataset.File, _ body: (WideRow, borrowing TableFile) throws -> Void
    ) throws {
        guard var rows = try dataset.rows(of: file) else { return }
        guard let columns = WideColumns(rows) else {
            throw ExportError("\(file.path) has not the columns of \(dataset.name).", isWrongUsage: false)
        }
        let filter = try RowFilter(selection, rows, dataset: dataset.name)
        while try rows.read() {
            guard filter.takes(rows), let row = WideRow(columns, rows) else { continue }
            try body(row, rows)
        }
    }
}

/// The valid means of one day.
private struct WideDay {
    private(set) var hours: Range<Int64> = 0..<0
    private let quantities: [Quantity]
    private let columnOf: [Int?]
    /// Where the figure of an hour, a station and a quantity stands in `figures`, in this order; 0 length: there is none.
    private var places: [(start: UInt32, length: UInt8)] = []
    private var figures: [UInt8] = []
    /// By hour and station, an index into `words`; -1: none.
    private var statuses: [Int] = []
    private let stations: Int

    /// From the one that claims most to the one that claims least.
    private static let words = ["ratified", "provisional", "suspect", "invalid", "simulated"].map { Array($0.utf8) }

    init(stations: Int, quantities: [Quantity]) {
        self.stations = stations
        self.quantities = quantities
        columnOf = Quantity.allCases.map { quantities.firstIndex(of: $0) }
    }

    mutating func begin(hour: Int64) {
        hours = hour..<hour + 24
        figures.removeAll(keepingCapacity: true)
        places = Array(repeating: (0, 0), count: 24 * stations * quantities.count)
        statuses = Array(repeating: -1, count: 24 * stations)
    }

    mutating func take(_ row: WideRow, _ rows: borrowing TableFile, station: Int) {
        guard row.isValid, hours.contains(row.hour), let column = columnOf[Int(row.quantity.rawValue)] else { return }
        let range = rows.range(row.columns.mean)
        let place = Int(row.hour - hours.lowerBound) * stations + station
        places[place * quantities.count + column] = (UInt32(figures.count), UInt8(clamping: range.count))
        figures.append(contentsOf: rows.bytes[range])
        let status = Self.words.firstIndex { rows.isEqual(row.columns.status, $0) } ?? -1
        statuses[place] = max(statuses[place], status)
    }

    /// Names the quantities that a row has a figure of.
    func figures(_ hour: Int64, station: Int, _ body: (Quantity) -> Void) {
        let place = (Int(hour - hours.lowerBound) * stations + station) * quantities.count
        for column in quantities.indices where places[place + column].length > 0 { body(quantities[column]) }
    }

    func append(
        _ hour: Int64, station: Int, _ found: WideSurvey.Found, _ layout: WideLayout, to bytes: inout [UInt8]
    ) {
        let comma = UInt8(ascii: ",")
        layout.appendTimes(
            Instant(microseconds: hour * Microseconds.hour), borough: found.station.borough, to: &bytes)
        for text in [found.station.site, found.station.device, found.station.borough, found.deviceClass] {
            bytes.append(comma)
            bytes.append(contentsOf: text.utf8)
        }
        bytes.append(comma)
        let place = Int(hour - hours.lowerBound) * stations + station
        if statuses[place] >= 0 { bytes.append(contentsOf: Self.words[statuses[place]]) }
        for column in quantities.indices {
            bytes.append(comma)
            let figure = places[place * quantities.count + column]
            let start = Int(figure.start)
            bytes.append(contentsOf: figures[start..<start + Int(figure.length)])
            bytes.completeDecimal(Int(figure.length))
        }
        bytes.append(contentsOf: layout.lineEnd)
    }
}
