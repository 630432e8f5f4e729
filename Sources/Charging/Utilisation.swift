package import Readings

/// How a connector spent a window: microseconds in each state, and energy.
///
/// `pluggedIn`, `available`, `reserved`, `blocked`, `outOfService` and `unknown` add up to the window's length exactly.
package struct Utilisation: Hashable, Sendable {
    package var pluggedIn: Int64 = 0
    /// Split `pluggedIn`; nil where the evidence of the connector cannot tell of it, or of a part of it, which does not
    /// happen with transactions: an empty cell, not zero, in a free window too.
    package var charging: Int64? = 0
    package var idle: Int64? = 0
    package var available: Int64 = 0
    package var reserved: Int64 = 0
    package var blocked: Int64 = 0
    package var outOfService: Int64 = 0
    package var unknown: Int64 = 0
    /// Over any partition of time the parts add up to the energy of the sessions.
    package var energy = WattHours(millionths: 0)
    /// False where nothing tells energy: status alone is known of the connector, or of a car that was there, without a
    /// transaction or a meter.
    package var tellsEnergy = true
    /// Sessions that count and whose plug-in lies in the window.
    package var sessionsStarted = 0

    package init() {}

    /// The part of the window in which the state is known.
    package var capturedMicroseconds: Int64 {
        pluggedIn + available + reserved + blocked + outOfService
    }

    /// Whether there is a figure of energy to print: energy, or nought where it is told.
    package var isEnergyTold: Bool { energy.millionths != 0 || tellsEnergy }

    /// The figures of two neighbouring windows together.
    package static func + (left: Utilisation, right: Utilisation) -> Utilisation {
        var sum = left
        sum.pluggedIn += right.pluggedIn
        sum.charging = left.charging.flatMap { mine in right.charging.map { mine + $0 } }
        sum.idle = left.idle.flatMap { mine in right.idle.map { mine + $0 } }
        sum.available += right.available
        sum.reserved += right.reserved
        sum.blocked += right.blocked
        sum.outOfService += right.outOfService
        sum.unknown += right.unknown
        let energy = left.energy.millionths.addingReportingOverflow(right.energy.millionths)
        sum.energy = WattHours(millionths: energy.overflow ? .max : energy.partialValue)
        sum.tellsEnergy = left.tellsEnergy && right.tellsEnergy
        sum.sessionsStarted += right.sessionsStarted
        return sum
    }
}

/// The figures of one connector in one window. The cost grows with what lies inside the window and with the logarithm of
/// the rest. Windows are shorter than 292,000 years.
package func utilisation(of history: ConnectorHistory, in window: Range<Instant>) -> Utilisation {
    var figures = Utilisation()
    guard !window.isEmpty else { return figures }
    var charging: Int64 = 0
    var isTold = history.scope.tellsCharging(in: window)
    var tellsEnergy = history.scope.tellsEnergy(in: window)
    var index = history.timeline.partitioningIndex { $0.end > window.lowerBound }
    while index < history.timeline.count, history.timeline[index].start < window.upperBound {
        let interval = history.timeline[index]
        let length = min(interval.end, window.upperBound)
            .microseconds(since: max(interval.start, window.lowerBound))
        switch interval.state {
        case .pluggedIn: figures.pluggedIn += length
        case .available: figures.available += length
        case .reserved: figures.reserved += length
        case .blocked: figures.blocked += length
        case .outOfService: figures.outOfService += length
        case .unknown: break
        }
        if interval.isCharging { charging += length }
        if interval.state == .pluggedIn, !interval.knowsCharging {
            isTold = false
            let part = window.clamped(to: interval.start..<interval.end)
            if !history.meteredVisits.contains(where: { $0.overlaps(part) }) { tellsEnergy = false }
        }
        index += 1
    }
    figures.unknown = window.upperBound.microseconds(since: window.lowerBound) - figures.capturedMicroseconds
    figures.charging = isTold ? charging : nil
    figures.idle = isTold ? figures.pluggedIn - charging : nil
    figures.energy = energy(of: history, in: window)
    figures.tellsEnergy = tellsEnergy && !history.untoldVisits.contains { $0.overlaps(window) }
    figures.sessionsStarted =
        history.plugIns.partitioningIndex { $0 >= window.upperBound }
        - history.plugIns.partitioningIndex { $0 >= window.lowerBound }
    return figures
}

/// The part of a window's energy that a meter shows beside the sessions.
package func energyBesideSessions(of history: ConnectorHistory, in window: Range<Instant>) -> WattHours {
    guard !window.isEmpty else { return WattHours(millionths: 0) }
    let sum = history.beside.reduce(Int128(0)) {
        $0 + Int128($1.energy(until: window.upperBound) - $1.energy(until: window.lowerBound))
    }
    return WattHours(millionths: Int64(clamping: sum))
}

private func energy(of history: ConnectorHistory, in window: Range<Instant>) -> WattHours {
    var sum: Int128 = 0
    var index = history.latestEnds.partitioningIndex { $0 > window.lowerBound }
    while index < history.curves.count {
        let curve = history.curves[index]
        guard let start = curve.start, start < window.upperBound else { break }
        sum += Int128(curve.energy(until: window.upperBound) - curve.energy(until: window.lowerBound))
        index += 1
    }
    return WattHours(millionths: Int64(clamping: sum))
}
