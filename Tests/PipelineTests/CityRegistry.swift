import Dialects
import Pipeline
import Readings
import Registry
import Testing

/// A city of two boroughs in two time zones with devices of all dialects, clock rules and stamp rules.
enum CityRegistry {
    static let files: [String: String] = [
        "boroughs.csv": """
        borough,name,timezone
        west,West,Europe/London
        east,East,America/Denver
        """,
        "sites.csv": """
        site,name,kind,borough
        school,The School,school,west
        station,The Station,station,west
        street,The Street,street,west
        hub,The Hub,hub,west
        far-school,The Far School,school,east
        far-hub,The Far Hub,hub,east
        """,
        "air_sensors.csv": """
        device,site,dialect,period_s,stamp,class,quantities,clock,from,to
        aq-1,school,plain,60,instant,indicative,pm2_5 no2,trust,,
        aq-2,school,plain,60,instant,indicative,pm10,arrival,,
        aq-3,street,plain,900,end,indicative,,3600,,
        aq-4,school,plain,300,start,indicative,wind_direction temperature,trust,,MOVE
        aq-4,street,plain,300,start,indicative,wind_direction temperature,trust,MOVE,
        ag-1,street,airgradient,300,instant,indicative,,trust,,
        7654321,school,airrohr,145,instant,indicative,pm10 pm2_5,arrival,,
        ref-1,station,ngsi-ld,3600,end,reference,no2 o3 so2 pm10,trust,,
        aq-9,far-school,plain,60,instant,equivalent,so2 o3,trust,FROM,
        st-1,street,plain,3600,start,indicative,pm2_5 no2,trust,,
        st-2,hub,plain,3600,start,indicative,pm2_5 no2,trust,,
        st-3,station,plain,3600,start,equivalent,pm2_5,trust,,
        """,
        "charge_points.csv": """
        charge_point,connector,evse,site,rated_kw,operator,from,to
        cp-1,1,,hub,7.4,volt,,
        cp-1,2,,hub,22,volt,,
        cp-2,1,,far-hub,50,"Volt, Ltd.",FROM,
        """,
        "school_terms.csv": """
        borough,site,kind,from,to
        west,,,2026-01-05,2026-04-02
        west,,closed,2026-02-16,2026-02-20
        ,school,inset,2026-03-30,
        east,,,2026-03-01,2026-05-29
        """,
        // Whole days, and windows in the hours in which clocks change; the other school has the usual ones.
        "school_windows.csv": """
        borough,site,name,start,end
        ,school,drop-off,08:00,09:15
        ,school,night,00:30,02:45
        ,school,day,00:00,24:00
        ,school,late,23:10,24:00
        """,
    ]

    /// - Parameters:
    ///   - start: when the devices of the second borough begin.
    ///   - move: when `aq-4` is carried from the school to the street.
    ///   - sheets: further files, or others in the place of these.
    static func tables(start: Instant, move: Instant, sheets: [String: String] = [:]) throws -> RegistryTables {
        let files = files.merging(sheets) { _, other in other }.mapValues { text in
            let dated = text.replacing("FROM", with: start.iso8601).replacing("MOVE", with: move.iso8601)
            return Array((dated + "\n").utf8)
        }
        let parsed = RegistryTables.parse(files: files, knownDialects: Dialect.known) {
            zones[$0]
        }
        return try #require(parsed.tables, "\(parsed.problems)")
    }

    /// Summer time of 2026: 29 March 01:00Z to 25 October 01:00Z (Summer Time Act 1972, as amended 2002).
    static let london = zone(0, ("2026-03-29T01:00:00Z", 3600), ("2026-10-25T01:00:00Z", 0))
    /// 8 March 07:00Z to 1 November 06:00Z.
    static let newYork = zone(-18_000, ("2026-03-08T07:00:00Z", -14_400), ("2026-11-01T06:00:00Z", -18_000))
    /// Half an hour off the hours of UTC, and no summer time.
    static let kolkata = zone(19_800)
    private static let zones = [
        "Europe/London": london, "America/Denver": denver, "America/New_York": newYork, "Asia/Kolkata": kolkata,
    ]
    /// 8 March 09:00Z to 1 November 08:00Z (Energy Policy Act of 2005).
    static let denver = zone(-25_200, ("2026-03-08T09:00:00Z", -21_600), ("2026-11-01T08:00:00Z", -25_200))

    private static func zone(_ first: Int, _ changes: (String, Int)...) -> TimeZoneRules {
        TimeZoneRules(
            firstOffsetSeconds: first,
            transitions: changes.compactMap { at, offset in
                Instant(iso8601: at).map { .init(at: $0, offsetSeconds: offset) }
            })
    }
}
