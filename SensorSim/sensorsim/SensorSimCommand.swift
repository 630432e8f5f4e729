import ArgumentParser
import Foundation

/// `sensorsim`: realistic traffic of a simulated city, and recorded feeds sent again.
@main
struct SensorSimCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sensorsim",
        abstract: "Sends the traffic of a simulated city, or recorded feeds, to an MQTT broker, and records feeds.",
        discussion: """
            Every message carries the time at which it was received as the MQTT 5 user property "received", so that \
            a service in virtual time counts it where it belongs.
            """,
        subcommands: [
            EmitCommand.self, PresetsCommand.self, RecordCommand.self, ReplayCommand.self, ScoreCommand.self,
        ])

    /// Exits with 0 when done, 1 when something failed, 2 for wrong usage.
    static func main() {
        do {
            var command = try parseAsRoot()
            try command.run()
        } catch {
            let code = exitCode(for: error)
            let text = fullMessage(for: error)
            if !text.isEmpty {
                let output = code.isSuccess ? FileHandle.standardOutput : FileHandle.standardError
                output.write(Data((text + "\n").utf8))
            }
            Foundation.exit(code.isSuccess ? 0 : code == .validationFailure ? 2 : 1)
        }
    }
}

/// Something went wrong that is not the command line's fault: what, and what to do.
struct Failure: Error, CustomStringConvertible {
    var description: String

    init(_ description: String) {
        self.description = description
    }
}
