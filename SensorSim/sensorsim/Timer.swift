import Foundation
import Readings
import SensorSim

/// Waits until a message is due, on a clock that never steps.
struct Timer {
    private var schedule: Schedule
    private let clock = ContinuousClock()
    private var start: ContinuousClock.Instant?
    private var due: ContinuousClock.Instant
    private let interruption: Interruption
    /// When the latest message was due, counted from the first.
    private(set) var planned = Duration.zero

    init(_ pace: Pace, _ interruption: Interruption) {
        schedule = Schedule(pace)
        due = clock.now
        self.interruption = interruption
    }

    /// Notes the next message; true when it is not due yet.
    mutating func mustWait(received: Instant) -> Bool {
        let wait = schedule.dueOfNext(received: received)
        planned = max(planned, wait)
        guard wait > .zero || start == nil else { return false }
        let begin = start ?? clock.now
        start = begin
        due = begin + wait
        return due > clock.now
    }

    /// How long to wait still, at most a fifth of a second at a time, so that an interruption is soon heard; nil when the
    /// message is due.
    func nextPause() -> Duration? {
        let rest = due - clock.now
        guard rest > .zero, !interruption.isRaised else { return nil }
        return min(rest, .milliseconds(200))
    }

    func wait() {
        while let pause = nextPause() {
            Thread.sleep(forTimeInterval: Double(pause.components.attoseconds) / 1e18)
        }
    }
}
