import Registry
import Readings

extension OCPILocations {
    /// Files of a registry, by name; those without a row are left out.
    ///
    /// - Parameter timeZone: the borough's.
    package func files(borough: String, timeZone: String) -> [(name: String, text: String)] {
        let boroughs = Self.table(["borough", "name", "timezone"], [[borough, borough, timeZone]])
        let places = Self.table(
            ["site", "name", "kind", "borough", "latitude", "longitude"],
            sites.map { site in
                [
                    site.site, site.name, site.kind.rawValue, site.borough, Self.decimal(site.latitude),
                    Self.decimal(site.longitude),
                ]
            })
        let units = Self.table(
            [
                "charge_point", "connector", "evse", "evse_id", "connector_type", "site", "rated_kw", "current",
                "operator",
            ],
            connectors.map { row in
                [
                    row.chargePoint, String(row.connector), row.evse, row.evseID ?? "", row.connectorType ?? "",
                    row.site,
                    Self.decimal(row.ratedKilowatts), row.current?.rawValue ?? "", row.operatorName ?? "",
                ]
            })
        let open = Self.table(
            ["site", "days", "start", "end"],
            hours.map { row in
                let days = row.days.sorted().map(\.name).joined(separator: " ")
                return [row.site, days, Self.clock(row.opensMinute), Self.clock(row.closesMinute)]
            })
        var files = [("boroughs.csv", boroughs), ("sites.csv", places), ("charge_points.csv", units)]
        if !hours.isEmpty { files.append(("opening_hours.csv", open)) }
        return files.map { (name: $0.0, text: $0.1) }
    }

    private static func table(_ header: [String], _ rows: [[String]]) -> String {
        ([header] + rows).map { $0.map(cell).joined(separator: ",") + "\n" }.joined()
    }

    /// RFC 4180.
    private static func cell(_ text: String) -> String {
        guard text.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return text }
        return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }

    private static func decimal(_ value: Millionths?) -> String {
        guard let value else { return "" }
        let whole = value.count.magnitude / UInt64(Millionths.perUnit)
        var digits = String(value.count.magnitude % UInt64(Millionths.perUnit) + UInt64(Millionths.perUnit)).dropFirst()
        while digits.last == "0" { digits.removeLast() }
        return (value.count < 0 ? "-" : "") + String(whole) + (digits.isEmpty ? "" : "." + digits)
    }

    private static func clock(_ minutes: Int) -> String {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        return two(minutes / 60) + ":" + two(minutes % 60)
    }
}
