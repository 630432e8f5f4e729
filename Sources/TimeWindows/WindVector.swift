import Glibc

/// The mean of directions: the direction of the mean of unit vectors, in degrees clockwise from north. Components are
/// whole 1e-9, so that their sums do not depend on the order.
package struct WindVector: Hashable, Sendable {
    private var east: Int64 = 0
    private var north: Int64 = 0

    /// Adds a direction of `count` times `unit` millionths of a degree.
    mutating func add(_ count: Int64, unit: Int64) {
        let radians = Double(count) * Double(unit) / 1e6 * .pi / 180
        east += Int64((sin(radians) * 1e9).rounded())
        north += Int64((cos(radians) * 1e9).rounded())
    }

    /// 0 where the directions cancel each other out.
    var meanDirection: Picounits {
        if east == 0, north == 0 { return Picounits(0) }
        var degrees = atan2(Double(east), Double(north)) * 180 / .pi
        if degrees < 0 { degrees += 360 }
        let millionths = Int64((degrees * 1e6).rounded()) % 360_000_000
        return Picounits(Int128(millionths) * Picounits.perMillionth)
    }

    static func meanDirection(counts: ArraySlice<Int64>, unit: Int64) -> Picounits {
        var vector = WindVector()
        for count in counts { vector.add(count, unit: unit) }
        return vector.meanDirection
    }

    /// The mean direction of hours of equal weight, each given by its own mean in degrees; nil without one.
    package static func meanDirection(ofHours means: [Picounits]) -> Picounits? {
        guard !means.isEmpty else { return nil }
        return meanDirection(counts: means.map(\.millionths)[...], unit: 1)
    }
}
