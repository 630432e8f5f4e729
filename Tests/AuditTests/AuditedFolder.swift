import Foundation
import Journal
import Publication
import Readings

@testable import Audit

/// A small data folder of two days, removed with the value: six messages in the journal, two hours, two balances.
final class AuditedFolder: Sendable {
    let path: String

    static let hourHeader =
        "window_start,window_end,borough,site,device,quantity,unit,n,capture_pct,valid,mean"
    static let balanceHeader =
        "borough,source,kind,messages,decoded,context,duplicate_messages,quarantined,ignored,messages_difference,"
        + "readings,in_windows,duplicate_readings,conflicts,late,rejected,readings_difference,reasons"

    static func hourPath(_ day: Int) -> String {
        "summaries/air/hour/area=west/day=2026-03-0\(day)/air-hour_west_2026-03-0\(day).csv"
    }

    static func balancePath(_ day: Int) -> String { "balance/day=2026-03-0\(day)/balance_2026-03-0\(day).csv" }

    /// Two messages of aq-1 and one that nobody knows, each day: aq-1 has two readings, one of them a copy of the other.
    static let files: [String: String] = {
        var files: [String: String] = [:]
        for day in 2...3 {
            files[hourPath(day)] =
                hourHeader
                + "\n2026-03-0\(day)T08:00:00Z,2026-03-0\(day)T09:00:00Z,west,school,aq-1,no2,ug/m3,1,100,true,"
                + "2\(day).5\n"
            files[balancePath(day)] =
                balanceHeader + "\nwest,aq-1,air,2,2,0,0,0,0,0,2,1,1,0,0,0,0,\n"
                + "west,west/air/plain,unknown,1,0,0,0,1,0,0,0,0,0,0,0,0,0,unknown_device=1\n"
        }
        return files
    }()

    init(files: [String: String] = files, segmentBytes: Int64 = JournalWriter.usualSegmentBytes) throws {
        let memory = "/dev/shm"
        let parent =
            FileManager.default.isWritableFile(atPath: memory) ? memory : FileManager.default.temporaryDirectory.path
        path = parent + "/kerbside-audit-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        try Self.write(files, into: path)
        var journal = try JournalWriter(path: path + "/journal", segmentBytes: segmentBytes)
        for number in 0..<6 {
            let received = CivilDate(year: 2026, month: 3, day: 2 + number / 3).startUTC
                .advanced(byMicroseconds: Int64(8 * 60 + number) * Microseconds.minute)
            let topic = Array("west/air/plain/aq-1".utf8)
            let payload = Array(#"{"no2":\#(number)}"#.utf8)
            try journal.append(
                header: MessageHeader(received: received, connection: 1), qos: 1, topic: topic.span,
                payload: payload.span)
            _ = try journal.commit()
        }
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Publishes the files, with a manifest.
    static func write(_ files: [String: String], into path: String) throws {
        var folder = try SummaryFolder(path: path, durability: .atSave)
        for (file, text) in files.sorted(by: { $0.key < $1.key }) {
            _ = try folder.replace(
                path: file, reason: .update, at: CivilDate(year: 2026, month: 3, day: 4).startUTC
            ) { sink in
                sink.buffer.append(contentsOf: text.utf8)
                sink.rows = max(0, text.split(separator: "\n").count - 1)
            }
        }
        try folder.save()
    }

    func bytes(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(filePath: path + "/" + name)))
    }

    func write(_ bytes: [UInt8], to name: String) throws {
        try Data(bytes).write(to: URL(filePath: path + "/" + name))
    }

    func change(_ name: String, _ old: String, _ new: String) throws {
        let text = String(decoding: try bytes(name), as: UTF8.self)
        try write(Array(text.replacing(old, with: new, maxReplacements: 1).utf8), to: name)
    }

    func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: path + "/" + name) }

    /// Verifies with a rebuild that makes `rebuilt`.
    func verify(
        days: DaySpan = DaySpan(), rebuilt: [String: String] = files, unsettled: Set<String> = [],
        isServed: @escaping () -> Bool = { false }, pause: @escaping () -> Void = {}
    ) throws -> AuditReport {
        let verification = Verification(data: path, days: days, isServed: isServed, pause: pause) { folder in
            for (file, text) in rebuilt {
                let place = URL(filePath: folder + "/" + file)
                try FileManager.default.createDirectory(
                    at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
                try Data(text.utf8).write(to: place)
            }
            return RebuiltFiles(families: ["summaries", "balance"], source: "the journal", unsettled: unsettled)
        }
        return try verification.run { _, _ in }
    }
}

/// Single checks, for the tests that change every byte.
extension AuditedFolder {
    func manifestCheck() throws -> AuditCheck {
        var manifest = ManifestCheck(
            folder: DataFolder(path: path), days: DaySpan(), isServed: { false }, pause: {})
        try manifest.run()
        return manifest.check
    }

    func journalCheck() -> AuditCheck {
        var journal = JournalCheck(path: path + "/journal", isServed: { false }, pause: {})
        journal.run()
        return journal.check
    }
}

extension AuditReport {
    var kinds: [String] { checks.flatMap(\.findings).map(\.kind) }

    var text: String { lines().joined(separator: "\n") }

    func check(_ name: AuditCheck.Name) -> AuditCheck? { checks.first { $0.name == name } }
}
