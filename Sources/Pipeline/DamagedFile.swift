package import Readings

/// A published file that no month can be made of: somebody changed it, or took it away.
package struct DamagedFile: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Finding: Error, Hashable, Sendable {
        case missing
        /// Its bytes are not those of the manifest.
        case changed
        /// It is no such table.
        case unreadable(line: Int)
    }

    package var path: String
    /// What has to be made again.
    package var kind: DayToRebuild.Kind
    package var area: String
    package var date: CivilDate
    package var finding: Finding

    package var description: String {
        let words =
            switch finding {
            case .missing: "is not there any more"
            case .changed: "was changed by somebody"
            case .unreadable(let line): "holds no row of its table in line \(line)"
            }
        return "\(path) \(words): its month and year stay as they are until its day is made again, which follows where "
            + "the journal still holds it"
    }
}
