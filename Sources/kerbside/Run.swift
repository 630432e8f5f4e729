import ArgumentParser
import BrokerLink
import Foundation
import Intake
import Logging
import Registry

struct Run: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Receives from the broker, journals, and keeps the summaries up to date.",
        discussion: """
            Ends with SIGTERM or Ctrl-C, after everything received is on the disk and published.

            Example: kerbside run --config kerbside.yaml
            """)

    @Option(help: "The settings file; Deploy/kerbside.yaml is a sample.")
    var config: String

    @Flag(help: "Take receive times from the messages' `received` property: for replays only.")
    var virtualTime = false

    func run() async throws {
        let (file, isVirtual) = (config, virtualTime)
        let source = SettingsSource(file: file) {
            var settings = try Settings.read(file: file, environment: ProcessInfo.processInfo.environment)
            settings.isVirtualTime = isVirtual
            return settings
        }
        let settings = try source.read()
        let tables = try RegistryTables.load(folder: settings.registry)
        let service = try RunningService(
            settings: settings, registry: tables, source: source, logger: Self.logger())
        do {
            try await service.run()
        } catch let error as LinkMistake {
            throw Failure(text: "\(error)", status: 2)
        } catch {
            throw Failure(text: "\(error)", status: 1)
        }
    }

    static func logger() -> Logger {
        LoggingSystem.bootstrap(StreamLogHandler.standardError)
        return Logger(label: "kerbside")
    }
}
