import Glibc

/// The mean of directions: the direction of the mean of unit vectors, in degrees clockwise from north. Components are
/// whole 1e-9, so that their sums do not depend on the order.
enum WindVector {
    static func meanDirection(counts: ArraySlice<Int64>, unit: Int64) -> Picounits {
        var east: Int64 = 0
        var north: Int64 = 0
        for count in counts {
            let radians = Double(count) * Double(unit) / 1e6 * .pi / 180
            east += Int64((sin(radians) * 1e9).rounded())
            north += Int64((cos(radians) * 1e9).rounded())
        }
        if east == 0, north == 0 { return Picounits(0) }
        var degrees = atan2(Double(east), Double(north)) * 180 / .pi
        if degrees < 0 { degrees += 360 }
        let millionths = Int64((degrees * 1e6).rounded()) % 360_000_000
        return Picounits(Int128(millionths) * Picounits.perMillionth)
    }
}
