package import Readings

/// The rated power of the connectors of a charge point, as far as it is known.
package struct RatedPower: Hashable, Sendable {
    private struct Row: Hashable {
        var connector: Int
        var span: Range<Instant>
        var cap: PowerCap
    }

    private var rows: [Row] = []

    /// Of no connector.
    package init() {}

    /// - Parameter kilowatts: of the connector, more than 0; what is not is not known.
    package mutating func add(_ kilowatts: Millionths, connector: Int, during span: Range<Instant>) {
        guard kilowatts.count > 0 else { return }
        rows.append(Row(connector: connector, span: span, cap: PowerCap(milliwatts: kilowatts.count)))
    }

    /// Nil where the rating is not known.
    func cap(ofConnector connector: Int, at instant: Instant) -> PowerCap? {
        rows.first { $0.connector == connector && $0.span.contains(instant) }?.cap
    }
}

/// The most energy that is believed of a connector over a time: 1.2 x rating x time. The fifth above the rating is for
/// meters of class B or worse, stamps of whole minutes and ratings that were rounded down (reference ev.md, section 8).
struct PowerCap: Hashable, Sendable {
    /// The rating; the cap is a fifth more.
    var milliwatts: Int64

    /// Millionths of a watt-hour.
    func energy(over microseconds: Int64) -> Int64 {
        guard microseconds > 0 else { return 0 }
        let product = Int128(milliwatts) * 1000 * Int128(microseconds) * 6
        return Int64(clamping: product / Int128(5 * Microseconds.hour))
    }
}

extension PowerCap? {
    /// Without a rating everything is believed.
    func energy(from start: Instant, to end: Instant) -> Int64 {
        self?.energy(over: end.microseconds(since: start)) ?? .max
    }
}
