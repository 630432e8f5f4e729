import ArgumentParser
import Foundation
import Intake
import Readings

/// `kerbside registry …`: rows for a registry from what others publish.
struct RegistryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "registry", abstract: "Makes rows of a registry from other systems' data.",
        subcommands: [RegistryImport.self])
}

struct RegistryImport: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Makes the tables of a registry from a file.",
        subcommands: [RegistryImportOCPI.self])
}

struct RegistryImportOCPI: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ocpi", abstract: "Makes sites and charge points from OCPI 2.2.1 Locations.",
        discussion: """
            FILE holds a Location, a list of them, or the reply of an OCPI endpoint with a list. Each Location becomes a \
            site, each EVSE a charge point named by its uid. The power is max_electric_power, or voltage times current of \
            each phase. The tables are those of a registry that `kerbside check --registry` takes; paste their rows into \
            your own, or begin with them.

            Example: kerbside registry import ocpi locations.json --borough westminster --out registry/
            """)

    @Option(help: "The borough of the sites, such as westminster.")
    var borough: String

    @Option(help: "The borough's IANA time zone; by default the one that the Locations name.")
    var timezone: String?

    @Option(help: "A folder for the tables; a file that is there already is left alone, and an error.")
    var out: String

    @Argument(help: "The file with Locations.")
    var file: String

    func validate() throws {
        guard Identifier.isValidBorough(borough) else {
            throw ValidationError("--borough \(borough): expected lower-case letters, digits and hyphens.")
        }
    }

    func run() throws {
        guard let data = FileManager.default.contents(atPath: file) else {
            throw Failure(text: "\(file): found no such file that can be read; check the name.", status: 2)
        }
        let locations: OCPILocations
        do throws(OCPILocations.Mistake) {
            locations = try OCPILocations([UInt8](data), borough: borough)
        } catch {
            throw Failure(
                text:
                    "\(file): found no OCPI Locations; expected a Location with evses, a list of them, or a reply with "
                    + "a list in data.", status: 2)
        }
        let zone = try zone(locations)
        for note in locations.notes { Console.say("kerbside: \(file): \(note)") }
        try FileManager.default.createDirectory(atPath: out, withIntermediateDirectories: true)
        let files = locations.files(borough: borough, timeZone: zone)
        for (name, _) in files where FileManager.default.fileExists(atPath: "\(out)/\(name)") {
            throw Failure(
                text:
                    "\(out)/\(name) is there already and stays as it is; name another folder with --out, and paste the "
                    + "rows that are new.", status: 2)
        }
        for (name, text) in files {
            try Data(text.utf8).write(to: URL(filePath: "\(out)/\(name)"), options: .withoutOverwriting)
        }
        Console.result(
            "\(locations.sites.count) sites and \(locations.connectors.count) connectors in \(out); check them with "
                + "kerbside check --registry \(out)")
    }

    private func zone(_ locations: OCPILocations) throws -> String {
        if let timezone {
            guard ZoneLoading.rules(named: timezone) != nil else {
                throw Failure(text: "--timezone \(timezone): expected an IANA zone such as Europe/London.", status: 2)
            }
            return timezone
        }
        let known = locations.timeZones.filter { ZoneLoading.rules(named: $0) != nil }
        guard known.count == 1 else {
            throw Failure(
                text: "\(file): the Locations name \(known.isEmpty ? "no time zone" : known.joined(separator: ", ")); "
                    + "name the borough's with --timezone.", status: 2)
        }
        return known[0]
    }
}
