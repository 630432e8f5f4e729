import Readings
import SensorSim
import Yams

extension Scenario {
    /// Reads a scenario file.
    ///
    /// - Parameter preset: which preset the file is, unless it is somebody's own.
    /// - Throws: ``ScenarioError`` with every mistake, each with its line.
    package init(yaml text: String, file: String, preset: Preset? = nil) throws(ScenarioError) {
        var reading = ScenarioReading(file: file, preset: preset)
        guard let root = reading.compose(text), let scenario = reading.scenario(root), reading.problems.isEmpty else {
            throw ScenarioError(problems: reading.problems)
        }
        self = scenario
    }
}

/// What a scenario file says, while it is being read.
struct ScenarioReading {
    var nodes: ScenarioNodes
    /// Which preset is being read, if one is: it cannot take itself.
    private let preset: Preset?

    init(file: String, preset: Preset?) {
        nodes = ScenarioNodes(file: file)
        self.preset = preset
    }

    /// In the order of their lines.
    var problems: [ScenarioProblem] {
        nodes.problems.enumerated().sorted { ($0.element.line ?? 0, $0.offset) < ($1.element.line ?? 0, $1.offset) }
            .map(\.element)
    }

    static let names = [
        "name", "summary", "like", "seed", "start", "hours", "boroughs", "places", "air", "faults",
    ]

    mutating func compose(_ text: String) -> Node? {
        do {
            if let root = try Yams.compose(yaml: text) { return root }
            nodes.report(nil, found: "nothing", expected: "a scenario", remedy: Self.remedy)
        } catch let error as YamlError {
            nodes.report(error)
        } catch {
            nodes.report(nil, found: "\(error)", expected: "YAML", remedy: Self.remedy)
        }
        return nil
    }

    private static let remedy = "Begin with a preset: sensorsim presets two-boroughs."

    mutating func scenario(_ root: Node) -> Scenario? {
        nodes.check(root, among: Self.names)
        guard root.mapping != nil else { return nil }
        let model = like(root)
        let name = nodes.text(root, "name", isNeeded: true) ?? ""
        let summary = nodes.text(root, "summary") ?? model?.summary ?? ""
        let seed = nodes.whole(root, "seed", in: 0...Int.max).map(UInt64.init) ?? model?.seed ?? 1
        let start = start(root) ?? model?.start ?? Self.firstStart
        let hours = nodes.whole(root, "hours", in: 1...87_600) ?? model?.hours ?? 24
        let air = air(root, model?.air ?? AirConditions())
        let faults = faults(root, model?.faults ?? Scenario.Faults())
        // All has been read before it is given up, so that mistakes anywhere are told together.
        guard let plan = nodes.member(root, "like") == nil ? plan(root) : model?.plan else { return nil }
        return Scenario(
            name: name, summary: summary, seed: seed, start: start, hours: hours, plan: plan, air: air, faults: faults)
    }

    /// Monday 2 March 2026.
    private static let firstStart = CivilDate(year: 2026, month: 3, day: 2).startUTC

    /// The preset whose city this scenario has.
    private mutating func like(_ root: Node) -> Scenario? {
        guard let name = nodes.text(root, "like") else { return nil }
        let value = nodes.member(root, "like")
        for other in ["boroughs", "places"] where nodes.member(root, other) != nil {
            nodes.report(
                nodes.member(root, other), found: "\(other) beside like", expected: "one of them",
                remedy: "The city of the preset is taken whole: take one of the two away.")
        }
        let others = Preset.allCases.filter { $0 != preset }
        guard let other = Preset(rawValue: name), others.contains(other) else {
            nodes.report(
                value, found: "\"\(name)\"", expected: ScenarioNodes.choice(others.map(\.rawValue)),
                remedy: "Name a preset.")
            return nil
        }
        do throws(ScenarioError) {
            return try other.scenario()
        } catch {
            nodes.report(value, found: "a preset with mistakes", expected: "a sound one", remedy: "\(error)")
            return nil
        }
    }

    private mutating func start(_ root: Node) -> Instant? {
        guard nodes.member(root, "start") != nil else { return nil }
        return nodes.instant(root, "start")
    }
}

extension ScenarioNodes {
    mutating func report(_ error: YamlError) {
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            add(
                ScenarioProblem(
                    file: file, line: mark.line, found: problem, expected: "YAML",
                    remedy: "Names and values, two spaces deeper a level."))
        case .duplicatedKeysInMapping(let names, let context):
            let names = names.sorted().map { "\"\($0)\"" }
            add(
                ScenarioProblem(
                    file: file, line: context.mark.line,
                    found: "the name\(names.count > 1 ? "s" : "") \(names.joined(separator: ", ")) twice",
                    expected: "each name once", remedy: "Take one of the two lines away."))
        default:
            add(
                ScenarioProblem(
                    file: file, found: "something that is not YAML", expected: "YAML",
                    remedy: "Names and values, two spaces deeper a level."))
        }
    }
}
