import Journal
import Pipeline
import Readings

/// A corridor on its way through a journal.
struct JournalPass: ~Copyable {
    var corridor: Corridor
    /// Admissions from the late ledger that the notes tell of and that the corridor did not know when it passed the
    /// readings.
    private(set) var newAdmissions: [LateAdmission] = []
    private var reader: JournalReader

    init(_ corridor: Corridor, journal: String, from position: JournalPosition) throws {
        self.corridor = corridor
        reader = try JournalReader(path: journal, from: position)
    }

    var position: JournalPosition { reader.position }

    /// Takes at most `limit` records before `end`; returns how many.
    mutating func read(upTo end: JournalPosition, atMost limit: Int) throws -> Int {
        try reader.next(upTo: end, atMost: limit) { record, topic, payload in
            switch record.kind {
            case .message: corridor.take(record.header, topic: topic, payload: payload)
            case .note:
                guard
                    let admission = JournalNote.lateAdmission(
                        subject: topic, text: payload, decided: record.header.received),
                    !corridor.lateAdmissions.contains(admission), !newAdmissions.contains(admission)
                else { return }
                newAdmissions.append(admission)
            case .connected: return
            }
        }
    }
}
