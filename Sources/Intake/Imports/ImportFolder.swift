import Disk
import Foundation

/// Prepared imports, in `state/imports`: a folder each, which holds a journal; its name tells how far it has come.
package struct ImportFolder: Sendable {
    private let state: String
    private var folder: String { state + "/imports" }

    /// How far an import has come.
    package enum Progress: String, Sendable {
        case preparing, asked, done
    }

    package init(_ data: DataFolder) {
        state = data.state
    }

    /// Makes the folder of a new import; returns its path.
    func prepare(_ name: String) throws -> String {
        _ = try Directory(makingIfMissing: state, readers: .group)
        _ = try Directory(makingIfMissing: folder, readers: .group)
        return path(name, .preparing)
    }

    func path(_ name: String, _ progress: Progress) -> String { "\(folder)/\(name).\(progress)" }

    /// Hands a prepared import over to the service.
    package func ask(_ name: String) throws { try move(name, from: .preparing, to: .asked) }

    package func progress(of name: String) -> Progress? {
        [Progress.done, .asked, .preparing].first { FileManager.default.fileExists(atPath: path(name, $0)) }
    }

    /// The imports that wait for the service, in order of their names.
    func asked() -> [String] {
        let found = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return found.filter { $0.hasSuffix(".asked") }.map { String($0.dropLast(".asked".count)) }.sorted()
    }

    func finish(_ name: String) throws { try move(name, from: .asked, to: .done) }

    package func forget(_ name: String) {
        for progress in [Progress.preparing, .asked, .done] {
            try? FileManager.default.removeItem(atPath: path(name, progress))
        }
    }

    /// Removes what commands left that were ended in the middle: nobody holds the locks of their journals.
    func clear() throws {
        for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] where !name.hasSuffix(".asked")
        {
            let path = "\(folder)/\(name)"
            guard let directory = try? Directory(path: path), (try? FileLock("lock", in: directory)) != nil else {
                continue
            }
            try FileManager.default.removeItem(atPath: path)
        }
    }

    private func move(_ name: String, from: Progress, to: Progress) throws {
        try FileManager.default.moveItem(atPath: path(name, from), toPath: path(name, to))
    }
}
