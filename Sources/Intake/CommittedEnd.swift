import Dispatch
import Journal
import Synchronization

/// How far the journal is committed: the link moves it on, the corridor reads up to it. The journal itself is the queue
/// between them, so that a slow corridor costs disk, never memory or messages.
final class CommittedEnd: Sendable {
    private struct State {
        var opened: JournalPosition?
        var position: JournalPosition?
        var isClosed = false
    }

    private let state = Mutex(State())
    private let changed = DispatchSemaphore(value: 0)

    func advance(to position: JournalPosition) {
        state.withLock {
            $0.opened = $0.opened ?? position
            $0.position = position
        }
        changed.signal()
    }

    /// Nothing more will be committed.
    func close() {
        state.withLock { $0.isClosed = true }
        changed.signal()
    }

    /// Where the journal ended when it was opened: a checkpoint that is further is of records that were lost since. Nil
    /// until then.
    var opened: JournalPosition? { state.withLock { $0.opened } }

    /// Nil until the journal was opened.
    var position: JournalPosition? { state.withLock { $0.position } }

    var isClosed: Bool { state.withLock { $0.isClosed } }

    /// Returns when something changed since the last call, or after the time.
    func wait(atMost time: DispatchTimeInterval) {
        _ = changed.wait(timeout: .now() + time)
        // Signals that came together are one change.
        while changed.wait(timeout: .now()) == .success {}
    }
}
