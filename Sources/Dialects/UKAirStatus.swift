package import Readings

/// What UK-AIR says about one hourly mean, in the column `status`. Each file explains its letters above its header; the
/// yearly files have R, P and P*, the data selector's V, P, N and S.
package enum UKAirStatus: String, CaseIterable, Hashable, Sendable {
    case ratified = "R"
    case provisional = "P"
    case asSupplied = "P*"
    case verified = "V"
    case notVerified = "N"
    case suspect = "S"
    /// Another word, which no file of the portal explains.
    case unknown = "?"
    /// The cell is blank, or the file has no such column.
    case missing = ""

    /// For people.
    package var words: String {
        switch self {
        case .ratified: "ratified (R)"
        case .provisional: "provisional (P)"
        case .asSupplied: "as supplied (P*)"
        case .verified: "verified (V)"
        case .notVerified: "not verified (N)"
        case .suspect: "suspect (S)"
        case .unknown: "with a status that is unknown"
        case .missing: "without a status"
        }
    }
}

/// The columns of a UK-AIR file in which the status stands: what an import tells people about a file. The value of a reading
/// rests on none of it.
package struct UKAirStatusColumns: Sendable {
    private let header: UKAirHeader

    /// Nil where the record is no header, or one whose files are refused.
    package init?(_ cells: [CSVCursor.Cell], _ text: Span<UInt8>) {
        guard UKAirHeader.isHeader(cells, text), let header = try? UKAirHeader(cells, text) else { return nil }
        self.header = header
    }

    /// The quantities of ours that the file has.
    package var quantities: [Quantity] { header.columns.map(\.quantity) }

    /// The end of a row's hour; nil where it has none.
    package static func hourEnd(_ cells: [CSVCursor.Cell], _ text: Span<UInt8>) -> Instant? {
        guard cells.count >= 2, let date = TableText.date(text, cells[0].trimmed(text)),
            let hour = TableText.hour(text, cells[1].trimmed(text))
        else { return nil }
        return date.startUTC.advanced(byMicroseconds: hour * Microseconds.hour)
    }

    /// The status of a row's value of one quantity: the first word of its cell, behind which selector files have the unit.
    package func status(of quantity: Quantity, _ cells: [CSVCursor.Cell], _ text: Span<UInt8>) -> UKAirStatus {
        guard let column = header.columns.first(where: { $0.quantity == quantity })?.status, column < cells.count else {
            return .missing
        }
        let written = cells[column].trimmed(text)
        let word = text.extracting(written).prefixBytes { $0 != UInt8(ascii: " ") }
        return UKAirStatus(rawValue: word) ?? .unknown
    }
}

extension Span<UInt8> {
    /// The bytes up to the first that is none of the wanted, as text; long ones are cut, since no status is as long.
    fileprivate func prefixBytes(_ isWanted: (UInt8) -> Bool) -> String {
        var bytes: [UInt8] = []
        var at = 0
        while at < count, at < 8, isWanted(self[at]) {
            bytes.append(self[at])
            at += 1
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
