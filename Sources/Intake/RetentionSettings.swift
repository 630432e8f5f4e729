/// How long, and how much of it, the journal is kept.
package struct RetentionSettings: Hashable, Sendable {
    /// Segments are removed so many days after they were last written. 800 days hold last year whole, so that it can be
    /// re-scaled when the reference stations' data are ratified.
    package var days = 800
    /// Oldest segments are removed beyond so many GiB on the disk; nil for no such limit.
    package var gigabytes: Int?
    /// Segments are compressed so many days after they were last written.
    package var compressAfterDays = 2

    package init() {}
}

/// How much of the disk is left to others.
package struct SpaceSettings: Hashable, Sendable {
    /// Below so many MiB free, a warning is logged.
    package var warnFreeMebibytes = 1024
    /// Below so many MiB free, no message is taken: what remains is for the summaries, and for other programs.
    package var stopFreeMebibytes = 256

    package init() {}
}
