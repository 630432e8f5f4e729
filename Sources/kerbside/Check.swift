import ArgumentParser
import BrokerLink
import Dialects
import Foundation
import Intake
import Pipeline
import Registry

struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Checks settings, a registry or a mapping file and says what is wrong, with file and line.",
        discussion: """
            The examples of mapping files are tried too. With --mapping and --sample it prints what a payload comes to.

            Example: kerbside check --config kerbside.yaml
            Example: kerbside check --mapping registry/mappings/tasmota.yaml --sample payload.json
            """)

    @Option(help: "A settings file; its registry is checked too.")
    var config: String?

    @Option(help: "Folder of the registry's CSV files and mappings.")
    var registry: String?

    @Option(help: "A mapping file.")
    var mapping: String?

    @Option(help: "A file with one payload, to be read by the mapping.")
    var sample: String?

    @Option(help: "The topic of the sample.")
    var topic: String?

    @Option(help: "The part of the sample's topic that names the device.")
    var device: String?

    @Option(
        help:
            "When the sample was received, such as 2026-10-25T01:30:05Z: it decides which of two local times is meant.")
    var received: String?

    @Option(help: "The borough's time zone for the sample; Europe/London by default.")
    var zone: String?

    func validate() throws {
        if config == nil, registry == nil, mapping == nil {
            throw ValidationError(
                "Name a settings file with --config, a folder with --registry, or a mapping file with --mapping.")
        }
        if mapping == nil, sample != nil { throw ValidationError("Name the mapping of the sample with --mapping.") }
        if sample == nil, topic != nil || device != nil || received != nil || zone != nil {
            throw ValidationError(
                "--topic, --device, --received and --zone belong to a payload: name it with --sample.")
        }
    }

    func run() throws {
        if let config {
            let settings = try Settings.read(file: config, environment: ProcessInfo.processInfo.environment)
            Console.result("\(config): the settings are complete; broker \(settings.link.address)")
            if registry == nil { try check(folder: settings.registry) }
        }
        if let registry { try check(folder: registry) }
        if let mapping {
            try CheckMapping(
                file: mapping, sample: sample, topic: topic, device: device, received: received, zone: zone
            ).run()
        }
    }

    private func check(folder: String) throws {
        let tables = try RegistryTables.load(folder: folder)
        Console.result(
            "\(folder): \(tables.boroughs.count) boroughs, \(tables.sites.count) sites, \(tables.airSensors.count) air "
                + "sensors, \(tables.connectors.count) connectors, no mistake")
        guard !tables.mappings.isEmpty else { return }
        let files = try RegistryFolder.files(path: folder)
        try CheckMapping.check(
            files.keys.sorted().filter(RegistryFolder.isMapping).map { name in
                MappingFile(
                    file: "\(folder)/\(name)", bytes: files[name] ?? [], builtIn: Dialect.allCases.map(\.name))
            })
    }
}
