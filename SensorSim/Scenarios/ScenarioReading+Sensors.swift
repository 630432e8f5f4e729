import SensorSim
import Yams

/// The air sensors of a place: by dialect, or by model and dialect.
extension ScenarioReading {
    /// `[plain, {model: optical-pm, dialect: ttn}]`, or one of these.
    mutating func sensors(_ node: Node) -> [Place.Sensor] {
        guard let value = nodes.member(node, "sensors") else { return [] }
        return (value.sequence.map(Array.init) ?? [value]).compactMap { sensor($0) }
    }

    private mutating func sensor(_ node: Node) -> Place.Sensor? {
        if node.mapping == nil {
            return nodes.word(node, of: AirDialect.self).map { Place.Sensor($0) }
        }
        nodes.check(node, among: ["model", "dialect", "errors"])
        let kinds = nodes.words(node, "model", of: SensorModel.Kind.self)
        let usual: AirDialect = kinds.contains(.referenceAnalyser) ? .ngsiLD : .plain
        var sensor = Place.Sensor(nodes.word(node, "dialect", of: AirDialect.self) ?? usual)
        var model = SensorModel(kinds)
        if kinds.contains(.referenceAnalyser), kinds.count > 1 {
            nodes.report(
                nodes.member(node, "model"), found: "a reference analyser with another model", expected: "it alone",
                remedy: "Write two sensors.")
        }
        let errors = nodes.member(node, "errors")
        if let errors {
            settings(errors) { name, values throws(AirErrors.SettingError) in try model.set(name, to: values) }
            if kinds.isEmpty { model.name = "instrument of its own" }
        }
        if !kinds.isEmpty || errors != nil { sensor.model = model }
        return sensor
    }
}
