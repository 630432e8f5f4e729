import Journal
import Readings

/// A message as a test writes and reads it.
struct TestMessage: Hashable, Sendable {
    var topic: String
    var payload: [UInt8]
    var header: MessageHeader

    /// The message number `number`: every field depends on it.
    init(_ number: Int, payloadBytes: Int = 60) {
        topic = "westminster/air/plain/aq-\(number)"
        payload = (0..<payloadBytes).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ number) }
        header = MessageHeader(
            received: Instant(microseconds: 1_772_438_400_000_000 + Int64(number) * 1_000_003),
            isRetained: number.isMultiple(of: 3), packetID: UInt16(truncatingIfNeeded: number &* 7), connection: 1)
    }

    init(_ record: JournalRecord, _ topic: Span<UInt8>, _ payload: Span<UInt8>) {
        self.topic = String(decoding: topic.indices.map { topic[$0] }, as: UTF8.self)
        self.payload = payload.indices.map { payload[$0] }
        header = record.header
    }
}

extension JournalWriter {
    mutating func append(_ message: TestMessage) throws {
        let topic = Array(message.topic.utf8)
        try append(header: message.header, qos: 1, topic: topic.span, payload: message.payload.span)
    }
}

/// The bytes of a segment with these messages, each batch of `batch`, and where each record ends.
func segment(of messages: [TestMessage]) throws -> (bytes: [UInt8], ends: [Int]) {
    let folder = try TemporaryFolder()
    var writer = try JournalWriter(path: folder.path)
    var ends: [Int] = []
    for message in messages {
        try writer.append(message)
        ends.append(Int(try writer.commit().offset))
    }
    return (try folder.bytes("0000000000000001.kbj"), ends)
}

/// All messages up to `end`, and what was skipped.
func readAll(_ path: String, upTo end: JournalPosition) throws -> (messages: [TestMessage], damaged: [DamagedRange]) {
    var reader = try JournalReader(path: path, from: .start)
    var messages: [TestMessage] = []
    while try reader.next(upTo: end, atMost: 7, { messages.append(TestMessage($0, $1, $2)) }) > 0 {}
    return (messages, reader.damaged)
}
