package import Readings

/// A row for a device that sends and that no registry knows, ready to be pasted into its table. What only a person can
/// know is left empty: the reader of the registry asks for it by line and column if it is forgotten.
package struct RowToPaste: Hashable, Sendable {
    /// `air_sensors.csv` or `charge_points.csv`.
    package var file: String
    /// The columns in the order of `rows`, as the first line of the file has them; a file with another order needs the
    /// cells moved.
    package var header: String
    /// Without line ends. A charge point has a row for each connector.
    package var rows: [String]
    /// The columns that a person must fill in.
    package var toFill: [String]
    /// What may stand in `site`: the sites of the borough that the topic names. Empty: the registry has none there yet.
    package var sites: [String]
}

extension RegistryTables {
    /// A row for an air sensor. `from` is the UTC day on which it was first seen, so that its past counts once it is
    /// registered; `site` is left to fill.
    ///
    /// - Parameters:
    ///   - firstSeen: the receipt of its first message.
    ///   - quantities: what its messages hold.
    ///   - period: the usual time between its readings in microseconds, where somebody has measured it. Else the one that
    ///     most registered devices of the dialect have is taken; where there is none, the cell is left to fill.
    /// - Returns: Nil for a name that cannot be registered, for one that is registered already (a row more could overlap
    ///   with its own), and for a dialect of another family.
    package func rowToPaste(
        airSensor device: String, dialect: KnownDialect, firstSeen: Instant, quantities: some Sequence<Quantity>,
        borough: String, periodMicroseconds period: Int64? = nil
    ) -> RowToPaste? {
        guard Identifier.isValid(device), airSensors(device).isEmpty, dialect.family == .air else { return nil }
        var cells = [
            "device": device, "dialect": dialect.name, "from": CivilDate(of: firstSeen).text,
            "quantities": Set(quantities).sorted().map(\.name).joined(separator: " "),
        ]
        if let period = period ?? usualPeriod(of: dialect) {
            // To whole seconds: clocks and networks scatter more than that.
            let seconds = Millionths.rounded(Int128(period), over: Int128(Microseconds.second))
            cells["period_s"] = String(min(max(seconds, 1), 3600))
        }
        return RowToPaste(.airSensors, [cells], sites: sites(inBorough: borough))
    }

    /// Rows for a charge point, one for each connector that its messages name; the first where they name none. `from` is
    /// the UTC day on which it was first seen; `site` and `rated_kw` are left to fill.
    ///
    /// - Returns: Nil for a name that cannot be registered or is registered already, and for a dialect of another family.
    package func rowToPaste(
        chargePoint: String, dialect: KnownDialect, firstSeen: Instant, connectors: some Sequence<Int>,
        borough: String
    ) -> RowToPaste? {
        guard Identifier.isValid(chargePoint), self.connectors(ofChargePoint: chargePoint).isEmpty,
            dialect.family == .ev
        else { return nil }
        // 0 is the charge point as a whole (OCPP 1.6 section 2.2).
        var numbers = Set(connectors).filter { (1...999).contains($0) }.sorted()
        if numbers.isEmpty { numbers = [1] }
        let from = CivilDate(of: firstSeen).text
        let rows = numbers.map { ["charge_point": chargePoint, "connector": String($0), "from": from] }
        var paste = RowToPaste(.chargePoints, rows, sites: sites(inBorough: borough))
        if numbers.contains(where: { !Identifier.isValid("\(chargePoint)-\($0)") }) { paste.toFill.append("evse") }
        return paste
    }

    private func usualPeriod(of dialect: KnownDialect) -> Int64? {
        var counts: [Int64: Int] = [:]
        for sensor in airSensors where sensor.dialect == dialect.name {
            counts[sensor.periodMicroseconds, default: 0] += 1
        }
        return counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
    }

    private func sites(inBorough name: String) -> [String] {
        sites.filter { $0.borough == name }.map(\.site).sorted()
    }
}

extension RowToPaste {
    fileprivate init(_ shape: SheetShape, _ rows: [[String: String]], sites: [String]) {
        // Columns for the few whose EVSEs have numbers of their own, or that flap: a file need not have them.
        let columns = shape.columns.map(\.name).filter { !["ocpp_evse", "min_status_s"].contains($0) }
        file = shape.file
        header = columns.joined(separator: ",")
        self.rows = rows.map { cells in
            // Names, words, numbers and dates only: none needs quotes.
            columns.map { cells[$0] ?? "" }.joined(separator: ",")
        }
        toFill = shape.columns.filter { column in column.isRequired && rows.contains { $0[column.name] == nil } }
            .map(\.name)
        self.sites = sites
    }
}
