package import Readings

/// What a run's air has beyond the recipe: how much the traffic emits, and what is wanted on given days.
package struct AirConditions: Equatable, Sendable {
    /// The NOx and particles that the traffic emits, those of 2022 being 1. London's roadside in 2026: about a fifth less.
    package var level = 0.8
    /// Beside those that the seed draws.
    package var episodes: [AirEpisode] = []
    /// degC on every hour.
    package var warmerBy = 0.0
    /// pct of relative humidity on every hour.
    package var damperBy = 0.0
    /// What the wind is multiplied by on every hour; with it go NOx, ozone and the particles from outside, as measured.
    package var wind = 1.0

    package init(
        level: Double = 0.8, episodes: [AirEpisode] = [], warmerBy: Double = 0, damperBy: Double = 0, wind: Double = 1
    ) {
        self.level = level
        self.episodes = episodes
        self.warmerBy = warmerBy
        self.damperBy = damperBy
        self.wind = wind
    }

    /// What PM2.5 from outside is multiplied by: of two episodes at once the stronger one counts.
    func particles(at instant: Instant) -> Double {
        episodes.reduce(1) { max($0, $1.factor(at: instant)) }
    }
}

/// Days on which particles from outside lie over all sites together: 2 to 3 times as many, as measured.
package struct AirEpisode: Equatable, Sendable {
    package var from: Instant
    package var to: Instant
    package var factor: Double

    package init(from: Instant, to: Instant, factor: Double) {
        self.from = from
        self.to = to
        self.factor = factor
    }

    /// It comes and goes within six hours.
    func factor(at instant: Instant) -> Double {
        let inside = min(instant.microseconds(since: from), to.microseconds(since: instant))
        guard inside > 0 else { return 1 }
        return 1 + (factor - 1) * min(Double(inside) / Double(6 * Microseconds.hour), 1)
    }
}
