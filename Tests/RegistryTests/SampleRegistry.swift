import Readings
import Registry

/// A small registry in which nothing is wrong, and what a test changes in it.
enum SampleRegistry {
    static let dialects = [
        KnownDialect(name: "plain", family: .air), KnownDialect(name: "ngsi-ld", family: .air),
        KnownDialect(name: "ocpp16", family: .ev),
    ]

    static let files: [String: String] = [
        "boroughs.csv": "borough,name,timezone\nwestminster,City of Westminster,Europe/London\n",
        "sites.csv": "site,kind,borough\nst-mary,school,westminster\nmain-road,station,westminster\n",
        "air_sensors.csv": "device,site,dialect,period_s\naq-1,st-mary,plain,60\n",
        "charge_points.csv": "charge_point,connector,site,rated_kw\ncp-1,1,main-road,7\n",
    ]

    /// Parses the sample with some files changed; nil takes a file away.
    static func parse(
        _ changes: [String: String?] = [:], dialects: [KnownDialect] = dialects
    ) -> ParsedRegistry {
        var bytes = files.mapValues { Array($0.utf8) }
        for (name, text) in changes { bytes[name] = text.map { Array($0.utf8) } }
        return parse(bytes: bytes, dialects: dialects)
    }

    static func parse(bytes: [String: [UInt8]], dialects: [KnownDialect] = dialects) -> ParsedRegistry {
        RegistryTables.parse(files: bytes, knownDialects: dialects) {
            $0 == "Europe/London" ? london : $0 == "UTC" ? .utc : nil
        }
    }

    /// Summer time of 2026: 29 March 01:00Z to 25 October 01:00Z (Summer Time Act 1972, as amended 2002).
    static let london = TimeZoneRules(
        firstOffsetSeconds: 0,
        transitions: [
            .init(at: Instant(microseconds: 1_774_746_000_000_000), offsetSeconds: 3600),
            .init(at: Instant(microseconds: 1_792_890_000_000_000), offsetSeconds: 0),
        ])
}
