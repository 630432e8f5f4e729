import Readings

extension City {
    /// The registry of the city as the files that council staff would keep, by name.
    package var registryFiles: [(name: String, text: String)] {
        let files = [
            ("boroughs.csv", boroughsTable), ("sites.csv", sitesTable), ("air_sensors.csv", airSensorsTable),
            ("charge_points.csv", chargePointsTable), ("school_terms.csv", schoolTermsTable),
        ]
        return routes.isEmpty ? files : files + [(Self.routesFile, routesTable)]
    }

    /// The one file that not every city has: where it is absent, one of another city must not stay in its place.
    package static let routesFile = "routes.csv"

    private var boroughsTable: String {
        Self.table("borough,name,timezone,gss,licence,simulated", boroughs) { borough in
            [borough.id, borough.name, "Europe/London", borough.gss, "CC0-1.0", "true"]
        }
    }

    private var sitesTable: String {
        Self.table("site,name,kind,borough,urn,latitude,longitude,environment,comparator,grace_min", sites) { site in
            [
                site.id, site.name, site.kind.rawValue, site.borough, "", Self.degrees(site.latitude),
                Self.degrees(site.longitude), site.environment?.rawValue ?? "", site.comparator ?? "", "",
            ]
        }
    }

    private var airSensorsTable: String {
        Self.table("device,site,dialect,period_s,stamp,model,class,quantities,clock,from,to", airDevices) { device in
            let dialect = device.dialect
            return [
                device.id, device.site, dialect.rawValue, String(dialect.periodSeconds), "end",
                device.modelName, device.isReference ? "reference" : "indicative",
                dialect.quantities.map(\.name).joined(separator: " "),
                dialect.isStamped ? "trust" : "arrival", "", "",
            ]
        }
    }

    /// What lies between the holidays of the years around now, for all schools of a borough.
    private var schoolTermsTable: String {
        let holidays = Self.termYears.flatMap { terms.holidays(year: $0) }
        let between = zip(holidays, holidays.dropFirst()).map { before, after in
            (from: before.upperBound.adding(days: 1), to: after.lowerBound.adding(days: -1))
        }.filter { $0.from <= $0.to }
        let rows = boroughs.flatMap { borough in between.map { (borough.id, $0.from, $0.to) } }
        return Self.table("borough,site,kind,from,to", rows) { borough, from, to in
            [borough, "", "term", from.text, to.text]
        }
    }

    private static let termYears = 2020...2035

    private struct Route: Hashable {
        var filter: String
        var borough: String
        var dialect: String
        var part: Int
        var direction: String
    }

    /// A row a route: devices of one borough may share it.
    private var routes: [Route] {
        var seen: Set<Route> = []
        let air = airDevices.compactMap { device in
            device.address.route.map { route in
                Route(
                    filter: route.filter, borough: device.borough, dialect: device.dialect.rawValue,
                    part: route.devicePart, direction: "")
            }
        }
        let charging = chargePoints.flatMap { point in
            ChargerAddress(point).routes.map { route in
                Route(
                    filter: route.filter, borough: point.borough, dialect: route.dialect, part: route.devicePart,
                    direction: route.direction)
            }
        }
        return (air + charging).filter { seen.insert($0).inserted }
    }

    private var routesTable: String {
        let hasDirections = routes.contains { !$0.direction.isEmpty }
        return Self.table("topic,borough,dialect,device" + (hasDirections ? ",direction" : ""), routes) { route in
            [route.filter, route.borough, route.dialect, String(route.part)]
                + (hasDirections ? [route.direction] : [])
        }
    }

    private var chargePointsTable: String {
        let rows = chargePoints.flatMap { unit in
            unit.evses.enumerated().flatMap { number, connectors in
                // A name of its own only where connectors share an EVSE; else each connector is its own.
                let evse = connectors.count > 1 ? unit.evseName(number + 1) : ""
                return connectors.map { (unit, evse, $0) }
            }
        }
        let header = "charge_point,connector,evse,evse_id,connector_type,site,rated_kw,current,operator,from,to"
        return Self.table(header, rows) { unit, evse, connector in
            [
                unit.id, String(connector), evse, "", unit.kind.connectorType(connector), unit.site,
                String(unit.kind.ratedKilowatts), unit.kind.isDirectCurrent ? "dc" : "ac", unit.kind.operatorName, "",
                "",
            ]
        }
    }

    private static func table<Row>(_ header: String, _ rows: [Row], _ columns: (Row) -> [String]) -> String {
        ([header] + rows.map { columns($0).map(quoted).joined(separator: ",") }).joined(separator: "\n") + "\n"
    }

    /// In quotes where it must be (RFC 4180): a borough's name is whatever its people write.
    private static func quoted(_ cell: String) -> String {
        guard cell.utf8.contains(where: { [0x22, 0x2c, 0x0a, 0x0d].contains($0) }) else { return cell }
        return "\"" + cell.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }

    private static func degrees(_ tenThousandths: Int) -> String {
        let magnitude = String(abs(tenThousandths) + 100_000)
        let fraction = magnitude.suffix(4)
        return (tenThousandths < 0 ? "-" : "") + String(abs(tenThousandths) / 10_000) + "." + fraction
    }
}
