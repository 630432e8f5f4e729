import Foundation
import Readings
import Recordings

/// A message as it stands in a feed.
struct Line: Equatable, CustomStringConvertible {
    var received: Instant
    var topic: String
    var payload: [UInt8]
    var qos: UInt8
    var isRetained: Bool

    var description: String { "\(received.iso8601) \(topic) \(payload.count)" }

    static func all(_ url: URL) throws -> [Line] {
        var bytes = Array(try Data(contentsOf: url))
        var reader = FeedReader { buffer in
            defer { bytes = [] }
            buffer.append(contentsOf: bytes)
            return bytes.count
        }
        var lines: [Line] = []
        while try reader.next() {
            let line = reader.line
            lines.append(
                reader.withMessage { topic, payload in
                    Line(
                        received: line.received,
                        topic: String(decoding: topic.indices.map { topic[$0] }, as: UTF8.self),
                        payload: payload.indices.map { payload[$0] }, qos: line.qos, isRetained: line.isRetained)
                })
        }
        return lines
    }

    /// Writes a feed, a message a second from 08:00 on.
    static func write(_ messages: [(topic: String, payload: [UInt8])], to url: URL) throws {
        var writer = FeedWriter()
        var text: [UInt8] = []
        for (index, message) in messages.enumerated() {
            writer.append(
                received: start.advanced(byMicroseconds: Int64(index) * Microseconds.second),
                topic: Array(message.topic.utf8),
                qos: 1, isRetained: false, payload: message.payload, to: &text)
        }
        try Data(text).write(to: url)
    }

    static let start = Instant(microseconds: 1_772_438_400_000_000)
}
