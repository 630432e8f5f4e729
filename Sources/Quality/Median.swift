/// Medians of whole numbers. They do not depend on the order of the values.
enum Median {
    /// The middle value, or the mean of the two in the middle, rounded down to a whole number; nil of none.
    static func of(_ values: [Int64]) -> Int64? {
        values.isEmpty ? nil : ofAscending(values.sorted())
    }

    /// Of values in ascending order, of which there is one at least.
    static func ofAscending(_ values: [Int64]) -> Int64 {
        let upper = values[values.count / 2]
        guard values.count.isMultiple(of: 2) else { return upper }
        return Int64((Int128(values[values.count / 2 - 1]) + Int128(upper)) >> 1)
    }

    /// The median of the distances from a centre. 1.4826 of it is one sigma of a normal distribution.
    static func deviation(of values: [Int64], from centre: Int64) -> Int64? {
        of(values.map { distance(of: $0, from: centre) })
    }

    static func distance(of value: Int64, from centre: Int64) -> Int64 {
        Int64(clamping: Swift.abs(Int128(value) - Int128(centre)))
    }

    /// Keeps a few values in ascending order.
    static func insert(_ value: Int64, into ascending: inout [Int64]) {
        var place = ascending.count
        ascending.append(value)
        while place > 0, ascending[place - 1] > value {
            ascending[place] = ascending[place - 1]
            place -= 1
        }
        ascending[place] = value
    }
}
