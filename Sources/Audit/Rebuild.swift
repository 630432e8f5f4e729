package import Readings

/// What a rebuild of the files into an empty folder can vouch for.
package struct RebuiltFiles: Hashable, Sendable {
    /// The folders of the data folder that it makes: `summaries`, `balance`, …
    package var families: [String]
    /// From what: `the journal`, `2 feeds`.
    package var source: String
    /// Paths that the newest records touch: a service that runs may not have published them yet. Empty when none runs.
    package var unsettled: Set<String>
    /// The first day that can be made again whole; nil when every day can.
    package var wholeFrom: CivilDate?

    package init(families: [String], source: String, unsettled: Set<String> = [], wholeFrom: CivilDate? = nil) {
        self.families = families
        self.source = source
        self.unsettled = unsettled
        self.wholeFrom = wholeFrom
    }
}

/// Why the files cannot be made again here, in words without a full stop; this is no finding.
package struct RebuildImpossible: Error, Hashable, Sendable {
    package var reason: String

    package init(reason: String) { self.reason = reason }
}
