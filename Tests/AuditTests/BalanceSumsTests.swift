import Foundation
import Testing

@testable import Audit

@Suite("What an import changed in the balances")
struct BalanceSumsTests {
    private static let header =
        "borough,source,kind,messages,decoded,context,duplicate_messages,quarantined,ignored,messages_difference,"
        + "readings,in_windows,duplicate_readings,conflicts,late,rejected,readings_difference,reasons\n"

    private static func sums(_ days: [String: [String]]) throws -> BalanceSums {
        let data = FileManager.default.temporaryDirectory.path + "/kerbside-sums-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: data) }
        for (day, rows) in days {
            let folder = "\(data)/balance/day=\(day)"
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            let text = header + rows.map { $0 + "\n" }.joined()
            try Data(text.utf8).write(to: URL(filePath: "\(folder)/balance_\(day).csv"))
        }
        return try BalanceSums(data: data)
    }

    @Test(
        "all days and devices are added up; a part that is less than before has its sign; what did not change is left out"
    )
    func words() throws {
        let before = try Self.sums(["2026-03-02": ["west,aq-1,air,10,10,0,0,0,0,0,20,15,5,0,0,0,0,"]])
        let after = try Self.sums([
            "2026-03-02": ["west,aq-1,air,12,12,0,0,0,0,0,24,17,3,4,0,0,0,"],
            "2026-03-03": ["west,aq-1,air,3,2,0,0,1,0,0,4,2,0,0,0,2,0,range 2"],
        ])
        #expect(
            after.words(since: before)
                == "balance: messages +5 (decoded +4, quarantined +1); readings +8 (in windows and sessions +4, duplicate -2, "
                + "conflicts +4, rejected +2)")
        #expect(try after.words(since: Self.sums([:])).hasPrefix("balance: messages +15 (decoded +14"))
        #expect(after.words(since: after) == "balance: messages 0; readings 0")
    }

    @Test("a folder without balances adds up to nothing")
    func nothing() throws {
        #expect(try BalanceSums(data: "/nowhere/at/all") == Self.sums([:]))
    }
}
