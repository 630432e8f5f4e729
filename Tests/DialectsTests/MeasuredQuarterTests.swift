import Foundation
import Readings
import Testing

@testable import Dialects

/// The measured hours beside the project, which are never copied into it.
private let quarter: URL = {
    let name = "data/air/measured/my1_2022_q1_hourly.csv"
    if let shared = ProcessInfo.processInfo.environment["KERBSIDE_SHARED"] {
        return URL(fileURLWithPath: shared).appendingPathComponent(name)
    }
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    return root.deletingLastPathComponent().appendingPathComponent("shared/\(name)")
}()

private let hasQuarter = FileManager.default.fileExists(atPath: quarter.path)

@Suite(
    "measured hours", .enabled(if: hasQuarter, "skipped: no measured hours beside the project or at KERBSIDE_SHARED"))
struct MeasuredQuarterTests {
    @Test(
        "Every cell with a figure in a measured quarter of a year becomes one sample of the hour that begins at its stamp"
    )
    func wholeQuarter() throws {
        let bytes = Array(try Data(contentsOf: quarter))
        let rows = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline).dropFirst()
            .map { $0.split(separator: ",", omittingEmptySubsequences: false) }
        let figures = rows.reduce(0) { $0 + $1.dropFirst().count { !$0.isEmpty } }
        let decoding = Decoding(bytes, .openair)
        #expect(decoding.refusal == nil && decoding.rejected.isEmpty)
        // 1 January to 31 March 2022 has 90 days.
        #expect(rows.count == 90 * 24)
        #expect(decoding.samples.count == figures && figures > 10_000)
        let covers = Set(decoding.samples.compactMap(\.covers))
        #expect(covers.map(\.lowerBound).min() == at("2022-01-01T00:00:00Z"))
        #expect(covers.map(\.upperBound).max() == at("2022-04-01T00:00:00Z"))
        #expect(covers.allSatisfy { $0.upperBound.microseconds - $0.lowerBound.microseconds == Microseconds.hour })
    }
}
