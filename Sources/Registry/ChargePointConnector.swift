package import Readings

/// A row of `charge_points.csv`: one connector of a charge point, for a span of time.
package struct ChargePointConnector: Hashable, Sendable {
    package enum Current: String, CaseIterable, Sendable {
        case ac, dc
    }

    package var chargePoint: String
    /// 1 and up, as OCPP 1.6 numbers them.
    package var connector: Int
    /// Connectors of which only one can charge at a time share an EVSE. By default each connector is its own,
    /// `<charge_point>-<connector>`.
    package var evse: String
    /// The number by which OCPP 2.0.1 names the EVSE, `evseId`; nil: see `EVSEPlaces`.
    package var ocppEVSE: Int?
    /// Statuses shorter than that do not count where they lie between equal ones, as the unit's own MinimumStatusDuration
    /// has it (OCPP 1.6 edition 2, section 9.1). The largest of a charge point's rows holds for it, at all times.
    package var minimumStatusSeconds: Int
    /// The identifier on the public register, such as GB*ABC*E1234*1 (ISO 15118-2 annex H).
    package var evseID: String?
    package var connectorType: String?
    package var site: String
    package var ratedKilowatts: Millionths
    package var current: Current?
    package var operatorName: String?
    /// The row holds in [validFrom, validTo); nil leaves that side open.
    package var validFrom: Instant?
    package var validTo: Instant?

    package init(
        chargePoint: String, connector: Int, evse: String? = nil, ocppEVSE: Int? = nil, minimumStatusSeconds: Int = 0,
        evseID: String? = nil,
        connectorType: String? = nil, site: String, ratedKilowatts: Millionths, current: Current? = nil,
        operatorName: String? = nil,
        validFrom: Instant? = nil, validTo: Instant? = nil
    ) {
        self.chargePoint = chargePoint
        self.connector = connector
        self.evse = evse ?? "\(chargePoint)-\(connector)"
        self.ocppEVSE = ocppEVSE
        self.minimumStatusSeconds = minimumStatusSeconds
        self.evseID = evseID
        self.connectorType = connectorType
        self.site = site
        self.ratedKilowatts = ratedKilowatts
        self.current = current
        self.operatorName = operatorName
        self.validFrom = validFrom
        self.validTo = validTo
    }

    package var validity: Range<Instant> { span(from: validFrom, to: validTo) }
}

extension ChargePointConnector {
    init?(_ row: SheetRow, sites: Set<String>?, _ findings: inout Findings) {
        let chargePoint = row.identifier("charge_point", &findings)
        let connectorExpected = "the connector's number, from 1 to 999"
        let connector =
            row.required("connector", expected: connectorExpected, &findings) == nil
            ? nil : row.wholeNumber("connector", in: 1...999, expected: connectorExpected, &findings)
        var evse = row.text("evse") == nil ? nil : row.identifier("evse", &findings)
        if row.text("evse") == nil, let chargePoint, let connector {
            let name = "\(chargePoint)-\(connector)"
            if !Identifier.isValid(name) {
                row.report(
                    "evse", "nothing, and \(name.utf8.count) characters for the default \(quoted(name))",
                    expected: "a name of at most 64 characters", remedy: "Write a name into the column evse.",
                    &findings)
            }
            evse = name
        }
        let number =
            row.text("ocpp_evse") == nil
            ? nil
            : row.wholeNumber(
                "ocpp_evse", in: 1...999, expected: "the number of the EVSE in OCPP 2.0.1, from 1 to 999", &findings)
        let minimum =
            row.text("min_status_s") == nil
            ? 0
            : row.wholeNumber("min_status_s", in: 0...3600, expected: "seconds, from 0 to 3600", &findings)
        let site = row.reference("site", "site", in: "sites.csv", names: sites, &findings)
        let powerExpected = "kilowatts, more than 0 and at most 5000"
        let power =
            row.required("rated_kw", expected: powerExpected, &findings) == nil
            ? nil
            : row.decimal(
                "rated_kw", in: Millionths(1)...Millionths(5000 * Millionths.perUnit), expected: powerExpected,
                &findings)
        let current = row.word("current", Current.self, &findings)
        let (from, to) = row.validity(&findings)
        guard let chargePoint, let connector, let evse, let minimum, let site, let power else { return nil }
        self.init(
            chargePoint: chargePoint, connector: connector, evse: evse, ocppEVSE: number,
            minimumStatusSeconds: minimum, evseID: row.text("evse_id"),
            connectorType: row.text("connector_type"), site: site, ratedKilowatts: power, current: current,
            operatorName: row.text("operator"), validFrom: from, validTo: to)
    }
}
