/// What became of a partition that was handed over.
package struct PublishedFile: Hashable, Sendable {
    package var path: String
    package var revision: Int
    package var rows: Int
    package var bytes: Int64
    package var sha256: String
    /// False when the bytes are those of the revision before: nothing was replaced.
    package var isChanged: Bool
}

/// When published files are brought to the disk.
package enum Durability: Hashable, Sendable {
    /// Each before it takes its name, and its folder after: after a power failure every file is whole. For a service.
    case everyFile
    /// All of them in `save`: for a command that starts again from nothing when the power fails.
    case atSave
}

/// What was found and put right when a data folder was opened.
package struct PublicationRecovery: Hashable, Sendable {
    /// Unfinished files of a crash, removed.
    package var temporaries: [String] = []
    /// Files whose content the manifest did not know, entered with the reason `recovered`.
    package var recovered: [String] = []
    /// Files that the manifest named and that are gone.
    package var missing: [String] = []
    /// Rows of the manifest that could not be read; the manifest as it was is kept in `manifest.csv.damaged`.
    package var damagedRows = 0

    package var isClean: Bool { self == PublicationRecovery() }

    /// A sentence for each kind of finding.
    package var sentences: [String] {
        var sentences: [String] = []
        if damagedRows > 0 {
            sentences.append(
                "manifest.csv: \(damagedRows) rows could not be read or believed; it was made again from the files, and the "
                    + "damaged one is kept as manifest.csv.damaged")
        }
        if !temporaries.isEmpty { sentences.append("removed \(temporaries.count) unfinished files of the last run") }
        if !recovered.isEmpty {
            sentences.append("\(recovered.count) files were newer than the manifest, first \(recovered[0])")
        }
        if !missing.isEmpty { sentences.append("\(missing.count) files of the manifest are gone, first \(missing[0])") }
        return sentences
    }
}
