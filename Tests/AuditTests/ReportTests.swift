import Foundation
import Publication
import Readings
import Testing

@testable import Audit

@Suite("The words of a report")
struct ReportTests {
    static let sentences: [(Finding, String)] = [
        (
            .fileDigest(path: "a.csv", stated: "0123456789abcdef", found: "fedcba9876543210"),
            "a.csv is not the file that was published: its SHA-256 begins with fedcba987654, the manifest says "
                + "0123456789ab. It was changed after it was written; rebuild its days."
        ),
        (
            .fileRows(path: "a.csv", stated: 2, found: 1),
            "a.csv has 1 row, the manifest says 2. Its bytes are as they were published, so the manifest's row is what is "
                + "wrong."
        ),
        (
            .journalDamage(segment: "0000000000000001.kbj", offset: 120, bytes: 88, lost: 2...3),
            "journal/0000000000000001.kbj: 88 bytes from byte 120 on are damaged; up to 2 records are lost (2 to 3). The "
                + "records around them are read. Bring the segment back from a copy if there is one."
        ),
        (
            .journalGap(lost: 7...7, segment: "0000000000000008.kbj", offset: 32),
            "journal/0000000000000008.kbj: before byte 32, record 7 is lost, and no damaged bytes are in their place. A "
                + "segment was removed, or damage was cut off before (see journal/damaged). Bring it back from a copy."
        ),
        (
            .manifestSum,
            "manifest.csv: its bytes are not those that its last row vouches for; it was changed after it was written. Do "
                + "not rely on any of its rows. The service makes it again from the files at its next start, and keeps this "
                + "one as manifest.csv.damaged."
        ),
    ]

    @Test("a finding's sentence follows from it alone", arguments: sentences)
    func sentence(finding: Finding, sentence: String) {
        #expect(finding.sentence == sentence)
    }

    @Test("many findings are counted, and the first are told")
    func many() {
        var check = AuditCheck(.manifest)
        for number in 0..<5000 { check.add(.fileMissing(path: "\(number).csv")) }
        let report = AuditReport(checks: [check])
        #expect(check.findings.count == 1000)
        #expect(report.lines().count == 22)
        #expect(report.lines().first == "manifest: DOES NOT HOLD, 5000 findings; looked at nothing more.")
        #expect(report.lines().last == "  - and 4980 more like these")
    }

    @Test("the JSON object says the same")
    func json() throws {
        let folder = try AuditedFolder()
        try folder.remove(AuditedFolder.hourPath(2))
        let text = try folder.verify().json(data: "data/")
        let object = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        #expect(object["holds"] as? Bool == false)
        #expect(object["data"] as? String == "data/")
        let checks = try #require(object["checks"] as? [[String: Any]])
        #expect(checks.map { $0["check"] as? String } == ["manifest", "journal", "balance", "rebuild"])
        #expect(checks.map { $0["state"] as? String } == ["broken", "holds", "broken", "broken"])
        let finding = try #require((checks[0]["findings"] as? [[String: Any]])?.first)
        #expect(finding["kind"] as? String == "file_missing")
        #expect(finding["file"] as? String == AuditedFolder.hourPath(2))
        #expect((checks[1]["counts"] as? [String: Int])?["messages"] == 6)
    }

    @Test("files made from feeds have no journal to check")
    func feeds() throws {
        let folder = try AuditedFolder()
        try folder.remove("journal")
        do {
            var files = try SummaryFolder(path: folder.path, durability: .atSave)
            files.addSource(
                name: "a.ndjson", messages: 6, sha256: String(repeating: "0", count: 64), at: Instant(microseconds: 0))
            try files.save()
        }
        let report = try folder.verify()
        #expect(report.holds, "\(report.text)")
        #expect(
            report.text.contains("journal: not checked: these files were made from recorded feeds, without a journal."))
        #expect(report.text.contains("the messages of 1 feed"))
    }
}
