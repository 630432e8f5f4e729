package import Disk
import Foundation

/// Prepared imports, in `state/imports`: a folder each, which holds a journal; its name tells how far it has come.
package struct ImportFolder: Sendable {
    private let state: String
    private var folder: String { state + "/imports" }

    /// How far an import has come.
    package enum Progress: String, Sendable {
        case preparing, asked
        /// The service is at work on it, or was when it ended.
        case taking
        case done
        /// It cannot be taken; the service's log says why.
        case refused
    }

    package init(_ data: DataFolder) {
        state = data.state
    }

    /// The right to prepare an import, one command at a time: the next one removes what it finds of others. It is held
    /// until the import was handed over, and taken or refused.
    /// - Throws: `DiskError` with `isLockedElsewhere` while another command has it.
    package func lock() throws(DiskError) -> FileLock {
        _ = try Directory(makingIfMissing: state, readers: .group)
        return try FileLock("lock", in: Directory(makingIfMissing: folder, readers: .group))
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
        [Progress.done, .refused, .taking, .asked, .preparing].first {
            FileManager.default.fileExists(atPath: path(name, $0))
        }
    }

    /// The imports that wait for the service, in order of their names; among them those that an earlier run began.
    func asked() -> [String] {
        let found = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        let names = [Progress.asked, .taking].flatMap { progress in
            found.filter { $0.hasSuffix(".\(progress)") }.map { String($0.dropLast("\(progress)".count + 1)) }
        }
        return Set(names).sorted()
    }

    /// Takes an import up. Its folder gets another name before a record of it is taken, so that one whose end could not be
    /// noted is not taken at all: it would begin anew at each start.
    func begin(_ name: String) throws(DiskError) {
        if progress(of: name) == .taking { try move(name, from: .taking, to: .asked) }
        try move(name, from: .asked, to: .taking)
    }

    func finish(_ name: String) throws(DiskError) { try move(name, from: .taking, to: .done) }

    /// An import that cannot be taken is not begun again, as far as the disk allows that to be noted.
    func refuse(_ name: String) {
        if (try? move(name, from: .taking, to: .refused)) == nil { try? move(name, from: .asked, to: .refused) }
    }

    package func forget(_ name: String) {
        for progress in [Progress.preparing, .asked, .taking, .done, .refused] {
            try? FileManager.default.removeItem(atPath: path(name, progress))
        }
    }

    /// Removes what commands left that were ended in the middle: nobody holds the locks of their journals.
    func clear() throws {
        let found = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        for name in found where !name.hasSuffix(".asked") && !name.hasSuffix(".taking") {
            let path = "\(folder)/\(name)"
            guard let directory = try? Directory(path: path), (try? FileLock("lock", in: directory)) != nil else {
                continue
            }
            try FileManager.default.removeItem(atPath: path)
        }
    }

    private func move(_ name: String, from: Progress, to: Progress) throws(DiskError) {
        try Directory(path: folder).rename("\(name).\(from)", to: "\(name).\(to)")
    }
}
