import Pipeline
import Readings

/// The days that are to be made again from the journal.
struct RebuildQueue: Sendable {
    private(set) var days: Set<DayToRebuild> = []

    var isEmpty: Bool { days.isEmpty }

    /// From when on the journal is whole.
    var whole = WholeDays.all

    /// Returns the days that the journal no longer holds: their files stay as they are.
    @discardableResult
    mutating func add(_ more: Set<DayToRebuild>) -> Set<DayToRebuild> {
        let lost = more.filter { $0.date.startUTC < whole.first($0.kind) }
        days.formUnion(lost.isEmpty ? more : more.subtracting(lost))
        return lost
    }

    /// Days that are made together: neighbours, so that the journal is read once for all of them, and few, so that they
    /// fit in memory.
    mutating func next() -> RebuildJob? {
        guard let first = days.min(by: { ($0.date, $0.kind.rawValue) < ($1.date, $1.kind.rawValue) }) else {
            return nil
        }
        let last = first.date.adding(days: RebuildJob.mostDays(first.kind) - 1)
        let taken = days.filter { $0.kind == first.kind && $0.date <= last }
        days.subtract(taken)
        return RebuildJob(kind: first.kind, days: taken).withoutGaps
    }
}

/// Some days of one kind, made again from a part of the journal.
struct RebuildJob: Sendable {
    let kind: DayToRebuild.Kind
    let days: Set<DayToRebuild>
    let dates: ClosedRange<CivilDate>

    init(kind: DayToRebuild.Kind, days: Set<DayToRebuild>) {
        self.kind = kind
        self.days = days
        let dates = days.map(\.date)
        let first = dates.min() ?? CivilDate(daysSince1970: 0)
        self.dates = first...max(first, dates.max() ?? first)
    }

    /// The job with every day of its span for each of its areas. A file of a month is written for the whole span, with the
    /// records that there were as the job began; a day within it that did not belong to the job would not be written again
    /// for those that came since.
    var withoutGaps: RebuildJob {
        guard kind != .received else { return self }
        var all: Set<DayToRebuild> = []
        for area in Set(days.map(\.area)) {
            var date = dates.lowerBound
            while date <= dates.upperBound {
                all.insert(DayToRebuild(kind, area: area, date: date))
                date = date.adding(days: 1)
            }
        }
        return RebuildJob(kind: kind, days: all)
    }

    static func mostDays(_ kind: DayToRebuild.Kind) -> Int {
        switch kind {
        // A week and its charging block.
        case .air, .charging: 7
        case .received: 4
        }
    }

    /// The instants of the days.
    var span: Range<Instant> { dates.lowerBound.startUTC..<dates.upperBound.adding(days: 1).startUTC }
}
