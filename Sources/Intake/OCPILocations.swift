import Foundation
import Readings
package import Registry

/// What stands at the charge points of an OCPI 2.2.1 feed of Locations, as rows of a registry.
///
/// OCPI has no physical unit between a Location and its EVSEs, so each EVSE is a charge point of its own, named by its `uid`;
/// a Location is a site. Nothing is said of the time before the feed was read: the rows begin with the first message.
package struct OCPILocations: Sendable {
    package private(set) var sites: [Site] = []
    package private(set) var connectors: [ChargePointConnector] = []
    package private(set) var hours: [OpeningHours] = []
    /// What was left out, a sentence each.
    package private(set) var notes: [String] = []
    /// The IANA zones that the Locations name, ascending.
    package private(set) var timeZones: [String] = []
    private var chargePoints: Set<String> = []

    package enum Mistake: Error, Equatable {
        /// No JSON, or another object than Locations.
        case noLocations
    }

    /// - Parameter bytes: a Location, a list of them, or the envelope of a reply with either in `data`.
    package init(_ bytes: [UInt8], borough: String) throws(Mistake) {
        guard let json = try? JSONSerialization.jsonObject(with: Data(bytes)) else { throw .noLocations }
        let top = (json as? [String: Any])?["data"] ?? json
        guard let locations = top as? [[String: Any]] ?? (top as? [String: Any]).map({ [$0] }),
            locations.isEmpty || locations.contains(where: { $0["evses"] != nil })
        else { throw .noLocations }
        var seen: Set<String> = []
        for location in locations { take(location, borough, &seen) }
        timeZones = Set(locations.compactMap { $0["time_zone"] as? String }).sorted()
    }

    private mutating func take(_ location: [String: Any], _ borough: String, _ seen: inout Set<String>) {
        let id = location["id"] as? String ?? ""
        let party = location["party_id"] as? String ?? ""
        // Two operators may number their Locations alike.
        guard let name = [id, "\(party)-\(id)"].first(where: { Identifier.isValid($0) && !seen.contains($0) }) else {
            notes.append("Location \(Self.shown(id)) was left out: its id can be no name of a site, or is there twice.")
            return
        }
        let found = connectors.count
        let operatorName = Self.text((location["operator"] as? [String: Any])?["name"]) ?? Self.text(party)
        for evse in location["evses"] as? [[String: Any]] ?? [] { take(evse, at: name, operatorName) }
        guard connectors.count > found else {
            notes.append("Location \(Self.shown(id)) was left out: it has no EVSE with a connector.")
            return
        }
        seen.insert(name)
        let place = location["coordinates"] as? [String: Any]
        let latitude = Self.decimal(place?["latitude"], within: 90)
        let longitude = Self.decimal(place?["longitude"], within: 180)
        let isPlaced = latitude != nil && longitude != nil
        if place != nil, !isPlaced {
            notes.append("The coordinates of \(name) were left out: they are not degrees in decimals.")
        }
        let isOnStreet = location["parking_type"] as? String == "ON_STREET"
        sites.append(
            Site(
                site: name, name: Self.text(location["name"]) ?? Self.text(location["address"]) ?? name,
                kind: isOnStreet ? .street : .hub, borough: borough, latitude: isPlaced ? latitude : nil,
                longitude: isPlaced ? longitude : nil))
        takeHours(location["opening_times"] as? [String: Any], at: name)
    }

    private mutating func take(_ evse: [String: Any], at site: String, _ operatorName: String?) {
        let uid = evse["uid"] as? String
        let publicName = evse["evse_id"] as? String
        guard let name = [uid, publicName].compactMap(\.self).first(where: Identifier.isValid) else {
            notes.append("An EVSE at \(site) was left out: neither uid nor evse_id can be a name.")
            return
        }
        if evse["status"] as? String == "REMOVED" {
            notes.append("EVSE \(name) was left out: it is REMOVED.")
            return
        }
        guard !chargePoints.contains(name) else {
            notes.append("EVSE \(name) was left out: it is there twice.")
            return
        }
        let all = evse["connectors"] as? [[String: Any]] ?? []
        let ids = all.compactMap { ($0["id"] as? String).flatMap { Int($0) } }.filter { (1...999).contains($0) }
        let areNumbers = ids.count == all.count && Set(ids).count == all.count
        for (index, connector) in all.enumerated() {
            guard let power = Self.kilowatts(connector) else {
                notes.append(
                    "Connector \(index + 1) of \(name) was left out: its power is not told, or is not between 0 and 5000 kW."
                )
                continue
            }
            let kind = connector["power_type"] as? String ?? ""
            connectors.append(
                ChargePointConnector(
                    chargePoint: name, connector: areNumbers ? ids[index] : index + 1, evse: name,
                    evseID: publicName, connectorType: Self.text(connector["standard"]), site: site,
                    ratedKilowatts: power, current: kind == "DC" ? .dc : kind.hasPrefix("AC") ? .ac : nil,
                    operatorName: operatorName))
            chargePoints.insert(name)
        }
    }

    /// OCPI 2.2.1 section 8.3.3: `max_electric_power` in watts where it is told, else voltage and current of each phase. Of
    /// three phases the voltage is that of a line to neutral. Version 2.1.1 has shorter names.
    private static func kilowatts(_ connector: [String: Any]) -> Millionths? {
        let most = 5000 * Millionths.perUnit
        if let watts = decimal(connector["max_electric_power"]), watts.count > 0, watts.count / 1000 <= most {
            return Millionths(watts.count / 1000)
        }
        guard let voltage = decimal(connector["max_voltage"] ?? connector["voltage"]),
            let current = decimal(connector["max_amperage"] ?? connector["amperage"]), voltage.count > 0,
            current.count > 0
        else { return nil }
        let phases: Int128 =
            switch connector["power_type"] as? String {
            case "AC_3_PHASE": 3
            case "AC_2_PHASE", "AC_2_PHASE_SPLIT": 2
            default: 1
            }
        // No connector has more than a thousand kilovolts or kiloamperes, and no product of less is too large to be held.
        let limit = 1_000_000 * Millionths.perUnit
        guard voltage.count <= limit, current.count <= limit else { return nil }
        let power = Int128(voltage.count) * Int128(current.count) * phases
        let kilowatts = Millionths.rounded(power, over: 1000 * Int128(Millionths.perUnit))
        return kilowatts > 0 && kilowatts <= Int128(most) ? Millionths(Int64(kilowatts)) : nil
    }

    private mutating func takeHours(_ times: [String: Any]?, at site: String) {
        guard let times, times["twentyfourseven"] as? Bool != true else { return }
        for span in times["regular_hours"] as? [[String: Any]] ?? [] {
            guard let number = (span["weekday"] as? NSNumber)?.intValue,
                let day = OpeningHours.Weekday(rawValue: number), let opens = Self.minute(span["period_begin"]),
                let closes = Self.minute(span["period_end"])
            else { continue }
            // Midnight at the end of the day is written 00:00 by many.
            let end = closes == 0 ? 1440 : closes
            guard opens < end else {
                notes.append("Opening hours of \(site) over midnight on \(day.name) were left out; write two rows.")
                continue
            }
            hours.append(OpeningHours(site: site, days: [day], opensMinute: opens, closesMinute: end))
        }
        for name in ["exceptional_openings", "exceptional_closings"] where times[name] != nil {
            notes.append("\(site) has \(name), which a registry does not hold.")
        }
    }

    // MARK: Values

    private static func minute(_ value: Any?) -> Int? {
        guard let parts = (value as? String)?.split(separator: ":"), parts.count == 2, let hour = Int(parts[0]),
            let minute = Int(parts[1]),
            (0...23).contains(hour) && (0...59).contains(minute) || hour == 24 && minute == 0
        else { return nil }
        return hour * 60 + minute
    }

    private static func decimal(_ value: Any?) -> Millionths? {
        let text = (value as? String) ?? (value as? NSNumber).map { "\($0)" } ?? ""
        let bytes = Array(text.utf8)
        return try? Millionths(decimal: bytes.span)
    }

    private static func decimal(_ value: Any?, within degrees: Int64) -> Millionths? {
        decimal(value).flatMap { $0.count.magnitude <= UInt64(degrees * Millionths.perUnit) ? $0 : nil }
    }

    /// A text for people, in one line, that no spreadsheet takes for a formula.
    private static func text(_ value: Any?) -> String? {
        guard let text = value as? String else { return nil }
        let line = String(String.UnicodeScalarView(text.unicodeScalars.filter { $0.value >= 0x20 && $0.value != 0x7F }))
        let plain = line.drop { "=+-@ ".contains($0) }
        return plain.isEmpty ? nil : String(plain.prefix(200))
    }

    private static func shown(_ id: String) -> String { "\"" + String(id.prefix(64)) + "\"" }
}
