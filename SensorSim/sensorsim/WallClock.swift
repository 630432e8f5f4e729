import Foundation
import Readings

/// The machine's clock.
enum WallClock {
    static var now: Instant {
        Instant(microseconds: Int64((Date().timeIntervalSince1970 * 1e6).rounded()))
    }
}
