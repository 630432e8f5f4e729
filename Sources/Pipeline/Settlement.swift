import Readings
import Tables

/// Which partitions have to be written, and how far each borough's windows have been closed.
struct Settlement: Sendable {
    private(set) var dirty: Set<Partition> = []
    /// Changed hours that were still open: their closing marks them, or the end of the input.
    private var openHours: Set<BoroughHour> = []
    /// Until when windows were closed, a borough each.
    private var closedUntil: [Int: Instant] = [:]
    let datasets: Set<Dataset>

    private struct BoroughHour: Hashable, Sendable {
        var borough: Int
        var hour: Int32
    }

    init(datasets: Set<Dataset>) {
        self.datasets = datasets
    }

    mutating func take() -> [Partition] {
        defer { dirty.removeAll(keepingCapacity: true) }
        return dirty.sorted()
    }

    mutating func mark(_ dataset: Dataset, area: String, holding instant: Instant) {
        guard datasets.contains(dataset) else { return }
        dirty.insert(Partition(dataset, area: area, holding: instant))
    }

    /// Marks what a changed hour of air readings reaches: its own windows, and the running means and indices up to a day
    /// ahead. What is open at `horizon` waits.
    mutating func markAir(_ changed: ChangedHour, borough: Int, area: String, horizon: Instant) {
        guard Hours.end(changed.hour) > horizon else {
            markAllAir(changed.hour, area: area)
            return
        }
        openHours.insert(BoroughHour(borough: borough, hour: changed.hour))
        for (dataset, length) in Self.parts where horizon.floored(toMicroseconds: length) > changed.from {
            mark(dataset, area: area, holding: Hours.start(changed.hour))
        }
    }

    /// The windows within an hour, which end while it is open.
    private static let parts = [
        (Dataset.airMinute, Microseconds.minute), (Dataset.airQuarterHour, Microseconds.quarterHour),
    ]

    private mutating func markHour(_ hour: Int32, area: String) {
        let start = Hours.start(hour)
        mark(.airHour, area: area, holding: start)
        mark(.airDay, area: area, holding: start)
        for reached in [hour, hour + 23] {
            mark(.airRunning, area: area, holding: Hours.start(reached))
            mark(.airIndex, area: area, holding: Hours.start(reached))
        }
    }

    /// Marks the rows of charging from an instant on. Windows that are open at `horizon` wait for their closing.
    mutating func markCharging(from start: Instant, area: String, horizon: Instant) {
        guard start < horizon else { return }
        for hour in Hours.of(start)...Hours.of(horizon) where Hours.end(hour) <= horizon {
            markChargingHour(hour, area: area)
        }
    }

    private mutating func markChargingHour(_ hour: Int32, area: String) {
        mark(.chargingHour, area: area, holding: Hours.start(hour))
        // A local day ends up to 14 hours before or 12 hours after the UTC day, so either neighbour can hold its end.
        for neighbour in [hour - 24, hour, hour + 24] {
            mark(.chargingDay, area: area, holding: Hours.start(neighbour))
        }
    }

    /// Marks the windows of rows that appeared, as far as they are closed.
    mutating func markNewRows(_ span: Range<Instant>, area: String, horizon: Instant, family: Dataset.Family) {
        let end = min(span.upperBound, horizon)
        guard span.lowerBound < end else { return }
        for hour in Hours.of(span.lowerBound)...Hours.of(end) {
            switch family {
            case .air: markAllAir(hour, area: area)
            case .charging: markChargingHour(hour, area: area)
            }
        }
    }

    private mutating func markAllAir(_ hour: Int32, area: String) {
        mark(.airMinute, area: area, holding: Hours.start(hour))
        mark(.airQuarterHour, area: area, holding: Hours.start(hour))
        markHour(hour, area: area)
    }

    /// What a borough has, so that nothing is marked that can have no row.
    struct BoroughContents {
        var borough: Int
        var area: String
        var hasSensors: Bool
        var hasConnectors: Bool
    }

    /// Marks the windows of a borough that ended since the last call, up to `horizon`; from `first` on at the first call.
    /// At the end of input the open ones too, as they stand.
    mutating func close(_ contents: BoroughContents, first: Instant, horizon: Instant, isAtEnd: Bool) {
        let (borough, area) = (contents.borough, contents.area)
        let from = closedUntil[borough] ?? first
        if horizon > from || isAtEnd {
            for hour in Hours.of(from)...max(Hours.of(from), Hours.of(horizon)) {
                let isOver = Hours.end(hour) > from && Hours.end(hour) <= horizon
                if contents.hasSensors {
                    for (dataset, length) in Self.parts
                    where isAtEnd || horizon.floored(toMicroseconds: length) > from {
                        mark(dataset, area: area, holding: Hours.start(hour))
                    }
                    if isOver { markHour(hour, area: area) }
                }
                if contents.hasConnectors, isOver || isAtEnd { markChargingHour(hour, area: area) }
            }
            // An open day rests on hours that were closed before.
            if isAtEnd, contents.hasSensors { mark(.airDay, area: area, holding: horizon) }
            closedUntil[borough] = max(from, horizon)
        }
        for open in openHours where open.borough == borough {
            if isAtEnd {
                markAllAir(open.hour, area: area)
            } else if Hours.end(open.hour) <= horizon {
                openHours.remove(open)
            }
        }
    }
}
