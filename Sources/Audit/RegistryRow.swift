internal import Readings
internal import Registry

/// A row of the registry, column by column, for people and programs.
package struct RegistryRow: Hashable, Sendable {
    package var file: String
    package var cells: [Cell]

    package struct Cell: Hashable, Sendable {
        package var column: String
        package var text: String
    }

    /// Columns without a text are left out.
    private init(_ file: String, _ cells: KeyValuePairs<String, String?>) {
        self.file = file
        self.cells = cells.compactMap { column, text in
            guard let text, !text.isEmpty else { return nil }
            return Cell(column: column, text: Self.plain(text))
        }
    }

    var line: String { cells.map { "\($0.column) \($0.text)" }.joined(separator: ", ") }

    /// Staff may have written anything; whoever reads it may sit at a terminal.
    private static func plain(_ text: String) -> String {
        String(
            String.UnicodeScalarView(text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }))
    }

    init(_ sensor: AirSensor) {
        let clock =
            switch sensor.clock {
            case .trust: "trust"
            case .arrival: "arrival"
            case .add(let microseconds): Decimals.text(microseconds)
            }
        self.init(
            "air_sensors.csv",
            [
                "device": sensor.device, "site": sensor.site, "dialect": sensor.dialect,
                "period_s": Decimals.text(sensor.periodMicroseconds), "stamp": sensor.stamp.rawValue,
                "model": sensor.model, "class": sensor.deviceClass.rawValue, "clock": clock,
                "from": sensor.validFrom?.iso8601, "to": sensor.validTo?.iso8601,
            ])
    }

    init(_ connector: ChargePointConnector) {
        self.init(
            "charge_points.csv",
            [
                "charge_point": connector.chargePoint, "connector": "\(connector.connector)", "evse": connector.evse,
                "site": connector.site, "rated_kw": Decimals.text(connector.ratedKilowatts.count),
                "operator": connector.operatorName, "from": connector.validFrom?.iso8601,
                "to": connector.validTo?.iso8601,
            ])
    }

    init(_ correction: Correction) {
        self.init(
            "corrections.csv",
            [
                "device": correction.device, "quantity": correction.quantity.name,
                "method": correction.method.rawValue, "slope": correction.slope.map { Decimals.text($0.count) },
                "offset": correction.offset.map { Decimals.text($0.count) }, "input": correction.input?.rawValue,
                "from": correction.validFrom?.iso8601,
                "to": correction.validTo?.iso8601, "reference": correction.reference, "by": correction.by,
            ])
    }

    init(_ review: Review) {
        self.init(
            "reviews.csv",
            [
                "device": review.device, "quantity": review.quantity?.name, "from": review.validFrom.iso8601,
                "to": review.validTo?.iso8601, "action": review.action.rawValue, "reason": review.reason,
                "by": review.by,
            ])
    }
}
