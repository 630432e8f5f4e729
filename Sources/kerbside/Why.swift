import ArgumentParser
import Audit
import Foundation
import Intake
import Pipeline
import Registry

struct Why: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Explains one number: what it was made of, what was left out, and why.",
        discussion: """
            The number is worked out again from the journal, or from the feeds that the files were made from, and compared \
            with the published row. It only reads, also beside a service that runs. Exit status 0: the published row is \
            what the records give; 1: it is not, or there is none; the text says why.

            Example: kerbside why air --data data/ --device aq-0123 --quantity no2 --window 2026-03-02T08:00
            """,
        subcommands: [WhyAir.self, WhyCharging.self, WhySession.self])
}

/// What all questions need to know.
struct WhyOptions: ParsableArguments {
    @Option(help: "The data folder, or the folder that `aggregate` wrote.")
    var data: String

    @Option(help: "Folder of the registry's CSV files; default: those that the service accepted last.")
    var registry: String?

    @Option(help: "A feed that the files were made from, where it is not beside them; may be given again.")
    var feed: [String] = []

    @Flag(help: "Print one JSON object.")
    var json = false

    /// Answers a question and ends the command with 1 where the published row does not hold.
    func answer(
        _ question: (Inquiry) throws -> (holds: Bool, lines: [String], json: () throws -> String)
    ) throws {
        guard FileManager.default.fileExists(atPath: data) else {
            throw Failure(text: "--data \(data): found no such folder; check the path.", status: 2)
        }
        // The person may have named a link; below it none is followed.
        let folder = URL(filePath: data).resolvingSymlinksInPath().path
        let tables = try RegistryTables.load(folder: try registryFolder(folder))
        var bar = ProgressBar()
        let inquiry = Inquiry(data: folder, registry: tables, source: try source(folder, tables)) { step in
            switch step {
            case .bytes(let read, let total): bar.show(.reading(bytes: read, of: total))
            case .records(let count): bar.show(.records(count))
            }
        }
        let answer: (holds: Bool, lines: [String], json: () throws -> String)
        do {
            answer = try question(inquiry)
        } catch let error as WhyError {
            throw Failure(text: "\(error)", status: 2)
        }
        bar.finish()
        if json {
            Console.result(try answer.json())
        } else {
            for line in answer.lines { Console.result(line) }
        }
        if !answer.holds { throw ExitCode(1) }
    }

    private func registryFolder(_ folder: String) throws -> String {
        if let registry { return registry }
        let accepted = Intake.DataFolder(folder).registry
        guard FileManager.default.fileExists(atPath: accepted + "/boroughs.csv") else {
            throw Failure(
                text: "\(data) holds no registry that a service accepted; name the folder with --registry.", status: 2)
        }
        return accepted
    }

    private func source(_ folder: String, _ tables: RegistryTables) throws -> RecordSource {
        let journal = Intake.DataFolder(folder).journal
        if FileManager.default.fileExists(atPath: journal) { return .journal(path: journal) }
        do {
            let rebuilding = Rebuilding(data: folder, registry: tables, feeds: feed, isServed: { false })
            return .feeds(try rebuilding.feedPlaces().map { .init(name: $0.name, path: $0.path) })
        } catch let impossible as RebuildImpossible {
            throw Failure(text: "\(data): \(impossible.reason).", status: 2)
        }
    }
}

/// The length of a window, as the option `--length` names it.
struct LengthOption: ExpressibleByArgument {
    var name: WindowName

    init?(argument: String) {
        guard let name = WindowName(rawValue: argument), Self.explained.contains(name) else { return nil }
        self.name = name
    }

    /// Those made of readings; months and years are made of hours' rows, which stand in files.
    private static let explained: [WindowName] = [.minute, .quarterHour, .hour, .day]

    static var allValueStrings: [String] { explained.map(\.rawValue) }
}
