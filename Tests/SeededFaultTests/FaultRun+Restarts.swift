import Pipeline
import Readings

/// Falling and getting up.
extension FaultRun {
    /// An error ends the process, unless nobody made it fail.
    mutating func fall(_ error: any Error) throws {
        if disk.isDown { return try crash("crashed: \(error)") }
        guard disk.takeRefused() else { throw Broken(findings: ["failed by itself: \(error)"]) }
        try crash("ended: \(error)")
    }

    /// As systemd stops the service: what was received is read, published and kept.
    mutating func stop() throws {
        broker.cut()
        counts.note(.stop)
        hasStopped = true
        note("stopping")
        let crashes = disk.counts[.kill] + disk.counts[.powerLoss]
        while try perform(.read) {}
        for work in [PipelineUnderTest.Work.publish(.endOfInput), .checkpoint] {
            guard crashes == disk.counts[.kill] + disk.counts[.powerLoss] else { return }
            _ = try perform(work)
            // Nobody waits for room while the service stops.
            if heldUp != nil { return try crash("stopped without room on the disk") }
        }
        try crash("stopped")
    }

    mutating func crash(_ words: String) throws {
        pipeline = nil
        heldUp = nil
        broker.cut()
        try leaveBehind(words)
        try start()
    }

    /// The process is gone, and in some cases the power with it.
    mutating func leaveBehind(_ words: String) throws {
        let isPowerLoss = chance.oneIn(2)
        note(words + (isPowerLoss ? ", and the power went" : ""))
        if isPowerLoss { try disk.restartAfterPowerLoss() } else { disk.restartAfterKill() }
        let findings = disk.takeFindings()
        if !findings.isEmpty { throw Broken(findings: findings) }
        ledger.forgetJournal()
        if chance.oneIn(12) { try disk.damage(disk.root + "/data/state/checkpoint") }
        trueTime.microseconds += Int64(chance.below(60)) * Microseconds.second
    }

    /// Starts the process, again and again while the disk fails it.
    mutating func start() throws {
        for attempt in 0... {
            if attempt < 3, chance.oneIn(5) { disk.plan(plan()) }
            do {
                let new = try PipelineUnderTest(
                    folder: disk.root + "/data", city: city, segmentBytes: segmentBytes, turnRecords: turnRecords,
                    closing: closing)
                if !disk.isDown {
                    if new.isResumed { counts.note(.resumed) }
                    pipeline = new
                    break
                }
            } catch {
                guard disk.isDown || disk.takeRefused() else {
                    throw Broken(findings: ["does not start: \(error)"])
                }
            }
            counts.note(.crashAtStart)
            try leaveBehind("crashed while starting")
        }
        note("started")
        try follow()
    }
}
