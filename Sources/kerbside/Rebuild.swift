import ArgumentParser
import Audit
import Foundation
import Intake
import Journal
import Pipeline
import Readings
import Registry

struct Rebuild: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Makes days again from the journal.",
        discussion: """
            Beside a running service the service does it, and this command waits; otherwise this command does it itself. \
            Files whose content stays the same are not replaced. With --admit-late, what the late ledger (data/late/) holds \
            of these days is admitted; the journal keeps the reason.

            Example: kerbside rebuild --data data/ --from 2026-03-01 --to 2026-03-07
            Example: kerbside rebuild --data data/ --from 2026-03-01 --to 2026-03-01 --admit-late --device aq-0123 \
            --reason "logger read out by hand"
            """)

    @Option(help: "The data folder.")
    var data: String

    @Option(help: "The first day to make again, such as 2026-03-02; UTC.")
    var from: String

    @Option(help: "The last day to make again.")
    var to: String

    @Flag(help: "Admit readings of these days from the late ledger.")
    var admitLate = false

    @Option(help: "With --admit-late: one device only.")
    var device: String?

    @Option(help: "With --admit-late: why, for whoever asks later.")
    var reason: String?

    @Option(help: "Folder of the registry's CSV files; by default the one that the service accepted last.")
    var registry: String?

    @Option(
        help:
            "Windows to write when no service runs: minute, quarter-hour, hour, day, month, year, school-day, separated by commas."
    )
    var windows: String?

    func run() throws {
        let request = try request()
        let folder = DataFolder(URL(filePath: data).resolvingSymlinksInPath().path)
        guard FileManager.default.fileExists(atPath: folder.journal) else {
            throw Failure(
                text:
                    "--data \(data): found no journal in it; expected the folder of a service's data. Check the path.",
                status: 2)
        }
        if JournalLock(data: folder.path).isHeld() {
            try ask(request, folder)
        } else {
            try make(request, folder)
        }
    }

    private func request() throws -> RebuildRequest {
        let (first, last) = (try day(from, "--from"), try day(to, "--to"))
        guard first <= last else {
            throw Failure(text: "--to \(to) is before --from \(from); exchange them.", status: 2)
        }
        guard last.daysSince1970 - first.daysSince1970 < RebuildRequest.mostDays else {
            throw Failure(
                text: "--from \(from) to --to \(to) is more than ten years; give a shorter time.", status: 2)
        }
        guard admitLate else {
            guard device == nil, reason == nil else {
                throw Failure(text: "--device and --reason go with --admit-late; add it or leave them out.", status: 2)
            }
            return RebuildRequest(days: first...last)
        }
        guard let reason, reason.contains(where: { !$0.isWhitespace }) else {
            throw Failure(text: "--admit-late needs --reason TEXT: the journal keeps it.", status: 2)
        }
        return RebuildRequest(days: first...last, admission: .init(device: device, reason: reason))
    }

    private func day(_ text: String, _ option: String) throws -> CivilDate {
        guard let day = CivilDate(text) else {
            throw Failure(text: "\(option) \(text): expected a date such as 2026-03-02.", status: 2)
        }
        return day
    }

    /// The running service does the work.
    private func ask(_ request: RebuildRequest, _ folder: DataFolder) throws {
        try ServiceWork.make(request, folder)
        Console.result("made \(request.days.lowerBound.text) to \(request.days.upperBound.text) again")
    }

    /// No service runs.
    private func make(_ request: RebuildRequest, _ folder: DataFolder) throws {
        let tables = try RegistryTables.load(folder: registry ?? folder.registry)
        let windows = try windows.map(WindowName.list) ?? WindowName.published(in: folder.path)
        var bar = ProgressBar()
        let lost = try JournalRebuild(data: folder, registry: tables, windows: windows).days(
            of: request, at: Instant(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000))
        ) { bar.show(records: $0) }
        bar.finish()
        if !lost.isEmpty {
            let count = Set(lost.map(\.date)).count
            Console.say(
                "\(count) of these days are older than what the journal holds: their files stay as they are")
        }
        Console.result("made \(request.days.lowerBound.text) to \(request.days.upperBound.text) again")
    }
}

extension WindowName {
    /// The setting `windows`, as the published folders tell it.
    static func published(in data: String) -> [WindowName] {
        let folders: [(WindowName, [String])] = [
            (.minute, ["air/minute"]), (.quarterHour, ["air/quarter-hour", "charging/quarter-hour"]),
            (.hour, ["air/hour", "air/running", "air/index", "charging/hour"]), (.day, ["air/day", "charging/day"]),
            (.month, ["air/month", "charging/outage", "charging/utilisation"]), (.year, ["air/year"]),
            (.schoolDay, ["air/school-day"]),
        ]
        var found = folders.filter { _, names in
            names.contains { holdsFiles(data + "/summaries/" + $0) }
        }.map(\.0)
        // Months make it as well as years: alone it stands where there is no air, and no outage yet.
        if !found.contains(.month), !found.contains(.year), holdsFiles(data + "/summaries/charging/reliability") {
            found.append(.month)
        }
        return found
    }

    /// Folders stay when the files of a window that is no longer made are removed.
    private static func holdsFiles(_ path: String) -> Bool {
        let found = FileManager.default.enumerator(atPath: path)
        while let name = found?.nextObject() as? String {
            if name.hasSuffix(".csv"), !name.hasPrefix("."), !name.contains("/.") { return true }
        }
        return false
    }
}
