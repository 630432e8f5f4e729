package import Readings
import Registry
package import Tables

extension Corridor {
    /// Takes over what is known of all time: how far each borough has come, when each device was heard first and last.
    /// Rows of silence rest on it. Both corridors have the same registry.
    package mutating func adoptExtents(of other: Corridor) {
        for index in boroughs.indices {
            if let newest = other.boroughs[index].newest { boroughs[index].noteRecord(received: newest) }
        }
        for index in sensors.indices { sensors[index].adoptExtent(of: other.sensors[index]) }
        for index in chargePoints.indices {
            chargePoints[index].firstAt = other.chargePoints[index].firstAt
            chargePoints[index].lastReceived = other.chargePoints[index].lastReceived
        }
    }

    /// The partitions that hold rows of these days.
    package func partitions(_ kind: DayToRebuild.Kind, area: String, dates: ClosedRange<CivilDate>) -> [Partition] {
        var partitions: Set<Partition> = []
        for dataset in settings.datasets where (dataset.family == .air) == (kind == .air) && kind != .received {
            var date = dates.lowerBound
            while date <= dates.upperBound {
                if dataset.restsOnFiles {
                    for day in dataset.datesResting(on: date) {
                        partitions.insert(Partition(dataset, area: area, holding: day.startUTC))
                    }
                }
                let start = date.startUTC
                let isHourly = dataset.partitionLength == .hour
                for hour in 0..<(isHourly ? 24 : 1) {
                    let instant = start.advanced(byMicroseconds: Int64(hour) * Microseconds.hour)
                    partitions.insert(Partition(dataset, area: area, holding: instant))
                }
                date = date.adding(days: 1)
            }
        }
        return partitions.sorted()
    }

    /// The part of a partition whose rows this corridor can compute. The rest of it, days of the same month, stays as it
    /// was published.
    package func computedSpan(of partition: Partition) -> Range<Instant> {
        // Whole from the hours' files, whatever memory holds.
        if partition.dataset.restsOnFiles { return partition.span }
        guard let borough = boroughs.firstIndex(where: { $0.borough.borough == partition.area }) else {
            return partition.span
        }
        let held = partition.dataset.family == .air ? settlement.held[borough].air : settlement.held[borough].charging
        return partition.span.clamped(to: held)
    }

    /// Whether memory holds a day, so that its files follow from memory.
    package func holds(_ day: DayToRebuild) -> Bool {
        guard day.kind != .received else { return received.day(day.date.daysSince1970) != nil }
        guard let borough = boroughs.firstIndex(where: { $0.borough.borough == day.area }) else { return false }
        let held = settlement.held[borough]
        return (day.kind == .air ? held.air : held.charging).contains(day.date.startUTC)
    }

    /// Marks partitions that are still to be written.
    package mutating func mark(_ partitions: some Sequence<Partition>) {
        for partition in partitions { settlement.markAgain(partition) }
    }

    /// Marks days of receipt whose files are still to be written.
    package mutating func markReceived(_ dates: [CivilDate]) {
        for date in dates { received.mark(date.daysSince1970) }
    }

    /// The boroughs that hold devices of a family.
    package var areas: [String] { settlement.areas }

    /// Forgets the lists of received days that no rebuild asked for.
    package mutating func forgetReceivedDays(before date: CivilDate) {
        received.forget(before: date.daysSince1970)
    }

    /// When a borough's records begin and end, by any device: the days that a rebuild can reach.
    package var firstInstant: Instant? { boroughs.indices.compactMap { firstInstant(ofBorough: $0) }.min() }
}

extension SensorDeployment {
    mutating func adoptExtent(of other: SensorDeployment) {
        firstCovered = other.firstCovered
        lastReceived = other.lastReceived
        for theirs in other.series {
            let index = seriesIndex(of: theirs.quantity, isListed: false)
            if let hour = theirs.earliestHour { series[index].noteReading(inHour: hour) }
        }
    }
}
