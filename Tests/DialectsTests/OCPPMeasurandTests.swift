import Testing

@testable import Dialects

/// Every measurand with every phase, unit, context and location of OCPP 1.6 edition 2 (chapter 7)
/// and 2.0.1 part 2 (chapter 3): what is read of it follows from five rules.
///
/// - Read are the imported active energy, as a register and of an interval, and the imported active power.
/// - They are read at the outlet, which is also meant where nothing is said, and of the line or of all lines together, never
///   between lines or of the neutral.
/// - Energy is in Wh or kWh, power in W or kW; without a unit it is Wh or W. Any other unit is rejected.
/// - One line's power or interval is a part that adds up; one line's register alone is none.
/// - The context says why it was measured and changes nothing.
@Suite("Measurands of OCPP")
struct OCPPMeasurandTests {
    private static let kinds = ["Energy.Active", "Energy.Reactive"].flatMap { energy in
        ["Import", "Export"].flatMap { way in ["Register", "Interval"].map { "\(energy).\(way).\($0)" } }
    }
    private static let measurands16 =
        kinds + [
            "Current.Export", "Current.Import", "Current.Offered", "Frequency", "Power.Active.Export",
            "Power.Active.Import", "Power.Factor", "Power.Offered", "Power.Reactive.Export", "Power.Reactive.Import",
            "RPM", "SoC", "Temperature", "Voltage",
        ]
    private static let measurands201 =
        measurands16.filter { $0 != "RPM" && $0 != "Temperature" } + [
            "Energy.Active.Net", "Energy.Reactive.Net", "Energy.Apparent.Net", "Energy.Apparent.Import",
            "Energy.Apparent.Export",
        ]
    private static let phases = [
        nil, "L1", "L2", "L3", "N", "L1-N", "L2-N", "L3-N", "L1-L2", "L2-L3", "L3-L1",
    ]
    private static let units = [
        nil, "Wh", "kWh", "varh", "kvarh", "W", "kW", "VA", "kVA", "var", "kvar", "A", "V", "Celcius", "Celsius",
        "Fahrenheit", "K", "Percent", "Hertz",
    ]
    private static let contexts = [
        nil, "Interruption.Begin", "Interruption.End", "Other", "Sample.Clock", "Sample.Periodic",
        "Transaction.Begin", "Transaction.End", "Trigger",
    ]
    private static let locations = [nil, "Body", "Cable", "EV", "Inlet", "Outlet"]

    private struct Sampled {
        var measurand: String?
        var phase: String?
        var unit: String?
        var location: String?

        /// By the rules above, of the value 7.
        var expected: String? {
            let isPower = measurand == "Power.Active.Import"
            let factors = isPower ? ["W": 7, "kW": 7000] : ["Wh": 7, "kWh": 7000]
            let name: String
            switch measurand ?? "Energy.Active.Import.Register" {
            case "Energy.Active.Import.Register": name = "register"
            case "Energy.Active.Import.Interval": name = "interval"
            case "Power.Active.Import": name = "power"
            default: return nil
            }
            guard location ?? "Outlet" == "Outlet" else { return nil }
            let isLine = phase.map { ["L1", "L2", "L3", "L1-N", "L2-N", "L3-N"].contains($0) }
            if isLine == false { return nil }
            guard let amount = unit.map({ factors[$0] }) ?? 7 else { return "rejected: malformed_value" }
            if name == "register", isLine == true { return nil }
            return "\(name) \(amount) \(isPower ? "W" : "Wh")"
        }

        func json(_ dialect: Dialect, context: String?) -> String {
            var members = [dialect == .ocpp16 ? #""value":"7""# : #""value":7"#]
            for (name, text) in [
                ("measurand", measurand), ("phase", phase), ("context", context), ("location", location),
            ] {
                if let text { members.append("\"\(name)\":\"\(text)\"") }
            }
            if let unit {
                members.append(
                    dialect == .ocpp16 ? "\"unit\":\"\(unit)\"" : "\"unitOfMeasure\":{\"unit\":\"\(unit)\"}")
            }
            return "{" + members.joined(separator: ",") + "}"
        }
    }

    private static func lines(_ sampled: Sampled, _ dialect: Dialect, context: String?) -> [String] {
        let place = dialect == .ocpp16 ? #""connectorId":1"# : #""evseId":1"#
        let value = sampled.json(dialect, context: context)
        return ToldEvents(
            "[2,\"m\",\"MeterValues\",{\(place),\"meterValue\":[{\"timestamp\":\"2026-03-02T08:00:00Z\",\"sampledValue\":[\(value)]}]}]",
            dialect
        ).lines
    }

    private static func expected(_ sampled: Sampled, _ dialect: Dialect) -> [String] {
        guard let line = sampled.expected else { return [] }
        if line.hasPrefix("rejected") { return [line] }
        return [(dialect == .ocpp16 ? "#1" : "evse 1") + " 2026-03-02T08:00:00Z " + line]
    }

    @Test("each is read by the rules, in any phase, unit and context", arguments: [Dialect.ocpp16, .ocpp201])
    func all(dialect: Dialect) {
        let measurands = dialect == .ocpp16 ? Self.measurands16 : Self.measurands201
        #expect(Self.measurands16.count == 22)
        var (number, wrong) = (0, [String]())
        for measurand in measurands + [nil] as [String?] {
            for phase in Self.phases {
                for unit in Self.units {
                    let sampled = Sampled(measurand: measurand, phase: phase, unit: unit)
                    let context = Self.contexts[number % Self.contexts.count]
                    number += 1
                    guard Self.lines(sampled, dialect, context: context) != Self.expected(sampled, dialect) else {
                        continue
                    }
                    wrong.append(sampled.json(dialect, context: context))
                }
            }
        }
        #expect(wrong == [])
        #expect(number == (measurands.count + 1) * 11 * 19)
    }

    @Test("each is read at the outlet only, in any context", arguments: [Dialect.ocpp16, .ocpp201])
    func places(dialect: Dialect) {
        for measurand in Self.measurands16 {
            for location in Self.locations {
                for context in Self.contexts {
                    let sampled = Sampled(measurand: measurand, location: location)
                    #expect(Self.lines(sampled, dialect, context: context) == Self.expected(sampled, dialect))
                }
            }
        }
    }
}
