internal import Disk
import Publication
package import Readings

/// The files of one published dataset, in order of time and, within it, of their boroughs.
package struct PublishedDataset: Sendable {
    package struct File: Hashable, Sendable {
        /// The borough.
        package var area: String
        /// The partition keys of time: `day=2026-03-02` or `day=2026-03-02/in_hour=08`, which sort as the times do.
        package var time: String
        /// Below the data folder.
        package var path: String
        package var bytes: Int64

        /// The first and last day that the file can have rows of; nil for keys of another kind.
        package var days: ClosedRange<CivilDate>? {
            guard let key = time.split(separator: "/").first, let equals = key.firstIndex(of: "=") else { return nil }
            let value = String(key[key.index(after: equals)...])
            switch key[..<equals] {
            case "day": return CivilDate(value).map { $0...$0 }
            case "in_month":
                guard let first = CivilDate(value + "-01") else { return nil }
                let (year, month, _) = first.components
                return first...first.adding(days: CivilDate.daysInMonth(year: year, month: month) - 1)
            case "in_year":
                guard let first = CivilDate(value + "-01-01"), let last = CivilDate(value + "-12-31") else {
                    return nil
                }
                return first...last
            default: return nil
            }
        }
    }

    /// The data folder.
    let data: String
    /// As in `air/hour`.
    package let name: String
    package let files: [File]

    /// - Throws: `ExportError` for a dataset that the folder does not hold, with those that it does.
    package init(_ name: String, inDataFolder data: String) throws {
        self.data = data
        self.name = name
        let names = name.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        let there = try Self.names(inDataFolder: data)
        guard names.count == 2, there.contains(name) else {
            let known = there.isEmpty ? "it has none yet" : "it has \(there.joined(separator: ", "))"
            throw ExportError("\(data) has no dataset \(name): \(known).")
        }
        var found: [File] = []
        let folder = try Directory(path: data).subdirectory("summaries").subdirectory(names[0]).subdirectory(names[1])
        try Self.visit(folder, path: "summaries/\(name)", keys: [], &found)
        files = found.sorted { ($0.time, $0.area) < ($1.time, $1.area) }
    }

    /// The datasets that a data folder has files of.
    package static func names(inDataFolder data: String) throws -> [String] {
        let root = try Directory(path: data)
        guard try root.status(of: "summaries")?.kind == .folder else {
            throw ExportError("\(data) has no folder summaries; expected a data folder, or one that aggregate wrote.")
        }
        let summaries = try root.subdirectory("summaries")
        var names: [String] = []
        for family in try folders(summaries) {
            for dataset in try folders(summaries.subdirectory(family)) { names.append("\(family)/\(dataset)") }
        }
        return names
    }

    /// Those of the files that can have rows of the days.
    func files(of selection: RowSelection) -> [File] {
        files.filter { file in
            guard selection.boroughs.isEmpty || selection.boroughs.contains(file.area) else { return false }
            guard let days = file.days else { return true }
            return selection.from.map { $0 <= days.upperBound } ?? true
                && selection.to.map { days.lowerBound <= $0 } ?? true
        }
    }

    /// Opens a file for reading; nil when it is gone since it was listed.
    func rows(of file: File) throws -> TableFile? {
        do {
            var names = file.path.split(separator: "/").map(String.init)
            let last = names.removeLast()
            var folder = try Directory(path: data)
            for name in names { folder = try folder.subdirectory(name) }
            return try TableFile(InputFile(last, in: folder))
        } catch let error as DiskError where error.isMissing {
            return nil
        }
    }

    private static func folders(_ folder: borrowing Directory) throws -> [String] {
        var names: [String] = []
        for name in try folder.names() where !name.hasPrefix(".") {
            if try folder.status(of: name)?.kind == .folder { names.append(name) }
        }
        return names
    }

    private static func visit(
        _ folder: borrowing Directory, path: String, keys: [String], _ found: inout [File]
    ) throws {
        for name in try folder.names() where !name.hasPrefix(".") {
            guard let status = try folder.status(of: name) else { continue }
            let child = "\(path)/\(name)"
            if status.kind == .folder {
                try visit(folder.subdirectory(name), path: child, keys: keys + [name], &found)
            } else if status.kind == .file, name.hasSuffix(".csv"), let area = keys.first, area.hasPrefix("area=") {
                let time = keys.dropFirst().joined(separator: "/")
                found.append(
                    File(area: String(area.dropFirst("area=".count)), time: time, path: child, bytes: status.bytes))
            }
        }
    }
}
