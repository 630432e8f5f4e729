import Pipeline
import Readings
import Registry
import Tables
import Testing

/// Charge points of one street in London, told what happens to them in OCPP 1.6.
struct ChargingCity {
    private(set) var files = PublishedFiles()
    private(set) var corridor: Corridor
    private var number = 0

    /// - Parameters:
    ///   - connectors: rows of `charge_points.csv`.
    ///   - timeZone: of the borough `west`.
    init(
        _ connectors: String, openingHours: String = "", exclusions: String = "", graceMinutes: Int? = nil,
        timeZone: String = "Europe/London", windows: [WindowName] = WindowName.allCases
    ) throws {
        let start = try #require(Instant(iso8601: "2026-03-02T00:00:00Z"))
        let registry = try CityRegistry.tables(
            start: start, move: start,
            sheets: [
                "boroughs.csv": """
                borough,name,timezone
                west,West,\(timeZone)
                east,East,America/Denver
                """,
                "sites.csv": """
                site,name,kind,borough,grace_min
                school,,school,west,
                station,,station,west,
                street,,street,west,
                hub,,hub,west,\(graceMinutes.map(String.init) ?? "")
                far-school,,school,east,
                far-hub,,hub,east,
                """,
                "charge_points.csv": "charge_point,connector,evse,site,rated_kw,operator,from,to\n" + connectors,
                "opening_hours.csv": "site,days,start,end\n" + openingHours,
                "outage_exclusions.csv": "evse,from,to,reason\n" + exclusions,
            ])
        corridor = Corridor(registry: registry, settings: CorridorSettings(windows: windows))
    }

    mutating func take(_ device: String, _ at: Instant, _ action: String, _ members: String) {
        number += 1
        corridor.take(
            Record(
                received: at, topic: "west/ev/ocpp16/\(device)",
                payload: "[2,\"\(number)\",\"\(action)\",{\(members)}]"))
    }

    /// A payload of another dialect, under the topic behind `west/ev/`.
    mutating func take(_ topic: String, _ at: Instant, payload: String) {
        corridor.take(Record(received: at, topic: "west/ev/" + topic, payload: payload))
    }

    /// The same in OCPP 2.0.1.
    mutating func take201(_ device: String, _ at: Instant, _ action: String, _ members: String) {
        number += 1
        corridor.take(
            Record(
                received: at, topic: "west/ev/ocpp201/\(device)",
                payload: "[2,\"\(number)\",\"\(action)\",{\(members)}]"))
    }

    /// Words such as `10:00 Charging`, each at a time of 2 March 2026 or at a whole stamp.
    mutating func say(_ device: String, connector: Int = 1, _ words: String...) throws {
        for word in words {
            let parts = word.split(separator: " ")
            let stamp = parts[0].count == 5 ? "2026-03-02T\(parts[0]):00Z" : String(parts[0])
            let at = try #require(Instant(iso8601: stamp))
            take(
                device, at, "StatusNotification",
                """
                "connectorId":\(connector),"errorCode":"\(parts.count > 2 ? parts[2] : "NoError")","status":"\(parts[1])",\
                "timestamp":"\(at.iso8601)"
                """)
        }
    }

    /// What OCPI tells of an EVSE, as `say` does.
    mutating func tell(_ evse: String, _ words: String...) throws {
        for word in words {
            let parts = word.split(separator: " ")
            let stamp = parts[0].count == 5 ? "2026-03-02T\(parts[0]):00Z" : String(parts[0])
            let at = try #require(Instant(iso8601: stamp))
            corridor.take(
                Record(
                    received: at, topic: "west/ev/ocpi/\(evse)",
                    payload: "{\"uid\":\"\(evse)\",\"status\":\"\(parts[1])\",\"last_updated\":\"\(at.iso8601)\"}"))
        }
    }

    /// A word that the charge point tells long after its stamp.
    mutating func late(_ device: String, received: String, _ word: String) throws {
        let parts = word.split(separator: " ")
        take(
            device, try #require(Instant(iso8601: received)), "StatusNotification",
            "\"connectorId\":1,\"errorCode\":\"NoError\",\"status\":\"\(parts[1])\",\"timestamp\":\"\(parts[0])\"")
    }

    /// Signs of life every hour, both ends included.
    mutating func beat(_ device: String, from: String, to: String) throws {
        var at = try #require(Instant(iso8601: from))
        let end = try #require(Instant(iso8601: to))
        while at <= end {
            take(device, at, "Heartbeat", "")
            at = at.advanced(byMicroseconds: Microseconds.hour)
        }
    }

    /// A whole transaction of so many Wh, with the replies that number it.
    mutating func charge(
        _ device: String, connector: Int = 1, from: Instant, minutes: Int64, wattHours: Int, number: Int
    ) {
        let end = from.advanced(byMicroseconds: minutes * Microseconds.minute)
        take(
            device, from, "StartTransaction",
            "\"connectorId\":\(connector),\"idTag\":\"\",\"meterStart\":0,\"timestamp\":\"\(from.iso8601)\"")
        corridor.take(
            Record(
                received: from, topic: "west/ev/ocpp16/\(device)/down",
                payload: "[3,\"\(self.number)\",{\"transactionId\":\(number),\"idTagInfo\":{\"status\":\"Accepted\"}}]")
        )
        take(
            device, end, "StopTransaction",
            """
            "transactionId":\(number),"meterStop":\(wattHours),"timestamp":"\(end.iso8601)","reason":"EVDisconnected"
            """)
    }

    mutating func end() { files.publish(&corridor, .endOfInput) }

    mutating func publish(graceMinutes: Int64) {
        files.publish(&corridor, .behindNewest(graceMicroseconds: graceMinutes * Microseconds.minute))
    }

    /// The named columns of the rows of a dataset, separated by blanks; empty cells are `-`.
    func cells(_ dataset: Dataset, _ columns: String) -> [String] {
        let places = columns.split(separator: " ").map { dataset.columns.firstIndex(of: String($0)) ?? 0 }
        return files.rows(dataset).map { row in
            places.map { row[$0].isEmpty ? "-" : row[$0] }.joined(separator: " ")
        }
    }
}
