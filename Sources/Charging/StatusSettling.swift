import Readings

/// Looks for words that come and go: flags connectors that flap and, where a minimum duration is set, leaves out the shorter
/// words that lie between equal ones (OCPP 1.6 has such a setting in the unit, MinimumStatusDuration).
struct StatusSettling {
    private(set) var words: [ConnectorEvidence.Word]

    /// Five words in that time are flapping.
    static let flappingTime = 10 * Microseconds.minute

    /// The words of one kind that follow each other.
    private struct Episode {
        var start: Instant
        var status: ConnectorWord
        /// Indices of words.
        var kept: [Int]
    }

    /// - Parameter all: of one connector, one for each instant, ascending.
    init(_ all: [ConnectorEvidence.Word], minimumSeconds: Int64) {
        words = all
        flag(Self.episodes(all))
        if minimumSeconds > 0 { settle(minimumSeconds) }
    }

    private static func episodes(_ words: [ConnectorEvidence.Word]) -> [Episode] {
        var episodes: [Episode] = []
        for (index, word) in words.enumerated() {
            if episodes.last?.status == word.status {
                episodes[episodes.count - 1].kept.append(index)
            } else {
                episodes.append(Episode(start: word.at, status: word.status, kept: [index]))
            }
        }
        return episodes
    }

    private mutating func flag(_ episodes: [Episode]) {
        guard episodes.count > 4 else { return }
        for last in 4..<episodes.count {
            let five = episodes[(last - 4)...last]
            guard episodes[last].start.microseconds(since: episodes[last - 4].start) <= Self.flappingTime,
                Set(five.map(\.status)).count == 2
            else { continue }
            for episode in five {
                for index in episode.kept { words[index].flags.insert(.flapping) }
            }
        }
    }

    private mutating func settle(_ seconds: Int64) {
        let (minimum, isOverflow) = seconds.multipliedReportingOverflow(by: Microseconds.second)
        var settled: [Episode] = []
        for episode in Self.episodes(words) {
            settled.append(episode)
            guard let equal = Self.equal(in: settled, minimum: isOverflow ? .max : minimum) else { continue }
            settled[equal].kept += episode.kept
            for index in settled[equal].kept { words[index].flags.insert(.flapping) }
            settled.removeSubrange((equal + 1)...)
        }
        words = settled.flatMap(\.kept).map { words[$0] }
    }

    /// The episode of the last one's word behind which all but the last are too short; at most as far back as there are
    /// words.
    private static func equal(in episodes: [Episode], minimum: Int64) -> Int? {
        guard let last = episodes.last else { return nil }
        var index = episodes.count - 2
        while index > 0, episodes[index + 1].start.microseconds(since: episodes[index].start) < minimum {
            if episodes[index - 1].status == last.status { return index - 1 }
            index -= 1
        }
        return nil
    }
}
