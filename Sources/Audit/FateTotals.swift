internal import Readings

/// How many readings or events ended where; they add up to those that are listed.
package struct FateTotals: Hashable, Sendable {
    package var listed = 0
    package var counted = 0
    package var duplicates = 0
    package var conflicts = 0
    package var late = 0
    package var rejected = 0
    package var outside = 0
    /// Of those rejected, by the words of the balance files.
    package var reasons: [String: Int] = [:]

    init(_ readings: [ExplainedReading]) {
        listed = readings.count
        for reading in readings {
            switch reading.fate {
            case .inWindow: counted += 1
            case .duplicate, .secondDelivery: duplicates += 1
            case .conflict: conflicts += 1
            case .late: late += 1
            case .rejected(let reason):
                rejected += 1
                reasons[reason.rawValue, default: 0] += 1
            case .outside: outside += 1
            }
        }
    }

    init(_ events: [ExplainedEvent]) {
        listed = events.count
        for event in events {
            switch event.fate {
            case .counts: counted += 1
            case .duplicate, .secondDelivery: duplicates += 1
            case .conflict: conflicts += 1
            case .late: late += 1
            case .rejected(let reason):
                rejected += 1
                reasons[reason.rawValue, default: 0] += 1
            }
        }
    }

    /// `5 readings = 2 in the window + 1 duplicate + …`.
    func line(of what: String, counted place: String, outside beyond: String?) -> String {
        let words = reasons.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
        var line =
            "\(Finding.count(listed, what)) = \(counted) \(place) + \(Finding.count(duplicates, "duplicate")) + "
            + "\(Finding.count(conflicts, "conflict")) + \(late) late + \(rejected) rejected"
        if !words.isEmpty { line += " (\(words))" }
        if let beyond { line += " + \(outside) \(beyond)" }
        return line
    }
}
