import Readings
import Testing

@testable import Audit

@Suite("The balances")
struct BalanceTests {
    struct Wrong: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var old: String
        var new: String
        var sentence: String
    }

    private static let file = AuditedFolder.balancePath(2)

    static let wrongs = [
        Wrong(
            testDescription: "a message that went nowhere, with a difference of 0 printed",
            old: "aq-1,air,2,2,0", new: "aq-1,air,2,1,0",
            sentence:
                "\(file), line 2, aq-1: the columns give messages_difference = 1, the file says 0, and it must be 0. "
                + "Something was lost or counted twice, or the file was changed: rebuild its day, and report a difference "
                + "that stays."),
        Wrong(
            testDescription: "a difference that is printed and is not there",
            old: "0,0,2,1,1,0,0,0,0,", new: "0,0,2,1,1,0,0,0,-3,",
            sentence:
                "\(file), line 2, aq-1: the columns give readings_difference = 0, the file says -3, and it must be 0. "
                + "The file was changed; rebuild its day."),
        Wrong(
            testDescription: "a reading counted twice", old: "2,1,1,0,0,0,0,", new: "2,1,1,1,0,0,0,",
            sentence:
                "\(file), line 2, aq-1: the columns give readings_difference = -1, the file says 0, and it must be 0. "
                + "Something was lost or counted twice, or the file was changed: rebuild its day, and report a difference "
                + "that stays."),
        Wrong(
            testDescription: "a row that is gone",
            old: "west,west/air/plain,unknown,1,0,0,0,1,0,0,0,0,0,0,0,0,0,unknown_device=1\n",
            new: "",
            sentence:
                "On 2026-03-02 the journal received 3 messages, the balance tells of 2. Rebuild the day, and report a "
                + "difference that stays."),
        Wrong(
            testDescription: "a reading in windows that no window holds", old: "2,1,1,0,0,0,0,", new: "2,2,0,0,0,0,0,",
            sentence:
                "aq-1: the balance says that 3 readings stand in windows, the rows of air/hour count 2. Rebuild its "
                + "days, and report a difference that stays."),
        Wrong(
            testDescription: "a cell that is no number", old: "aq-1,air,2", new: "aq-1,air,two",
            sentence: "\(file), line 2: the cell messages holds “two”, which is no count. Rebuild its day."),
        Wrong(
            testDescription: "a column that is missing", old: "conflicts", new: "quarrels",
            sentence: "\(file) has no column conflicts, so it cannot be added up. Rebuild its day."),
    ]

    @Test("what does not add up is named, also in a file that was published so", arguments: wrongs)
    func wrong(_ wrong: Wrong) throws {
        var files = AuditedFolder.files
        files[Self.file] = files[Self.file]?.replacing(wrong.old, with: wrong.new, maxReplacements: 1)
        #expect(files != AuditedFolder.files)
        let folder = try AuditedFolder(files: files)
        let report = try folder.verify(rebuilt: files)
        #expect(
            report.check(.balance)?.findings.map(\.sentence).contains(wrong.sentence) == true, "\(report.text)")
        #expect(report.check(.manifest)?.findingCount == 0)
        #expect(report.check(.rebuild)?.findingCount == 0)
    }

    @Test("a day of the journal without a balance file is named")
    func withoutFile() throws {
        var files = AuditedFolder.files
        files[AuditedFolder.balancePath(3)] = nil
        let report = try AuditedFolder(files: files).verify(rebuilt: files)
        let day = CivilDate(year: 2026, month: 3, day: 3)
        #expect(report.check(.balance)?.findings.contains(.balanceDay(day: day, stated: 0, journal: 3)) == true)
    }

    @Test("a folder without balance files says that they were not checked")
    func withoutFiles() throws {
        let files = AuditedFolder.files.filter { !$0.key.hasPrefix("balance/") }
        let report = try AuditedFolder(files: files).verify(rebuilt: files)
        #expect(report.holds)
        #expect(report.lines()[2] == "balance: not checked: the manifest names no file below balance/.")
    }

    @Test("while the service runs, the newest day and the open windows are left alone, and said to be")
    func served() throws {
        var files = AuditedFolder.files
        files[AuditedFolder.balancePath(3)] = nil
        let folder = try AuditedFolder(files: files)
        let report = try folder.verify(rebuilt: files, isServed: { true })
        #expect(report.check(.balance)?.findings == [])
        #expect(report.text.contains("The service runs: the newest hour of the journal may not be in the balance yet."))
    }

    @Test("counts beyond every number do not stop the program")
    func overflow() throws {
        var files = AuditedFolder.files
        let most = "\(Int.max)"
        files[Self.file] = files[Self.file]?.replacing(
            "aq-1,air,2,2,0,0,0,0,0,2,1,1", with: "aq-1,air,0,\(most),\(most),\(most),0,0,0,\(most),\(most),\(most)")
        let report = try AuditedFolder(files: files).verify(rebuilt: files)
        #expect(
            report.check(.balance)?.findings.first
                == .balanceRow(
                    path: Self.file, line: 2, words: "the cell decoded holds “\(most)”, which is no count"))
    }
}
