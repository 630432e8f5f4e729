import Readings

/// A row of the registry as far as figures depend on it: whose figures, in which borough, in which span, and all else
/// that shows in them or decides what enters them. Columns that no figure depends on are not in it.
struct FigureRow: Hashable {
    /// What the row makes of the instants of its span. Rows with equal effects are as good as one row over their spans.
    struct Effect: Hashable {
        var borough: String
        var family: DeviceFamily
        var device: String
        var text: [UInt8]
    }

    var effect: Effect
    var span: Range<Instant>
}

extension RegistryTables {
    /// All rows as far as figures depend on them, in the order of the files.
    var figureRows: [FigureRow] {
        airSensors.compactMap { figureRow($0) } + schoolRows + connectorRows
            + corrections.flatMap { rows(of: $0.device, in: $0.validity, text(of: $0)) }
            + reviews.flatMap { rows(of: $0.device, in: $0.validity, text(of: $0)) }
    }

    /// Without the model, which is for people. The dialect shows in the row to paste for a device like it. The order of
    /// the quantities is the file's only.
    private func figureRow(_ sensor: AirSensor) -> FigureRow? {
        guard let borough = site(sensor.site)?.borough else { return nil }
        var text = CanonicalText()
        text.add("sensor")
        text.add(sensor.site)
        text.add(site(sensor.site)?.isTrafficStation == true ? "traffic" : "")
        text.add(sensor.dialect)
        text.add(sensor.periodMicroseconds)
        text.add(sensor.stamp.rawValue)
        text.add(sensor.deviceClass.rawValue)
        text.add(sensor.quantities.sorted().map(\.name).joined(separator: " "))
        switch sensor.clock {
        case .trust: text.add("trust")
        case .arrival: text.add("arrival")
        case .add(let microseconds): text.add(microseconds)
        }
        text.add(sensor.validFrom)
        text.add(sensor.validTo)
        text.endLine()
        return FigureRow(
            effect: .init(borough: borough, family: .air, device: sensor.device, text: text.bytes),
            span: sensor.validity)
    }

    private var connectorRows: [FigureRow] {
        // A charge point's messages are taken from the topics of the borough of its first row.
        var owners: [String: String] = [:]
        let rows: [FigureRow] = connectors.compactMap { connector in
            guard let borough = site(connector.site)?.borough else { return nil }
            let owner = owners[connector.chargePoint, default: borough]
            owners[connector.chargePoint] = owner
            return figureRow(connector, borough: borough, owner: owner)
        }
        return rows + shortestStatuses(owners)
    }

    /// What is settled for a charge point at all times, whatever the span of the row that says it.
    private func shortestStatuses(_ owners: [String: String]) -> [FigureRow] {
        Dictionary(grouping: connectors, by: \.chargePoint).sorted { $0.key < $1.key }.compactMap { name, rows in
            guard let borough = owners[name], let seconds = rows.map(\.minimumStatusSeconds).max(), seconds > 0 else {
                return nil
            }
            var text = CanonicalText()
            text.add("shortest status")
            text.add(seconds)
            text.endLine()
            return FigureRow(
                effect: .init(borough: borough, family: .ev, device: name, text: text.bytes),
                span: .distantPast ..< .distantFuture)
        }
    }

    private func figureRow(_ connector: ChargePointConnector, borough: String, owner: String) -> FigureRow {
        var text = CanonicalText()
        text.add("connector")
        text.add(owner)
        text.add(connector.connector)
        text.add(connector.evse)
        text.add(connector.ocppEVSE ?? 0)
        text.add(connector.evseID ?? "")
        text.add(connector.site)
        text.add(connector.ratedKilowatts.count)
        text.add(connector.operatorName ?? "")
        text.add(connector.validFrom)
        text.add(connector.validTo)
        text.endLine()
        return FigureRow(
            effect: .init(borough: borough, family: .ev, device: connector.chargePoint, text: text.bytes),
            span: connector.validity)
    }

    /// Its `from` shows in rows, as part of the label; its `to` does not: it only ends the span.
    private func text(of correction: Correction) -> [UInt8] {
        var text = CanonicalText()
        text.add("correction")
        text.add(correction.quantity.name)
        text.add(correction.label)
        text.add(correction.slope?.count ?? 0)
        text.add(correction.offset?.count ?? 0)
        text.endLine()
        return text.bytes
    }

    private func text(of review: Review) -> [UInt8] {
        var text = CanonicalText()
        text.add("review")
        text.add(review.quantity?.name ?? "")
        text.add(review.action.rawValue)
        text.endLine()
        return text.bytes
    }

    /// What a row about a device comes to: a row for each site at which the device stands meanwhile.
    private func rows(of device: String, in span: Range<Instant>, _ text: [UInt8]) -> [FigureRow] {
        airSensors(device).compactMap { sensor in
            let shared = sensor.validity.clamped(to: span)
            guard !shared.isEmpty, let borough = site(sensor.site)?.borough else { return nil }
            return FigureRow(
                effect: .init(borough: borough, family: .air, device: device, text: text), span: shared)
        }
    }
}

extension Route {
    /// Of a charge point's topics the direction tells which messages are its signs of life.
    func addFigures(to text: inout CanonicalText) {
        text.add("route")
        text.add(topic.text)
        text.add(borough)
        text.add(dialect.name)
        text.add(devicePart)
        if dialect.family == .ev { text.add(direction?.rawValue ?? "") }
        text.endLine()
    }
}

extension Borough {
    func addFigures(to text: inout CanonicalText) {
        text.add("borough")
        text.add(borough)
        text.add(isSimulated ? "simulated" : "measured")
        text.add(timeZone.firstOffsetSeconds)
        for transition in timeZone.transitions {
            text.add(transition.at)
            text.add(transition.offsetSeconds)
        }
        text.endLine()
    }
}

extension RegistryTables {
    /// Everything that figures depend on, as text: equal for two registries that give the same figures from the same
    /// messages, different where they may not. What people read only, such as names and places, is left out.
    ///
    /// Rows stand in the order of their files. A file that was sorted anew gives another text, although no figure changes:
    /// whoever numbers devices by their rows can rely on an equal text.
    package var canonicalText: [UInt8] {
        var text = CanonicalText()
        text.add("registry")
        text.add(1)
        text.endLine()
        for borough in boroughs { borough.addFigures(to: &text) }
        for row in figureRows {
            text.add(row.effect.borough)
            text.add(row.effect.family.rawValue)
            text.add(row.effect.device)
            text.add(row.span.lowerBound)
            text.add(row.span.upperBound)
            text.add(contentsOf: row.effect.text)
        }
        for route in routes { route.addFigures(to: &text) }
        for mapping in mappings { mapping.addFigures(to: &text) }
        return text.bytes
    }
}
