package import Readings

/// Seven UTC days, counted from 1970-01-01, whose figures are worked out together: the windows and the sessions (by
/// plug-in) of a block are a function of the events and the records inside its reach, and of nothing else.
///
/// The reach is the block and 35 days on either side. Before it, because a session or a status that holds in the block is
/// at most that old (`ChargingReach`); behind it, because a stop may come that late. One thing is lost at the edge: the end
/// of a transaction that began before the reach does not end the word of its car; the next word does, which a charge point
/// sends at once (OCPP 1.6 edition 2, section 4.9).
package struct ChargingBlock: Hashable, Strideable, Sendable {
    /// Blocks since the one that begins on 1970-01-01.
    package let number: Int64

    static let length = 7 * Microseconds.day
    /// 35 days are a whole number of blocks, and so reaches begin and end where blocks do.
    static let blocksOfReach: Int64 = ChargingReach.session / length

    package init(number: Int64) {
        self.number = number
    }

    package static func block(holding instant: Instant) -> ChargingBlock {
        ChargingBlock(number: instant.floored(toMicroseconds: length).microseconds / length)
    }

    /// The blocks whose figures an event or a record of that instant may change.
    package static func blocks(reaching instant: Instant) -> ClosedRange<ChargingBlock> {
        let own = block(holding: instant).number
        return ChargingBlock(number: own - blocksOfReach)...ChargingBlock(number: own + blocksOfReach)
    }

    package var span: Range<Instant> { start..<ChargingBlock(number: number + 1).start }

    /// The beginnings of its UTC days.
    package var days: [Instant] {
        (0..<7).map { span.lowerBound.advanced(byMicroseconds: $0 * Microseconds.day) }
    }

    package var reach: Range<Instant> {
        ChargingBlock(number: number - Self.blocksOfReach)
            .start..<ChargingBlock(number: number + Self.blocksOfReach + 1).start
    }

    package func distance(to other: ChargingBlock) -> Int { Int(other.number - number) }

    package func advanced(by blocks: Int) -> ChargingBlock { ChargingBlock(number: number + Int64(blocks)) }

    private var start: Instant {
        let (microseconds, isBeyond) = number.multipliedReportingOverflow(by: Self.length)
        if isBeyond { return number < 0 ? .distantPast : .distantFuture }
        return Instant(microseconds: microseconds)
    }
}
