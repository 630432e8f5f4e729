package import Readings

/// When sites have a reference or equivalent instrument by the registry, silent or not: then the figures of low-cost devices
/// do not count for the site's index.
package struct ReferenceSites: Hashable, Sendable {
    package var spans: [String: [Range<Instant>]]

    package init(_ spans: [String: [Range<Instant>]] = [:]) {
        self.spans = spans
    }

    func has(_ site: String, at instant: Instant) -> Bool {
        spans[site]?.contains { $0.contains(instant) } ?? false
    }
}
