import Publication
import AirQuality
import Readings

/// Term days beside holidays, and beside other days without pupils, for each school, window, quantity and device: what
/// air/school-day says, with the comparator of the registry joined by name as the table is made.
///
/// The comparator's figure of a window comes from air/quarter-hour where that is published and covers the window, else from
/// air/hour, by the time that each mean covers inside of the window (`MeanOfStretch`). The windows are taken as the school's
/// rows have them in UTC, so a change of the clocks changes them for both sides alike. Wind directions are left out: they
/// have no difference.
package struct SchoolsExport {
    private let dataset: PublishedDataset
    private let selection: RowSelection
    private let network: SchoolNetwork

    /// The dataset that the table is made of.
    package static let datasetName = "air/school-day"

    package init(_ dataset: PublishedDataset, _ selection: RowSelection, _ network: SchoolNetwork) throws {
        guard dataset.name == Self.datasetName else {
            throw ExportError(
                "--dataset \(dataset.name): a table of schools is made of \(Self.datasetName) only; use --as long for "
                    + "others.")
        }
        self.dataset = dataset
        self.selection = selection
        self.network = network
    }

    /// Holds the windows of all selected days, and of the comparators the means that lie in them.
    /// - Parameter progress: hears of the bytes that were read, and of all that are known to come.
    /// - Throws: `ExportError` when no row matches.
    package func write(
        to sink: ([UInt8]) throws -> Void, progress: (_ bytes: Int64, _ total: Int64) -> Void
    ) throws -> ExportSummary {
        var summary = ExportSummary()
        var passed = Passed(total: dataset.files(of: selection).reduce(0) { $0 + $1.bytes })
        let survey = try survey(&summary, &passed, progress)
        guard !survey.series.isEmpty else {
            let reason = survey.matching == 0 ? "nothing matches" : "wind directions have no difference to compare"
            throw try dataset.nothingMatches(selection, because: reason)
        }
        let figures = try comparators(of: survey, &summary, &passed, progress)
        var buffer = SchoolsRow.header
        for series in survey.series {
            for row in SchoolsRow.rows(of: series, network, figures) {
                row.append(to: &buffer)
                row.figures { summary.note(figureIn: $0) }
                summary.rows += 1
            }
            guard buffer.count >= 1 << 18 else { continue }
            try sink(buffer)
            buffer.removeAll(keepingCapacity: true)
        }
        try sink(buffer)
        summary.devices = Set(survey.series.map { [$0.key.borough, $0.key.site, $0.key.device] }).count
        summary.quantities = Set(survey.series.map(\.key.quantity)).sorted().map(\.name)
        return summary
    }

    private struct Passed {
        var read: Int64 = 0
        var total: Int64
    }

    private func survey(
        _ summary: inout ExportSummary, _ passed: inout Passed, _ progress: (Int64, Int64) -> Void
    ) throws -> SchoolSurvey {
        var survey = SchoolSurvey(network)
        for file in dataset.files(of: selection) {
            defer {
                passed.read += file.bytes
                progress(passed.read, passed.total)
            }
            guard var rows = try dataset.rows(of: file) else { continue }
            guard let columns = SchoolColumns(rows) else { throw Self.otherColumns(file, dataset) }
            let filter = try RowFilter(selection, rows, dataset: dataset.name)
            summary.files += 1
            while try rows.read() {
                if filter.takes(rows) { survey.take(columns, rows) }
            }
        }
        survey.finish()
        return survey
    }

    /// Reads what is published of the comparators in the windows of the schools, in whichever borough they stand.
    private func comparators(
        of survey: SchoolSurvey, _ summary: inout ExportSummary, _ passed: inout Passed,
        _ progress: (Int64, Int64) -> Void
    ) throws -> ComparatorFigures {
        let named = Set(survey.series.flatMap { network.comparators(of: $0.key.site) })
        var figures = ComparatorFigures(
            sites: Set(named.map(\.site)), quantities: Set(survey.series.map(\.key.quantity)),
            hours: survey.hoursOfWindows)
        guard !named.isEmpty, let days = survey.daysOfWindows else { return figures }
        var wanted = RowSelection()
        wanted.boroughs = Set(named.map(\.borough))
        wanted.from = days.lowerBound
        wanted.to = days.upperBound
        let there = try PublishedDataset.names(inDataFolder: dataset.data)
        for source in ComparatorFigures.Source.allCases where there.contains(source.dataset) {
            let published = try PublishedDataset(source.dataset, inDataFolder: dataset.data)
            let files = published.files(of: wanted).filter { $0.hour.map(figures.wants) ?? true }
            passed.total += files.reduce(0) { $0 + $1.bytes }
            for file in files {
                defer {
                    passed.read += file.bytes
                    progress(passed.read, passed.total)
                }
                guard var rows = try published.rows(of: file) else { continue }
                guard let columns = MeanColumns(rows) else { throw Self.otherColumns(file, published) }
                summary.files += 1
                while try rows.read() { figures.take(columns, rows, source) }
            }
        }
        return figures
    }

    private static func otherColumns(_ file: PublishedDataset.File, _ dataset: PublishedDataset) -> ExportError {
        ExportError("\(file.path) has not the columns of \(dataset.name).", isWrongUsage: false)
    }
}

extension PublishedDataset.File {
    /// The hour since 1970 of a file that holds one: `day=2026-03-02/in_hour=08`.
    fileprivate var hour: Int64? {
        guard let day = days?.lowerBound, let key = time.split(separator: "/").last, key.hasPrefix("in_hour="),
            let hour = Int64(key.dropFirst("in_hour=".count))
        else { return nil }
        return Int64(day.daysSince1970) * 24 + hour
    }
}
