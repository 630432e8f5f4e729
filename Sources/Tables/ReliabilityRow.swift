package import Charging
package import Readings

/// A row of charging/reliability: the EVSEs of one group in one period.
package struct ReliabilityRow: Sendable {
    /// What a row is the sum of. The raw values are the words in the files.
    package enum Scope: String, CaseIterable, Sendable {
        case operatorBand = "operator-band"
        /// An operator's EVSEs of 50 kW and above: the network of which regulation 7 speaks.
        case operatorRapid = "operator-rapid"
        case `operator`
        case band
        case borough
    }

    package struct Group: Hashable, Sendable {
        package var scope: Scope
        /// Empty where the scope has none, or the registry names none.
        package var operatorName: String
        package var band: PowerBand?

        package init(_ scope: Scope, operatorName: String = "", band: PowerBand? = nil) {
            self.scope = scope
            self.operatorName = operatorName
            self.band = band
        }

        var bandWord: String { scope == .operatorRapid ? "50kw-up" : band?.rawValue ?? "" }
    }

    package var period: ReportingPeriod
    package var group: Group
    package var figures: Reliability
    package var equipment: EquipmentCount
    /// The bands of its EVSEs.
    package var bands: Set<PowerBand>
    /// Up to when statuses are in it: the end of the period, or of what is published.
    package var asOf: Instant

    package init(
        period: ReportingPeriod, group: Group, figures: Reliability, equipment: EquipmentCount, bands: Set<PowerBand>,
        asOf: Instant
    ) {
        self.period = period
        self.group = group
        self.figures = figures
        self.equipment = equipment
        self.bands = bands
        self.asOf = asOf
    }

    static let columns = [
        "period", "period_kind", "borough", "operator", "band", "evses", "available_s", "in_use_s", "reserved_s",
        "blocked_s", "unknown_s", "inoperative_s", "out_of_order_s", "excluded_s", "uk_reg7_pct", "uk_strict_pct",
        "nevi_pct", "scope", "devices", "connectors", "retired_s", "unknown_pct", "uk_reg7_basis", "nevi_period_s",
        "nevi_outage_s", "nevi_ports", "nevi_ports_met", "nevi_mean_pct", "nevi_rule_year_pct", "as_of",
    ]

    /// Of EVSEs of both kinds, `mixed`.
    fileprivate var regulation7Basis: String {
        let words = Set(bands.map(\.regulation7Basis))
        return words.count > 1 ? "mixed" : words.first ?? ""
    }

    /// Local dates, operators and bands in order.
    package static func < (left: ReliabilityRow, right: ReliabilityRow) -> Bool {
        func place(_ row: ReliabilityRow) -> (Int32, Int, Int, String, String) {
            (
                row.period.first.daysSince1970, ReportingPeriod.Kind.allCases.firstIndex(of: row.period.kind) ?? 0,
                Scope.allCases.firstIndex(of: row.group.scope) ?? 0, row.group.operatorName, row.group.bandWord
            )
        }
        return place(left) < place(right)
    }
}

extension [UInt8] {
    package mutating func append(_ row: ReliabilityRow, borough: String) {
        let (figures, times) = (row.figures, row.figures.times)
        append(text: row.period.first.text)
        for text in [row.period.kind.rawValue, borough, row.group.operatorName, row.group.bandWord] {
            comma()
            append(text: text)
        }
        comma()
        append(whole: Int64(row.equipment.evses))
        let seconds = [
            times.available, times.inUse, times.reserved, times.blocked, times.unknown, times.inoperative,
            times.outOfOrder, figures.nevi.excluded,
        ]
        for microseconds in seconds {
            comma()
            append(secondsOf: microseconds)
        }
        for share in [times.regulation7, times.strict, figures.nevi.uptime] { append(cell: share) }
        comma()
        append(text: row.group.scope.rawValue)
        for count in [row.equipment.devices, row.equipment.connectors] {
            comma()
            append(whole: Int64(count))
        }
        comma()
        append(secondsOf: times.retired)
        append(cell: times.unknownShare)
        comma()
        append(text: row.regulation7Basis)
        for microseconds in [figures.nevi.period, figures.nevi.outage] {
            comma()
            append(secondsOf: microseconds)
        }
        for count in [figures.ports.ports, figures.ports.portsMeetingRequirement] {
            comma()
            append(whole: Int64(count))
        }
        append(cell: figures.ports.mean)
        append(cell: row.period.isOfTwelveMonths ? figures.portsOfRuleYear.mean : nil)
        comma()
        row.asOf.appendISO8601(to: &self)
        endRow()
    }

    /// A comma and a share in percent; nothing behind it where there is none.
    package mutating func append(cell share: ExactRatio?) {
        comma()
        if let share { append(share.percentTenThousandths, scale: 10_000) }
    }
}

extension ReportingPeriod {
    fileprivate var isOfTwelveMonths: Bool { kind == .year || kind == .twelveMonths }
}
