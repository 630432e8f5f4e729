import Foundation
import Readings
import Testing

@testable import Audit

@Suite("A rebuild compared with what is published")
struct RebuildTests {
    struct Pair: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var published: String
        var rebuilt: String
        var words: String
    }

    private static let head = "window_start,site,unit,n,mean\n"

    static let pairs = [
        Pair(
            testDescription: "another value", published: head + "08,a,ug,1,2.5\n", rebuilt: head + "08,a,ug,1,2.4\n",
            words: "line 2, column mean: published is 2.5, a rebuild gives 2.4 (row 08,a)"),
        Pair(
            testDescription: "an empty value", published: head + "08,a,ug,1,\n", rebuilt: head + "08,a,ug,1,2\n",
            words: "line 2, column mean: published is nothing, a rebuild gives 2 (row 08,a)"),
        Pair(
            testDescription: "the first of two columns", published: head + "07,a,ug,1,1\n08,a,ug,2,2\n",
            rebuilt: head + "07,a,ug,1,1\n08,a,ug,3,3\n",
            words: "line 3, column n: published is 2, a rebuild gives 3 (row 08,a)"),
        Pair(
            testDescription: "a row less", published: head + "08,a,ug,1,2\n09,a,ug,1,2\n",
            rebuilt: head + "08,a,ug,1,2\n",
            words: "line 3: a rebuild has no such row: 09,a,ug,1,2"),
        Pair(
            testDescription: "a row more", published: head, rebuilt: head + "08,a,ug,1,2\n",
            words: "line 2: a rebuild has a row more: 08,a,ug,1,2"),
        Pair(
            testDescription: "another column", published: head + "08,a,ug,1,2\n",
            rebuilt: "window_start,site,unit,n,max\n08,a,ug,1,2\n",
            words: "line 1, column 5: published is mean, a rebuild gives max (row window_start,site)"),
        Pair(
            testDescription: "the last line break", published: head + "08,a,ug,1,2", rebuilt: head + "08,a,ug,1,2\n",
            words: "line 2: the text is the same, quotes or line breaks are not"),
        Pair(
            testDescription: "quoted text with a comma and a line break",
            published: head + "08,\"a, \"\"b\"\"\n\",ug,1,2\n", rebuilt: head + "08,\"a, \"\"b\"\"\n\",ug,1,3\n",
            words: "line 2, column mean: published is 2, a rebuild gives 3 (row 08,a, \"b\"\n)"),
    ]

    @Test("the first difference is told by line, column and both values", arguments: pairs)
    func difference(_ pair: Pair) throws {
        let difference = FirstDifference(published: Array(pair.published.utf8), rebuilt: Array(pair.rebuilt.utf8))
        #expect(difference?.words == pair.words)
        #expect(FirstDifference(published: Array(pair.published.utf8), rebuilt: Array(pair.published.utf8)) == nil)
    }

    @Test("files that only one side has are named")
    func onlyOne() throws {
        var files = AuditedFolder.files
        files[AuditedFolder.hourPath(2)] = nil
        #expect(
            try AuditedFolder().verify(rebuilt: files).check(.rebuild)?.findings
                == [.publishedOnly(path: AuditedFolder.hourPath(2))])
        #expect(
            try AuditedFolder(files: files).verify().check(.rebuild)?.findings
                == [.rebuiltOnly(path: AuditedFolder.hourPath(2))])
    }

    @Test("with a damaged journal, the report warns of rebuilding from it")
    func damagedJournal() throws {
        let folder = try AuditedFolder(segmentBytes: 1)
        try folder.remove("journal/0000000000000003.kbj")
        var files = AuditedFolder.files
        files[AuditedFolder.hourPath(2)] = nil
        #expect(try folder.verify(rebuilt: files).text.contains("rebuild nothing before it is restored"))
        #expect(try !AuditedFolder().verify(rebuilt: files).text.contains("rebuild nothing"))
    }

    @Test("a file that the newest records touch is not compared, and counted")
    func unsettled() throws {
        let path = AuditedFolder.hourPath(3)
        var files = AuditedFolder.files
        files[path]?.append("more\n")
        let report = try AuditedFolder().verify(rebuilt: files, unsettled: [path])
        #expect(report.holds)
        #expect(report.text.contains("1 file that the service is just writing is not compared."))
    }

    @Test("with days named, only their files, balances and rebuilt bytes are looked at")
    func days() throws {
        let folder = try AuditedFolder()
        try folder.change(AuditedFolder.hourPath(3), "23.5", "24.5")
        let (second, third) = (CivilDate(year: 2026, month: 3, day: 2), CivilDate(year: 2026, month: 3, day: 3))
        #expect(try folder.verify(days: DaySpan(to: second)).holds)
        #expect(try folder.verify(days: DaySpan(from: third)).kinds == ["file_sha256", "rebuilt_differs"])
    }

    @Test(
        "a path belongs to the days of its partition",
        arguments: [
            ("a/day=2026-03-02/in_hour=08/x.csv", "2026-03-02", "2026-03-02"),
            ("a/in_month=2026-02/x.csv", "2026-02-01", "2026-02-28"),
            ("a/in_month=2024-12/x.csv", "2024-12-01", "2024-12-31"),
            ("a/in_year=2026/x.csv", "2026-01-01", "2026-12-31"),
        ])
    func partitionDays(path: String, first: String, last: String) {
        let days = DaySpan.days(of: path)
        #expect(days?.lowerBound.text == first)
        #expect(days?.upperBound.text == last)
        #expect(DaySpan.days(of: "quarantine/day=x/a.csv") == nil)
    }

    @Test("a rebuild that is not possible is no finding; one that fails is, and its files are removed")
    func failing() throws {
        struct Broken: Error, CustomStringConvertible { var description: String { "the disk is on fire" } }
        let folder = try AuditedFolder()
        func report(_ error: any Error) throws -> (report: AuditReport, scratch: String) {
            var scratch = ""
            let verification = Verification(
                data: folder.path, days: DaySpan(), isServed: { false }, pause: {}
            ) { path in
                scratch = path
                throw error
            }
            return (try verification.run { _, _ in }, scratch)
        }
        let impossible = try report(RebuildImpossible(reason: "name the registry with --registry"))
        #expect(impossible.report.holds)
        #expect(impossible.report.lines()[3] == "rebuild: not checked: name the registry with --registry.")
        let failed = try report(Broken())
        #expect(failed.report.kinds == ["rebuild_failed"])
        #expect(failed.report.text.contains("The files could not be made again: the disk is on fire."))
        #expect(!FileManager.default.fileExists(atPath: failed.scratch))
    }
}
