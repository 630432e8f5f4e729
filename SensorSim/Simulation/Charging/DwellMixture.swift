/// How long cars stay: a mixture of log-normal parts, in minutes. Two parts tell an errand from a night.
package struct DwellMixture: Sendable {
    /// A log-normal part of the mixture.
    package struct Part: Sendable {
        /// Its share, in proportion to the other parts' weights.
        package var weight: Double
        /// Of the natural logarithm of minutes.
        package var mu: Double
        package var sigma: Double

        /// `mu` and `sigma` are of the natural logarithm of minutes.
        package init(_ weight: Double, mu: Double, sigma: Double) {
            self.weight = weight
            self.mu = mu
            self.sigma = sigma
        }
    }

    private let parts: [Part]
    private let weight: Double
    /// Of the logarithm, over all parts.
    private let mean: Double
    private let deviation: Double

    /// What is no visit and what is a fault stays outside: at most 3 minutes count as a failed attempt (Department for
    /// Transport, 2017), and a stay of more than a week as a session that was never ended.
    private static let shortest = 4.0
    private static let longest = 9360.0

    /// - Parameter parts: one or more; their weights need not add up to 1.
    package init(_ parts: [Part]) {
        self.parts = parts
        let weight = parts.reduce(0) { $0 + $1.weight }
        let mean = parts.reduce(0) { $0 + $1.weight * $1.mu } / weight
        let square = parts.reduce(0) { $0 + $1.weight * ($1.sigma * $1.sigma + $1.mu * $1.mu) } / weight
        self.weight = weight
        self.mean = mean
        deviation = (square - mean * mean).squareRoot()
    }

    /// A stay in minutes, and how far its logarithm lies from the mean in standard deviations.
    func draw(_ random: inout RandomStream) -> (minutes: Double, score: Double) {
        var rest = random.uniform() * weight
        var chosen = parts[parts.count - 1]
        for part in parts {
            if rest < part.weight {
                chosen = part
                break
            }
            rest -= part.weight
        }
        let logarithm = chosen.mu + chosen.sigma * random.normal()
        return (min(max(PortableMath.exp(logarithm), Self.shortest), Self.longest), (logarithm - mean) / deviation)
    }

    /// Minutes, within the limits: the mean of a log-normal that is cut at the week, part by part.
    var meanMinutes: Double {
        parts.reduce(0) { sum, part in
            let whole = PortableMath.exp(part.mu + part.sigma * part.sigma / 2)
            let cut = (PortableMath.ln(Self.longest) - part.mu) / part.sigma
            // Of what lies above the limit only the limit counts.
            let mean =
                whole * Self.normalShare(below: cut - part.sigma)
                + Self.longest * (1 - Self.normalShare(below: cut))
            return sum + part.weight / weight * mean
        }
    }

    /// The normal distribution's share below `x` by its series (Abramowitz and Stegun 26.2.10), exact enough within 6.
    private static func normalShare(below x: Double) -> Double {
        let x = min(max(x, -6), 6)
        var term = x
        var sum = x
        for step in 1...80 {
            term *= -x * x * Double(2 * step - 1) / (Double(2 * step) * Double(2 * step + 1))
            sum += term
        }
        return 0.5 + sum * 0.398_942_280_401_432_7
    }
}
