import Readings

/// How a mapping's times are written.
package enum StampFormat: Hashable, Sendable {
    /// ISO 8601 or RFC 3339, `T` or a blank between date and time.
    case iso8601
    /// A number since 1970: seconds, milliseconds or microseconds by its size.
    case epoch
    case epochSeconds
    case epochMilliseconds
    case pattern(StampPattern)

    /// The format that a mapping file names; nil for a word that is none.
    package init?(_ text: String) {
        switch text {
        case "iso": self = .iso8601
        case "epoch": self = .epoch
        case "seconds": self = .epochSeconds
        case "milliseconds": self = .epochMilliseconds
        default:
            guard let pattern = StampPattern(text) else { return nil }
            self = .pattern(pattern)
        }
    }

    package var text: String {
        switch self {
        case .iso8601: "iso"
        case .epoch: "epoch"
        case .epochSeconds: "seconds"
        case .epochMilliseconds: "milliseconds"
        case .pattern(let pattern): pattern.text
        }
    }

    /// What the text says; nil for what is not of the format.
    func read(_ text: Span<UInt8>) -> ISO8601Stamp? {
        switch self {
        case .iso8601: return ISO8601Stamp(text)
        case .pattern(let pattern): return pattern.wall(text).map { .local($0) }
        case .epoch:
            var scanner = JSONScanner()
            scanner.begin(text)
            guard let instant = try? scanner.epoch(text), scanner.position == text.count else { return nil }
            return .instant(instant)
        case .epochSeconds, .epochMilliseconds:
            var decimal = DecimalScanner()
            guard let end = try? decimal.scan(text, from: 0), end == text.count,
                let value = try? decimal.value(times: 1)
            else { return nil }
            // A second in millionths is a microsecond; what is finer is cut.
            return .instant(Instant(microseconds: self == .epochSeconds ? value.count : value.count / 1000))
        }
    }
}
