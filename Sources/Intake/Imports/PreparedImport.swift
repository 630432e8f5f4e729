import Disk
import Journal
import Readings

/// A prepared import on its way into the journal, some records at a time, so that the broker's messages are not kept waiting.
struct PreparedImport: ~Copyable {
    let name: String
    private var reader: JournalReader
    private let end: JournalPosition

    /// As many as a batch from the broker has at most.
    static let turnRecords = 1000

    init(_ name: String, at path: String) throws {
        let end = try JournalReader.end(ofJournalAt: path)
        let reader = try JournalReader(path: path, from: .start)
        self.name = name
        self.reader = reader
        self.end = end
    }

    /// Appends the next records, which the caller commits; false when there are no more.
    mutating func append(to journal: inout JournalWriter) throws -> Bool {
        var writing = Writing()
        let read = try reader.next(upTo: end, atMost: Self.turnRecords) { record, topic, payload in
            switch record.kind {
            case .message: try journal.append(header: record.header, qos: record.qos, topic: topic, payload: payload)
            case .note:
                writing.subject.removeAll(keepingCapacity: true)
                for offset in topic.indices { writing.subject.append(topic[offset]) }
                try journal.appendNote(
                    at: record.header.received, subject: String(decoding: writing.subject, as: UTF8.self), text: payload
                )
            case .connected: return
            }
        }
        return read > 0
    }

    private struct Writing {
        var subject: [UInt8] = []
    }
}

/// The imports that people asked of the running service.
struct ImportsAtWork: ~Copyable {
    private let folder: ImportFolder
    private var current: PreparedImport?
    private var nextLook: Int64 = 0

    init(_ data: DataFolder) { folder = ImportFolder(data) }

    /// Appends some records of an import to the journal, and commits them; the end of the journal then, nil when there is
    /// nothing to do. An import is done when all its records are on disk; one that was interrupted begins anew, and what is
    /// there already is dropped as a duplicate.
    mutating func turn(into journal: inout JournalWriter, at clock: Int64) throws -> JournalPosition? {
        if current == nil {
            guard clock >= nextLook else { return nil }
            nextLook = clock + Microseconds.second / 2
            guard let name = folder.asked().first else { return nil }
            current = try PreparedImport(name, at: folder.path(name, .asked))
        }
        guard var prepared = current.take() else { return nil }
        let isUnfinished = try prepared.append(to: &journal)
        let end = try journal.commit()
        if isUnfinished {
            current = consume prepared
        } else {
            try folder.finish(prepared.name)
        }
        return end
    }
}
