import Pipeline
import Readings

/// One journal record as the corridor takes it.
struct Record: Hashable, Sendable {
    var received: Instant
    var topic: String
    var payload: String
    var isRetained = false
}

extension Corridor {
    mutating func take(_ record: Record) {
        let topic = Array(record.topic.utf8)
        let payload = Array(record.payload.utf8)
        take(
            MessageHeader(received: record.received, isRetained: record.isRetained), topic: topic.span,
            payload: payload.span)
    }
}

extension MessageBalance {
    /// Every message is in exactly one column.
    var messagesAddUp: Bool {
        messages == decoded + context + duplicateMessages + quarantinedCount + ignored
    }

    /// Every reading is accepted or rejected with a reason.
    var readingsAddUp: Bool { readings == accepted + rejectedCount }
}
