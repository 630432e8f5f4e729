import Readings

/// Sends a feed out of order and twice, for tests of the promise that order and copies do not matter.
package struct Disorder: Sendable {
    private let within: Int64
    private let repeatEvery: Int
    private var random: RandomStream
    private var waiting = EarliestFirst<SimulatedMessage>()
    private var taken = 0
    /// What arrived up to here has been taken, so what waits until here may go.
    private var horizon = Instant.distantPast

    /// - Parameters:
    ///   - seconds: each message is held back for a random time up to so much, by the feed's own times; 0 keeps the order.
    ///   - repeatEvery: every so many messages one is given twice; 0 for none.
    package init(withinSeconds seconds: Double, repeatEvery: Int, seed: UInt64) {
        within = Int64(min(max(seconds, 0), 1e9) * 1e6)
        self.repeatEvery = repeatEvery
        random = RandomStream(seed: seed, name: "disorder")
    }

    /// Takes the feed's next message; messages come in the order of their receive times.
    package mutating func take(_ message: SimulatedMessage) {
        taken += 1
        horizon = max(horizon, message.received)
        hold(message)
        if repeatEvery > 0, taken % repeatEvery == 0 { hold(message) }
    }

    private mutating func hold(_ message: SimulatedMessage) {
        // In a feed that steps back in time a message is held from the newest time on.
        let at = horizon.advanced(byMicroseconds: within > 0 ? random.whole(0...within) : 0)
        waiting.insert(message, due: at)
    }

    /// The next message that may go; `atEnd` when nothing more will be taken.
    package mutating func next(atEnd: Bool) -> SimulatedMessage? {
        guard let due = waiting.firstDue, atEnd || due <= horizon else { return nil }
        return waiting.popFirst()
    }
}
