import Dialects
import Intake
import Registry
import Testing

@Suite("Mistakes in mapping files")
struct MappingMistakeTests {
    private static let good = """
        mapping: own
        payload: json
        time: {path: t, format: iso, zone: local}
        values:
          - quantity: pm2_5
            path: a/b
            unit: ug/m3
            where: {kind: pm}
        """

    private static func problems(_ text: String) -> [String] {
        MappingFile(file: "mappings/own.yaml", bytes: Array(text.utf8), builtIn: Dialect.allCases.map(\.name)).problems
            .map(\.description)
    }

    @Test("a file without one is a mapping")
    func none() {
        #expect(Self.problems(Self.good) == [])
    }

    struct Mistake: Sendable, CustomTestStringConvertible {
        var old: String
        var new: String
        /// How the message begins, and what it also has.
        var begins: String
        var has: String
        var testDescription: String { new }

        init(_ old: String, _ new: String, _ begins: String, _ has: String) {
            (self.old, self.new, self.begins, self.has) = (old, new, begins, has)
        }
    }

    @Test(
        "each mistake is told once, with file, line, what was found and what was expected",
        arguments: [
            Mistake(
                "mapping: own", "mapping: plain", "mappings/own.yaml:1: column mapping: found \"plain\"", "no dialect"),
            Mistake(
                "mapping: own", "mapping: evcc", "mappings/own.yaml:1: column mapping: found \"evcc\"", "no dialect"),
            Mistake(
                "mapping: own", "mapping: My Own", "mappings/own.yaml:1: column mapping: found \"My Own\"", "lower-case"
            ),
            Mistake("mapping: own\n", "", "mappings/own.yaml:1: column mapping: found nothing", "a name"),
            Mistake(
                "payload: json", "payload: xml", "mappings/own.yaml:2: column payload: found \"xml\"",
                "json, csv, number or text"),
            Mistake("payload: json", "payloads: json", "mappings/own.yaml:2: found \"payloads\"", "payload"),
            Mistake(
                "zone: local", "zone: here", "mappings/own.yaml:3: column zone: found \"here\"", "local, utc or none"),
            Mistake("format: iso", "format: soon", "mappings/own.yaml:3: column format: found \"soon\"", "DD/MM/YYYY"),
            Mistake("path: t,", "from: t,", "mappings/own.yaml:3: column time: found nothing", "from and to"),
            Mistake(
                "format: iso, zone: local", "format: DD.MM.YY hh:mm", "mappings/own.yaml:3: column zone: found nothing",
                "local or utc"),
            Mistake(
                "quantity: pm2_5", "quantity: pm25", "mappings/own.yaml:5: column quantity: found \"pm25\"", "pm2_5"),
            Mistake("path: a/b", "path: a//b", "mappings/own.yaml:6: column path: found \"a//b\"", "PMS5003/PM2.5"),
            Mistake("path: a/b", "path: a/uid", "mappings/own.yaml:6: column path: found \"a/uid\"", "card"),
            Mistake("unit: ug/m3", "unit: ppb", "mappings/own.yaml:7: column unit: found \"ppb\"", "ug/m3 or mg/m3"),
            Mistake("    unit: ug/m3\n", "", "mappings/own.yaml:5: column unit: found nothing", "ug/m3 or mg/m3"),
            Mistake(
                "where: {kind: pm}", "where: pm", "mappings/own.yaml:8: column where: found \"pm\"", "{metric: pm25}"),
            Mistake("where: {kind: pm}", "times: 0", "mappings/own.yaml:8: column times: found \"0\"", "0.01"),
            Mistake(
                "where: {kind: pm}", "topic: a/#", "mappings/own.yaml:8: column topic: found \"a/#\"",
                "follows the device"),
            Mistake("where: {kind: pm}", "sentinel: 1", "mappings/own.yaml:8: found \"sentinel\"", "sentinels"),
            Mistake(
                "values:", "ignore: a/#/b\nvalues:", "mappings/own.yaml:4: column ignore: found \"a/#/b\"",
                "homeassistant/#"),
            Mistake(
                "values:", "without_values: no\nvalues:", "mappings/own.yaml:4: column without_values: found \"no\"",
                "context or refused"),
            Mistake(
                "values:", "examples:\n  - payload: x\nvalues:", "mappings/own.yaml:5: column gives: found nothing",
                "check --mapping"),
            Mistake("payload: json", "payload: json: x", "mappings/own.yaml:2: found mapping values", "YAML"),
        ])
    func mistakes(mistake: Mistake) throws {
        let parts = Self.good.split(separator: mistake.old, maxSplits: 1, omittingEmptySubsequences: false)
        try #require(parts.count == 2)
        let problems = Self.problems(parts.joined(separator: mistake.new))
        // A wrong name of a line is also a line that is missing.
        let first = try #require(problems.first { $0.hasPrefix(mistake.begins) }, "\(problems)")
        #expect(first.contains(mistake.has), "\(first)")
        #expect(problems.count <= 2)
    }

    @Test("a factor beside degrees with a zero of their own is refused")
    func factor() {
        let text = Self.good.replacing("quantity: pm2_5", with: "quantity: temperature")
            .replacing("ug/m3", with: "degF").replacing("where: {kind: pm}", with: "times: 0.1")
        #expect(Self.problems(text).count == 1)
    }

    @Test("what is no YAML of names and values is told", arguments: ["", "- a\n", "a: [", "word"])
    func noMapping(text: String) {
        #expect(Self.problems(text).count == 1)
    }

    @Test("two files of one name are a mistake of the later; names of broken files are known to the tables")
    func twice() {
        let files = [
            "mappings/a.yaml": Array(Self.good.utf8), "mappings/b.yml": Array(Self.good.utf8),
            "mappings/c.yaml": Array(
                Self.good.replacing("own", with: "third").replacing("ug/m3", with: "stone").utf8),
            "mappings/notes.txt": Array("x".utf8),
        ]
        let parsed = ParsedMappings(files: files, builtIn: [KnownDialect(name: "plain", family: .air)])
        #expect(parsed.mappings.map(\.name) == ["own"])
        #expect(parsed.names == ["own", "third"])
        #expect(parsed.problems.map(\.file) == ["mappings/b.yml", "mappings/c.yaml"])
    }
}
