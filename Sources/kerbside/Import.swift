import ArgumentParser
import Audit
import Dialects
import Disk
import Foundation
import Intake
import Pipeline
import Readings
import Registry

struct Import: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Takes reference data, history and recorded feeds into a data folder.",
        discussion: """
            What is imported takes the same way as what a broker delivers: into the journal, under the time at which it was \
            new, which for a table's row is the end of its interval. So it may be of any age; what is there already is \
            dropped as a duplicate, and a file that is imported twice changes nothing. Beside a running service the service \
            takes it, and this command waits until its days are made. What is counted at the end includes what the service \
            received meanwhile. Of a UK-AIR file it also tells what the portal calls ratified, and prints the rows with \
            which reviews.csv makes that the status here.

            Tables: uk-air (the portal's CSV of one station), openair (from importUKAQ), vaisala-aqt. With another dialect \
            a line is a bare payload that names its device and time. Without --dialect a file is a recorded feed, a message \
            a line, as `mosquitto_sub -F %J` prints it.

            Example: kerbside import --data data/ --dialect uk-air --device MY1 MY1_2022.csv
            Example: kerbside import --data data/ march.ndjson
            """)

    @Option(help: "The data folder.")
    var data: String

    @Option(help: "The format of tables and bare payloads; none for recorded feeds.")
    var dialect: String?

    @Option(help: "The device, as in air_sensors.csv, where the rows do not name it.")
    var device: String?

    @Option(help: "The topic of all rows, where routes.csv leads topics its own way.")
    var topic: String?

    @Option(help: "Folder of the registry's CSV files; by default the one that the service accepted last.")
    var registry: String?

    @Option(
        help: "Windows to write when no service runs: minute, quarter-hour, hour, day, school-day, separated by commas."
    )
    var windows: String?

    @Argument(help: "The files.")
    var files: [String]

    func validate() throws {
        if device != nil, topic != nil { throw ValidationError("Name the device or the topic, not both.") }
        if dialect == nil, device != nil || topic != nil {
            throw ValidationError("--device and --topic go with --dialect: a recorded feed names its topics.")
        }
    }

    private var now: Instant { Instant(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000)) }

    func run() throws {
        let dialect = try dialect.map { name in
            guard let dialect = Dialect(name: name) else {
                throw Failure(
                    text: "--dialect \(name): expected one of \(Dialect.allCases.map(\.name).joined(separator: ", ")).",
                    status: 2)
            }
            return dialect
        }
        for file in files where !FileManager.default.isReadableFile(atPath: file) {
            throw Failure(text: "\(file): found no such file that can be read; check the name.", status: 2)
        }
        let folder = DataFolder(URL(filePath: data).resolvingSymlinksInPath().path)
        guard registry != nil || FileManager.default.fileExists(atPath: folder.registry + "/boroughs.csv") else {
            throw Failure(
                text: "--data \(data) holds no registry that a service accepted; name the folder with --registry.",
                status: 2)
        }
        if !FileManager.default.fileExists(atPath: folder.path) {
            try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: true)
        }
        let tables = try RegistryTables.load(folder: registry ?? folder.registry)
        var lock: FileLock? = try lock(folder)
        let firstWholeDay = try JournalRebuild.firstWholeDay(of: folder)
        let prepared = try prepare(folder, tables, dialect, firstWholeDay)
        for file in prepared.files { report(file, firstWholeDay) }
        guard let received = prepared.received else {
            ImportFolder(folder).forget(prepared.name)
            throw Failure(text: "nothing was imported: no row could be taken.", status: 1)
        }
        try take(
            prepared.name, folder, tables,
            days: CivilDate(of: received.lowerBound)...CivilDate(of: received.upperBound), &lock)
        showReviews(prepared.statuses.reviews(besides: tables))
        if prepared.files.contains(where: { $0.refusedCount > 0 }) {
            throw Failure(
                text: "not every row could be taken; see the lines above. The others are imported.", status: 1)
        }
    }

    /// Two commands at a time would remove each other's prepared records.
    private func lock(_ folder: DataFolder) throws -> FileLock {
        do {
            return try ImportFolder(folder).lock()
        } catch {
            guard error.isLockedElsewhere else { throw error }
            let who = error.holder.map { " (process \($0))" } ?? ""
            throw Failure(
                text: "another import is at work in \(data)\(who): give this command again when that one has ended.",
                status: 1)
        }
    }

    // MARK: Reading the files

    private struct Prepared {
        var name: String
        var files: [ImportedFile]
        var received: ClosedRange<Instant>?
        var statuses: SourceStatuses
    }

    private func prepare(
        _ folder: DataFolder, _ tables: RegistryTables, _ dialect: Dialect?, _ firstWholeDay: CivilDate?
    ) throws -> Prepared {
        let sizes = files.map { (try? FileManager.default.attributesOfItem(atPath: $0)[.size] as? Int64) ?? 0 }
        let total = sizes.reduce(0, +)
        var bar = ProgressBar()
        defer { bar.finish() }
        do {
            var preparation = try ImportPreparation(
                into: folder, registry: tables, dialect: dialect, topic: topic, device: device,
                firstWholeDay: firstWholeDay, at: now)
            let name = preparation.name
            do {
                var (read, before): ([ImportedFile], Int64) = ([], 0)
                for (file, size) in zip(files, sizes) {
                    read.append(
                        try preparation.take(file) { bytes in bar.show(.reading(bytes: before + bytes, of: total)) })
                    before += size
                }
                let (received, statuses) = (preparation.received, preparation.statuses)
                try preparation.finish()
                return Prepared(name: name, files: read, received: received, statuses: statuses)
            } catch {
                ImportFolder(folder).forget(name)
                throw error
            }
        } catch let error as ImportError {
            throw Failure(text: "\(error)", status: 2)
        }
    }

    private func report(_ file: ImportedFile, _ firstWholeDay: CivilDate?) {
        var text = "\(file.path): \(file.rows) rows, \(file.taken) taken"
        if let readings = file.readings { text += ", \(readings) readings" }
        if file.empty > 0 { text += "; \(file.empty) without a value" }
        for (reason, count) in file.rejected.sorted(by: { $0.key < $1.key }) { text += "; \(count) values \(reason)" }
        Console.say(text)
        if !file.statuses.isEmpty {
            let words = UKAirStatus.allCases.compactMap { status in
                file.statuses[status].map { "\($0) \(status.words)" }
            }
            Console.say("\(file.path): the source calls \(words.joined(separator: ", "))")
        }
        for (reason, refused) in file.refused.sorted(by: { $0.value.firstLine < $1.value.firstLine }) {
            if reason == ImportedFile.olderThanJournal, let firstWholeDay {
                Console.say(
                    "\(file.path): refused \(refused.count) rows, first line \(refused.firstLine): they lie before "
                        + "\(firstWholeDay.text), the first day that the journal still holds whole, and files of earlier "
                        + "days stay as they are. Import them into an empty data folder; a higher retention.days keeps "
                        + "more from now on.")
                continue
            }
            Console.say(
                "\(file.path): refused \(refused.count) rows as \(reason), first line \(refused.firstLine)")
        }
    }

    /// Rows are never added by a program: whoever pastes them answers for them.
    private func showReviews(_ reviews: [Review]) {
        guard !reviews.isEmpty else { return }
        Console.say("what the source calls ratified is provisional here until reviews.csv has these rows:")
        Console.result(([Review.rowHeader] + reviews.map(\.row)).joined(separator: "\n"))
    }

    // MARK: Taking them into the journal

    private func take(
        _ name: String, _ folder: DataFolder, _ tables: RegistryTables, days: ClosedRange<CivilDate>,
        _ lock: inout FileLock?
    ) throws {
        let before = try BalanceSums(data: folder.path)
        if JournalLock(data: folder.path).isHeld() {
            try ServiceWork.take(imported: name, folder)
            // The next command may prepare its records while the service makes the days of these.
            lock = nil
            guard days.upperBound.daysSince1970 - days.lowerBound.daysSince1970 < RebuildRequest.mostDays else {
                Console.result("in the journal; the service makes the days in the background")
                return
            }
            try ServiceWork.make(RebuildRequest(days: days), folder)
            Console.result(try BalanceSums(data: folder.path).words(since: before))
            return
        }
        let windows = try windows.map(WindowName.list) ?? published(folder)
        var bar = ProgressBar()
        try JournalRebuild(data: folder, registry: tables, windows: windows).take(imported: name, at: now) {
            bar.show(records: $0)
        }
        bar.finish()
        lock = nil
        Console.result(try BalanceSums(data: folder.path).words(since: before))
    }

    private func published(_ folder: DataFolder) -> [WindowName] {
        let windows = WindowName.published(in: folder.path)
        return windows.isEmpty ? WindowName.standard : windows
    }
}
