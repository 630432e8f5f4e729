import Publication
import Readings

/// What a wide table will have in it: found in a first pass, since the columns are named before the first row.
struct WideSurvey {
    /// A device at a site; one that moved is two.
    struct Station: Hashable {
        var borough: String
        var site: String
        var device: String
    }

    struct Found {
        var station: Station
        var deviceClass: String
        /// Hours since 1970 of the first and the last valid mean.
        var hours: ClosedRange<Int64>
    }

    /// By site, then the device's class (reference first), then its name.
    private(set) var stations: [Found] = []
    private(set) var quantities: [Quantity] = []
    /// Rows that the selection takes, valid or not.
    private(set) var matching = 0
    private var index: [Station: Int] = [:]
    private var last: (key: [UInt8], station: Int)?

    mutating func take(_ row: WideRow, _ rows: borrowing TableFile) {
        matching += 1
        guard row.isValid else { return }
        if !quantities.contains(row.quantity) { quantities.append(row.quantity) }
        let station = station(row, rows)
        if row.hour < stations[station].hours.lowerBound {
            stations[station].hours = row.hour...stations[station].hours.upperBound
        } else if row.hour > stations[station].hours.upperBound {
            stations[station].hours = stations[station].hours.lowerBound...row.hour
        }
    }

    /// Ends the pass: stations and quantities are in their order from now on.
    mutating func finish() {
        quantities.sort()
        stations.sort {
            ($0.station.site, Self.rank($0.deviceClass), $0.station.device, $0.station.borough)
                < ($1.station.site, Self.rank($1.deviceClass), $1.station.device, $1.station.borough)
        }
        index = [:]
        for (number, found) in stations.enumerated() { index[found.station] = number }
        last = nil
    }

    /// The number of a row's station; nil for one without a valid mean. Rows of one device stand together, so most are asked
    /// for a second time.
    mutating func number(_ row: WideRow, _ rows: borrowing TableFile) -> Int? {
        if let last, row.isSame(rows, last.key) { return last.station }
        guard let number = index[row.station(rows)] else { return nil }
        last = (row.key(rows), number)
        return number
    }

    private mutating func station(_ row: WideRow, _ rows: borrowing TableFile) -> Int {
        if let number = number(row, rows) { return number }
        let station = row.station(rows)
        index[station] = stations.count
        stations.append(
            Found(station: station, deviceClass: row.text(row.columns.deviceClass, rows), hours: row.hour...row.hour))
        return stations.count - 1
    }

    private static func rank(_ deviceClass: String) -> Int {
        ["reference", "equivalent", "indicative"].firstIndex(of: deviceClass) ?? 3
    }
}

/// Where the columns stand that a wide table is made of.
struct WideColumns {
    var start, borough, site, device, quantity, valid, mean, deviceClass, status: Int

    /// Nil for a dataset that has not all of them.
    init?(_ rows: borrowing TableFile) {
        guard let start = rows.column("window_start"), let borough = rows.column("borough"),
            let site = rows.column("site"), let device = rows.column("device"),
            let quantity = rows.column("quantity"), let valid = rows.column("valid"), let mean = rows.column("mean"),
            let deviceClass = rows.column("class"), let status = rows.column("status")
        else { return nil }
        (self.start, self.borough, self.site, self.device) = (start, borough, site, device)
        (self.quantity, self.valid, self.mean) = (quantity, valid, mean)
        (self.deviceClass, self.status) = (deviceClass, status)
    }
}

/// One row of a file of hours, as a wide table needs it.
struct WideRow {
    var columns: WideColumns
    /// Hours since 1970.
    var hour: Int64
    var quantity: Quantity
    /// Whether it has a mean that meets the capture rule.
    var isValid: Bool

    /// Nil for a row of a quantity that this version does not know.
    init?(_ columns: WideColumns, _ rows: borrowing TableFile) {
        self.columns = columns
        guard let start = Instant(iso8601: rows.bytes.span.extracting(rows.range(columns.start))),
            let quantity = Quantity.allCases.first(where: {
                rows.isEqual(columns.quantity, Self.names[Int($0.rawValue)])
            })
        else { return nil }
        hour = start.microseconds / Microseconds.hour
        self.quantity = quantity
        isValid = rows.isEqual(columns.valid, Self.true) && !rows.range(columns.mean).isEmpty
    }

    func text(_ column: Int, _ rows: borrowing TableFile) -> String { rows.text(column) }

    func station(_ rows: borrowing TableFile) -> WideSurvey.Station {
        .init(
            borough: rows.text(columns.borough), site: rows.text(columns.site), device: rows.text(columns.device))
    }

    /// The bytes from the borough to the device, which stand beside each other.
    func key(_ rows: borrowing TableFile) -> [UInt8] { Array(rows.bytes[span(rows)]) }

    func isSame(_ rows: borrowing TableFile, _ key: [UInt8]) -> Bool {
        let span = span(rows)
        guard span.count == key.count else { return false }
        for offset in 0..<key.count where rows.bytes[span.lowerBound + offset] != key[offset] { return false }
        return true
    }

    private func span(_ rows: borrowing TableFile) -> Range<Int> {
        let start = min(rows.range(columns.borough).lowerBound, rows.range(columns.device).lowerBound)
        return start..<max(rows.range(columns.borough).upperBound, rows.range(columns.device).upperBound)
    }

    private static let `true` = Array("true".utf8)
    private static let names = Quantity.allCases.map { Array($0.name.utf8) }
}
