import Scoring
import Testing

@Suite("The score of balances")
struct BalanceScoreTests {
    @Test(
        "Messages are accounted for by day, borough and device",
        arguments: [
            // Two messages less, all of the row's ends less too.
            ("aq-1,air,120,118", "aq-1,air,118,116", 2), ("sim,cp-1,charging,9,5,4,0,0,0,0,5,4,1,0,0,0,0,\n", "", 9),
            // One more here and one less there do not cancel.
            ("*,topics,2,0,0,0,2,0", "*,topics,3,0,0,0,3,0", 1),
            // Under another borough's name nobody has sent its 9 messages, and its own has none.
            ("sim,cp-1", "other,cp-1", 18),
            ("sim,sim/air", "other,sim/air", 4),
        ])
    func messages(before: String, after: String, unaccounted: Int) throws {
        var folder = ScoredFolder()
        folder.replace(\.balance, before, after)
        let report = try folder.report()
        #expect(report.json.contains("\"unaccounted\":\(unaccounted),"), "\(report.json)")
        #expect(!report.isPerfect)
    }

    @Test(
        "Sums are worked out from the row's own columns",
        arguments: [
            // 120 = 118 + 0 + 0 + 1 + 1: of 117 decoded, one has disappeared, whatever the difference says.
            ("120,118,0,0,1,1,0", "120,117,0,0,1,1,0", 1), ("120,118,0,0,1,1,0", "120,117,0,0,1,1,1", 1),
            // 236 = 232 + 4.
            ("236,232,4,0,0,0,0", "236,230,4,0,0,0,0", 2), ("236,232,4,0,0,0,0", "236,234,4,0,0,0,0", 2),
        ])
    func sums(before: String, after: String, unaccounted: Int) throws {
        var folder = ScoredFolder()
        folder.replace(\.balance, before, after)
        let report = try folder.report()
        #expect(report.json.contains("\"unaccounted\":\(unaccounted),"), "\(report.json)")
        #expect(!report.isPerfect)
    }

    @Test(
        "A balance that says something else than its own columns is told",
        arguments: [
            ("120,118,0,0,1,1,0", "120,118,0,0,1,1,3"), ("236,232,4,0,0,0,0", "236,232,4,0,0,0,-1"),
            ("236,232,4,0,0,0,0", "236,232,4,0,0,0,"), ("not_json:1", "not_json:2"), ("not_json:1", ""),
            ("9,5,4,0", "9,5,many,0"),
        ])
    func lies(before: String, after: String) throws {
        var folder = ScoredFolder()
        folder.replace(\.balance, before, after)
        let report = try folder.report()
        #expect(report.json.contains("\"balance_rows_wrong\":1,"), "\(report.json)")
        #expect(report.text.contains("the first wrong balance   2026-03-02 sim "), "\(report.text)")
        #expect(!report.isPerfect)
    }

    @Test("A message that was put aside without being made for it shows")
    func quarantined() throws {
        var folder = ScoredFolder()
        folder.replace(
            \.balance, "charging,9,5,4,0,0,0,0,5,4,1,0,0,0,0,", "charging,9,5,3,0,1,0,0,5,4,1,0,0,0,0,not_json:1")
        let report = try folder.report()
        #expect(report.json.contains("\"unaccounted\":0,\"balance_rows_wrong\":0,\"quarantined\":4"), "\(report.json)")
        #expect(!report.isPerfect)
    }

    @Test("What was put aside for another reason shows, though its number is right")
    func otherReason() throws {
        var folder = ScoredFolder()
        folder.replace(\.balance, "unknown_device:2", "borough_mismatch:2")
        folder.replace(\.quarantine, "unknown_device", "borough_mismatch")
        let report = try folder.report()
        #expect(report.json.contains("\"unaccounted\":0,\"balance_rows_wrong\":0,\"quarantined\":3"), "\(report.json)")
        #expect(!report.isPerfect)
    }

    @Test("Where topics name no device, what bears no name is one sum a day")
    func nameless() throws {
        var folder = ScoredFolder()
        folder.truth["arrivals.csv"]? += "2026-03-02,,,5,0,0,0,0\n"
        #expect(try folder.report().json.contains("\"unaccounted\":5,"))
        folder.balance += ",*,topics,5,5,0,0,0,0,0,5,5,0,0,0,0,0,\n"
        #expect(try folder.report().isPerfect)
        folder.replace(\.balance, "*,topics,5,5", "*,topics,4,4")
        #expect(try folder.report().json.contains("\"unaccounted\":1,"))
    }
}
