/// Energy in millionths of a watt-hour.
package struct WattHours: Comparable, Hashable, Sendable {
    package var millionths: Int64

    package init(millionths: Int64) {
        self.millionths = millionths
    }

    package static func < (left: WattHours, right: WattHours) -> Bool {
        left.millionths < right.millionths
    }
}
