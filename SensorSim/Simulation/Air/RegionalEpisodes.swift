import Readings

/// Days on which particles from the continent lie over the whole region: all sites rise together.
///
/// Marylebone Road 2022 had 9 runs of days with more than 20 ug/m3 of PM2.5, 2.3 days long on average and mostly in January,
/// March and December: a Poisson number a year, geometric lengths, and a factor of 2 to 3.
struct RegionalEpisodes: Sendable {
    struct Episode: Equatable, Sendable {
        /// In hours from the beginning of the year.
        var hours: Range<Int>
        var logFactor: Double
    }

    let episodes: [Episode]

    static let aYear = 9.0
    static let meanDays = 2.3
    private static let factors = 2.0...3.0
    /// Hours in which an episode comes and goes.
    private static let ramp = 6.0
    /// By month: how likely an episode begins there.
    private static let weights = [2.2, 1.0, 2.2, 0.8, 0.4, 0.3, 0.3, 0.3, 0.4, 0.7, 1.0, 1.9]

    init(seed: UInt64, year: Int) {
        var random = RandomStream(seed: seed, name: "city air \(year) episodes")
        let start = CivilDate(year: year, month: 1, day: 1)
        var episodes: [Episode] = []
        // A Poisson number: as many exponential waits as fit into the year.
        var waited = random.exponential()
        while waited < Self.aYear {
            waited += random.exponential()
            let month = Self.month(random.uniform())
            let days = CivilDate.daysInMonth(year: year, month: month)
            let begins = CivilDate(year: year, month: month, day: 1).daysSince1970 - start.daysSince1970
            let first = Int(begins) * 24 + Int(random.whole(0...Int64(days * 24 - 1)))
            var length = 1
            while random.isTrue(probability: 1 - 1 / Self.meanDays) { length += 1 }
            let logFactor = PortableMath.ln(random.uniform(Self.factors))
            episodes.append(Episode(hours: first..<(first + 24 * length), logFactor: logFactor))
        }
        self.episodes = episodes
    }

    private static func month(_ share: Double) -> Int {
        var left = share * weights.reduce(0, +)
        for (index, weight) in weights.enumerated() {
            if left < weight { return index + 1 }
            left -= weight
        }
        return 12
    }

    /// The logarithm of what particles are multiplied by; of two episodes at once the stronger one counts.
    func logFactor(hour: Int) -> Double {
        var strongest = 0.0
        for episode in episodes where episode.hours.contains(hour) {
            let inside = min(hour - episode.hours.lowerBound, episode.hours.upperBound - hour)
            strongest = max(strongest, episode.logFactor * min(Double(inside) / Self.ramp, 1))
        }
        return strongest
    }
}
