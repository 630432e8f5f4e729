import Journal

/// When a checkpoint is written: every ten minutes, and after 256 MiB of journal, so that a start replays seconds.
struct CheckpointPace {
    private var last: Int64
    private var position: JournalPosition

    private static let pauseMicroseconds: Int64 = 600_000_000
    private static let mostBytes: Int64 = 256 << 20

    init(at now: Int64, position: JournalPosition) {
        last = now
        self.position = position
    }

    func isDue(at now: Int64, position: JournalPosition) -> Bool {
        guard position != self.position else { return false }
        let isFar = position.segment != self.position.segment || position.offset - self.position.offset > Self.mostBytes
        // A clock that was set back tells nothing: then it is due.
        return isFar || now < last || now - last >= Self.pauseMicroseconds
    }

    mutating func kept(at now: Int64, position: JournalPosition) {
        last = now
        self.position = position
    }
}
