package import Readings

/// A row of `air_sensors.csv`: a device at a site, for a span of time. A device that moves or is changed has several rows.
package struct AirSensor: Hashable, Sendable {
    package var device: String
    package var site: String
    package var dialect: String
    /// The time from one reading to the next; a reading without an interval of its own covers so much.
    package var periodMicroseconds: Int64
    package var stamp: StampRule
    package var model: String?
    package var deviceClass: DeviceClass
    /// What it measures, in the file's order; empty when the file does not say.
    package var quantities: [Quantity]
    package var clock: ClockRule
    /// The row holds in [validFrom, validTo); nil leaves that side open.
    package var validFrom: Instant?
    package var validTo: Instant?

    package init(
        device: String, site: String, dialect: String, periodMicroseconds: Int64, stamp: StampRule = .instant,
        model: String? = nil, deviceClass: DeviceClass = .indicative, quantities: [Quantity] = [],
        clock: ClockRule = .trust, validFrom: Instant? = nil, validTo: Instant? = nil
    ) {
        self.device = device
        self.site = site
        self.dialect = dialect
        self.periodMicroseconds = periodMicroseconds
        self.stamp = stamp
        self.model = model
        self.deviceClass = deviceClass
        self.quantities = quantities
        self.clock = clock
        self.validFrom = validFrom
        self.validTo = validTo
    }

    package var validity: Range<Instant> { span(from: validFrom, to: validTo) }
}

extension AirSensor {
    init?(_ row: SheetRow, sites: Set<String>?, dialects: [KnownDialect], _ findings: inout Findings) {
        let device = row.identifier("device", &findings)
        let site = row.reference("site", "site", in: "sites.csv", names: sites, &findings)
        let dialect = row.dialect("dialect", .air, dialects, &findings)
        // The longest window that is made from readings is the hour, so a longer period could be in none.
        let periodExpected = "seconds, more than 0 and at most 3600"
        // A period is in seconds with up to six decimals: as millionths it is the count of microseconds.
        let period =
            row.required("period_s", expected: periodExpected, &findings) == nil
            ? nil
            : row.decimal(
                "period_s", in: Millionths(1)...Millionths(Microseconds.hour), expected: periodExpected, &findings)
        let stamp = row.word("stamp", StampRule.self, &findings)
        let deviceClass = row.word("class", DeviceClass.self, &findings)
        let quantities = Self.quantities(row, &findings)
        let clock = Self.clock(row, &findings)
        let (from, to) = row.validity(&findings)
        guard let device, let site, let dialect, let period else { return nil }
        self.init(
            device: device, site: site, dialect: dialect.name, periodMicroseconds: period.count,
            stamp: stamp ?? .instant, model: row.text("model"), deviceClass: deviceClass ?? .indicative,
            quantities: quantities, clock: clock, validFrom: from, validTo: to)
    }

    private static func quantities(_ row: SheetRow, _ findings: inout Findings) -> [Quantity] {
        let known = Quantity.allCases.map(\.name)
        var quantities: [Quantity] = []
        for word in (row.text("quantities") ?? "").split(separator: " ").map(String.init) {
            if let quantity = Quantity(name: word.lowercased()) {
                if !quantities.contains(quantity) { quantities.append(quantity) }
                continue
            }
            row.report(
                "quantities", quoted(word), expected: "quantities separated by blanks: " + choice(known),
                remedy: findings.meant(by: word, among: known).map { "Write \"\($0)\" (did you mean it?)." }
                    ?? "Write one of them, or leave it out.", &findings)
        }
        return quantities
    }

    private static func clock(_ row: SheetRow, _ findings: inout Findings) -> ClockRule {
        guard let text = row.text("clock") else { return .trust }
        switch text.lowercased() {
        case "trust": return .trust
        case "arrival": return .arrival
        default: break
        }
        let number = Array(text.utf8.drop { $0 == UInt8(ascii: "+") })
        // Seconds as millionths are microseconds. A century bounds what a wrong clock can be.
        if let seconds = try? Millionths(decimal: number.span), seconds.count.magnitude <= 36_525 * 86_400_000_000 {
            return .add(microseconds: seconds.count)
        }
        row.report(
            "clock", quoted(text), expected: "trust, arrival or the seconds to add, such as -3600",
            remedy: findings.meant(by: text, among: ["trust", "arrival"]).map { "Write \"\($0)\" (did you mean it?)." }
                ?? "Write one of them.", &findings)
        return .trust
    }
}
