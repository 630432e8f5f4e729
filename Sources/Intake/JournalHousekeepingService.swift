import Dispatch
import Journal
import Logging
import Readings
import ServiceLifecycle
import Synchronization

/// Compresses and removes old parts of the journal now and then, on a thread of its own beside the writer. Not for virtual
/// time: there the age of a file says nothing about the age of its messages.
struct JournalHousekeepingService: Service {
    let settings: Settings
    let end: CommittedEnd
    let logger: Logger
    private let stop = Stop()

    init(settings: Settings, end: CommittedEnd, logger: Logger) {
        self.settings = settings
        self.end = end
        self.logger = logger
    }

    private static let between: DispatchTimeInterval = .seconds(600)

    func run() async throws {
        try await withTaskCancellationOrGracefulShutdownHandler {
            try await onOwnThread(named: "housekeeping") { keepHouse() }
        } onCancelOrGracefulShutdown: {
            stop.raise()
        }
    }

    private func keepHouse() {
        // Only the process that has opened the journal may change it.
        while end.position == nil, !end.isClosed { if stop.isRaised(within: .seconds(1)) { return } }
        var saidError = ""
        repeat {
            do {
                try round()
                saidError = ""
            } catch {
                // A compression that finds no room, above all: it leaves the plain segment as it was.
                if "\(error)" != saidError {
                    logger.warning("Old parts of the journal stay as they are for now: \(error)")
                }
                saidError = "\(error)"
            }
        } while !stop.isRaised(within: Self.between)
    }

    /// One segment a step, so that a stop waits for one at most.
    private func round() throws {
        let journal = try JournalHousekeeping(path: settings.data + "/journal")
        let now = Instant(microseconds: wallClock())
        // By age, one segment a round: a clock that runs ahead for an hour must not cost the whole journal.
        say(try journal.remove(writtenBefore: now.days(before: settings.retention.days), keepingAtMost: nil))
        let bytes = settings.retention.gigabytes.map { Int64($0) << 30 }
        while !stop.isRaised, say(try journal.remove(writtenBefore: nil, keepingAtMost: bytes)) {}
        while !stop.isRaised, say(try journal.survey()) {}
        let age = now.days(before: settings.retention.compressAfterDays)
        while !stop.isRaised, say(try journal.compress(writtenBefore: age)) {}
    }

    /// True when there was something to say.
    @discardableResult
    private func say(_ step: HousekeepingStep?) -> Bool {
        switch step {
        case .removed?: step.map { logger.notice("\($0)") }
        case .leftPlain?: step.map { logger.warning("\($0)") }
        case .compressed?: step.map { logger.info("\($0)") }
        case .surveyed?: step.map { logger.debug("\($0)") }
        case nil: return false
        }
        return true
    }

    /// Raised once, when the service is to end.
    private final class Stop: Sendable {
        private let raised = Atomic<Bool>(false)
        private let changed = DispatchSemaphore(value: 0)

        var isRaised: Bool { raised.load(ordering: .acquiring) }

        func raise() {
            raised.store(true, ordering: .releasing)
            changed.signal()
        }

        /// Waits so long at most.
        func isRaised(within time: DispatchTimeInterval) -> Bool {
            if !isRaised { _ = changed.wait(timeout: .now() + time) }
            return isRaised
        }
    }
}

extension Instant {
    fileprivate func days(before days: Int) -> Instant {
        advanced(byMicroseconds: -Int64(days) * 86_400 * Microseconds.second)
    }
}
