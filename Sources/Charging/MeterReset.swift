import Readings

/// A session whose meter began anew meanwhile: the parts that the readings show add up. What flowed between the last
/// reading before a reset and the reset itself nobody knows, and it is not guessed.
struct MeterReset {
    /// Millionths of a watt-hour.
    private(set) var energy: Int64 = 0
    /// Cumulative since plug-in, the stop's included.
    private(set) var knots: [EnergyCurve.Knot] = []
    private(set) var resets = 0
    /// Readings that fit nowhere.
    private(set) var rejected = 0
    /// Whether the last reading is one that fits: for a finished session, its stop.
    private(set) var reachesEnd = false

    private let points: [EnergyCurve.Knot]
    private let isOpen: Bool
    private let cap: PowerCap?

    /// Follows the readings from the meter's start on. A reading below the one before is a reset when what it shows can have
    /// flowed since, and the next reading goes on from there below the old level; else it is an outlier.
    init(_ registers: SessionRegisters) {
        let isOpen = registers.meterStop == nil
        self.isOpen = isOpen
        cap = registers.cap
        var points = registers.values.filter { $0.at > registers.plugIn && (isOpen || $0.at < registers.end) }
        if let meterStop = registers.meterStop {
            points.append(EnergyCurve.Knot(at: registers.end, energy: meterStop))
        }
        self.points = points
        var last = EnergyCurve.Knot(at: registers.plugIn, energy: registers.meterStart)
        for index in points.indices {
            let point = points[index]
            let isFall = point.energy < last.energy
            let gain = isFall ? point.energy : point.energy.subtractingReportingOverflow(last.energy).partialValue
            let isBelievable = gain >= 0 && gain <= cap.energy(from: last.at, to: point.at)
            guard isBelievable, !isFall || isConfirmed(index, below: last.energy) else {
                rejected += 1
                continue
            }
            let (sum, isOverflow) = energy.addingReportingOverflow(gain)
            guard !isOverflow else { return }
            energy = sum
            resets += isFall ? 1 : 0
            knots.append(EnergyCurve.Knot(at: point.at, energy: sum))
            last = point
            reachesEnd = index == points.count - 1
        }
    }

    /// Without a rating a later reading at the old level shows that the meter was the old one.
    private func isConfirmed(_ index: Int, below level: Int64) -> Bool {
        let later = points[(index + 1)...]
        guard let next = later.first else { return !isOpen }
        guard next.energy >= points[index].energy, next.energy < level else { return false }
        return cap != nil || later.allSatisfy { $0.energy < level }
    }
}
