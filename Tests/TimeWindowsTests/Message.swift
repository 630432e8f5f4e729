import Readings
import TimeWindows

/// One message of a test: an interval of the hour, in whole seconds, and what it says.
struct Message: Hashable, CustomStringConvertible {
    var startSeconds: Int
    var lengthSeconds = 10
    /// Seconds after the hour's start.
    var receivedSeconds: Int
    var flags: ReadingFlags = []
    /// Quantity and millionths, in the payload's order.
    var values: [Value]

    struct Value: Hashable {
        var quantity: Quantity
        var millionths: Int64
    }

    static let hour = Instant(microseconds: 1_772_438_400_000_000)

    init(
        at start: Int, lasting length: Int = 10, received: Int, flags: ReadingFlags = [], _ values: (Quantity, Int64)...
    ) {
        startSeconds = start
        lengthSeconds = length
        receivedSeconds = received
        self.flags = flags
        self.values = values.map { Value(quantity: $0.0, millionths: $0.1) }
    }

    var arrival: DeviceHour.Arrival {
        DeviceHour.Arrival(
            intervalStart: Self.hour.advanced(byMicroseconds: Int64(startSeconds) * Microseconds.second),
            intervalLength: Int64(lengthSeconds) * Microseconds.second,
            received: Self.hour.advanced(byMicroseconds: Int64(receivedSeconds) * Microseconds.second), flags: flags)
    }

    var samples: [Sample] {
        values.map { Sample(quantity: $0.quantity, value: Millionths($0.millionths), stamp: nil) }
    }

    var description: String {
        let said = values.map { "\($0.quantity.name)=\($0.millionths)" }.joined(separator: " ")
        return "[\(startSeconds)+\(lengthSeconds) @\(receivedSeconds) \(flags.text) \(said)]"
    }
}

/// Changes on each day that has any.
typealias DayCounts = [Int32: CopyTally.Counts]

extension CopyTally {
    var byDay: DayCounts {
        var days: DayCounts = [:]
        forEach { days[$0, default: Counts()] += $1 }
        return days
    }
}

extension DeviceHour {
    /// The table after the messages, taken in their order.
    init(_ messages: [Message]) {
        var days: DayCounts = [:]
        self.init(messages, adding: &days)
    }

    /// Sums up what each message is told to have changed.
    init(_ messages: [Message], adding days: inout DayCounts) {
        let first = messages[0].arrival
        self.init(
            start: Message.hour, intervalLength: first.intervalLength,
            firstDelay: first.received.microseconds(since: first.intervalStart), expectedRows: 4, expectedColumns: 2)
        var tally = CopyTally()
        for message in messages {
            tally.reset(received: message.arrival.received)
            _ = insert(message.arrival, message.samples[...], tally: &tally)
            tally.forEach { days[$0, default: CopyTally.Counts()] += $1 }
        }
        days = days.filter { $0.value != CopyTally.Counts() }
    }

    @discardableResult
    mutating func insert(_ message: Message) -> DayCounts {
        var tally = CopyTally()
        _ = insert(message.arrival, message.samples[...], tally: &tally)
        return tally.byDay
    }

    func wholeHour(_ quantity: Quantity, coveredUntil: Int64 = 0) -> WindowFigures {
        figures(quantity, .wholeHour, coveredUntil: coveredUntil)
    }

    func figures(_ quantity: Quantity, _ stretch: Stretch, coveredUntil: Int64 = 0) -> WindowFigures {
        guard let column = column(of: quantity) else { return .empty }
        var scratch = Scratch()
        return figures(
            column: column, rows: rows(in: stretch, from: 0), stretch: stretch, coveredUntil: coveredUntil,
            scratch: &scratch)
    }
}
