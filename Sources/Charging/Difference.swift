package import Readings

/// Where two states of knowledge about one connector differ.
package struct ConnectorDifference: Hashable, Sendable {
    /// From when on windows may show other seconds or other energy; nil where none does.
    package var windowsFrom: Instant?
    /// From when on statuses may differ; nil where none does.
    package var statusesFrom: Instant?
    /// Plug-ins of the sessions whose rows differ.
    package var plugIns: [Instant] = []
}

extension ConnectorHistory {
    /// A connector of which nothing was heard.
    package static let empty = ConnectorHistory(connector: 0, sessions: [], timeline: [], statuses: [])

    package func difference(from old: ConnectorHistory) -> ConnectorDifference {
        var difference = ConnectorDifference()
        var starts = [Self.firstDifference(timeline, old.timeline)].compactMap(\.self)
        let before = Dictionary(old.sessions.map { (SessionKey($0), $0) }) { first, _ in first }
        let after = Dictionary(sessions.map { (SessionKey($0), $0) }) { first, _ in first }
        for session in sessions + old.sessions {
            let (earlier, later) = (before[SessionKey(session)], after[SessionKey(session)])
            guard earlier != later else { continue }
            difference.plugIns.append(session.plugIn)
            if earlier?.isCounted != later?.isCounted { starts.append(session.plugIn) }
            if let start = EnergyCurve.firstDifference(earlier?.curve ?? .none, later?.curve ?? .none) {
                starts.append(start)
            }
        }
        for index in 0..<max(beside.count, old.beside.count) {
            let mine = index < beside.count ? beside[index] : .none
            guard let start = EnergyCurve.firstDifference(index < old.beside.count ? old.beside[index] : .none, mine)
            else { continue }
            starts.append(start)
            break
        }
        if let start = scope.firstDifference(from: old.scope) { starts.append(start) }
        difference.windowsFrom = starts.min()
        difference.statusesFrom = Self.firstDifference(statuses, old.statuses)
        return difference
    }

    private struct SessionKey: Hashable {
        var plugIn: Instant
        var ordinal: Int

        init(_ session: ChargingSession) {
            plugIn = session.plugIn
            ordinal = session.ordinal
        }
    }

    /// The first instant at which two timelines differ. An interval that only grew differs from its old end on.
    private static func firstDifference<Interval: Lasting>(_ left: [Interval], _ right: [Interval]) -> Instant? {
        let common = zip(left, right).prefix { $0 == $1 }.count
        switch (common < left.count, common < right.count) {
        case (false, false): return nil
        case (true, false): return left[common].start
        case (false, true): return right[common].start
        case (true, true):
            var (one, other) = (left[common], right[common])
            let end = min(one.end, other.end)
            one.end = end
            other.end = end
            return one == other ? end : min(one.start, other.start)
        }
    }
}

/// Something that lasts from a start to an end.
private protocol Lasting: Equatable {
    var start: Instant { get }
    var end: Instant { get set }
}

extension StateInterval: Lasting {}
extension StatusInterval: Lasting {}

extension EnergyCurve {
    /// The first instant from which the energy of windows may differ: the last knot that both have.
    static func firstDifference(_ left: EnergyCurve, _ right: EnergyCurve) -> Instant? {
        guard left != right else { return nil }
        let common = zip(left.knots, right.knots).prefix { $0 == $1 }.count
        if common > 0 { return left.knots[common - 1].at }
        return [left.start, right.start].compactMap(\.self).min()
    }
}
