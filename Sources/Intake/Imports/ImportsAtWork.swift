import Disk
import Journal
import Readings

/// The imports that people asked of the running service. One that cannot be taken is refused; it never ends the service.
struct ImportsAtWork: ~Copyable {
    private let folder: ImportFolder
    private var current: PreparedImport?
    private var nextLook: Int64 = 0
    private var refused: Set<String> = []
    private var sentence: String?

    init(_ data: DataFolder) { folder = ImportFolder(data) }

    /// Why an import was refused and what to do, once.
    mutating func takeSentence() -> String? { sentence.take() }

    /// Appends some records of an import to the journal, and commits them; the end of the journal then, nil when there is
    /// nothing to do. An import is done when all its records are on disk; one that a stop interrupted begins anew, and what
    /// is there already is dropped as a duplicate.
    /// - Throws: `DiskError` that `isOutOfSpace`: a later turn goes on where this one began. What else the journal throws.
    mutating func turn(into journal: inout JournalWriter, at clock: Int64) throws -> JournalPosition? {
        if current == nil {
            guard clock >= nextLook else { return nil }
            nextLook = clock + Microseconds.second / 2
            guard let name = folder.asked().first(where: { !refused.contains($0) }) else { return nil }
            guard let prepared = try open(name) else { return nil }
            current = consume prepared
        }
        guard var prepared = current.take() else { return nil }
        let before = prepared.position
        let name = prepared.name
        let isUnfinished: Bool
        do {
            isUnfinished = try prepared.append(to: &journal)
        } catch {
            if case JournalError.ended = error { throw error }
            // What was read before stands in the journal, as imported before.
            let end = try journal.commit()
            refuse(name, error)
            return end
        }
        do {
            let end = try journal.commit()
            if isUnfinished {
                current = consume prepared
            } else {
                try finish(name)
            }
            return end
        } catch let error as DiskError where error.isOutOfSpace {
            if (try? prepared.goBack(to: before)) != nil { current = consume prepared }
            throw error
        }
    }

    private mutating func open(_ name: String) throws(DiskError) -> PreparedImport? {
        do {
            try folder.begin(name)
            return try PreparedImport(name, at: folder.path(name, .taking))
        } catch {
            if let error = error as? DiskError, error.isOutOfSpace { throw error }
            refuse(name, error)
            return nil
        }
    }

    private mutating func finish(_ name: String) throws(DiskError) {
        do throws(DiskError) {
            try folder.finish(name)
        } catch {
            if error.isOutOfSpace { throw error }
            refuse(name, error)
        }
    }

    private mutating func refuse(_ name: String, _ error: any Error) {
        refused.insert(name)
        folder.refuse(name)
        sentence =
            "The import \(name) in state/imports is refused: \(error). The service goes on without it. When the cause is "
            + "removed, give the command again: what was taken before counts as duplicates."
    }
}
