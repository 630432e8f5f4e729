import SeededRandom
import Foundation
import Journal
import Pipeline
import Readings
import Testing

@testable import Intake

/// What a start makes of the checkpoint that it finds.
@Suite("Checkpoints")
struct LiveCheckpointTests {
    private static let records = 60
    private static let moment = Instant(iso8601: "2026-03-31T13:05:00Z") ?? .distantPast

    /// A reading an hour, a status a day.
    private static func record(_ number: Int) -> LiveRecord {
        let at = moment.advanced(byMicroseconds: Int64(number) * Microseconds.hour)
        guard number.isMultiple(of: 24) else {
            return LiveRecord(
                received: at, topic: "west/air/plain/aq-1",
                payload: "{\"ts\":\"\(at.iso8601)\",\"readings\":{\"no2\":\(number)}}")
        }
        let status = """
            [2,"m\(number)","StatusNotification",{"connectorId":1,"errorCode":"NoError","status":"Available",\
            "timestamp":"\(at.iso8601)"}]
            """
        return LiveRecord(received: at, topic: "west/ev/ocpp16/cp-1", payload: status)
    }

    /// A service that stopped after `records` messages and left a checkpoint.
    private static func stopped(_ windows: [WindowName] = WindowName.standard) throws -> LiveRun {
        var run = try LiveRun(
            try LiveRegistry.tables(start: moment, move: .distantFuture), windows: windows, segmentBytes: 2000)
        try run.append((0..<records).map(record))
        try run.read()
        try run.publish(.endOfInput)
        try run.checkpoint()
        return run
    }

    @Test("a start reads on from the checkpoint", arguments: [0, 1, 7])
    func readsOn(later: Int) throws {
        var run = try Self.stopped()
        try run.append((0..<later).map { Self.record(Self.records + $0) })
        try run.restart()
        try run.read()
        #expect(run.recordsRead == later)
        try run.finish()
        #expect(try run.files.differences(from: try run.rebuilt()) == "")
    }

    @Test("what was read and not yet published when a checkpoint was made is published after the next start")
    func unpublished() throws {
        var run = try Self.stopped()
        // A second value in an hour that was closed long ago.
        var late = Self.record(3)
        late.received = Self.record(Self.records).received
        late.payload = late.payload.replacing("T16:05", with: "T16:35")
        try run.append([late])
        try run.read()
        try run.checkpoint()
        try run.restart()
        try run.finish()
        #expect(try run.files.differences(from: try run.rebuilt()) == "")
    }

    @Test("a reading for an hour that a stop published while it was open is published after the next start")
    func openAtStop() throws {
        var run = try Self.stopped()
        // The newest record is of 00:05, and the grace ten minutes: the last hour of the day before is still open.
        let newest = Self.record(Self.records - 1).received
        try run.restart()
        for (minutes, stamp) in [(1, -20), (40, 40), (90, 90)] {
            let at = newest.advanced(byMicroseconds: Int64(stamp) * Microseconds.minute).iso8601
            try run.append([
                LiveRecord(
                    received: newest.advanced(byMicroseconds: Int64(minutes) * Microseconds.minute),
                    topic: "west/air/plain/aq-1", payload: "{\"ts\":\"\(at)\",\"readings\":{\"no2\":1}}")
            ])
            try run.read()
            try run.publish()
        }
        func readings(_ files: LiveFiles) -> [String] {
            files.rows(in: "summaries/air/hour/").filter {
                $0[4] == "aq-1" && $0[5] == "no2" && $0[0].hasSuffix("T23:00:00Z")
            }
            .map { $0[7] }
        }
        // 31 March has one, 1 April one, and 2 April the one of 23:05 and the one of 23:45.
        #expect(readings(try run.files) == ["1", "1", "2"])
    }

    @Test("a checkpoint that was cut anywhere is worth nothing: everything is read again, the files stay")
    func cut() throws {
        var run = try Self.stopped()
        let expected = try run.files
        let whole = try Data(contentsOf: URL(filePath: run.folder.checkpoint))
        for length in [0, 1, 8, 12, 40, 90, 150] + Array(stride(from: 200, to: whole.count, by: whole.count / 9)) + [
            whole.count - 1
        ] {
            try whole.prefix(length).write(to: URL(filePath: run.folder.checkpoint))
            try run.restart()
            try run.finishCounting()
            #expect(run.recordsRead == Self.records, "\(length) bytes")
            #expect(try run.files == expected, "\(length) bytes")
        }
    }

    @Test("one changed bit anywhere makes a checkpoint worthless", arguments: 0..<40 as Range<UInt64>)
    func changedBit(seed: UInt64) throws {
        var run = try Self.stopped()
        let expected = try run.files
        var numbers = SplitMix64(seed: seed)
        var bytes = try Data(contentsOf: URL(filePath: run.folder.checkpoint))
        // The head of the file is short: half of the changes hit it.
        let place = numbers.below(seed.isMultiple(of: 2) ? 160 : bytes.count)
        bytes[place] ^= 1 << UInt8(numbers.below(8))
        try bytes.write(to: URL(filePath: run.folder.checkpoint))
        try run.restart()
        try run.finishCounting()
        #expect(run.recordsRead == Self.records, "byte \(place)")
        #expect(try run.files == expected, "byte \(place)")
    }

    @Test("another registry or other windows make a checkpoint worthless; the same ones in another order do not")
    func basis() throws {
        var run = try Self.stopped()
        try run.restart(with: try LiveRegistry.tables(start: Self.moment, move: .distantFuture, without: "aq-3"))
        try run.finishCounting()
        #expect(run.recordsRead == Self.records)

        let other = try Self.stopped([.hour])
        let committed = other.journal.committed
        for (windows, isFound) in [([WindowName.hour], true), ([.hour, .day], false), ([.day], false)] {
            let live = try LiveRun.summaries(other.folder, other.registry, windows, committed: committed)
            #expect((live.position == committed) == isFound, "\(windows)")
        }
        let both = try Self.stopped([.hour, .day])
        let end = both.journal.committed
        #expect(try LiveRun.summaries(both.folder, both.registry, [.day, .hour], committed: end).position == end)
    }

    @Test("a registry that changed and changed back while the service was stopped leaves no row of the one between")
    func backAgain() throws {
        var run = try Self.stopped()
        let first = run.registry
        try run.restart(with: try LiveRegistry.tables(start: Self.moment, move: .distantFuture, without: "aq-1"))
        // Killed before a checkpoint of its own.
        try run.read()
        try run.publish(.endOfInput)
        #expect(try run.files.rows(in: "summaries/air/hour").allSatisfy { $0[4] != "aq-1" })
        try run.restart(with: first)
        try run.finishCounting()
        #expect(run.recordsRead == Self.records)
        #expect(try run.files.rows(in: "summaries/air/hour").contains { $0[4] == "aq-1" })
        #expect(try run.files.differences(from: try run.rebuilt()) == "")
    }

    @Test("the same while it runs, stopped in the middle of reading again")
    func backAgainRunning() throws {
        var run = try Self.stopped()
        let first = run.registry
        try run.take(try LiveRegistry.tables(start: Self.moment, move: .distantFuture, without: "aq-1"))
        #expect(!FileManager.default.fileExists(atPath: run.folder.checkpoint))
        try run.restart(with: first)
        try run.finishCounting()
        #expect(try run.files.differences(from: try run.rebuilt()) == "")
    }

    @Test("a day that somebody asked for is compared byte by byte, also while another registry is read")
    func askedWhileReadingAgain() throws {
        var run = try Self.stopped()
        let path = "summaries/air/hour/area=west/day=2026-04-01/air-hour_west_2026-04-01.csv"
        let file = URL(filePath: run.folder.path + "/" + path)
        var bytes = try Data(contentsOf: file)
        bytes[bytes.count - 2] ^= 1
        try bytes.write(to: file)
        try run.take(try LiveRegistry.tables(start: Self.moment, move: .distantFuture, without: "aq-3"))
        let day = CivilDate(year: 2026, month: 4, day: 1)
        #expect(try run.ask(for: [DayToRebuild(.air, area: "west", date: day)]).isEmpty)
        try run.finish()
        #expect(try run.files.differences(from: try run.rebuilt()) == "")
    }

    @Test("the file begins with its mark and the number of its layout, and another layout is not read")
    func layout() throws {
        var run = try Self.stopped()
        var bytes = try Data(contentsOf: URL(filePath: run.folder.checkpoint))
        #expect(Array(bytes.prefix(8)) == Array("1KERBACK".utf8))
        #expect(Array(bytes[8..<12]) == [6, 0, 0, 0])
        bytes[8] = 1
        try bytes.write(to: URL(filePath: run.folder.checkpoint))
        try run.restart()
        try run.finishCounting()
        #expect(run.recordsRead == Self.records)
    }

    @Test("a checkpoint of a place that the journal has lost is not used")
    func aheadOfJournal() throws {
        let run = try Self.stopped()
        let live = try LiveRun.summaries(
            run.folder, run.registry, run.windows, committed: .init(segment: 1, offset: 500))
        #expect(live.position == .start)
    }
}
