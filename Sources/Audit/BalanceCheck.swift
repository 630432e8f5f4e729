internal import Publication
internal import Readings

/// Whether nothing disappeared: each row of the balance files adds up, their messages are those of the journal, and
/// their readings in windows those that the published hours count.
struct BalanceCheck {
    let folder: DataFolder
    let manifest: Manifest
    let days: DaySpan
    let journal: JournalCheck?
    let isServed: Bool

    private(set) var check = AuditCheck(.balance)
    private var rows = 0
    private var messagesByDay: [CivilDate: Int] = [:]
    private var files = 0
    /// Of air sensors, over all days and boroughs: a sensor that moved is one device.
    private var inWindows: [String: Int] = [:]
    private var counted: [String: Int] = [:]

    init(folder: DataFolder, manifest: Manifest, days: DaySpan, journal: JournalCheck?, isServed: Bool) {
        self.folder = folder
        self.manifest = manifest
        self.days = days
        self.journal = journal
        self.isServed = isServed
    }

    static let balanceFolder = "balance/"
    static let hourFolder = "summaries/air/hour/"
    static let airKind = "air"

    mutating func run() {
        let paths = manifest.entries.keys.filter { $0.hasPrefix(Self.balanceFolder) && $0.hasSuffix(".csv") }.sorted()
        guard !paths.isEmpty else {
            check.reasonNotChecked = "the manifest names no file below balance/"
            return
        }
        for path in paths where days.holds(path: path) { add(path) }
        check.subject =
            "\(Finding.count(rows, "row")) of \(Finding.count(files, "day")), both differences 0"
        check.counts = ["files": files, "rows": rows, "messages": messagesByDay.values.reduce(0, +)]
        if let journal { compare(with: journal) } else { compareWithFeeds() }
        compareWindows()
    }

    private mutating func add(_ path: String) {
        files += 1
        // A file that is not there was named by the check of the manifest.
        guard let bytes = try? folder.bytes(of: path) else { return }
        var lines = CSVLines(bytes)
        guard lines.next() else { return check.add(.balanceColumn(path: path, column: BalanceRow.texts[0])) }
        let places: BalanceRow.Places
        do throws(BalanceRow.MissingColumn) {
            places = try BalanceRow.Places(lines.texts)
        } catch {
            return check.add(.balanceColumn(path: path, column: error.name))
        }
        let day = DaySpan.days(of: path)?.lowerBound
        var line = lines.line
        while lines.next() {
            do throws(BalanceRow.Mistake) {
                add(try BalanceRow(lines, places), of: path, line: line, day: day)
            } catch {
                check.add(.balanceRow(path: path, line: line, words: error.words))
            }
            line = lines.line
        }
    }

    private mutating func add(_ row: BalanceRow, of path: String, line: Int, day: CivilDate?) {
        rows += 1
        for (column, computed, printed) in row.differences where computed != 0 || printed != 0 {
            check.add(
                .balanceDifference(
                    path: path, line: line, source: row.source, column: column, computed: computed, printed: printed))
        }
        if let day { messagesByDay[day, default: 0] += row.messages }
        if row.kind == Self.airKind { inWindows[row.source, default: 0] += row.inWindows }
    }

    private mutating func compare(with journal: JournalCheck) {
        var compared = 0
        for day in Set(messagesByDay.keys).union(journal.messagesByDay.keys).sorted() where days.holds(day) {
            if isUnsettled(day, journal) { continue }
            compared += 1
            let (stated, received) = (messagesByDay[day] ?? 0, journal.messagesByDay[day] ?? 0)
            if stated != received { check.add(.balanceDay(day: day, stated: stated, journal: received)) }
        }
        check.subject += "; the journal's messages of \(Finding.count(compared, "day"))"
        if isServed {
            check.notes.append("The service runs: the newest hour of the journal may not be in the balance yet.")
        }
    }

    /// Days whose balance may rightly tell of another number: the newest while the service runs, and the first whose
    /// records were removed with old segments.
    private func isUnsettled(_ day: CivilDate, _ journal: JournalCheck) -> Bool {
        if isServed, let newest = journal.newest,
            day >= CivilDate(of: newest.advanced(byMicroseconds: -Microseconds.hour))
        {
            return true
        }
        guard !journal.isFromTheStart, let first = journal.messagesByDay.keys.min() else { return false }
        return day <= first
    }

    private mutating func compareWithFeeds() {
        let feeds = manifest.entries.filter { $0.key.hasPrefix(Manifest.sourcePrefix) }
        guard !feeds.isEmpty, days.isWhole else { return }
        let (stated, sent) = (messagesByDay.values.reduce(0, +), feeds.values.reduce(0) { $0 + $1.rows })
        if stated != sent { check.add(.balanceFeeds(stated: stated, feeds: sent)) }
        check.subject += "; the messages of \(Finding.count(feeds.count, "feed"))"
    }

    // MARK: Readings in windows

    private mutating func compareWindows() {
        guard days.isWhole, journal?.isFromTheStart ?? true else { return }
        if isServed {
            check.notes.append("Readings in windows are compared once it has ended and published all of them.")
            return
        }
        let paths = manifest.entries.keys.filter { $0.hasPrefix(Self.hourFolder) && $0.hasSuffix(".csv") }
        guard !paths.isEmpty else {
            if !inWindows.isEmpty { check.notes.append("air/hour is not published, so readings are not compared.") }
            return
        }
        for path in paths.sorted() { count(path) }
        for device in Set(inWindows.keys).union(counted.keys).sorted() {
            let (stated, found) = (inWindows[device] ?? 0, counted[device] ?? 0)
            if stated != found {
                check.add(.balanceWindows(device: device, inWindows: stated, rows: found))
            }
        }
        check.counts["devices"] = counted.count
        check.subject += "; the readings of \(Finding.count(counted.count, "air sensor"))"
    }

    private mutating func count(_ path: String) {
        guard let bytes = try? folder.bytes(of: path) else { return }
        var lines = CSVLines(bytes)
        guard lines.next(), let device = lines.texts.firstIndex(of: "device"), let n = lines.texts.firstIndex(of: "n")
        else { return }
        while lines.next() {
            // What is no count was changed, and the file's SHA-256 says so.
            counted[lines.text(device), default: 0] += lines.whole(n) ?? 0
        }
    }
}
