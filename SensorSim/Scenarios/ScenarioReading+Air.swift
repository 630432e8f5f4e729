import Readings
import SensorSim
import Yams

/// The air that a scenario has beyond its seed.
extension ScenarioReading {
    /// `{level: 0.8, warmer_by: 2, damper_by: 10, wind: 1.5, episodes: [{from: …, to: …, factor: 2.5}]}`.
    mutating func air(_ root: Node, _ model: AirConditions) -> AirConditions {
        guard let node = nodes.member(root, "air") else { return model }
        nodes.check(node, among: ["level", "warmer_by", "damper_by", "wind", "episodes"])
        var air = model
        air.level = nodes.number(node, "level", in: 0...5) ?? model.level
        air.warmerBy = nodes.number(node, "warmer_by", in: -30...30) ?? model.warmerBy
        air.damperBy = nodes.number(node, "damper_by", in: -100...100) ?? model.damperBy
        air.wind = nodes.number(node, "wind", in: 0.1...10) ?? model.wind
        if nodes.member(node, "episodes") != nil {
            air.episodes = nodes.list(node, "episodes").compactMap { episode($0) }
        }
        return air
    }

    private mutating func episode(_ node: Node) -> AirEpisode? {
        nodes.check(node, among: ["from", "to", "factor"])
        let from = nodes.instant(node, "from")
        let to = nodes.instant(node, "to")
        let factor = nodes.number(node, "factor", in: 1...20) ?? 2.5
        guard let from, let to else { return nil }
        guard from < to else {
            nodes.report(
                node, found: "an episode that ends before it begins", expected: "to after from", remedy: "Correct it.")
            return nil
        }
        return AirEpisode(from: from, to: to, factor: factor)
    }
}
