/// When the corridor settles and publishes: at most once a second of wall time, and while it reads an old journal only
/// every half minute.
struct PublicationPace {
    private var last: Int64 = 0
    private var recordsSince = 0

    private static let shortestMicroseconds: Int64 = 1_000_000
    private static let longestMicroseconds: Int64 = 30_000_000

    /// `isWaiting`: partitions were held back and may be due, even without a new record.
    mutating func isDue(at now: Int64, hasCaughtUp: Bool, records: Int, isWaiting: Bool) -> Bool {
        recordsSince += records
        guard recordsSince > 0 || isWaiting else { return false }
        // A clock that was set back makes the distance negative: then nobody knows, and it is due.
        return now < last || now - last >= (hasCaughtUp ? Self.shortestMicroseconds : Self.longestMicroseconds)
    }

    mutating func published(at now: Int64) {
        last = now
        recordsSince = 0
    }
}
