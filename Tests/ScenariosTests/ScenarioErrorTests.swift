import Readings
import Scenarios
import SensorSim
import Testing

@Suite("Mistakes in a scenario")
struct ScenarioErrorTests {
    private static let sound = """
        name: mine
        boroughs:
          - {id: sim-borough, name: Borough of Nowhere, prefix: sim}
        places:
          - name: Honeysuckle Primary
            borough: sim-borough
            kind: school
            sensors: [plain]
        """

    private func problems(_ yaml: String) -> [ScenarioProblem] {
        do throws(ScenarioError) {
            _ = try Scenario(yaml: yaml, file: "mine.yaml")
            return []
        } catch {
            return error.problems
        }
    }

    @Test("A small scenario needs a name, a borough and a place with something that speaks")
    func small() throws {
        let scenario = try Scenario(yaml: Self.sound, file: "mine.yaml")
        #expect(scenario.city.airDevices.map(\.id) == ["sim-aq-01"])
        #expect(scenario.city.sites.map(\.id) == ["sim-honeysuckle-primary"])
        #expect(scenario.hours == 24 && scenario.seed == 1)
        #expect(scenario.start.iso8601 == "2026-03-02T00:00:00Z")
    }

    @Test(
        "A mistake is told with its line, what was found and what was expected",
        arguments: [
            ("    kind: school", "    kind: college", 7, "\"college\""),
            ("    sensors: [plain]", "    sensors: [plain, sniffer]", 8, "\"sniffer\""),
            ("    sensors: [plain]", "    sensor: [plain]", 8, "the name \"sensor\""),
            ("    borough: sim-borough", "    borough: elsewhere", 6, "\"elsewhere\""),
            ("name: mine", "name: mine\nhours: many", 2, "hours \"many\""),
            ("name: mine", "name: mine\nhours: 0", 2, "hours \"0\""),
            ("name: mine", "name: mine\nstart: 2026-03-02", 2, "start \"2026-03-02\""),
            ("name: mine", "name: mine\nfaults: {transport: lots}", 2, "\"lots\""),
            ("name: mine", "name: mine\nfaults: {transport: {duplicates: 2}}", 2, "duplicates \"2\""),
            ("name: mine", "name: mine\nlike: atlantis", 2, "\"atlantis\""),
            ("    sensors: [plain]", "    sensors: [plain]\n    latitude: 12.5", 9, "latitude \"12.5\""),
            ("    sensors: [plain]", "    chargers: 4", 8, "\"4\""),
            ("name: mine", "name: mine\nhours: 2\nhours: 3", 2, "the name \"hours\" twice"),
            ("    kind: school", "    kind: school\n    kind: street", 7, "the name \"kind\" twice"),
            ("name: mine", "name: mine\nlike: mine", 2, "\"mine\""),
        ])
    func line(sound: String, mistake: String, line: Int, found: String) {
        let problems = problems(Self.sound.replacing(sound, with: mistake))
        #expect(problems.contains { $0.line == line && $0.found == found }, "\(problems)")
        #expect(problems.allSatisfy { !$0.expected.isEmpty && !$0.remedy.isEmpty && $0.file == "mine.yaml" })
    }

    @Test(
        "A start that is written well and lies before 2000-01-02 or after 9000-01-01 is told with these bounds",
        arguments: [
            ("1999-12-31T00:00:00Z", false), ("2000-01-01T23:59:59Z", false), ("2000-01-02T00:00:00Z", true),
            ("9000-01-01T00:00:00Z", true), ("9000-01-01T00:00:01Z", false),
        ])
    func start(stamp: String, isTaken: Bool) {
        let problems = problems(Self.sound.replacing("name: mine", with: "name: mine\nstart: \(stamp)"))
        #expect(problems.map(\.found) == (isTaken ? [] : ["start \"\(stamp)\""]))
        #expect(
            problems.allSatisfy {
                $0.line == 2
                    && $0.expected == "a time with its zone from 2000-01-02T00:00:00Z to 9000-01-01T00:00:00Z"
            })
    }

    @Test("Several mistakes are told together")
    func several() {
        let text = Self.sound.replacing("kind: school", with: "kind: college").replacing("[plain]", with: "[nose]")
        #expect(problems(text).compactMap(\.line) == [7, 8])
    }

    @Test("Mistakes in every part of the file are told together, in the order of their lines")
    func everywhere() {
        let text =
            Self.sound.replacing("name: mine", with: "name: mine\nhours: 0").replacing("school", with: "college")
            + "\nair: {level: 9}\nfaults: {charging: lots, air: {clock_sd: 1}}"
        #expect(problems(text).compactMap(\.line) == [2, 8, 10, 11, 11])
    }

    @Test("Two boroughs with one prefix have devices of one name, which is told at the second one's prefix")
    func doubles() {
        let text = Self.sound.replacing(
            "places:",
            with: """
                  - id: other-borough
                    prefix: sim
                    fill: {schools: 3, sensors: [plain], chargers: [{class: lamp-post, count: 2}]}
                places:
                """)
        let found = problems(text)
        #expect(found.map(\.line) == [5])
        #expect(found.map(\.found) == ["a second device sim-aq-01, the first in sim-borough"])
    }

    @Test("More than 999 kits in a borough take the numbers of another borough's")
    func manyKits() {
        let fill = "fill: {schools: 101, sensors_per_school: 10, sensors: [smartcitizen]}"
        let boroughs = (1...11).map { "  - {id: b-\($0), \($0 == 1 || $0 == 11 ? fill : "name: B")}" }
        let found = problems("name: mine\nboroughs:\n" + boroughs.joined(separator: "\n"))
        // 5c1 and 1001 to 1010 are 5c11 and 001 to 010.
        #expect(found.map(\.line) == [13])
        #expect(found.map(\.found) == ["a second device 5c11001 and 9 more, the first in b-1"])
    }

    @Test(
        "A mistake in a sensor's model is told with its line",
        arguments: [
            ("[{model: sniffer}]", "\"sniffer\""), ("[{modell: optical-pm}]", "the name \"modell\""),
            ("[{errors: {gas_noise_ppb: much}}]", "gas_noise_ppb \"much\""), ("[[plain]]", "a list"),
            ("[{model: [reference-analyser, optical-pm]}]", "a reference analyser with another model"),
        ])
    func model(sensors: String, found: String) {
        let problems = problems(Self.sound.replacing("[plain]", with: sensors))
        #expect(problems.map(\.found) == [found] && problems.map(\.line) == [8])
    }

    @Test(
        "What is no scenario at all is told so",
        arguments: ["", "just words", "- a\n- b", "name: x\n  y: [", "name: empty"])
    func none(text: String) {
        #expect(!problems(text).isEmpty)
    }

    @Test("A scenario may take a preset's city and change the rest")
    func like() throws {
        let text = """
            name: mine
            like: two-boroughs
            hours: 6
            faults:
              transport: {preset: field, poison: 0.25}
            """
        let scenario = try Scenario(yaml: text, file: "mine.yaml")
        #expect(scenario.city.sites.count == (try Preset.twoBoroughs.scenario()).city.sites.count)
        #expect(scenario.hours == 6)
        #expect(scenario.faults.transport.poison == 0.25 && scenario.faults.transport.duplicates == 0.005)
        let namesake = try Scenario(yaml: "name: messy\nlike: messy\nhours: 6", file: "mine.yaml")
        let seed = try Preset.messy.scenario().seed
        #expect(namesake.name == "messy" && namesake.seed == seed)
        #expect(problems(text + "\nplaces: []").contains { $0.found == "places beside like" && $0.line == 6 })
    }
}
