import Testing

@testable import Intake

@Suite("Room on the disk")
struct SpaceJudgementTests {
    private static let mebibyte: Int64 = 1 << 20
    private static let minute: Int64 = 60_000_000

    private static func judgement(warn: Int = 1024, stop: Int = 256) -> SpaceJudgement {
        var settings = SpaceSettings()
        settings.warnFreeMebibytes = warn
        settings.stopFreeMebibytes = stop
        return SpaceJudgement(settings)
    }

    private struct Look {
        var minute: Int64
        var free: Int64
        var level: SpaceJudgement.Level
        var saying: SpaceJudgement.Saying?
    }

    @Test("a change is said once, a warning at most each ten minutes, and a level is left a sixteenth above its limit")
    func story() {
        // 1024 + 64 and 256 + 16 MiB are where the levels are left.
        let looks = [
            Look(minute: 0, free: 1024, level: .ample), Look(minute: 1, free: 1023, level: .low, saying: .low),
            Look(minute: 2, free: 500, level: .low), Look(minute: 3, free: 1087, level: .low),
            Look(minute: 4, free: 1088, level: .ample), Look(minute: 5, free: 1000, level: .low),
            Look(minute: 11, free: 1000, level: .low, saying: .low),
            Look(minute: 12, free: 255, level: .short, saying: .short),
            Look(minute: 13, free: 100, level: .short), Look(minute: 21, free: 271, level: .short),
            Look(minute: 22, free: 271, level: .short, saying: .short),
            Look(minute: 23, free: 272, level: .low, saying: .enough),
            Look(minute: 24, free: 272, level: .low, saying: .low),
            Look(minute: 25, free: 255, level: .short, saying: .short),
            Look(minute: 26, free: 9000, level: .ample, saying: .enough),
        ]
        var judgement = Self.judgement()
        for look in looks {
            let saying = judgement.take(freeBytes: look.free * Self.mebibyte, at: look.minute * Self.minute)
            #expect(saying == look.saying, "minute \(look.minute)")
            #expect(judgement.level == look.level, "minute \(look.minute)")
        }
    }

    @Test("after a write that found no room nothing is taken, whatever the disk says, until a trial went well")
    func failedWrite() {
        var judgement = Self.judgement(stop: 0)
        #expect(!judgement.needsTrial)
        judgement.noteFailedWrite()
        #expect(judgement.needsTrial)
        #expect(judgement.take(freeBytes: .max, at: 0) == .short)
        #expect(judgement.level == .short)
        judgement.noteSuccessfulTrial()
        #expect(judgement.take(freeBytes: .max, at: 1) == .enough)
        #expect(judgement.level == .ample)
    }

    @Test("while trials go well and writes do not, the wait doubles up to 64 s; a write that goes well ends that")
    func waits() {
        var judgement = Self.judgement()
        var waits: [Int] = []
        for _ in 1...9 {
            judgement.noteFailedWrite()
            judgement.noteSuccessfulTrial()
            waits.append(judgement.secondsToTrial)
        }
        #expect(waits == [1, 2, 4, 8, 16, 32, 64, 64, 64])
        judgement.noteSuccessfulWrite()
        #expect(judgement.secondsToTrial == 0)
    }

    @Test("a warning level below the stopping one counts as that")
    func limitsTheWrongWayRound() {
        var judgement = Self.judgement(warn: 10, stop: 256)
        #expect(judgement.take(freeBytes: 257 * Self.mebibyte, at: 0) == nil)
        #expect(judgement.take(freeBytes: 255 * Self.mebibyte, at: 0) == .short)
    }
}
