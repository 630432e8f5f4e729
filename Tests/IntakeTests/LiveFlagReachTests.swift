import Pipeline
import Readings
import Registry
import Testing

@testable import Intake

/// A late reading changes what checks say of days that memory has let go of.
@Suite("The reach of a late reading by the checks of windows")
struct LiveFlagReachTests {
    private static let first = Instant(iso8601: "2026-03-02T00:00:00Z") ?? .distantPast
    private static func at(_ hour: Int) -> Instant { first.advanced(byMicroseconds: Int64(hour) * Microseconds.hour) }

    private static func reading(_ device: String, hour: Int, _ value: Int, receivedHour: Int? = nil) -> LiveRecord {
        LiveRecord(
            received: at(receivedHour ?? hour), topic: "west/air/plain/\(device)",
            payload: "{\"ts\":\"\(at(hour).iso8601)\",\"readings\":{\"pm2_5\":\(value)}}")
    }

    /// The starts of a device's rows of a table that carry a flag.
    private static func flagged(_ word: String, _ device: String, _ table: String, _ files: LiveFiles) -> [String] {
        files.rows(in: "summaries/air/\(table)/").filter {
            $0[4] == device && $0[21].split(separator: " ").contains(Substring(word))
        }.map { String($0[0].prefix(13)) }
    }

    /// The newest record is from 12 March, so that memory begins with 5 March. The late one came on the 9th, and is the
    /// last that is read.
    private static func files(_ records: [LiveRecord], late: LiveRecord) throws -> (before: LiveFiles, after: LiveFiles)
    {
        var run = try LiveRun(
            try LiveRegistry.tables(start: first, move: .distantFuture), windows: [.hour, .day], segmentBytes: 6000)
        let others = (0..<250).map { reading("aq-2", hour: $0, 9 + $0 % 4) }
        try run.append((records + others).sorted())
        try run.finishCounting()
        let before = try run.files
        try run.append([late])
        try run.finishCounting()
        let after = try run.files
        #expect(after.differences(from: try run.rebuilt()) == "")
        return (before, after)
    }

    /// 11, 10 and 40 ug/m3: ln(40 / 11) = 1.29 is more than three times 0.168. On 4 March 54 of 72 hours are needed.
    @Test("a day two days on compares with its neighbours otherwise")
    func neighbours() throws {
        var records: [LiveRecord] = []
        for hour in 0..<72 {
            records.append(Self.reading("st-1", hour: hour, 11 + hour % 5))
            records.append(Self.reading("st-2", hour: hour, 10 + hour % 5))
            if hour >= 19 { records.append(Self.reading("st-3", hour: hour, 40 + hour % 5 * 4)) }
        }
        let late = Self.reading("st-3", hour: 18, 40, receivedHour: 18 + 160)
        let (before, after) = try Self.files(records, late: late)
        #expect(Self.flagged("neighbours", "st-3", "day", before).isEmpty)
        #expect(Self.flagged("neighbours", "st-3", "day", after) == ["2026-03-04T00"])
    }

    /// 9 ug/m3 from 22:00 of the 3rd to 03:00 of the 4th: two hours and two hours, until the one between comes.
    @Test("hours of the day before stand still", arguments: [48, 72])
    func flatline(midnight: Int) throws {
        let records = (midnight - 20..<midnight + 20).filter { $0 != midnight }.map { hour in
            let isStill = (midnight - 2...midnight + 2).contains(hour)
            return Self.reading("st-1", hour: hour, isStill ? 9 : 10 + hour % 4)
        }
        let late = Self.reading("st-1", hour: midnight, 9, receivedHour: midnight + 160)
        let (before, after) = try Self.files(records, late: late)
        #expect(Self.flagged("flatline", "st-1", "hour", before).isEmpty)
        let day = midnight / 24 + 1
        #expect(
            Self.flagged("flatline", "st-1", "hour", after)
                == ["0\(day)T22", "0\(day)T23", "0\(day + 1)T00", "0\(day + 1)T01", "0\(day + 1)T02"].map {
                    "2026-03-" + $0
                })
    }
}
