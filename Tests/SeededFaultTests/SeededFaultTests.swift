import Foundation
import Testing

/// Broker, network, disk and clock go wrong around the real pipeline, as a seed says. KERBSIDE_FAULT_SEEDS counts the
/// seeds (100 without it, 500 in the quick check, 20,000 in the long one), KERBSIDE_FAULT_FIRST_SEED is the first of them;
/// KERBSIDE_FAULT_SEED=N runs one with a trace.
@Suite("Seeded faults")
struct SeededFaultTests {
    private static let environment = ProcessInfo.processInfo.environment
    static let one = environment["KERBSIDE_FAULT_SEED"].flatMap { UInt64($0) }
    static let first = environment["KERBSIDE_FAULT_FIRST_SEED"].flatMap { UInt64($0) } ?? 0
    static let count = environment["KERBSIDE_FAULT_SEEDS"].flatMap { UInt64($0) } ?? 100

    @Test(
        "nothing acknowledged is lost, the balance is zero, the files are the reference's, whatever fails",
        .enabled(if: one == nil))
    func seeds() async {
        let outcomes = await Self.outcomes(of: Self.first..<Self.first + Self.count)
        var counts = FaultCounts()
        for outcome in outcomes {
            counts.add(outcome.counts)
            guard !outcome.findings.isEmpty else { continue }
            Issue.record(
                """
                seed \(outcome.seed): \(outcome.findings.prefix(4).joined(separator: "\n"))
                Again, with a trace: KERBSIDE_FAULT_SEED=\(outcome.seed) swift test --filter SeededFaultTests
                """)
        }
        Self.tell("\(outcomes.count) seeds from \(Self.first): \(counts.line)")
        // With so many seeds, a fault that never happened is one that the simulation lost.
        guard Self.count >= 100 else { return }
        for fault in Fault.allCases {
            #expect(counts[fault] > 0, "no run had \(fault.rawValue)")
        }
    }

    @Test("one seed, with its trace", .enabled(if: one != nil, "KERBSIDE_FAULT_SEED names no seed"))
    func oneSeed() {
        let outcome = FaultRun.run(seed: Self.one ?? 0, isTraced: true)
        Self.tell(outcome.trace.joined(separator: "\n"))
        Self.tell(outcome.counts.line)
        #expect(outcome.findings == [])
    }

    @Test(
        "a seed is a run: twice the same seed, twice the same calls to the disk", arguments: [3, 14, 159] as [UInt64])
    func repeats(seed: UInt64) {
        let (first, second) = (FaultRun.run(seed: seed), FaultRun.run(seed: seed))
        #expect(first.digest == second.digest)
        #expect(first.findings == second.findings)
        #expect(first.counts.line == second.counts.line)
    }

    /// Everybody who runs the tests is to see what happened.
    private static func tell(_ line: String) { FileHandle.standardError.write(Data((line + "\n").utf8)) }

    /// As many at once as the machine has cores.
    private static func outcomes(of seeds: Range<UInt64>) async -> [FaultRun.Outcome] {
        await withTaskGroup(of: FaultRun.Outcome.self) { group in
            let lanes = UInt64(max(1, ProcessInfo.processInfo.activeProcessorCount))
            for seed in seeds.prefix(Int(lanes)) { group.addTask { FaultRun.run(seed: seed) } }
            var outcomes: [FaultRun.Outcome] = []
            var next = seeds.lowerBound + lanes
            for await outcome in group {
                outcomes.append(outcome)
                let seed = next
                next += 1
                if seed < seeds.upperBound { group.addTask { FaultRun.run(seed: seed) } }
            }
            return outcomes.sorted { $0.seed < $1.seed }
        }
    }
}
