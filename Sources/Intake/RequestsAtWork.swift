import Journal
import Pipeline

/// What people asked for with `kerbside rebuild`, from the request to the day that is made again.
struct RequestsAtWork {
    private let requests: RebuildRequests
    /// Requests whose notes are on their way into the journal, by name.
    private var taken: Set<String> = []
    /// The days that people asked for, and those that their admissions reach.
    private var asked: Set<DayToRebuild> = []
    private var isReadingAgain = false

    /// A request that was taken up, and how many of its days are older than what the journal holds.
    struct Taken {
        var request: RebuildRequest
        var datesLost: Int
    }

    init(_ requests: RebuildRequests) {
        self.requests = requests
    }

    /// What was asked of the service before it was stopped goes on.
    mutating func resume(_ live: inout LiveSummaries) throws -> [Taken] {
        let begun = try requests.list(.begun).map { try take($0.request, &live) }
        // The checkpoint may know already what their admissions reach.
        if begun.contains(where: { $0.request.admission != nil }) { asked.formUnion(live.daysLeft) }
        return begun
    }

    /// Takes up what was asked since.
    mutating func hear(_ live: inout LiveSummaries, _ orders: IntakeOrders) throws -> [Taken] {
        var found: [Taken] = []
        for (name, request) in requests.list(.asked) where taken.insert(name).inserted {
            if let note = request.note { orders.journal(note) }
            found.append(try take(request, &live))
        }
        return found
    }

    private mutating func take(_ request: RebuildRequest, _ live: inout LiveSummaries) throws -> Taken {
        let days = request.daysToRebuild(areas: live.corridor.areas)
        asked.formUnion(days)
        let lost = try live.add(days)
        return Taken(request: request, datesLost: Set(lost.map(\.date)).count)
    }

    /// Marks requests as begun when a restart would find their notes in the journal, and as done when their days are made.
    ///
    /// `committed` is looked at after the notes: what it says then has them.
    mutating func mark(
        _ live: inout LiveSummaries, _ orders: IntakeOrders, committed: @autoclosure () -> JournalPosition
    ) {
        // A day on which messages come can be asked for anew at any time: it was made once.
        let made = live.takeDaysMade()
        guard !taken.isEmpty || !asked.isEmpty, orders.notes.isEmpty else { return }
        if !live.isReadingAgain { asked.subtract(made) }
        for name in taken { requests.begin(name) }
        taken = []
        // What an admission reaches is known when the journal was read again; days beyond memory are made after that.
        if isReadingAgain, !live.isReadingAgain { asked.formUnion(live.daysLeft) }
        isReadingAgain = live.isReadingAgain
        guard live.position >= committed(), !live.isReadingAgain, !live.isRenewed,
            live.daysLeft.isDisjoint(with: asked)
        else { return }
        requests.finishBegun()
        asked = []
    }
}
