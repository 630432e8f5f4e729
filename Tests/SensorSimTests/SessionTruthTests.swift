import Readings
import SensorSim
import Testing

@Suite("The truth of sessions, as they were told")
struct SessionTruthTests {
    private typealias Faults = ChargingFaultTests

    private struct Start: Hashable {
        var chargePoint: String
        var connector: Int
        var stamp: Instant
    }

    @Test("Every start that was told is in the truth, also of a stuck session whose car had gone before the beginning")
    func stuck() throws {
        let run = Faults.run(days: 1, seed: 3) { $0.stuckSessions = 0.5 }
        var told: Set<Start> = []
        for call in run.calls where call.action == "StartTransaction" {
            told.insert(
                Start(
                    chargePoint: call.chargePoint, connector: try #require(call.connector),
                    stamp: try #require(call.stamp)))
        }
        let truth = Set(
            run.truths.compactMap { truth in
                truth.emitted.map { Start(chargePoint: truth.chargePoint, connector: truth.connector, stamp: $0.start) }
            })
        let gone = run.truths.filter { $0.pluggedOut < SimulatedDay.start && $0.emitted != nil }
        #expect(!gone.isEmpty)
        #expect(told == truth)
    }

    @Test("The word that a car takes no more is in the truth, also when its start waited in the queue behind it")
    func queued() throws {
        let run = Faults.run(days: 3, seed: 4) { $0.offline = .init(perWeek: 20, mu: 5, sigma: 0.5) }
        let words = run.calls.filter { $0.action == "StatusNotification" && $0.status == "SuspendedEV" }
        #expect(words.count > 60)
        var missing = 0
        for word in words {
            let at = try #require(word.stamp)
            let session = run.truths.first { truth in
                guard truth.chargePoint == word.chargePoint, truth.connector == word.connector,
                    let told = truth.emitted
                else { return false }
                return told.start <= at && at <= told.stop ?? .distantFuture
            }
            guard let samples = session?.emitted?.samples else { continue }
            if !samples.contains(where: { $0.at == at && !$0.isOfMeter }) { missing += 1 }
        }
        #expect(missing == 0)
    }
}
