import SensorSim
import Yams

/// What goes wrong: a preset's word, or a preset and single rates.
extension ScenarioReading {
    mutating func faults(_ root: Node, _ model: Scenario.Faults) -> Scenario.Faults {
        var faults = model
        guard let node = nodes.member(root, "faults") else { return faults }
        nodes.check(node, among: ["air", "charging", "transport"])
        faults.air = airErrors(node, model.air)
        faults.charging = rates(
            node, "charging", model.charging, presets: ["none": .none, "healthy": .healthy, "field": .field],
            ChargingFaults.rates)
        faults.transport = rates(
            node, "transport", model.transport, presets: ["none": .none, "field": .field], TransportFaults.rates)
        return faults
    }

    /// - Parameter rates: by name, where a rate is kept and what it may be.
    private mutating func rates<Faults>(
        _ node: Node, _ name: String, _ model: Faults, presets: [String: Faults], _ rates: [FaultRate<Faults>]
    ) -> Faults {
        guard let value = nodes.member(node, name) else { return model }
        var faults = preset(value, name, model, presets)
        guard value.scalar == nil else { return faults }
        nodes.check(value, among: ["preset"] + rates.map(\.name))
        for rate in rates {
            if let number = nodes.number(value, rate.name, in: rate.bounds) { faults[keyPath: rate.place] = number }
        }
        return faults
    }

    /// The preset that a word, or the member `preset`, names.
    private mutating func preset<Faults>(
        _ value: Node, _ name: String, _ model: Faults, _ presets: [String: Faults]
    ) -> Faults {
        guard let place = value.scalar == nil ? nodes.member(value, "preset") : value else { return model }
        if let text = place.scalar?.string, let preset = presets[text] { return preset }
        nodes.report(
            place, found: ScenarioNodes.shown(place), expected: ScenarioNodes.choice(presets.keys.sorted()),
            remedy: "Name a preset, or rates under \(name).")
        return model
    }

    private mutating func airErrors(_ node: Node, _ model: AirErrors) -> AirErrors {
        guard let value = nodes.member(node, "air") else { return model }
        var errors = preset(value, "air", model, ["none": .none, "healthy": .healthy, "field": .field])
        guard value.scalar == nil else { return errors }
        settings(value, beside: ["preset"]) { name, values throws(AirErrors.SettingError) in
            try errors.set(name, to: values)
        }
        return errors
    }

    /// Errors of air sensors by name, each a number, or the least and the greatest of its range.
    mutating func settings(
        _ node: Node, beside others: [String] = [],
        _ set: (String, [Double]) throws(AirErrors.SettingError) -> Void
    ) {
        nodes.check(node, among: others + AirErrors.names)
        for name in AirErrors.names {
            guard let rate = nodes.member(node, name) else { continue }
            let texts = rate.sequence.map { $0.map { $0.scalar?.string ?? "" } } ?? [rate.scalar?.string ?? ""]
            let numbers = texts.compactMap(Double.init)
            do throws(AirErrors.SettingError) {
                guard numbers.count == texts.count else { throw .outOfRange }
                try set(name, numbers)
            } catch {
                nodes.report(
                    rate, found: "\(name) \(ScenarioNodes.shown(rate))", expected: Self.expectation(error),
                    remedy: "Correct it.")
            }
        }
    }

    private static func expectation(_ error: AirErrors.SettingError) -> String {
        switch error {
        case .unknownName: ScenarioNodes.choice(AirErrors.names)
        case .outOfRange: "a number of nought or more, of shares one that is at most 1"
        case .notOneNumber: "one number"
        case .notARange: "one number, or the least and the greatest as [0.2, 0.5]"
        }
    }
}
