import ArgumentParser
import Audit
import Foundation
import Intake
import Readings
import Registry

struct Verify: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Checks that the published files are whole, add up, and follow from the journal.",
        discussion: """
            Four checks: the manifest's sums, the journal's records, the balances, and that a rebuild gives the same bytes. \
            It only reads, also beside a service that runs. Exit status 0: all that was checked holds; 1: something does \
            not, and the lines say what, where, and what to do.

            A rebuild needs the registry and, for a while, as much space as the files in the folder for temporary files \
            (TMPDIR).

            Example: kerbside verify --data data/
            """)

    @Option(help: "The data folder, or the folder that `aggregate` wrote.")
    var data: String

    @Option(help: "The first day to look at, such as 2026-03-02; UTC.")
    var from: String?

    @Option(help: "The last day to look at.")
    var to: String?

    @Option(help: "Folder of the registry's CSV files; by default the one that the service accepted last.")
    var registry: String?

    @Option(help: "A feed that the files were made from, where it is not beside them; may be given again.")
    var feed: [String] = []

    @Flag(help: "Print one JSON object.")
    var json = false

    func run() throws {
        let days = try daySpan()
        guard FileManager.default.fileExists(atPath: data) else {
            throw Failure(text: "--data \(data): found no such folder; check the path.", status: 2)
        }
        // The person may have named a link; below it none is followed.
        let folder = URL(filePath: data).resolvingSymlinksInPath().path
        let accepted = DataFolder(folder).registry
        let tables = try (registry ?? (FileManager.default.fileExists(atPath: accepted) ? accepted : nil)).map {
            try RegistryTables.load(folder: $0)
        }
        let lock = JournalLock(data: folder)
        var bar = ProgressBar()
        let rebuilding = Rebuilding(data: folder, registry: tables, feeds: feed, isServed: lock.isHeld)
        let verification = Verification(
            data: folder, days: days, isServed: lock.isHeld, pause: { Thread.sleep(forTimeInterval: 0.5) },
            rebuild: { scratch in try rebuilding.run(into: scratch) { bar.show($0) } })
        let report = try verification.run { bytes, total in bar.show(.reading(bytes: bytes, of: total)) }
        bar.finish()
        if json {
            Console.result(try report.json(data: data))
        } else {
            for line in report.lines() { Console.result(line) }
        }
        if !report.holds { throw Failure(text: "\(data): not everything holds.", status: 1) }
    }

    private func daySpan() throws -> DaySpan {
        let (first, last) = (try day(from, "--from"), try day(to, "--to"))
        if let first, let last, last < first {
            throw Failure(text: "--to \(last.text) is before --from \(first.text); exchange them.", status: 2)
        }
        return DaySpan(from: first, to: last)
    }

    private func day(_ text: String?, _ option: String) throws -> CivilDate? {
        guard let text else { return nil }
        guard let day = CivilDate(text) else {
            throw Failure(text: "\(option) \(text): expected a date such as 2026-03-02.", status: 2)
        }
        return day
    }
}
