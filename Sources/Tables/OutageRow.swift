package import Charging
import Readings

/// A row of charging/outage: a time in which an EVSE could not be used, cut at the ends of the local month and where the
/// reason that excludes it changes.
package struct OutageRow: Hashable, Sendable {
    package var outage: Outage
    package var site: String
    /// Empty where the registry names none.
    package var operatorName: String
    package var evse: String
    package var band: PowerBand
    /// It is the rest of an outage that began in the month before, and so none to be counted once more.
    package var beganBefore: Bool
    /// It goes on with an outage whose beginning another row tells: of the month before, or the one before it of this EVSE.
    /// The rows without are the outages.
    package var continues: Bool

    package init(
        outage: Outage, site: String, operatorName: String, evse: String, band: PowerBand, beganBefore: Bool,
        continues: Bool
    ) {
        self.outage = outage
        self.site = site
        self.operatorName = operatorName
        self.evse = evse
        self.band = band
        self.beganBefore = beganBefore
        self.continues = continues
    }

    static let columns = [
        "start", "end", "borough", "site", "operator", "evse", "cause", "excluded", "evidence", "band", "began_before",
        "continues",
    ]
}

extension [UInt8] {
    package mutating func append(_ row: OutageRow, borough: String) {
        let outage = row.outage
        outage.start.appendISO8601(to: &self)
        comma()
        outage.end.appendISO8601(to: &self)
        let words = [
            borough, row.site, row.operatorName, row.evse, outage.cause.columnWord, outage.excluded?.rawValue ?? "",
            outage.evidence.statusWord, row.band.rawValue,
        ]
        for text in words {
            comma()
            append(text: text)
        }
        comma()
        append(flag: row.beganBefore)
        comma()
        append(flag: row.continues)
        endRow()
    }
}

extension OCPIStatus {
    /// OCPI's word as the columns of charging/reliability spell it: `out_of_order`.
    package var columnWord: String {
        self == .outOfOrder ? "out_of_order" : self == .charging ? "in_use" : rawValue.lowercased()
    }
}
