import SeededRandom
import Foundation
import Pipeline
import Readings
import Registry
import Testing

@testable import Intake

/// What the service publishes while it forgets, restarts and makes days again is what a rebuild from nothing makes.
@Suite("Live files equal a rebuild")
struct LivePropertyTests {
    /// KERBSIDE_LIVE_SEEDS counts the seeds, KERBSIDE_LIVE_FIRST is the first of them.
    static let seeds: [UInt64] = {
        let environment = ProcessInfo.processInfo.environment
        let first = environment["KERBSIDE_LIVE_FIRST"].flatMap { UInt64($0) } ?? 0
        let count = environment["KERBSIDE_LIVE_SEEDS"].flatMap { UInt64($0) }
        return Array(first..<first + (count ?? 20)) + (count == nil ? [admittedBeyondHorizon] : [])
    }()

    /// A copy was received later than it may and admitted by a person; then one that was received before it turned up.
    private static let admittedBeyondHorizon: UInt64 = 565

    @Test(
        "any journal, read in any pieces, with restarts: the files are those of a rebuild and of one sorted pass",
        arguments: seeds)
    func anyJournal(seed: UInt64) throws {
        let traffic = LiveTraffic(seed: seed)
        var numbers = SplitMix64(seed: ~seed)
        // At first, or at last, a registry in which a device is missing, sometimes.
        let absent = numbers.chance(in: 2) ? ["aq-1", "aq-2", "aq-9", "cp-1", "cp-2"][numbers.below(5)] : nil
        let isLost = numbers.chance(in: 2)
        let first = try traffic.registry(without: isLost ? nil : absent)
        let registry = try traffic.registry(without: isLost ? absent : nil)
        var run = try LiveRun(
            first, windows: traffic.windows, segmentBytes: Int64([1500, 6000, 40_000][numbers.below(3)]))
        if traffic.records.allSatisfy({ $0.packetID == 0 }), numbers.chance(in: 2) {
            run.lookBackRecords = 0
            try run.restart()
        }
        var isComplete = absent == nil
        var place = 0
        while place < traffic.records.count {
            let count = min(1 + numbers.below(numbers.chance(in: 9) ? 60 : 4), traffic.records.count - place)
            try run.append(traffic.records[place..<place + count])
            place += count
            if numbers.below(4) > 0 { try run.read() }
            if numbers.chance(in: 3), run.hasCaughtUp { try run.publish() }
            if numbers.chance(in: 3) { _ = try run.work() }
            if numbers.chance(in: 4) { try run.checkpoint() }
            if !isComplete, numbers.chance(in: 10) {
                isComplete = true
                if numbers.chance(in: 2) { try run.take(registry) } else { try run.restart(with: registry) }
            }
            if numbers.chance(in: 10) { try Self.interrupt(&run, &numbers) }
        }
        if !isComplete { try run.take(registry) }
        try run.finish()

        let live = try run.files
        try #require(live.files.count > 3)
        let fromRebuild = live.differences(from: try run.rebuilt())
        #expect(fromRebuild == "", "seed \(seed), rebuild: \(fromRebuild)")
        let sorted = try LiveRun.singlePass(traffic.records, registry, windows: traffic.windows)
        let fromSorted = live.summaries.differences(from: sorted.withoutMonthsStillOpen(in: live))
        #expect(fromSorted == "", "seed \(seed), sorted pass: \(fromSorted)")
        Self.expectBalanced(live, messages: traffic.records.count { !$0.isNote }, seed)
    }

    /// A kill, or a stop that was asked for; the checkpoint may be lost or damaged.
    private static func interrupt(_ run: inout LiveRun, _ numbers: inout SplitMix64) throws {
        if numbers.chance(in: 2) {
            try run.read()
            try run.publish(.endOfInput)
            try run.checkpoint()
        }
        if numbers.chance(in: 6) { try? FileManager.default.removeItem(atPath: run.folder.checkpoint) }
        if numbers.chance(in: 6), var bytes = try? Data(contentsOf: URL(filePath: run.folder.checkpoint)) {
            bytes[numbers.below(bytes.count)] ^= 1 << UInt8(numbers.below(8))
            try bytes.write(to: URL(filePath: run.folder.checkpoint))
        }
        try run.restart()
    }

    /// Each row adds up, and all rows together hold every message.
    private static func expectBalanced(_ files: LiveFiles, messages: Int, _ seed: UInt64) {
        let rows = files.rows(in: "balance/")
        #expect(rows.allSatisfy { $0[9] == "0" && $0[16] == "0" }, "seed \(seed)")
        #expect(rows.compactMap { Int($0[3]) }.reduce(0, +) == messages, "seed \(seed)")
    }
}
