/// Where things lie in a data folder.
package struct DataFolder: Hashable, Sendable {
    package let path: String

    package init(_ path: String) {
        self.path = path
    }

    /// In `state`, held by a running service from its start until its last file is published.
    package static let lockName = "lock"

    package var journal: String { path + "/journal" }
    package var state: String { path + "/state" }
    /// The tables of the newest accepted registry, as they were read.
    package var registry: String { path + "/state/registry" }
}
