import Readings
import Tables

/// Which partitions have to be written, and how far each borough's windows have been closed. Boroughs are numbers here.
struct Settlement: Sendable {
    private(set) var dirty: Set<Partition> = []
    /// Days that changed although memory no longer holds them.
    private(set) var beyond: Set<DayToRebuild> = []
    /// What can be computed, by borough.
    private(set) var held: [HeldSpans]
    let areas: [String]
    /// Changed hours that were still open: their closing marks them, or the end of the input.
    var openHours: Set<BoroughHour> = []
    /// Until when windows are being closed, by borough: where this settling began.
    var horizons: [Int: Instant] = [:]
    /// Until when windows were closed, a borough each.
    var closedUntil: [Int: Instant] = [:]
    let datasets: Set<Dataset>
    /// By borough; none for one without a school.
    var schools: [Int: SchoolTimes] = [:]

    struct BoroughHour: Hashable, Sendable {
        var borough: Int
        var hour: Int32
    }

    init(datasets: Set<Dataset>, areas: [String], memory: Memory) {
        self.datasets = datasets
        self.areas = areas
        held = areas.map { _ in HeldSpans(memory) }
    }

    /// What lies before these spans is forgotten from now on.
    mutating func hold(_ spans: HeldSpans, borough: Int) {
        held[borough] = spans
        openHours = openHours.filter { $0.borough != borough || Hours.start($0.hour) >= spans.air.lowerBound }
    }

    mutating func take() -> [Partition] {
        defer { dirty.removeAll(keepingCapacity: true) }
        return dirty.sorted()
    }

    mutating func takeBeyond() -> Set<DayToRebuild> {
        defer { beyond = [] }
        return beyond
    }

    mutating func mark(_ dataset: Dataset, borough: Int, holding instant: Instant) {
        guard datasets.contains(dataset) else { return }
        if dataset.restsOnFiles {
            // Made of files, whatever memory holds.
            dirty.insert(Partition(dataset, area: areas[borough], holding: instant))
            return
        }
        let span = dataset.family == .air ? held[borough].air : held[borough].charging
        if span.contains(instant) {
            dirty.insert(Partition(dataset, area: areas[borough], holding: instant))
        } else if instant < span.lowerBound {
            markBeyond(dataset.family == .air ? .air : .charging, borough: borough, holding: instant)
        }
    }

    /// Marks what was marked before and not done yet.
    mutating func markAgain(_ partition: Partition) { dirty.insert(partition) }

    mutating func markAgain(_ day: DayToRebuild) { beyond.insert(day) }

    mutating func markBeyond(_ kind: DayToRebuild.Kind, borough: Int, holding instant: Instant) {
        beyond.insert(DayToRebuild(kind, area: areas[borough], date: CivilDate(of: instant)))
    }

    /// Marks what a changed hour of air readings reaches: its own windows, and the running means and indices up to a day
    /// ahead. What is open at `horizon` waits.
    mutating func markAir(_ changed: ChangedHour, borough: Int, horizon: Instant) {
        markSchools(
            holding: changed.from..<max(changed.from, Hours.end(changed.hour)), borough: borough, horizon: horizon)
        guard Hours.end(changed.hour) > horizon else {
            markAllAir(changed.hour, borough: borough)
            return
        }
        openHours.insert(BoroughHour(borough: borough, hour: changed.hour))
        for (dataset, length) in Self.parts where horizon.floored(toMicroseconds: length) > changed.from {
            mark(dataset, borough: borough, holding: Hours.start(changed.hour))
        }
    }

    /// The windows within an hour, which end while it is open.
    private static let parts = [
        (Dataset.airMinute, Microseconds.minute), (Dataset.airQuarterHour, Microseconds.quarterHour),
    ]

    private static let longPeriods = Dictionary(
        grouping: Dataset.allCases.filter(\.restsOnFiles), by: \.family)

    private mutating func markHour(_ hour: Int32, borough: Int) {
        let start = Hours.start(hour)
        mark(.airHour, borough: borough, holding: start)
        mark(.airDay, borough: borough, holding: start)
        for reached in [hour, hour + 23] {
            mark(.airRunning, borough: borough, holding: Hours.start(reached))
            mark(.airIndex, borough: borough, holding: Hours.start(reached))
        }
        markLongPeriods(restingOn: hour, borough: borough, family: .air)
    }

    /// Months and years are made of published hours, statuses and sessions: whatever has those written again has these too.
    mutating func markLongPeriods(restingOn hour: Int32, borough: Int, family: Dataset.Family) {
        let date = CivilDate(of: Hours.start(hour))
        // A day counts when it is complete: its last hour marks it.
        if let horizon = horizons[borough], date.adding(days: 1).startUTC > horizon { return }
        markLongPeriods(restingOn: date, borough: borough, family: family)
    }

    private mutating func markLongPeriods(restingOn date: CivilDate, borough: Int, family: Dataset.Family) {
        for dataset in Self.longPeriods[family] ?? [] where datasets.contains(dataset) {
            for date in dataset.datesResting(on: date) { mark(dataset, borough: borough, holding: date.startUTC) }
        }
    }

    /// Marks the rows of charging in a stretch of time. Windows that are open at `horizon` wait for their closing.
    mutating func markCharging(_ span: Range<Instant>, borough: Int, horizon: Instant) {
        let end = min(span.upperBound, horizon)
        guard span.lowerBound < end else { return }
        for hour in Hours.of(span.lowerBound)...Hours.of(end) {
            if Hours.end(hour) <= end {
                markChargingHour(hour, borough: borough)
            } else if end.floored(toMicroseconds: Microseconds.quarterHour) > max(span.lowerBound, Hours.start(hour)) {
                mark(.chargingQuarterHour, borough: borough, holding: Hours.start(hour))
            }
        }
    }

    private mutating func markChargingHour(_ hour: Int32, borough: Int) {
        mark(.chargingQuarterHour, borough: borough, holding: Hours.start(hour))
        mark(.chargingHour, borough: borough, holding: Hours.start(hour))
        mark(.chargingStatus, borough: borough, holding: Hours.start(hour))
        // A local day ends up to 14 hours before or 12 hours after the UTC day, so either neighbour can hold its end.
        for neighbour in [hour - 24, hour, hour + 24] {
            mark(.chargingDay, borough: borough, holding: Hours.start(neighbour))
        }
        markLongPeriods(restingOn: hour, borough: borough, family: .charging)
    }

    /// Marks the windows of rows that appeared, as far as they are closed.
    mutating func markNewRows(_ span: Range<Instant>, borough: Int, horizon: Instant, family: Dataset.Family) {
        let end = min(span.upperBound, horizon)
        guard span.lowerBound < end else { return }
        if family == .air { markSchools(endingAfter: span.lowerBound, through: end, borough: borough) }
        for hour in Hours.of(span.lowerBound)...Hours.of(end) {
            switch family {
            case .air: markAllAir(hour, borough: borough)
            case .charging: markChargingHour(hour, borough: borough)
            }
        }
    }

    mutating func markAllAir(_ hour: Int32, borough: Int) {
        mark(.airMinute, borough: borough, holding: Hours.start(hour))
        mark(.airQuarterHour, borough: borough, holding: Hours.start(hour))
        markHour(hour, borough: borough)
    }

    /// What a borough has, so that nothing is marked that can have no row.
    struct BoroughContents {
        var borough: Int
        var hasSensors: Bool
        var hasConnectors: Bool
    }

    /// Marks the windows of a borough that ended since the last call, up to `horizon`; from `first` on at the first call.
    /// At the end of input the open ones too, as they stand.
    mutating func close(_ contents: BoroughContents, first: Instant, horizon: Instant, isAtEnd: Bool) {
        let borough = contents.borough
        let from = closedUntil[borough] ?? first
        if horizon > from || isAtEnd {
            for hour in Hours.of(from)...max(Hours.of(from), Hours.of(horizon)) {
                let isOver = Hours.end(hour) > from && Hours.end(hour) <= horizon
                if contents.hasSensors {
                    for (dataset, length) in Self.parts
                    where isAtEnd || horizon.floored(toMicroseconds: length) > from {
                        mark(dataset, borough: borough, holding: Hours.start(hour))
                    }
                    if isOver { markHour(hour, borough: borough) }
                }
                if contents.hasConnectors {
                    if isOver || isAtEnd {
                        markChargingHour(hour, borough: borough)
                    } else if horizon.floored(toMicroseconds: Microseconds.quarterHour) > from {
                        mark(.chargingQuarterHour, borough: borough, holding: Hours.start(hour))
                    }
                }
            }
            markSchools(endingAfter: from, through: horizon, borough: borough)
            // An open day rests on hours that were closed before, and so do the open windows of schools.
            if isAtEnd, contents.hasSensors {
                mark(.airDay, borough: borough, holding: horizon)
                // Months and years leave a day out until it is complete.
                for dataset in Self.longPeriods[.air] ?? [] { mark(dataset, borough: borough, holding: horizon) }
                let last = max(from, horizon).advanced(byMicroseconds: 1)
                markSchools(holding: from..<last, borough: borough, horizon: .distantFuture)
            }
            if isAtEnd, contents.hasConnectors {
                markLongPeriods(restingOn: CivilDate(of: horizon), borough: borough, family: .charging)
            }
            // Windows that the end of input shows while they are open are still to be closed, should it go on.
            closedUntil[borough] = isAtEnd ? from : max(from, horizon)
        }
        for open in openHours where open.borough == borough {
            if isAtEnd {
                markAllAir(open.hour, borough: borough)
                let span = Hours.start(open.hour)..<Hours.end(open.hour)
                markSchools(holding: span, borough: borough, horizon: .distantFuture)
            } else if Hours.end(open.hour) <= horizon {
                openHours.remove(open)
            }
        }
    }
}
