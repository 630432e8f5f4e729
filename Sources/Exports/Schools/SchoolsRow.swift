import AirQuality
import Readings
import Tables

/// One row of a table of schools: the term days of a series beside the days of another kind, with one device of a comparator.
struct SchoolsRow {
    /// The comparator, and the device of it; the device is nil where the site publishes nothing of the quantity.
    struct Other {
        var site: SchoolNetwork.Comparator
        var series: ComparatorFigures.Series?
    }

    /// Why figures are empty, in the words of the column `why_empty`.
    enum Lack: String, CaseIterable {
        case fewTermDays = "few_term_days"
        case fewOtherDays = "few_other_days"
        /// The registry names no comparator of the school.
        case noComparator = "no_comparator"
        /// The comparator's site publishes no valid mean of the quantity in any of the windows.
        case noComparatorFigures = "no_comparator_figures"
        case fewComparatorTermDays = "few_comparator_term_days"
        case fewComparatorOtherDays = "few_comparator_other_days"
        case fewTermPairs = "few_term_pairs"
        case fewOtherPairs = "few_other_pairs"
    }

    private var series: SchoolSeries
    private var isSimulated: Bool
    private var other: Other?
    private var sources: Set<ComparatorFigures.Source> = []
    private var kind: SchoolDayType
    private var term = MatchedDays()
    private var others = MatchedDays()

    /// The kinds that stand beside term, in the order of rows.
    private static let kinds: [SchoolDayType] = [.holiday, .inset, .bankHoliday, .weekend, .unknown]

    /// The rows of a series: for each device of each comparator, or once without any, a row for each kind of days but term.
    /// That of holidays is always there.
    static func rows(
        of series: SchoolSeries, _ network: SchoolNetwork, _ figures: ComparatorFigures
    ) -> [SchoolsRow] {
        var found: [Other?] = []
        for site in network.comparators(of: series.key.site) {
            let devices = figures.series(ofSite: site.site, series.key.quantity)
            found += devices.isEmpty ? [Other(site: site)] : devices.map { Other(site: site, series: $0) }
        }
        let present = Set(series.days.map(\.kind)).union([.holiday])
        return (found.isEmpty ? [nil] : found).flatMap { other in
            kinds.filter(present.contains).map { SchoolsRow(series, beside: $0, other, network, figures) }
        }
    }

    private init(
        _ series: SchoolSeries, beside kind: SchoolDayType, _ other: Other?, _ network: SchoolNetwork,
        _ figures: ComparatorFigures
    ) {
        self.series = series
        self.kind = kind
        self.other = other
        isSimulated =
            network.isSimulated(series.key.borough) || other.map { network.isSimulated($0.site.borough) } ?? false
        for day in series.days where day.kind == .term || day.kind == kind {
            let found = other?.series.flatMap { figures.figure(ofSite: other?.site.site ?? "", $0, in: day.span) }
            if let found { sources.insert(found.source) }
            let length = day.span.upperBound.microseconds(since: day.span.lowerBound)
            if day.kind == .term {
                term.add(school: day.figure, comparator: found?.figure ?? .nothing, length: length)
            } else {
                others.add(school: day.figure, comparator: found?.figure ?? .nothing, length: length)
            }
        }
    }

    private var lacks: Set<Lack> {
        var lacks: Set<Lack> = []
        if term.school.mean == nil { lacks.insert(.fewTermDays) }
        if others.school.mean == nil { lacks.insert(.fewOtherDays) }
        guard let other else { return lacks.union([.noComparator]) }
        guard other.series != nil else { return lacks.union([.noComparatorFigures]) }
        if term.comparator.mean == nil { lacks.insert(.fewComparatorTermDays) }
        if others.comparator.mean == nil { lacks.insert(.fewComparatorOtherDays) }
        if term.difference == nil { lacks.insert(.fewTermPairs) }
        if others.difference == nil { lacks.insert(.fewOtherPairs) }
        return lacks
    }
}

/// The columns.
extension SchoolsRow {
    private enum Cell {
        case text(String)
        case count(Int)
        case millionths(Millionths?)
        /// A share in millionths, written as a percentage.
        case share(Int64?)
        case flag(Bool)
    }

    private var cells: [(name: String, cell: Cell)] {
        let key = series.key
        let words = ComparatorFigures.Source.allCases.filter(sources.contains).map(\.word)
        let hasOther = other?.series != nil
        return [
            ("borough", .text(key.borough)), ("site", .text(key.site)), ("urn", .text(series.urn)),
            ("school_window", .text(key.window)), ("device", .text(key.device)),
            ("class", .text(key.deviceClass?.rawValue ?? "")), ("quantity", .text(key.quantity.name)),
            ("unit", .text(key.quantity.unit)), ("simulated", .flag(isSimulated)),
            ("first_date", .text(series.days.first?.date.text ?? "")),
            ("last_date", .text(series.days.last?.date.text ?? "")),
            ("other_type", .text(kind.rawValue)),
            ("term_days", .count(term.days)), ("term_valid_days", .count(term.school.validDays)),
            ("term_capture_pct", .share(term.schoolCapturePerMillion)), ("term_mean", .millionths(term.school.mean)),
            ("other_days", .count(others.days)), ("other_valid_days", .count(others.school.validDays)),
            ("other_capture_pct", .share(others.schoolCapturePerMillion)),
            ("other_mean", .millionths(others.school.mean)),
            ("comparator", .text(other?.site.site ?? "")),
            ("comparator_environment", .text(other?.site.environment ?? "")),
            ("comparator_device", .text(other?.series?.device ?? "")),
            ("comparator_class", .text(other?.series?.deviceClass?.rawValue ?? "")),
            ("comparator_from", .text(words.joined(separator: " "))),
            ("comparator_term_valid_days", .count(term.comparator.validDays)),
            ("comparator_term_capture_pct", .share(hasOther ? term.comparatorCapturePerMillion : nil)),
            ("comparator_term_mean", .millionths(term.comparator.mean)),
            ("comparator_other_valid_days", .count(others.comparator.validDays)),
            ("comparator_other_capture_pct", .share(hasOther ? others.comparatorCapturePerMillion : nil)),
            ("comparator_other_mean", .millionths(others.comparator.mean)),
            ("term_pairs", .count(term.pairs)), ("term_difference", .millionths(term.difference)),
            ("other_pairs", .count(others.pairs)), ("other_difference", .millionths(others.difference)),
            ("matched_difference", .millionths(term.difference(lessThatOf: others))),
            ("matched_standard_error", .millionths(term.standardError(ofDifferenceTo: others))),
            ("why_empty", .text(Lack.allCases.filter(lacks.contains).map(\.rawValue).joined(separator: " "))),
        ]
    }

    /// The line of column names.
    static let header: [UInt8] = {
        let key = SchoolSeries.Key(borough: "", site: "", window: "", device: "", quantity: .no2)
        let row = SchoolsRow(
            SchoolSeries(key, urn: ""), beside: .holiday, nil,
            SchoolNetwork(comparators: [:], deployments: [:], simulatedBoroughs: []),
            ComparatorFigures(sites: [], quantities: [], hours: []))
        return Array((row.cells.map(\.name).joined(separator: ",") + "\n").utf8)
    }()

    /// Names the columns that have a figure with decimals.
    func figures(_ body: (String) -> Void) {
        for (name, cell) in cells {
            switch cell {
            case .millionths(.some), .share(.some): body(name)
            default: break
            }
        }
    }

    func append(to bytes: inout [UInt8]) {
        for (index, cell) in cells.map(\.cell).enumerated() {
            if index > 0 { bytes.comma() }
            let start = bytes.count
            switch cell {
            case .text(let text): bytes.append(text: text)
            case .count(let count): bytes.append(whole: Int64(count))
            case .flag(let flag): bytes.append(flag: flag)
            case .millionths(let value):
                if let value { bytes.append(millionths: value.count) }
                bytes.completeDecimal(bytes.count - start)
            case .share(let share):
                // Millionths of the whole are ten-thousandths of a percent.
                if let share { bytes.append(share, scale: 10_000) }
                bytes.completeDecimal(bytes.count - start)
            }
        }
        bytes.endRow()
    }
}
