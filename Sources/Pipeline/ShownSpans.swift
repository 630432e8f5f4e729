import Readings

/// Which stretch of time has rows, a series or connector each: what is new in it has to be written, even where no figure
/// changed. Silence becomes visible, or visible earlier, when a record arrives after more than seven days, when an
/// earlier reading arrives late, or when a quantity is seen for the first time.
struct ShownSpans<Key: Hashable & Sendable>: Sendable {
    var spans: [Key: Range<Instant>] = [:]

    /// Sets a span that never shrinks, and returns its new parts.
    mutating func widen(_ key: Key, to span: Range<Instant>) -> [Range<Instant>] {
        guard let old = spans[key] else {
            spans[key] = span
            return [span]
        }
        let wide = min(old.lowerBound, span.lowerBound)..<max(old.upperBound, span.upperBound)
        guard wide != old else { return [] }
        spans[key] = wide
        return [wide.lowerBound..<old.lowerBound, old.upperBound..<wide.upperBound].filter { !$0.isEmpty }
    }
}
