/// A link that receives, and gives each message to the caller before the broker hears that it arrived.
///
/// The loop reads a batch, hands it to `commit`, and only when that returned sends the acknowledgements. Whatever was not
/// acknowledged, the broker sends again. A subscriber runs on one thread of its own: it waits in poll(2), and opening
/// a connection waits for DNS and TCP.
package struct Subscriber: ~Copyable {
    private let settings: LinkSettings
    /// Filters that the session at the broker may still hold, and that are no longer wanted.
    private var unwanted: [String]
    private var backoff: Backoff
    private var random = SystemRandomNumberGenerator()

    /// - Parameter previousFilters: every filter that this client id was ever granted or may have asked for, as the
    ///   caller recorded them *before* the link was made; a session that continues keeps them until they are taken back.
    /// - Throws: `LinkMistake` for settings that cannot work.
    package init(_ settings: LinkSettings, previousFilters: [String]) throws(LinkMistake) {
        try settings.validate()
        guard !settings.filters.isEmpty else {
            throw LinkMistake(
                subject: .filter, finding: "There is no topic filter to subscribe to",
                remedy: "Name at least one, for example westminster/#")
        }
        self.settings = settings
        self.backoff = settings.backoff
        self.unwanted = previousFilters.filter { !settings.filters.contains($0) }
    }

    /// Keeps the link up until the stop signal is raised: a broker that is down, refuses us or drops us is an event and
    /// is tried again. Ends within a second of the signal, unless a connection is just being opened.
    ///
    /// - Parameters:
    ///   - commit: keeps the batch for good (journal, fsync). If it throws, the link ends without a further word to the
    ///     broker, so that the batch is delivered again.
    ///   - event: told of each change of state, on this thread.
    ///   - between: called a few times a second while nothing is uncommitted, and before each pause without a link.
    /// - Throws: `LinkMistake` when the broker refuses a subscription or a certificate's file is unusable; whatever
    ///   `commit` throws.
    package mutating func run(
        commit: (borrowing InboxBatch) throws -> Void, event: (LinkEvent) -> Void,
        between: () throws -> Void = {}, until stop: StopSignal
    ) throws {
        while !stop.isRaised {
            // The handle is new each time, so renewed certificates are read and nothing of an old link is left.
            var link = try ReceivingLink(settings, unwanted: unwanted)
            var fault = link.open()
            while fault == nil, !stop.isRaised {
                fault = try link.turn(commit: commit, event: event, stop: stop)
                try between()
            }
            guard let fault else {
                link.close()
                break
            }
            let wait =
                fault.cause == .takenOver
                ? backoff.nextAfterTakeover(using: &random)
                : backoff.next(afterLinkHeld: link.age, using: &random)
            event(.down(fault, retryAfter: wait))
            try between()
            Readiness.pause(wait, stop: stop)
        }
        event(.stopped)
    }
}
