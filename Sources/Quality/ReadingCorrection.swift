package import Readings

/// How raw readings of one quantity become the published ones, one by one: by a collocation line, or by a formula that
/// takes the humidity at the device.
package enum ReadingCorrection: Hashable, Sendable {
    case linear(LinearCorrection)
    case smokeMap(SmokeMapCorrection)
    case kappaKoehler(KappaKoehlerCorrection)

    package var needsHumidity: Bool {
        switch self {
        case .linear: false
        case .smokeMap, .kappaKoehler: true
        }
    }

    /// What became of a reading.
    package enum Outcome: Hashable, Sendable {
        case corrected(Millionths)
        /// There is no humidity, so the reading is published as it is, with a flag.
        case uncorrected
        /// 64 bits cannot hold the corrected value: the reading has none.
        case noValue
    }

    /// - Parameter humidity: In percent, from the same device and time; nil where it said none. Asked for only where it is
    ///   needed.
    package func outcome(_ raw: Millionths, humidity: @autoclosure () -> Millionths?) -> Outcome {
        switch self {
        case .linear(let line): return Self.outcome(line.corrected(raw))
        case .smokeMap(let formula):
            guard let humidity = humidity() else { return .uncorrected }
            return Self.outcome(formula.corrected(raw, humidity: humidity))
        case .kappaKoehler(let formula):
            guard let humidity = humidity() else { return .uncorrected }
            return .corrected(formula.corrected(raw, humidity: humidity))
        }
    }

    private static func outcome(_ value: Millionths?) -> Outcome { value.map { .corrected($0) } ?? .noValue }
}
