import AirQuality
import Readings
import Tables

/// The columns of an export of the US index: found in a first pass, since they are named before the first row.
struct UnitedStatesColumns {
    private let period: UnitedStatesExport.Period
    /// The unit of each pollutant that has a figure.
    private var units: [Int: IndexTable.Unit] = [:]
    private(set) var sites: Set<String> = []
    private(set) var isBeforeTables = false
    private var hasIndex = false

    init(_ period: UnitedStatesExport.Period) { self.period = period }

    /// Nothing was found that has an index.
    var isEmpty: Bool { !hasIndex }

    /// In the order of the columns.
    var pollutants: [Quantity] { places.map { UnitedStatesIndex.pollutants[$0] } }

    private var places: [Int] { units.keys.sorted() }

    /// - Throws: `ExportError` where a pollutant has figures in two units.
    mutating func take(_ row: UnitedStatesRow) throws {
        sites.insert(row.site)
        isBeforeTables = isBeforeTables || row.isBeforeTables
        hasIndex = hasIndex || row.index != nil
        for (place, figure) in row.figures.enumerated() {
            guard let figure else { continue }
            guard units[place, default: figure.unit] == figure.unit else {
                let name = UnitedStatesIndex.pollutants[place].name
                throw ExportError(
                    "the bands of us-aqi for \(name) change their unit on \(CivilDate(of: row.window.lowerBound).text): "
                        + "export the days before and from then on apart, with --to and --from.")
            }
            units[place] = figure.unit
        }
    }

    var header: [UInt8] {
        var names = [
            "window_start", "window_end", "borough", "site", "scale", "index", "band", "driver", "pollutants",
            "indicative",
        ]
        for place in places { names += [concentrationName(place), indexName(place)] }
        return Array((names.joined(separator: ",") + "\n").utf8)
    }

    func append(_ row: UnitedStatesRow, to bytes: inout [UInt8], _ note: (String) -> Void) {
        bytes.appendIndex(
            WindowLabel(start: row.window.lowerBound, end: row.window.upperBound), borough: row.borough,
            site: row.site, scale: IndexScale.unitedStates.rawValue, row.index, band: row.band)
        // The figures stand behind what a row of air/index ends with: whether it is indicative, in R's words.
        bytes.removeLast()
        if let comma = bytes.lastIndex(of: UInt8(ascii: ",")) { bytes.capitalise(bytes.count - comma) }
        if row.index != nil { note("index") }
        for place in places {
            bytes.comma()
            if let figure = row.figures[place] {
                note(concentrationName(place))
                let start = bytes.count
                bytes.append(millionths: figure.concentration)
                bytes.completeDecimal(bytes.count - start)
            }
            bytes.comma()
            if let index = row.figures[place]?.index {
                note(indexName(place))
                bytes.append(whole: Int64(index))
            }
        }
        bytes.endRow()
    }

    /// As in `o3_nowcast_ppm`: units without a stroke, which R turns into something else.
    private func concentrationName(_ place: Int) -> String {
        let pollutant = UnitedStatesIndex.pollutants[place]
        let kind =
            period == .hour
            ? UnitedStatesIndex.hourlyKind(of: pollutant) : UnitedStatesIndex.dailyKind(of: pollutant)
        let unit = units[place]?.rawValue.filter { $0 != "/" } ?? ""
        return "\(pollutant.name)_\(kind.rawValue)_\(unit)"
    }

    private func indexName(_ place: Int) -> String { "\(UnitedStatesIndex.pollutants[place].name)_index" }
}
