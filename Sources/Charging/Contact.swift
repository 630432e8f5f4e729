import Readings

/// When a charge point was in contact, and so how long a word of it is believed.
///
/// OCPP 1.6 calls a unit offline that was silent for twice its heartbeat interval; a broker tells it at once by a last will.
/// What the unit said before is suspended meanwhile: a unit that is back sends its status only where that changed (edition 2,
/// section 4.9). After 24 hours of silence it is worth nothing until it is said again.
struct Contact {
    let liveness: Liveness
    /// Up to when anything was received, of whatever device.
    let asOf: Instant
    /// When the unit was out of contact; united.
    private var lost: [Range<Instant>] = []
    /// The silences before, as long as the last word was believed; united.
    private var carried: [Range<Instant>] = []
    /// The figures are the same for every later `asOf` up to this one.
    private(set) var holdsUntil = Instant.distantFuture

    init(liveness: Liveness, events: [RecordedEvent] = [], asOf: Instant) {
        self.liveness = liveness
        self.asOf = asOf
        var silences = LinkSilences(events, liveness).ranges
        for silence in HeartbeatSilences(events, liveness).silences {
            silences.append(silence.lost)
            if silence.lost.lowerBound < asOf {
                carried.append(silence.carried)
            } else {
                holdsUntil = min(holdsUntil, silence.lost.lowerBound)
            }
        }
        lost = silences.united()
        carried = carried.united().subtracting(lost)
    }

    /// A word for as long as it is believed.
    struct Belief {
        /// Ascending.
        var pieces: [Piece] = []
        /// The same for every later `asOf` up to this one.
        var holdsUntil = Instant.distantFuture

        struct Piece {
            var range: Range<Instant>
            /// The unit was silent meanwhile, and for so long that nobody knew any more in the end.
            var isCarried: Bool
        }
    }

    /// - Parameters:
    ///   - instant: when the word was told.
    ///   - heard: where the carry begins to count, when that is not the word itself.
    ///   - next: when the next word was told.
    func belief(from instant: Instant, heard: Instant? = nil, until next: Instant) -> Belief {
        var belief = Belief()
        let believed = min(next, instant.advanced(byMicroseconds: ChargingReach.status))
        let (end, last) = liveness.carry(from: heard ?? instant, notPast: believed)
        guard instant < end else { return belief }
        var carriedFrom = end
        if end < believed {
            if end < asOf { carriedFrom = max(instant, last) } else { belief.holdsUntil = end }
        }
        if lost.isEmpty {
            belief.add(instant..<carriedFrom, isCarried: false)
        } else {
            for part in Self.touching(lost, instant..<carriedFrom, [instant..<carriedFrom].subtracting) {
                let silent = Self.touching(carried, part) { [part].intersection($0) }
                for span in [part].subtracting(silent) { belief.add(span, isCarried: false) }
                for span in silent { belief.add(span, isCarried: true) }
            }
            belief.pieces.sort { $0.range.lowerBound < $1.range.lowerBound }
        }
        for part in Self.touching(lost, carriedFrom..<end, [carriedFrom..<end].united().subtracting) {
            belief.add(part, isCarried: true)
        }
        return belief
    }

    /// What comes of those of the ranges alone that touch a span.
    private static func touching(
        _ ranges: [Range<Instant>], _ span: Range<Instant>, _ combined: ([Range<Instant>]) -> [Range<Instant>]
    ) -> [Range<Instant>] {
        let lower = ranges.partitioningIndex { $0.upperBound > span.lowerBound }
        let upper = ranges.partitioningIndex { $0.lowerBound >= span.upperBound }
        return combined(Array(ranges[lower..<max(lower, upper)]))
    }
}

extension Contact.Belief {
    fileprivate mutating func add(_ range: Range<Instant>, isCarried: Bool) {
        if !range.isEmpty { pieces.append(Piece(range: range, isCarried: isCarried)) }
    }
}
