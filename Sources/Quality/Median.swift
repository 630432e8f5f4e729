/// Medians of whole numbers. They do not depend on the order of the values.
enum Median {
    /// The middle value, or the mean of the two in the middle, rounded down to a whole number; nil of none.
    static func of(_ values: [Int64]) -> Int64? {
        guard !values.isEmpty else { return nil }
        let ascending = values.sorted()
        let upper = ascending[values.count / 2]
        guard values.count.isMultiple(of: 2) else { return upper }
        return Int64((Int128(ascending[values.count / 2 - 1]) + Int128(upper)) >> 1)
    }

    /// The median of the distances from a centre. 1.4826 of it is one sigma of a normal distribution.
    static func deviation(of values: [Int64], from centre: Int64) -> Int64? {
        of(values.map { Int64(clamping: Swift.abs(Int128($0) - Int128(centre))) })
    }
}
