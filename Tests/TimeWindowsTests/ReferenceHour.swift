import Readings
import TimeWindows

/// The design's rules for one device and hour in the plainest way: collect everything, sort, group, count.
///
/// A reading is one value that a message names. Readings of one quantity and interval are copies of each other: the one
/// received first stands, of those received together the smallest. Equal copies are duplicates, the others conflicts, each on the UTC day that received it.
struct ReferenceHour {
    private struct Key: Hashable {
        var start: Int
        var length: Int
        var quantity: Quantity
    }

    private struct Standing {
        var start: Int64
        var end: Int64
        var value: Int64
        var flags: ReadingFlags
    }

    private var standing: [Quantity: [Standing]] = [:]
    private(set) var copiesByDay: DayCounts = [:]

    init(_ messages: [Message]) {
        var copies: [Key: [(received: Int, value: Int64)]] = [:]
        for message in messages {
            for value in message.values {
                let key = Key(
                    start: message.startSeconds, length: message.lengthSeconds, quantity: value.quantity)
                copies[key, default: []].append((message.receivedSeconds, value.millionths))
            }
        }
        for (key, said) in copies {
            guard let winner = said.min(by: { ($0.received, $0.value) < ($1.received, $1.value) }) else { continue }
            for copy in said {
                let isEqual = copy.value == winner.value
                copiesByDay[Self.day(copy.received), default: .init()] +=
                    isEqual ? .init(duplicates: 1) : .init(conflicts: 1)
            }
            copiesByDay[Self.day(winner.received), default: .init()] += .init(standing: 1, duplicates: -1)
            // What is odd about a message is odd about its interval: flags of all its copies stand together.
            let flags = messages.filter { $0.startSeconds == key.start && $0.lengthSeconds == key.length }
                .reduce(into: ReadingFlags()) { $0.formUnion($1.flags) }
            let start = Int64(key.start) * Microseconds.second
            standing[key.quantity, default: []].append(
                Standing(
                    start: start, end: start + Int64(key.length) * Microseconds.second, value: winner.value,
                    flags: flags))
        }
    }

    func figures(_ quantity: Quantity, _ stretch: DeviceHour.Stretch) -> WindowFigures {
        let longest = stretch.end - stretch.start
        let inside = (standing[quantity] ?? []).filter {
            $0.start >= stretch.start && $0.start < stretch.end && $0.end - $0.start <= longest
        }
        guard !inside.isEmpty else { return .empty }
        let ascending = inside.map(\.value).sorted()
        let count = Int128(ascending.count)
        let sum = ascending.reduce(Int128(0)) { $0 + Int128($1) }
        var figures = WindowFigures.empty
        figures.n = Int32(ascending.count)
        figures.coveredMicroseconds = Self.covered(inside, stretch)
        figures.mean = Picounits(Millionths.rounded(sum * 1_000_000, over: count))
        figures.minimum = ascending[0]
        figures.maximum = ascending[ascending.count - 1]
        figures.median = Self.percentile(ascending, twentieths: 10)
        figures.percentile95 = Self.percentile(ascending, twentieths: 19)
        if count > 1 {
            // n * sum of squares - (sum)^2 = sum over all pairs of the squared difference.
            var pairs: Int128 = 0
            for (index, left) in ascending.enumerated() {
                for right in ascending[..<index] { pairs += Int128(left - right) * Int128(left - right) }
            }
            figures.standardDeviation = Int64((Double(pairs) / Double(count * (count - 1))).squareRoot().rounded())
        }
        figures.flaggedCount = Int32(inside.count { !$0.flags.isEmpty })
        figures.flags = inside.reduce(into: ReadingFlags()) { $0.formUnion($1.flags) }
        return figures
    }

    /// Days since 1970 of a time in seconds after the hour's start.
    private static func day(_ received: Int) -> Int32 {
        Int32((Message.hour.microseconds / 1_000_000 + Int64(received)) / 86_400)
    }

    /// Whole seconds are marked one by one.
    private static func covered(_ inside: [Standing], _ stretch: DeviceHour.Stretch) -> Int64 {
        var seconds: Set<Int64> = []
        for reading in inside {
            let end = min(reading.end, stretch.end)
            seconds.formUnion(reading.start / Microseconds.second..<end / Microseconds.second)
        }
        return Int64(seconds.count) * Microseconds.second
    }

    /// Type 7: `position` counts twentieths of a step between order statistics.
    private static func percentile(_ ascending: [Int64], twentieths: Int) -> Int64 {
        let position = (ascending.count - 1) * twentieths
        let low = Int128(ascending[position / 20])
        let high = Int128(ascending[min(position / 20 + 1, ascending.count - 1)])
        return Int64(Millionths.rounded(low * 20 + (high - low) * Int128(position % 20), over: 20))
    }
}
