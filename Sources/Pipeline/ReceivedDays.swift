import Readings

/// The days of receipt that memory holds, ascending.
struct ReceivedDays: Sendable {
    private(set) var days: [ReceivedDay] = []
    /// Of the days that were forgotten.
    private(set) var forgotten = MessageBalance()
    /// What comes for an earlier day is left to a rebuild of that day.
    private(set) var firstHeld: Int32 = .min
    /// The day of the message at hand.
    private var current = 0
    /// Days received that are not held, of which a message came.
    private(set) var beyond: Set<Int32> = []

    init() {}

    init(days: [ReceivedDay], forgotten: MessageBalance, firstHeld: Int32, beyond: Set<Int32>) {
        self.days = days
        self.forgotten = forgotten
        self.firstHeld = firstHeld
        self.beyond = beyond
    }

    /// Makes the day of a receive time the current one. Of a day that is not held the messages are counted all the same,
    /// and the day is left to a rebuild.
    mutating func open(_ day: Int32) {
        if current >= days.count || days[current].day != day {
            current = index(of: day)
        }
        days[current].isChanged = true
    }

    private mutating func index(of day: Int32) -> Int {
        var at = days.count
        while at > 0, days[at - 1].day > day { at -= 1 }
        if at > 0, days[at - 1].day == day { return at - 1 }
        if at <= current, !days.isEmpty { current += 1 }
        days.insert(ReceivedDay(day: day), at: at)
        days[at].isLeftToRebuild = day < firstHeld
        return at
    }

    /// The current day.
    var today: ReceivedDay {
        get { days[current] }
        _modify { yield &days[current] }
    }

    /// A source's balance on the current day.
    subscript(source: Int) -> MessageBalance {
        get { source < days[current].balances.count ? days[current].balances[source] : MessageBalance() }
        _modify {
            while days[current].balances.count <= source { days[current].balances.append(MessageBalance()) }
            yield &days[current].balances[source]
        }
    }

    /// Adds to a source's numbers of copies on some day.
    mutating func add(day: Int32, source: Int, standing: Int, duplicates: Int, conflicts: Int) {
        let at = days[current].day == day ? current : index(of: day)
        while days[at].balances.count <= source { days[at].balances.append(MessageBalance()) }
        days[at].balances[source].standing += standing
        days[at].balances[source].duplicateReadings += duplicates
        days[at].balances[source].conflicts += conflicts
        days[at].isChanged = true
    }

    /// Days on which a copy of a reading beyond memory can have been received: their numbers are a rebuild's.
    mutating func leaveToRebuild(_ span: ClosedRange<Int32>) {
        for day in span where day < firstHeld { beyond.insert(day) }
        for index in days.indices where span.contains(days[index].day) {
            days[index].isLeftToRebuild = true
            days[index].isChanged = true
        }
    }

    var total: MessageBalance {
        var total = forgotten
        for day in days { for balance in day.balances { total += balance } }
        return total
    }

    /// Forgets the days before `day`.
    mutating func forget(before day: Int32) {
        firstHeld = max(firstHeld, day)
        while let first = days.first, first.day < firstHeld {
            if first.isLeftToRebuild { beyond.insert(first.day) }
            for balance in first.balances { forgotten += balance }
            days.removeFirst()
        }
        current = 0
    }

    /// The days that changed since they were asked for; days that a rebuild has to write are left out.
    mutating func takeChanged() -> [Int32] {
        var changed: [Int32] = []
        for index in days.indices where days[index].isChanged {
            days[index].isChanged = false
            if days[index].isLeftToRebuild {
                beyond.insert(days[index].day)
            } else {
                changed.append(days[index].day)
            }
        }
        return changed
    }

    mutating func mark(_ day: Int32) {
        // A day that is left to a rebuild is written by that, once.
        if let index = days.firstIndex(where: { $0.day == day && !$0.isLeftToRebuild }) { days[index].isChanged = true }
    }

    mutating func takeBeyond() -> Set<Int32> {
        defer { beyond = [] }
        return beyond
    }

    func day(_ day: Int32) -> ReceivedDay? { days.first { $0.day == day } }
}
