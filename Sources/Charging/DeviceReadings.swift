import Readings

/// What the registers of a charge point's sessions meant, each by itself: where a session has too few of its own, the others
/// decide.
struct DeviceReadings: Sendable {
    struct Vote: Sendable {
        var plugIn: Instant
        var end: Instant
        var reading: RegisterReading
    }

    /// Sessions count that lie wholly within four weeks of both ends of the one in question: inside the reach of every
    /// block that it touches, with a week to spare for their own replies.
    static let distance = 28 * Microseconds.day
    /// Reference ev.md, section 8: decide per device from three sessions.
    static let fewest = 3

    private let votes: [Vote]

    init(_ votes: [Vote]) {
        self.votes = votes.sorted { $0.plugIn < $1.plugIn }
    }

    /// What most of the sessions around agree on; nil where they are too few.
    func reading(near registers: SessionRegisters) -> RegisterReading? {
        let from = registers.end.advanced(byMicroseconds: -Self.distance)
        let to = registers.plugIn.advanced(byMicroseconds: Self.distance)
        var counts: [RegisterReading: Int] = [:]
        var all = 0
        for vote in votes[votes.partitioningIndex { $0.plugIn >= from }...] {
            if vote.plugIn > to { break }
            guard vote.end <= to else { continue }
            counts[vote.reading, default: 0] += 1
            all += 1
        }
        return counts.first { $0.value >= Self.fewest && $0.value * 2 > all }?.key
    }
}
