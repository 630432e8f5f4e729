/// One kind of table that Kerbside publishes.
package enum Dataset: String, CaseIterable, Comparable, Sendable {
    case airMinute, airQuarterHour, airHour, airDay, airRunning, airIndex, airSchoolDay
    case airIndexDay, airMonth, airYear, airExceedance
    case chargingQuarterHour, chargingHour, chargingDay, chargingSession, chargingStatus
    case chargingOutage, chargingReliability, chargingUtilisation, chargingProfile
    case chargingSiteMonth, chargingBandMonth, chargingBoroughMonth

    package static func < (left: Dataset, right: Dataset) -> Bool {
        left.path < right.path
    }

    package enum Family: String, Sendable {
        case air, charging
    }

    package var family: Family {
        switch self {
        case .airMinute, .airQuarterHour, .airHour, .airDay, .airRunning, .airIndex, .airSchoolDay, .airIndexDay,
            .airMonth, .airYear, .airExceedance:
            .air
        case .chargingQuarterHour, .chargingHour, .chargingDay, .chargingSession, .chargingStatus, .chargingOutage,
            .chargingReliability, .chargingUtilisation, .chargingProfile, .chargingSiteMonth, .chargingBandMonth,
            .chargingBoroughMonth:
            .charging
        }
    }

    /// The name within the family, as in `summaries/<family>/<name>`.
    package var name: String {
        switch self {
        case .airMinute: "minute"
        case .airQuarterHour, .chargingQuarterHour: "quarter-hour"
        case .airHour, .chargingHour: "hour"
        case .airDay, .chargingDay: "day"
        case .airRunning: "running"
        case .airIndex: "index"
        case .airSchoolDay: "school-day"
        case .airIndexDay: "index-day"
        case .airMonth: "month"
        case .airYear: "year"
        case .airExceedance: "exceedance"
        case .chargingSession: "session"
        case .chargingStatus: "status"
        case .chargingOutage: "outage"
        case .chargingReliability: "reliability"
        case .chargingUtilisation: "utilisation"
        case .chargingProfile: "profile"
        case .chargingSiteMonth: "site-month"
        case .chargingBandMonth: "band-month"
        case .chargingBoroughMonth: "borough-month"
        }
    }

    package var path: String { "\(family.rawValue)/\(name)" }

    /// Who may read it: `internal` rows name single connectors or sessions.
    package enum Audience: String, Sendable {
        case `public`, `internal`
    }

    package var audience: Audience {
        switch self {
        case .chargingSiteMonth, .chargingBandMonth, .chargingBoroughMonth: .public
        default: family == .air ? .public : .internal
        }
    }

    /// How long a stretch of time one file holds. A row belongs to the stretch of the last instant of its window; a
    /// session to the day of its plug-in, so that it stays where it is while it grows; charging's months and years to the
    /// local month or year that they are of.
    package enum PartitionLength: Sendable {
        case hour, day, month, year
    }

    package var partitionLength: PartitionLength {
        switch self {
        case .airMinute, .airQuarterHour, .chargingQuarterHour: .hour
        case .airHour, .airRunning, .airIndex, .airSchoolDay, .chargingHour, .chargingSession, .chargingStatus: .day
        case .airDay, .airIndexDay, .airMonth, .chargingDay, .chargingOutage, .chargingUtilisation, .chargingProfile,
            .chargingSiteMonth, .chargingBandMonth, .chargingBoroughMonth:
            .month
        case .airYear, .airExceedance, .chargingReliability: .year
        }
    }

    /// Those whose published rows it is worked out from, so that anybody can work it out again, and days that memory and
    /// journal no longer hold count on; empty for one that is made of records.
    package var restsOn: Set<Dataset> {
        switch self {
        case .airIndexDay, .airMonth, .airYear, .airExceedance: [.airHour]
        case .chargingOutage, .chargingReliability: [.chargingStatus]
        case .chargingUtilisation, .chargingProfile, .chargingSiteMonth, .chargingBandMonth, .chargingBoroughMonth:
            [.chargingHour, .chargingSession, .chargingStatus]
        default: []
        }
    }

    package var restsOnFiles: Bool { !restsOn.isEmpty }

    package var columns: [String] {
        switch self {
        case .airMinute, .airQuarterHour, .airHour, .airDay, .airMonth, .airYear: Self.airWindowColumns
        case .airRunning:
            [
                "window_start", "window_end", "borough", "site", "device", "quantity", "unit", "hours", "n_hours",
                "valid", "mean",
            ]
        case .airIndex, .airIndexDay:
            [
                "window_start", "window_end", "borough", "site", "scale", "index", "band", "driver", "pollutants",
                "indicative",
            ]
        case .airSchoolDay:
            [
                "date", "borough", "site", "urn", "school_window", "day_type", "window_start", "window_end", "device",
                "quantity", "unit", "n", "capture_pct", "valid", "mean", "max",
            ]
        case .airExceedance:
            [
                "year", "as_of", "borough", "site", "device", "quantity", "unit", "rule", "averaging", "limit",
                "periods_over", "allowed", "equivalent_percentile", "capture_pct", "class", "status",
            ]
        case .chargingQuarterHour, .chargingHour, .chargingDay: Self.utilisationColumns
        case .chargingSession:
            [
                "session", "borough", "site", "operator", "charge_point", "evse", "connector", "rated_kw", "plug_in",
                "charge_start", "charge_end", "unplug", "kwh", "meter_start", "meter_stop", "peak_kw", "charging_s",
                "idle_s", "state", "result", "end_reason", "evidence", "flags",
            ]
        case .chargingStatus: StatusRow.columns
        case .chargingOutage: OutageRow.columns
        case .chargingReliability: ReliabilityRow.columns
        case .chargingUtilisation: UsageRow.columns
        case .chargingProfile: ProfileRow.columns
        case .chargingSiteMonth: PublicUsageRow.columns(of: "site")
        case .chargingBandMonth: PublicUsageRow.columns(of: "band")
        case .chargingBoroughMonth: PublicUsageRow.columns(of: nil)
        }
    }

    private static let airWindowColumns = [
        "window_start", "window_end", "borough", "site", "device", "quantity", "unit", "n", "capture_pct", "valid",
        "mean", "min", "max", "stdev", "p50", "p95", "raw_mean", "correction", "class", "status", "n_flagged", "flags",
    ]

    private static let utilisationColumns = [
        "window_start", "window_end", "borough", "site", "charge_point", "evse", "connector", "rated_kw",
        "plugged_in_s", "charging_s", "idle_s", "available_s", "reserved_s", "blocked_s", "out_of_service_s",
        "unknown_s", "kwh", "sessions_started", "plugged_in_pct", "charging_pct", "energy_pct", "capture_pct", "valid",
        "operator",
    ]

    /// The first line of every file of the dataset, with its line feed.
    package var header: [UInt8] { Array((columns.joined(separator: ",") + "\n").utf8) }
}
