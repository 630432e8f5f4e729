import Foundation
import Yams

/// The values of a settings file and of the environment, by name, each with the place that it came from.
struct SettingValues {
    struct Value {
        var texts: [String]
        var place: String
    }

    private(set) var values: [SettingName: Value] = [:]
    private(set) var problems: [SettingsProblem] = []
    private(set) var isReadable = true

    /// Reads YAML; every unknown name and every value of the wrong kind is a problem, all of them at once.
    mutating func read(yaml text: String, file: String) {
        let root: Node?
        do {
            root = try Yams.compose(yaml: text)
        } catch let error as YamlError {
            isReadable = false
            problems.append(
                SettingsProblem(
                    place: error.line.map { "\(file):\($0)" } ?? file, found: error.finding, expected: "YAML",
                    remedy: "Names and values stand as in Deploy/kerbside.yaml, two spaces deeper a level."))
            return
        } catch {
            isReadable = false
            problems.append(
                SettingsProblem(place: file, found: "\(error)", expected: "YAML", remedy: "Correct the file."))
            return
        }
        guard let root else { return }
        guard let mapping = root.mapping else {
            isReadable = false
            problems.append(
                SettingsProblem(
                    place: "\(file):\(root.mark?.line ?? 1)", found: "no names with values",
                    expected: "`name: value` lines",
                    remedy: "Begin with the sample in Deploy/kerbside.yaml."))
            return
        }
        read(mapping, prefix: "", file: file)
    }

    private mutating func read(_ mapping: Node.Mapping, prefix: String, file: String) {
        for (key, value) in mapping {
            let name = prefix + (key.string ?? "")
            let place = "\(file):\(key.mark?.line ?? 0)"
            if let inner = value.mapping, SettingName.allCases.contains(where: { $0.rawValue.hasPrefix(name + ".") }) {
                read(inner, prefix: name + ".", file: file)
                continue
            }
            guard let setting = SettingName(rawValue: name) else {
                problems.append(Self.unknown(name, place: place))
                continue
            }
            if let list = value.sequence {
                let texts = list.compactMap { $0.scalar?.string }
                values[setting] = Value(texts: texts, place: place)
            } else if let scalar = value.scalar {
                let text = scalar.string
                let isList = setting == .windows || setting == .brokerTopics
                values[setting] = Value(texts: isList ? Self.list(text) : [text], place: place)
            } else {
                problems.append(
                    SettingsProblem(
                        place: place, found: "names under \(name)", expected: setting.expectation,
                        remedy: "Write one value behind \(name)."))
            }
        }
    }

    /// Environment variables win over the file. Only names of settings are looked at.
    mutating func read(environment: [String: String]) {
        for setting in SettingName.allCases {
            guard let text = environment[setting.environmentVariable] else { continue }
            let isList = setting == .windows || setting == .brokerTopics
            values[setting] = Value(texts: isList ? Self.list(text) : [text], place: setting.environmentVariable)
        }
    }

    private static func list(_ text: String) -> [String] {
        text.split { $0 == "," || $0 == " " }.map(String.init)
    }

    private static func unknown(_ name: String, place: String) -> SettingsProblem {
        let nearest = SettingName.allCases.min {
            distance(name, $0.rawValue) < distance(name, $1.rawValue)
        }
        var remedy = "The settings are listed in docs/guide.md."
        if let nearest, distance(name, nearest.rawValue) <= 3 { remedy = "Did you mean \(nearest.rawValue)?" }
        return SettingsProblem(place: place, found: "the name \(name)", expected: "a setting's name", remedy: remedy)
    }

    /// Single-letter changes between two names (Levenshtein).
    private static func distance(_ left: String, _ right: String) -> Int {
        let target = Array(right)
        var row = Array(0...target.count)
        for (index, letter) in left.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for column in target.indices {
                let replaced = diagonal + (letter == target[column] ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(replaced, min(row[column], diagonal) + 1)
            }
        }
        return row[target.count]
    }
}
