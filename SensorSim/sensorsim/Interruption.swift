import Dispatch
import Foundation
import Synchronization

/// Whether the user asked to stop: Ctrl-C or SIGTERM. What was sent is still waited for, for a few seconds.
struct Interruption {
    private final class State: Sendable {
        let isRaised = Mutex(false)
        let afterGrace = Mutex<[@Sendable () -> Void]>([])
        let atOnce = Mutex<[@Sendable () -> Void]>([])

        func raise() {
            let isSecond = isRaised.withLock { raised in
                defer { raised = true }
                return raised
            }
            for action in atOnce.withLock(\.self) { action() }
            let actions = afterGrace.withLock(\.self)
            if isSecond {
                for action in actions { action() }
            } else {
                DispatchQueue.global().asyncAfter(deadline: .now() + 3) { for action in actions { action() } }
            }
        }
    }

    private let state = State()
    /// Kept, because a source that is released hears nothing.
    private let sources: [any DispatchSourceSignal]

    init() {
        sources = [SIGINT, SIGTERM].map { number in
            // The default action would end the process before the source hears of it.
            signal(number, SIG_IGN)
            return DispatchSource.makeSignalSource(signal: number, queue: .global())
        }
        for source in sources {
            source.setEventHandler { [state] in state.raise() }
            source.resume()
        }
    }

    var isRaised: Bool { state.isRaised.withLock(\.self) }

    /// Does something as soon as the user asks to stop.
    func atOnce(_ action: @escaping @Sendable () -> Void) {
        state.atOnce.withLock { $0.append(action) }
    }

    /// Does something three seconds after the interruption, or at once at the second one.
    func afterGrace(_ action: @escaping @Sendable () -> Void) {
        state.afterGrace.withLock { $0.append(action) }
    }
}
