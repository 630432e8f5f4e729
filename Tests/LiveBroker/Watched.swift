import Foundation
import Synchronization

/// A value that one thread changes and another waits on, with a deadline instead of sleeps.
package final class Watched<Value: Sendable>: Sendable {
    private let value: Mutex<Value>
    private let changed = NSCondition()

    package init(_ value: Value) {
        self.value = Mutex(value)
    }

    package var current: Value {
        value.withLock { $0 }
    }

    package func update(_ change: (inout Value) -> Void) {
        changed.lock()
        value.withLock { change(&$0) }
        changed.broadcast()
        changed.unlock()
    }

    /// Waits until the value is as asked. False when the deadline passed first.
    package func wait(seconds: Double, until isReached: (Value) -> Bool) -> Bool {
        let deadline = Date(timeIntervalSinceNow: seconds)
        changed.lock()
        defer { changed.unlock() }
        while !value.withLock({ isReached($0) }) {
            if !changed.wait(until: deadline) { return value.withLock { isReached($0) } }
        }
        return true
    }
}
