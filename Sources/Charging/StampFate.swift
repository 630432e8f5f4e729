/// Where the time of an event comes from.
package enum StampFate: UInt8, CaseIterable, Comparable, Sendable {
    /// The device's own stamp.
    case taken
    /// The message had none: the receive time.
    case missing
    /// The stamp was from before 2000-01-02, as of a clock that was not set: the receive time.
    case clockReset
    /// The broker had kept the message: the receive time, for nobody knows since when it holds.
    case retained

    package static func < (left: StampFate, right: StampFate) -> Bool { left.rawValue < right.rawValue }

    /// The word of a column `flags`; nil where there is nothing to tell. The words are those of air readings.
    package var flag: String? {
        switch self {
        case .taken: nil
        case .missing: "without_stamp"
        case .clockReset: "clock_reset"
        case .retained: "retained"
        }
    }
}
