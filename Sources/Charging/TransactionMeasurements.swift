import Readings

/// Which measurements of a connector are whose.
struct TransactionMeasurements {
    /// Of one connector, ordered by plug-in.
    let transactions: [Transaction]

    /// The measurements that name the transaction, and those that name none, or one that cannot be compared, from its
    /// start to the next one's.
    func of(
        _ all: [ConnectorEvidence.Measurement], index: Int, until end: Instant
    ) -> [ConnectorEvidence.Measurement] {
        let transaction = transactions[index]
        let next = index + 1 < transactions.count ? transactions[index + 1].plugIn : .distantFuture
        let lower = all.partitioningIndex { $0.at >= transaction.plugIn }
        let upper = all.partitioningIndex { $0.at > end }
        return all[lower..<max(lower, upper)].filter { measurement in
            transaction.isNamed(by: measurement.transaction) ?? (measurement.at < next)
        }
    }

    /// The registers, with those that a joint of the transaction tells, ascending in time.
    func registers(
        _ all: [ConnectorEvidence.Measurement], of index: Int, until end: Instant
    ) -> [EnergyCurve.Knot] {
        var knots = of(all, index: index, until: end).map { EnergyCurve.Knot(at: $0.at, energy: $0.value) }
        for joint in transactions[index].joints {
            if let stop = joint.stop { knots.append(EnergyCurve.Knot(at: stop.at, energy: stop.meter.millionths)) }
            knots.append(EnergyCurve.Knot(at: joint.restart, energy: joint.meterRestart.millionths))
        }
        guard !transactions[index].joints.isEmpty else { return knots }
        return knots.sorted { ($0.at, $0.energy) < ($1.at, $1.energy) }
    }
}

extension Transaction {
    /// Its own number and those of the transactions that go on with it.
    var numbers: [Int64] {
        ([number] + joints.map(\.number)).compactMap(\.self).filter { $0 < Self.firstTextNumber }
    }
}
