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
