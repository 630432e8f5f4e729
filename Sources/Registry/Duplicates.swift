import Readings

extension Sheet {
    /// Reports each key that stands in an earlier row too.
    func reportRepeated(_ column: String, _ thing: String, _ findings: inout Findings) {
        var firstLines: [String: Int] = [:]
        for row in rows {
            guard let cell = cell(row, column) else { continue }
            guard let first = firstLines[cell.text] else {
                firstLines[cell.text] = row.line
                continue
            }
            findings.report(
                RegistryProblem(
                    file: file, line: cell.line, column: column,
                    found: "\(quoted(cell.text)) a second time, first on line \(first)",
                    expected: "each \(thing) once", remedy: "Delete one of the two rows, or give one another name."))
        }
    }

    /// Reports rows of one key that hold at the same time.
    func reportOverlaps<Value>(
        _ rows: [Placed<Value>], column: String, _ thing: String, key: (Value) -> String,
        span: (Value) -> Range<Instant>, _ findings: inout Findings
    ) {
        let keyed = rows.map { (key: key($0.value), span: span($0.value)) }
        for (first, second) in overlaps(keyed) {
            let name = quoted(keyed[second].key)
            let line = rows[first].line
            let isSame = keyed[first].span == keyed[second].span
            findings.report(
                RegistryProblem(
                    file: file, line: rows[second].line, column: column,
                    found: isSame
                        ? "\(name) a second time, first on line \(line)"
                        : "\(name) \(told(keyed[second].span)), while line \(line) has it \(told(keyed[first].span))",
                    expected: "one row at a time for each \(thing)",
                    remedy: isSame
                        ? "Delete one of the two rows, or let one end (to) before the other begins (from)."
                        : "Let the one end (to) when the other begins (from); to is the first instant behind the end."))
        }
    }
}

extension Sheet {
    /// Notes rows about a device for a time in which the device stands at no site: they change nothing.
    func noteWithoutDevice<Value>(
        _ rows: [Placed<Value>], _ sensors: [Placed<AirSensor>], device: (Value) -> String,
        span: (Value) -> Range<Instant>, _ findings: inout Findings
    ) {
        guard !rows.isEmpty else { return }
        let spans = Dictionary(grouping: sensors, by: \.value.device).mapValues { $0.map(\.value.validity) }
        for row in rows {
            // A device whose own rows have problems is told about there.
            guard let own = spans[device(row.value)], !own.contains(where: { $0.overlaps(span(row.value)) })
            else { continue }
            findings.note(
                file, line: row.line,
                "no row of \(quoted(device(row.value))) in air_sensors.csv holds \(told(span(row.value))), so this row "
                    + "changes nothing")
        }
    }
}

extension Sheet {
    /// Reports rows that hold at the same time, name one thing, and yet put it into two wholes: a charge point in two
    /// boroughs, an EVSE in two charge points.
    func reportDivided(
        _ rows: [Placed<ChargePointConnector>], column: String, by key: (ChargePointConnector) -> String,
        part: (ChargePointConnector) -> String?, thing: String, whole: String, _ findings: inout Findings
    ) {
        var seen: [String: [(whole: String, row: Placed<ChargePointConnector>)]] = [:]
        for row in rows {
            guard let own = part(row.value) else { continue }
            let name = key(row.value)
            let others = seen[name, default: []]
            if let other = others.first(where: {
                $0.whole != own && $0.row.value.validity.overlaps(row.value.validity)
            }) {
                findings.report(
                    RegistryProblem(
                        file: file, line: row.line, column: column,
                        found: "\(thing) \(quoted(name)) in \(whole) \(quoted(own)), on line \(other.row.line) "
                            + "in \(quoted(other.whole))",
                        expected: "each \(thing) in one \(whole) at a time",
                        remedy: "Give one of the two another name, or correct the \(whole)."))
            }
            seen[name, default: []].append((own, row))
        }
    }
}

extension Sheet {
    /// Reports charge points of which two EVSEs have one number at a time: a message of OCPP 2.0.1 could mean either.
    func reportAmbiguousEVSEs(_ rows: [Placed<ChargePointConnector>], _ findings: inout Findings) {
        for (chargePoint, own) in Dictionary(grouping: rows, by: \.value.chargePoint) {
            // Without a number in the column the places are a default that only OCPP 2.0.1 needs.
            guard own.contains(where: { $0.value.ocppEVSE != nil }) else { continue }
            for number in EVSEPlaces(own.map(\.value)).ambiguousNumbers.sorted() {
                let line = own.filter { $0.value.ocppEVSE == number }.map(\.line).max()
                findings.report(
                    RegistryProblem(
                        file: file, line: line, column: "ocpp_evse",
                        found: "\(number) for two EVSEs of \(quoted(chargePoint)) at a time",
                        expected: "each number once in a charge point; without one, an EVSE has its connector's number "
                            + "or its place",
                        remedy: "Write the number of each EVSE of the charge point into ocpp_evse."))
            }
        }
    }
}
