import Journal
import Readings

/// A prepared import on its way into the journal, some records at a time, so that the broker's messages are not kept waiting.
struct PreparedImport: ~Copyable {
    let name: String
    private let path: String
    private var reader: JournalReader
    private let end: JournalPosition

    /// As many as a batch from the broker has at most.
    static let turnRecords = 1000

    init(_ name: String, at path: String) throws {
        let end = try JournalReader.end(ofJournalAt: path)
        let reader = try JournalReader(path: path, from: .start)
        self.name = name
        self.path = path
        self.reader = reader
        self.end = end
    }

    /// Before the next record.
    var position: JournalPosition { reader.position }

    /// What was taken from `position` on is taken again.
    mutating func goBack(to position: JournalPosition) throws {
        reader = try JournalReader(path: path, from: position)
    }

    /// Appends the next records, which the caller commits; false when there are no more.
    /// - Throws: `ImportError` when a part of the import is missing or damaged; `DiskError`, `JournalError`.
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
        guard reader.damaged.isEmpty, read > 0 || reader.position == end else {
            throw ImportError("a part of its prepared records in \(path) is missing or damaged")
        }
        return read > 0
    }

    private struct Writing {
        var subject: [UInt8] = []
    }
}
