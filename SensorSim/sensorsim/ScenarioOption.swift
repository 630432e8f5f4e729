import ArgumentParser
import Foundation
import Scenarios

/// A scenario by a preset's name or a file's.
enum ScenarioOption {
    static func preset(_ name: String) throws -> Preset {
        guard let preset = Preset(rawValue: name) else {
            let known = Preset.allCases.map(\.rawValue).joined(separator: ", ")
            throw ValidationError("There is no preset \"\(name)\". Presets: \(known).")
        }
        return preset
    }

    /// What looks like a file is read as one, else it is a preset.
    static func scenario(_ text: String) throws -> Scenario {
        guard text.contains("/") || text.contains(".") else { return try preset(text).scenario() }
        let yaml: String
        do {
            yaml = try String(contentsOfFile: text, encoding: .utf8)
        } catch {
            throw ValidationError(
                "--scenario \(text): the file cannot be read (\(error.localizedDescription)). Name a YAML file, or one of "
                    + Preset.allCases.map(\.rawValue).joined(separator: ", ") + ".")
        }
        do throws(ScenarioError) {
            return try Scenario(yaml: yaml, file: text)
        } catch {
            throw ValidationError("\(error)")
        }
    }
}
