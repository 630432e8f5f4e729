extension City {
    /// The registry of the city as the files that council staff would keep, by name.
    package var registryFiles: [(name: String, text: String)] {
        [
            ("boroughs.csv", boroughsTable), ("sites.csv", sitesTable), ("air_sensors.csv", airSensorsTable),
            ("charge_points.csv", chargePointsTable),
        ]
    }

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
                device.id, device.site, dialect.rawValue, String(dialect.periodSeconds), "end", dialect.model,
                dialect == .ngsiLD ? "reference" : "indicative", dialect.quantities,
                dialect.isStamped ? "trust" : "arrival", "", "",
            ]
        }
    }

    private var chargePointsTable: String {
        let rows = chargePoints.flatMap { unit in
            unit.evses.enumerated().flatMap { number, connectors in
                // A name of its own only where connectors share an EVSE; else each connector is its own.
                let evse = connectors.count > 1 ? "\(unit.id)-evse-\(number + 1)" : ""
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

    /// No value of the city holds a comma, a quote or a line break, so none needs quoting.
    private static func table<Row>(_ header: String, _ rows: [Row], _ columns: (Row) -> [String]) -> String {
        ([header] + rows.map { columns($0).joined(separator: ",") }).joined(separator: "\n") + "\n"
    }

    private static func degrees(_ tenThousandths: Int) -> String {
        let magnitude = String(abs(tenThousandths) + 100_000)
        let fraction = magnitude.suffix(4)
        return (tenThousandths < 0 ? "-" : "") + String(abs(tenThousandths) / 10_000) + "." + fraction
    }
}

extension AirDialect {
    /// What the registry calls the simulated model.
    fileprivate var model: String {
        switch self {
        case .plain: "Simulated sensor board"
        case .airGradient: "Simulated outdoor monitor"
        case .airrohr: "Simulated fine dust sensor"
        case .ngsiLD: "Simulated reference station"
        }
    }

    fileprivate var quantities: String {
        switch self {
        case .plain: "no2 o3 pm2_5 pm10 temperature humidity"
        case .airGradient: "pm1 pm2_5 pm10 co2 temperature humidity"
        case .airrohr: "pm2_5 pm10 temperature humidity pressure"
        case .ngsiLD: "no2 no nox o3 pm2_5 pm10"
        }
    }
}
