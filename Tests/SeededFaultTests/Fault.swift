/// What the simulation does to the pipeline, and what of its own work must happen on the way.
enum Fault: String, CaseIterable {
    case kill = "kills"
    case powerLoss = "power losses"
    case crashAtStart = "crashes while starting"
    case lostWrite = "lost writes"
    case tornWrite = "torn writes"
    case zeroedWrite = "zeroed writes"
    case lostEntry = "lost directory entries"
    case failedWrite = "EIO"
    case failedSync = "EIO of fsync"
    case fullDisk = "ENOSPC"
    case shortWrite = "short writes"
    case linkCut = "link cuts"
    case cutBeforeAcknowledgement = "cuts before PUBACK"
    case redelivery = "redeliveries"
    case retainedAgain = "retained messages again"
    case duplicate = "duplicates"
    case reordering = "reorderings"
    case clockBack = "clock steps back"
    case clockForward = "clock steps forward"
    case clockTenYearsBack = "clock steps by ten years"
    case wrongDeviceClock = "wrong device clocks"
    case withoutStamp = "messages without a stamp"
    case late = "late readings"
    case conflict = "conflicts"
    case poison = "poison messages"
    case stop = "stops"
    case damagedCheckpoint = "damaged checkpoints"
    case heldUp = "waits for room on the disk"
    case checkpoint = "checkpoints written"
    case resumed = "starts from a checkpoint"
    case forgotten = "days forgotten"
    case rebuilt = "days rebuilt"
}

/// How often each fault happened, so that one sees that it did.
struct FaultCounts: Sendable {
    private var counts: [Int] = Array(repeating: 0, count: Fault.allCases.count)

    subscript(fault: Fault) -> Int { counts[Fault.allCases.firstIndex(of: fault) ?? 0] }

    mutating func note(_ fault: Fault, _ times: Int = 1) {
        counts[Fault.allCases.firstIndex(of: fault) ?? 0] += times
    }

    mutating func add(_ other: FaultCounts) {
        for index in counts.indices { counts[index] += other.counts[index] }
    }

    var line: String { Fault.allCases.map { "\($0.rawValue) \(self[$0])" }.joined(separator: ", ") }
}
