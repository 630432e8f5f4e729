/// Decides from the space that is free on the disk whether messages are taken, and what is said. It knows no disk and no
/// clock.
struct SpaceJudgement {
    enum Level: Equatable {
        case ample, low, short
    }

    enum Saying: Equatable {
        /// Below the warning level.
        case low
        /// No message is taken any more.
        case short
        /// Messages are taken again.
        case enough
    }

    private let warnBytes: Int64
    private let stopBytes: Int64
    private(set) var level = Level.ample
    /// When each was said last, in microseconds of a clock that only goes forward.
    private var saidLow: Int64?
    private var saidShort: Int64?
    /// A write found no room, whatever the disk says is free: a quota, a size limit, the last bytes.
    private var hasWriteFailed = false
    /// How often in a row, though a trial went well between.
    private var failures = 0

    private static let betweenRepeats: Int64 = 10 * 60 * 1_000_000

    init(_ settings: SpaceSettings) {
        warnBytes = Int64(max(settings.warnFreeMebibytes, settings.stopFreeMebibytes)) << 20
        stopBytes = Int64(settings.stopFreeMebibytes) << 20
    }

    /// What is to be said now; nil when nothing changed, or it was said less than ten minutes ago.
    mutating func take(freeBytes: Int64, at now: Int64) -> Saying? {
        let before = level
        // A little more than the limit is needed to leave a level: files that come and go would change it all the time.
        if freeBytes < stopBytes + (before == .short ? stopBytes / 16 : 0) || hasWriteFailed {
            level = .short
        } else if freeBytes < warnBytes + (before == .low ? warnBytes / 16 : 0) {
            level = .low
        } else {
            level = .ample
        }
        switch level {
        case .short:
            guard before != .short || isDue(saidShort, at: now) else { return nil }
            saidShort = now
            return .short
        case .low where before != .short:
            guard isDue(saidLow, at: now) else { return nil }
            saidLow = now
            return .low
        case .low, .ample: return before == .short ? .enough : nil
        }
    }

    /// A write failed for want of room. No message is taken until a trial write succeeds.
    mutating func noteFailedWrite() {
        hasWriteFailed = true
        failures += 1
    }

    mutating func noteSuccessfulTrial() { hasWriteFailed = false }

    mutating func noteSuccessfulWrite() { failures = 0 }

    /// Seconds until the next trial: 1, 2, 4 and so on up to 64 while trials go well and writes do not.
    var secondsToTrial: Int { failures == 0 ? 0 : 1 << min(failures - 1, 6) }

    /// Nobody knows more than the disk says until a trial was written.
    var needsTrial: Bool { hasWriteFailed }

    private func isDue(_ said: Int64?, at now: Int64) -> Bool {
        said.map { now - $0 >= Self.betweenRepeats } ?? true
    }
}
