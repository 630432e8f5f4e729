import SensorSim
import Yams

/// What goes wrong: a preset's word, or a preset and single rates.
extension ScenarioReading {
    mutating func faults(_ root: Node, _ model: Scenario.Faults) -> Scenario.Faults {
        var faults = model
        guard let node = nodes.member(root, "faults") else { return faults }
        nodes.check(node, among: ["transport"])
        faults.transport = rates(
            node, "transport", model.transport, presets: ["none": .none, "field": .field], TransportFaults.rates)
        return faults
    }

    /// - Parameter rates: by name, where a rate is kept and what it may be.
    mutating func rates<Faults>(
        _ node: Node, _ name: String, _ model: Faults, presets: [String: Faults], _ rates: [FaultRate<Faults>]
    ) -> Faults {
        guard let value = nodes.member(node, name) else { return model }
        let words = presets.keys.sorted()
        func preset(_ text: String, at node: Node) -> Faults {
            if let preset = presets[text] { return preset }
            nodes.report(
                node, found: "\"\(text)\"", expected: ScenarioNodes.choice(words),
                remedy: "Name a preset, or rates under \(name).")
            return model
        }
        if let text = value.scalar?.string { return preset(text, at: value) }
        nodes.check(value, among: ["preset"] + rates.map(\.name))
        var faults = model
        if let text = nodes.text(value, "preset") { faults = preset(text, at: nodes.member(value, "preset") ?? value) }
        for rate in rates {
            if let number = nodes.number(value, rate.name, in: rate.bounds) { faults[keyPath: rate.place] = number }
        }
        return faults
    }
}

/// A setting of faults: its name in the file, where it is kept, and what it may be.
struct FaultRate<Faults>: Sendable {
    var name: String
    var place: any WritableKeyPath<Faults, Double> & Sendable
    var bounds: ClosedRange<Double> = 0...1
}

extension TransportFaults {
    static let rates: [FaultRate<TransportFaults>] = [
        FaultRate(name: "duplicates", place: \.duplicates), FaultRate(name: "delays", place: \.delays),
        FaultRate(name: "delay_s", place: \.delaySeconds, bounds: 1...3600),
        FaultRate(name: "retained", place: \.retained), FaultRate(name: "poison", place: \.poison),
        FaultRate(name: "unknown_devices", place: \.unknownDevices),
        FaultRate(name: "spoofed_boroughs", place: \.spoofedBoroughs), FaultRate(name: "losses", place: \.losses),
    ]
}
