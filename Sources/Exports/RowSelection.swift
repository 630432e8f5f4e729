package import Readings

/// Which rows of a dataset a person asks for. An empty list takes all.
package struct RowSelection: Hashable, Sendable {
    package var boroughs: Set<String> = []
    package var sites: Set<String> = []
    package var devices: Set<String> = []
    package var quantities: Set<String> = []
    /// UTC days, both included: those of the files, that is of a window's last instant.
    package var from: CivilDate?
    package var to: CivilDate?

    package init() {}

    /// The columns that it looks at, with what it takes of each.
    var wanted: [(column: String, values: Set<String>)] {
        [("borough", boroughs), ("site", sites), ("device", devices), ("quantity", quantities)].filter {
            !$0.1.isEmpty
        }
    }
}
