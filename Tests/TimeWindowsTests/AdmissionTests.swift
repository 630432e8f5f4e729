import Readings
import Testing
import TimeWindows

@Suite("Admission")
struct AdmissionTests {
    @Test(
        "air: 7 days behind and 5 minutes ahead of receipt are the last that enter",
        arguments: [
            (Int64(0), Admission.Verdict.accepted),
            (300_000_000, .accepted), (300_000_001, .future), (86_400_000_000, .future),
            (-604_800_000_000, .accepted), (-604_800_000_001, .late), (-604_799_999_999, .accepted),
        ])
    func air(microsecondsAhead: Int64, verdict: Admission.Verdict) {
        let received = Instant(microseconds: 1_772_438_400_000_000)
        let observed = received.advanced(byMicroseconds: microsecondsAhead)
        #expect(Admission.air.verdict(observed: observed, received: received) == verdict)
    }

    @Test(
        "charging: 35 days behind, 5 minutes ahead",
        arguments: [
            (Int64(300_000_000), Admission.Verdict.accepted), (300_000_001, .future),
            (-3_024_000_000_000, .accepted), (-3_024_000_000_001, .late),
        ])
    func charging(microsecondsAhead: Int64, verdict: Admission.Verdict) {
        let received = Instant(microseconds: 1_772_438_400_000_000)
        let observed = received.advanced(byMicroseconds: microsecondsAhead)
        #expect(Admission.charging.verdict(observed: observed, received: received) == verdict)
    }

    @Test("no stamp and no receive time stops the process")
    func extremes() {
        #expect(Admission.air.verdict(observed: .distantFuture, received: .distantPast) == .future)
        #expect(Admission.air.verdict(observed: .distantPast, received: .distantFuture) == .late)
        #expect(Admission.air.verdict(observed: .distantFuture, received: .distantFuture) == .accepted)
        #expect(Admission.air.verdict(observed: .distantPast, received: .distantPast) == .accepted)
    }

    @Test("the first believable stamp is 2000-01-02")
    func believable() {
        // 10,957 days from 1970 to 2000 (30 years with 7 leap days), and one more.
        #expect(Admission.firstBelievableStamp.microseconds == (30 * 365 + 7 + 1) * 86_400_000_000)
    }

    @Test(
        "flags are written in alphabetical order",
        arguments: [
            ([], ""), (.withoutStamp, "without_stamp"), (.clockReset, "clock_reset"), (.arrivalTime, "arrival_time"),
            ([.withoutStamp, .clockReset], "clock_reset without_stamp"),
            ([.withoutStamp, .clockReset, .arrivalTime], "arrival_time clock_reset without_stamp"),
            ([.withoutStamp, .clockReset, .uncorrected], "clock_reset uncorrected without_stamp"),
        ] as [(ReadingFlags, String)])
    func flags(flags: ReadingFlags, text: String) {
        #expect(flags.text == text)
    }
}
