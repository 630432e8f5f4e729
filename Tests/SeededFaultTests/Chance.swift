import SeededRandom

/// The only source of chance of a run, so that a seed is a run.
struct Chance {
    private var numbers: SplitMix64

    init(seed: UInt64) {
        numbers = SplitMix64(seed: seed)
    }

    mutating func next() -> UInt64 { numbers.next() }

    /// 0 to `bound` - 1.
    mutating func below(_ bound: Int) -> Int { numbers.below(bound) }

    mutating func within(_ range: ClosedRange<Int>) -> Int { range.lowerBound + below(range.count) }

    /// True once in so many times.
    mutating func oneIn(_ times: Int) -> Bool { below(times) == 0 }

    mutating func pick<Choice>(_ choices: [Choice]) -> Choice { choices[below(choices.count)] }

    /// A stream of its own, so that more draws here move nothing there.
    mutating func fork() -> Chance { Chance(seed: next()) }
}
