import CMosquitto
import Glibc
import Synchronization

/// Asks a link to end. It wakes the link's loop at once; it may be raised from any thread and from a signal handler
/// (one atomic store and one write(2)).
package final class StopSignal: Sendable {
    /// Readable once the signal was raised, and from then on.
    let descriptor: Int32
    private let raised = Atomic<Bool>(false)

    package init() throws(LinkMistake) {
        descriptor = eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK))
        guard descriptor >= 0 else {
            throw LinkMistake(
                subject: .machine, finding: "No descriptor for a stop signal: \(SystemWords.error(errno))",
                remedy: "Raise the limit of open files (LimitNOFILE)")
        }
    }

    deinit {
        close(descriptor)
    }

    package func raise() {
        raised.store(true, ordering: .releasing)
        // Cannot fail but by overflow, and then the descriptor is readable already.
        _ = eventfd_write(descriptor, 1)
    }

    package var isRaised: Bool {
        raised.load(ordering: .acquiring)
    }
}
