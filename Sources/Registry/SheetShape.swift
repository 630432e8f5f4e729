/// Which columns a registry file may have.
struct SheetShape {
    struct Column {
        var name: String
        var isRequired: Bool
        /// Other spellings of the name that are taken as it.
        var aliases: [String]
    }

    var file: String
    /// In the order in which a new file should have them.
    var columns: [Column]

    init(_ file: String, all: [String], required: Set<String>, aliases: [String: [String]] = [:]) {
        self.file = file
        columns = all.map { Column(name: $0, isRequired: required.contains($0), aliases: aliases[$0] ?? []) }
    }

    var header: String { columns.map(\.name).joined(separator: ",") }
}

extension SheetShape {
    static let boroughs = SheetShape(
        "boroughs.csv", all: ["borough", "name", "timezone", "gss", "licence", "simulated"],
        required: ["borough", "timezone"])

    static let sites = SheetShape(
        "sites.csv",
        all: [
            "site", "name", "kind", "borough", "urn", "latitude", "longitude", "environment", "comparator", "grace_min",
        ],
        required: ["site", "kind", "borough"])

    static let airSensors = SheetShape(
        "air_sensors.csv",
        all: [
            "device", "site", "dialect", "period_s", "stamp", "model", "class", "quantities", "clock", "from", "to",
        ],
        required: ["device", "site", "dialect", "period_s"])

    static let chargePoints = SheetShape(
        "charge_points.csv",
        all: [
            "charge_point", "connector", "evse", "evse_id", "connector_type", "site", "rated_kw", "current", "operator",
            "from", "to", "ocpp_evse", "min_status_s",
        ],
        required: ["charge_point", "connector", "site", "rated_kw"])

    static let openingHours = SheetShape(
        "opening_hours.csv", all: ["site", "days", "start", "end"], required: ["site", "start", "end"])

    static let outageExclusions = SheetShape(
        "outage_exclusions.csv", all: ["evse", "from", "to", "reason"], required: ["evse", "from", "reason"])

    static let routes = SheetShape(
        "routes.csv", all: ["topic", "borough", "dialect", "device", "direction"],
        required: ["topic", "borough", "dialect", "device"],
        aliases: ["topic": ["filter", "topic_filter", "topic filter"]])

    static let corrections = SheetShape(
        "corrections.csv",
        all: ["device", "quantity", "method", "slope", "offset", "from", "to", "reference", "by", "input"],
        required: ["device", "quantity", "method"])

    static let reviews = SheetShape(
        "reviews.csv", all: ["device", "quantity", "from", "to", "action", "reason", "by"],
        required: ["device", "from", "action"])

    static let schoolTerms = SheetShape(
        "school_terms.csv", all: ["borough", "site", "kind", "from", "to", "note"], required: ["from"])

    static let schoolWindows = SheetShape(
        "school_windows.csv", all: ["borough", "site", "name", "start", "end"], required: ["name", "start", "end"])

    static let bankHolidays = SheetShape(
        "bank_holidays.csv", all: ["date", "name", "borough", "kind"], required: ["date"])

    static let ownFiles: [SheetShape] = [
        boroughs, sites, airSensors, chargePoints, openingHours, outageExclusions, routes, corrections,
        reviews, schoolTerms, schoolWindows, bankHolidays,
    ]
}
