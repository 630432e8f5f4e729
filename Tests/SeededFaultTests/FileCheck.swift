import Pipeline
import Publication
import Readings
import Tables

/// Compares the published files with the reference model, with a fresh corridor, and with their manifest.
struct FileCheck {
    private(set) var findings: [String] = []
    /// Summaries by path, and files of what was received.
    private let files: [String: [UInt8]]
    private let received: [String: [UInt8]]

    /// `rebuilt`: what a service makes that begins with the journal alone.
    init(run: borrowing FaultRun, closing: Corridor.Closing, rebuilt: [String: [UInt8]]?) {
        var (files, received): ([String: [UInt8]], [String: [UInt8]]) = ([:], [:])
        for (path, content) in run.disk.files {
            let path = String(path.dropFirst(PublicationHistory.dataFolder.count))
            guard PublicationHistory.isInFamily(path) else { continue }
            if path.hasPrefix("summaries/") { files[path] = content } else { received[path] = content }
        }
        self.files = files
        self.received = received
        let records = run.ledger.records
        do {
            let fresh = try PipelineUnderTest.files(of: records.map(\.record), city: run.city, closing)
            // Months and years are written some hours behind the hours on which they rest.
            func compared(_ files: [String: [UInt8]]) -> [String: [UInt8]] {
                closing == .endOfInput ? files : files.filter { !Self.isLongPeriod($0.key) }
            }
            // A service writes the public months of charging when nothing can change them any more; a fresh corridor, whose
            // feed has ended, knows that nothing will.
            let known = fresh.filter { path, _ in files[path] != nil || !Self.isPublicMonth(path) }
            compare(compared(files), with: compared(known), "a fresh corridor")
        } catch {
            findings.append("a fresh corridor: \(error)")
        }
        if let rebuilt { compare(files.merging(received) { $1 }, with: rebuilt, "a rebuild") }
        checkBalances(messages: closing == .endOfInput ? records.count : nil)
        let reference = ReferenceSummaries(
            records.map {
                .init(header: $0.record.header, message: $0.message, meaning: run.messages.all[$0.message].meaning)
            }, city: run.city, visits: run.traffic.visits)
        checkAir(reference, closing)
        checkSessions(reference.sessions(run.traffic.visits))
        checkManifest(run.disk.files["data/manifest.csv"] ?? [])
        guard closing == .endOfInput else { return }
        for (path, content) in run.disk.files where content.firstRange(of: Array("CARD-".utf8)) != nil {
            findings.append("a card number stands in \(path)")
        }
    }

    private static func isLongPeriod(_ path: String) -> Bool {
        Dataset.allCases.contains { $0.restsOnFiles && path.hasPrefix("summaries/\($0.path)/") }
    }

    private static func isPublicMonth(_ path: String) -> Bool {
        [Dataset.chargingSiteMonth, .chargingBandMonth, .chargingBoroughMonth].contains {
            path.hasPrefix("summaries/\($0.path)/")
        }
    }

    private mutating func compare(_ files: [String: [UInt8]], with other: [String: [UInt8]], _ whose: String) {
        for path in Set(files.keys).union(other.keys).sorted() where files[path] != other[path] {
            guard let mine = files[path], let theirs = other[path] else {
                findings.append("\(path) exists only \(files[path] == nil ? "for \(whose)" : "on the disk")")
                continue
            }
            let (lines, others) = (Self.lines(mine), Self.lines(theirs))
            let row = zip(lines, others).first { $0 != $1 }
            findings.append(
                "\(path) differs from \(whose): \(lines.count) and \(others.count) lines; "
                    + "\(row?.0 ?? lines.last ?? "") instead of \(row?.1 ?? others.last ?? "")")
        }
    }

    private mutating func checkAir(_ reference: ReferenceSummaries, _ closing: Corridor.Closing) {
        let expected = reference.airHours(closing)
        let own = files.keys.filter { $0.hasPrefix("summaries/air/hour/") }
        var standing = 0
        for path in Set(own).union(expected.keys).sorted() {
            let rows = Self.lines(files[path] ?? []).dropFirst().map { line in
                line.split(separator: ",", omittingEmptySubsequences: false).prefix(13)
            }
            for row in rows { standing += Int(row[7]) ?? 0 }
            let texts = rows.map { $0.joined(separator: ",") }
            let wanted = expected[path] ?? []
            guard texts != wanted else { continue }
            let row = zip(texts, wanted).first { $0 != $1 }
            findings.append(
                "\(path) differs from the reference: \(texts.count) and \(wanted.count) rows; "
                    + "\(row?.0 ?? texts.last ?? "") instead of \(row?.1 ?? wanted.last ?? "")")
        }
        if closing == .endOfInput, standing != reference.standingCount {
            findings.append("windows hold \(standing) readings instead of \(reference.standingCount)")
        }
    }

    private mutating func checkSessions(_ expected: [String: String?]) {
        var seen: Set<String> = []
        for path in files.keys.sorted() where path.hasPrefix("summaries/charging/session/") {
            for line in Self.lines(files[path] ?? []).dropFirst() {
                let fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
                guard let visit = expected[fields[0]], seen.insert(fields[0]).inserted else {
                    findings.append("no car made the session \(line)")
                    continue
                }
                let row = [fields[8], fields[11], fields[12]].joined(separator: ",")
                if let visit, visit != row { findings.append("the session \(line) should say \(visit)") }
            }
        }
        for session in expected.keys.sorted() where !seen.contains(session) {
            findings.append("the session \(session) is missing")
        }
    }

    /// Of each day and device, everything went somewhere; and the days hold all messages.
    private mutating func checkBalances(messages: Int?) {
        var sum = 0
        for path in received.keys.sorted() where path.hasPrefix("balance/") {
            for line in Self.lines(received[path] ?? []).dropFirst() {
                let fields = line.split(separator: ",", omittingEmptySubsequences: false)
                sum += Int(fields[3]) ?? 0
                if fields[9] != "0" || fields[16] != "0" { findings.append("\(path) has a difference: \(line)") }
            }
        }
        if let messages, sum != messages {
            findings.append("the journal has \(messages) messages, the balances of all days \(sum)")
        }
    }

    /// Every file has its row with its digest, and every row its file.
    private mutating func checkManifest(_ manifest: [UInt8]) {
        var named: Set<String> = []
        for row in Self.lines(manifest).dropFirst() {
            let fields = row.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            guard PublicationHistory.isInFamily(fields[0]) else { continue }
            named.insert(fields[0])
            guard let content = files[fields[0]] ?? received[fields[0]] else {
                findings.append("the manifest names \(fields[0]), which is not there")
                continue
            }
            var digest = FileDigest()
            digest.update(content)
            if fields[4] != digest.hexadecimal { findings.append("the manifest has another sum for \(fields[0])") }
        }
        for path in (Array(files.keys) + received.keys).sorted() where !named.contains(path) {
            findings.append("the manifest does not name \(path)")
        }
    }

    private static func lines(_ content: [UInt8]) -> [String] {
        content.split(separator: UInt8(ascii: "\n")).map { String(decoding: $0, as: UTF8.self) }
    }
}
