/// A seeded sequence of random numbers (SplitMix64: Steele, Lea and Flood 2014), the same on every machine.
///
/// Each device has a stream of its own, named after it, so that adding one device leaves the others' values alone.
package struct RandomStream: Sendable {
    private var state: UInt64

    /// A stream for one purpose: the same seed and name give the same numbers.
    package init(seed: UInt64, name: String) {
        // Swift's own hash differs from run to run.
        state = nameHash(name) ^ (seed &* 0x9e37_79b9_7f4a_7c15)
        _ = next()
    }

    /// The next 64 bits.
    package mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        return Self.mixed(state)
    }

    /// Any number spread over 64 bits, neighbours far apart: the generator's own last step.
    static func mixed(_ state: UInt64) -> UInt64 {
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    /// Evenly in [0, 1).
    package mutating func uniform() -> Double {
        Double(next() >> 11) * 0x1p-53
    }

    /// Evenly in a range of numbers.
    package mutating func uniform(_ range: ClosedRange<Double>) -> Double {
        range.lowerBound + (range.upperBound - range.lowerBound) * uniform()
    }

    /// Evenly in a range of whole numbers.
    package mutating func whole(_ range: ClosedRange<Int64>) -> Int64 {
        range.lowerBound + Int64(next() % UInt64(range.upperBound - range.lowerBound + 1))
    }

    /// True that often: 0 is never, 1 always.
    package mutating func isTrue(probability: Double) -> Bool {
        uniform() < probability
    }

    /// Mean 0, standard deviation 1: the sum of twelve even numbers less 6, close to normal and free of the C library.
    package mutating func normal() -> Double {
        var sum = -6.0
        for _ in 0..<12 { sum += uniform() }
        return sum
    }

    /// `mu` and `sigma` are of the natural logarithm.
    package mutating func logNormal(mu: Double, sigma: Double) -> Double {
        PortableMath.exp(mu + sigma * normal())
    }

    /// Exponential with mean 1.
    package mutating func exponential() -> Double {
        -PortableMath.ln(1 - uniform())
    }
}
