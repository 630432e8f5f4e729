import Pipeline
import Readings
import Testing

@testable import Audit

@Suite("Why an air row has a flag")
struct WhyFlagTests {
    /// Hours from 06:00 on, two readings each.
    private static func folder(_ hours: [Int]) throws -> ExplainedFolder {
        try ExplainedFolder(
            hours.enumerated().flatMap { offset, value in
                ["00", "30"].map { minute in
                    let time = "2026-03-02T\(offset < 4 ? "0" : "")\(6 + offset):\(minute):00Z"
                    return Received.no2(time, stamp: time, "\(value)")
                }
            })
    }

    private static func flagLines(_ explanation: AirExplanation) -> [String] {
        let lines = explanation.lines
        guard let first = lines.firstIndex(of: "Flags, none of which changes a figure") else { return [] }
        return lines[(first + 1)...].prefix { !$0.isEmpty }.map { $0 }
    }

    @Test("a spike is told with the five hours about it")
    func spike() throws {
        let explanation = try Self.folder([30, 34, 200, 32, 31, 33]).air("2026-03-02T08:00")
        #expect(explanation.holds)
        #expect(explanation.row["flags"] == "spike")
        #expect(
            Self.flagLines(explanation) == [
                "  spike: The hour's mean or highest reading lies further from the median of the five hours about it than "
                    + "five sigma and than three times the median, and one of the next two hours is back.",
                "  hour (UTC)           | n | mean | lowest said | highest said | flags of checks",
                "  2026-03-02T06:00:00Z | 2 | 30   | 30          | 30           | -",
                "  2026-03-02T07:00:00Z | 2 | 34   | 34          | 34           | -",
                "  2026-03-02T08:00:00Z | 2 | 200  | 200         | 200          | spike",
                "  2026-03-02T09:00:00Z | 2 | 32   | 32          | 32           | -",
                "  2026-03-02T10:00:00Z | 2 | 31   | 31          | 31           | -",
            ])
    }

    @Test("a sensor that stands still is told with all hours that stand still with it")
    func flatline() throws {
        let explanation = try Self.folder([30, 31, 31, 31, 31, 31, 31, 33]).air("2026-03-02T09:00")
        #expect(explanation.row["flags"] == "flatline")
        #expect(
            explanation.hoursAbout.map(\.window.lowerBound.iso8601)
                == (7...12).map {
                    "2026-03-02T\($0 < 10 ? "0" : "")\($0):00:00Z"
                })
        #expect(explanation.hoursAbout.allSatisfy { $0.flags == "flatline" && $0.mean == Millionths(31_000_000) })
        let json = try explanation.json()
        #expect(json.contains("\"flag\" : \"flatline\""))
    }

    @Test(
        "every word of the column has a sentence",
        arguments: [
            "admitted_late", "arrival_time", "clock_reset", "drift", "flatline", "neighbours", "noise", "spike",
            "uncorrected", "without_stamp",
        ])
    func sentences(word: String) {
        let flag = ExplainedFlag.list(word)
        #expect(flag.map(\.word) == [word])
        #expect(flag.allSatisfy { $0.reason.hasSuffix(".") && !$0.reason.contains("does not know") })
    }

    @Test("a row without flags has no such lines")
    func none() throws {
        let explanation = try Self.folder([30, 34, 32]).air("2026-03-02T07:00")
        #expect(Self.flagLines(explanation).isEmpty)
        #expect(!(try explanation.json()).contains("hours_about"))
    }
}
