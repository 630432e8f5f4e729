import Foundation
import Journal
import Testing

@testable import Audit

@Suite("Damage is found and named")
struct DamageTests {
    @Test("a folder in order holds, in four lines with counts")
    func sound() throws {
        let folder = try AuditedFolder()
        let report = try folder.verify()
        #expect(report.holds)
        #expect(
            report.lines() == [
                "manifest: holds: 4 files as published, 6 rows; the manifest's own sum is right.",
                "journal: holds: 6 records in 1 segment, of them 6 messages of 2 days.",
                "balance: holds: 4 rows of 2 days, both differences 0; the journal's messages of 2 days; the readings of 1 "
                    + "air sensor.",
                "rebuild: holds: 4 files made again from the journal, equal byte for byte.",
            ])
    }

    @Test("nothing in the folder is made, changed or removed")
    func readsOnly() throws {
        let folder = try AuditedFolder()
        func state() throws -> [String: String] {
            var state: [String: String] = [:]
            for name in try FileManager.default.subpathsOfDirectory(atPath: folder.path) {
                let attributes = try FileManager.default.attributesOfItem(atPath: folder.path + "/" + name)
                state[name] = "\(attributes[.modificationDate] ?? "") \(attributes[.size] ?? "")"
            }
            return state
        }
        let before = try state()
        _ = try folder.verify()
        #expect(try state() == before)
    }

    @Test("one byte of the manifest, each in turn")
    func manifest() throws {
        let folder = try AuditedFolder()
        let sound = try folder.bytes("manifest.csv")
        for index in sound.indices {
            var changed = sound
            changed[index] ^= index.isMultiple(of: 2) ? 1 : 0x20
            try folder.write(changed, to: "manifest.csv")
            let check = try folder.manifestCheck()
            #expect(check.findings.contains { $0.sentence.hasPrefix("manifest.csv") }, "byte \(index)")
            if index.isMultiple(of: 97) { #expect(try !folder.verify().holds, "byte \(index)") }
        }
    }

    @Test("a manifest without a sum, as it was written before, holds with a remark")
    func manifestWithoutSum() throws {
        let folder = try AuditedFolder()
        let lines = String(decoding: try folder.bytes("manifest.csv"), as: UTF8.self).split(separator: "\n")
        try folder.write(Array((lines.dropLast().joined(separator: "\n") + "\n").utf8), to: "manifest.csv")
        let report = try folder.verify()
        #expect(report.holds)
        #expect(
            report.lines()[0]
                == "manifest: holds: 4 files as published, 6 rows. The manifest has no sum of its own: an "
                + "earlier Kerbside wrote it, or its end is cut off.")
    }

    @Test("one byte of a summary, each in turn")
    func summary() throws {
        let folder = try AuditedFolder()
        let name = AuditedFolder.hourPath(3)
        let sound = try folder.bytes(name)
        for index in sound.indices {
            var changed = sound
            changed[index] ^= 1
            try folder.write(changed, to: name)
            #expect(try folder.manifestCheck().findings.map(\.file) == [name], "byte \(index)")
            #expect(FirstDifference(published: changed, rebuilt: sound) != nil, "byte \(index)")
            if !index.isMultiple(of: 29) { continue }
            #expect(try folder.verify().check(.rebuild)?.findings.map(\.file) == [name], "byte \(index)")
        }
    }

    @Test("one byte of the journal, each in turn: the segment and the place")
    func journal() throws {
        let folder = try AuditedFolder()
        let name = "journal/0000000000000001.kbj"
        let sound = try folder.bytes(name)
        // Where each record begins; the header in front of them is one more stretch.
        var starts = [0, 32]
        while let last = starts.last, last < sound.count {
            starts.append(last + sound[last + 8..<last + 12].reversed().reduce(0) { $0 << 8 | Int($1) })
            if last == 0 { break }
        }
        #expect(starts.count == 8 && starts.last == sound.count)
        for index in sound.indices {
            var changed = sound
            changed[index] ^= 4
            try folder.write(changed, to: name)
            let record = try #require(starts.lastIndex { $0 <= index })
            let finding: Finding =
                switch record {
                case 0:
                    .journalDamage(segment: "0000000000000001.kbj", offset: 0, bytes: 32, lost: nil)
                case 6:
                    .journalTail(
                        segment: "0000000000000001.kbj", offset: Int64(starts[6]),
                        bytes: Int64(sound.count - starts[6]))
                default:
                    .journalDamage(
                        segment: "0000000000000001.kbj", offset: Int64(starts[record]),
                        bytes: Int64(starts[record + 1] - starts[record]), lost: UInt64(record)...UInt64(record))
                }
            #expect(folder.journalCheck().findings == [finding], "byte \(index)")
            if index.isMultiple(of: 97) { #expect(try folder.verify().kinds.contains(finding.kind)) }
        }
    }

    struct Deed: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var kinds: [String]
        var words: String
        var act: @Sendable (AuditedFolder) throws -> Void
    }

    static let deeds = [
        Deed(
            testDescription: "a file is removed", kinds: ["file_missing", "rebuilt_only"],
            words: "\(AuditedFolder.hourPath(2)) is gone"
        ) { try $0.remove(AuditedFolder.hourPath(2)) },
        Deed(
            testDescription: "a file is put beside the others", kinds: ["file_unlisted"],
            words: "summaries/air/hour/area=west/day=2026-03-02/mine.csv is not in the manifest"
        ) { try $0.write([65], to: "summaries/air/hour/area=west/day=2026-03-02/mine.csv") },
        Deed(
            testDescription: "a link is put among them", kinds: ["not_a_file"],
            words: "summaries/air/link.csv is a link or a device"
        ) {
            try FileManager.default.createSymbolicLink(
                atPath: $0.path + "/summaries/air/link.csv", withDestinationPath: "/etc/hostname")
        },
        Deed(
            testDescription: "the manifest is removed",
            kinds: ["manifest_missing"], words: "manifest.csv is not there"
        ) { try $0.remove("manifest.csv") },
        Deed(
            testDescription: "the journal is removed", kinds: ["journal_missing"],
            words: "There is no journal beside these files"
        ) { try $0.remove("journal") },
        Deed(
            testDescription: "the journal's end is cut off", kinds: ["journal_tail"],
            words: "hold no sound record"
        ) {
            let name = "journal/0000000000000001.kbj"
            try $0.write($0.bytes(name).dropLast(5), to: name)
        },
    ]

    @Test("what else can happen to a folder", arguments: deeds)
    func deed(_ deed: Deed) throws {
        let folder = try AuditedFolder()
        try deed.act(folder)
        let report = try folder.verify()
        let kinds = report.kinds
        #expect(deed.kinds.allSatisfy(kinds.contains), "\(kinds)")
        #expect(report.text.contains(deed.words), "\(report.text)")
    }

    @Test("a segment that is gone from the middle is a gap, named by its records")
    func missingSegment() throws {
        // A new segment for each record.
        let folder = try AuditedFolder(segmentBytes: 1)
        try folder.remove("journal/0000000000000003.kbj")
        let report = try folder.verify()
        #expect(
            report.check(.journal)?.findings
                == [.journalGap(lost: 3...3, segment: "0000000000000004.kbj", offset: 32)])
        #expect(report.check(.rebuild)?.notes == [])
        // The third message is of 2 March.
        #expect(report.kinds.contains("balance_day"))
    }

    @Test("without its oldest segments the journal is sound, and its first day is not compared")
    func retention() throws {
        let folder = try AuditedFolder(segmentBytes: 1)
        try folder.remove("journal/0000000000000001.kbj")
        try folder.remove("journal/0000000000000002.kbj")
        let report = try folder.verify()
        #expect(report.holds, "\(report.text)")
        #expect(report.text.contains("it begins at record 3"))
    }
}
