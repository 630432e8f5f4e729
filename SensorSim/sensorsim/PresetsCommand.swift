import ArgumentParser
import Foundation
import Scenarios

/// `sensorsim presets`: the scenarios that come with the program.
struct PresetsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "presets",
        abstract: "Lists the scenarios that come with the program, or shows one to be copied and changed.",
        discussion: """
            Examples:
              sensorsim presets
              sensorsim presets two-boroughs > mine.yaml
            """)

    @Argument(help: "The preset to show.")
    var name: String?

    func run() throws {
        guard let name else {
            for preset in Preset.allCases {
                let scenario = try preset.scenario()
                print(preset.rawValue.padding(toLength: 16, withPad: " ", startingAt: 0) + scenario.summary)
            }
            return
        }
        print(try ScenarioOption.preset(name).yaml, terminator: "")
    }
}

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
