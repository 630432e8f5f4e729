import ArgumentParser
import BrokerLink
import Foundation
import Intake
import Registry

struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Checks settings or a registry and says what is wrong, with file and line.",
        discussion: "Example: kerbside check --config kerbside.yaml")

    @Option(help: "A settings file; its registry is checked too.")
    var config: String?

    @Option(help: "Folder of the registry's CSV files.")
    var registry: String?

    func validate() throws {
        if config == nil, registry == nil {
            throw ValidationError("Name a settings file with --config, or a folder with --registry.")
        }
    }

    func run() throws {
        if let config {
            let settings = try Settings.read(file: config, environment: ProcessInfo.processInfo.environment)
            Console.result("\(config): the settings are complete; broker \(settings.link.address)")
            if registry == nil { try check(folder: settings.registry) }
        }
        if let registry { try check(folder: registry) }
    }

    private func check(folder: String) throws {
        let tables = try RegistryTables.load(folder: folder)
        Console.result(
            "\(folder): \(tables.boroughs.count) boroughs, \(tables.sites.count) sites, \(tables.airSensors.count) air "
                + "sensors, \(tables.connectors.count) connectors, no mistake")
    }
}
