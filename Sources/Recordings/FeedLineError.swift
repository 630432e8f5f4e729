/// Why a line of a feed could not be read.
package struct FeedLineError: Error, Equatable, Sendable {
    package var reason: Reason
    /// Counted from 1; 0 where a line was parsed by itself.
    package var lineNumber: Int
    /// Offset in the line, in bytes.
    package var position: Int

    package enum Reason: Equatable, Sendable {
        /// Compressed with gzip, and the compressed bytes are damaged.
        case compressed
        /// Compressed with gzip, and the end is missing. Every line before was read.
        case cutShort
        /// Longer than `LineReader.maximumLineLength`.
        case tooLong
        case notJSON
        case notAnObject
        case missing(FeedMember)
        case malformed(FeedMember)
    }

    package init(_ reason: Reason, lineNumber: Int = 0, position: Int = 0) {
        self.reason = reason
        self.lineNumber = lineNumber
        self.position = position
    }
}

/// The members of a line that mean something; all others are ignored.
package enum FeedMember: String, CaseIterable, Sendable {
    /// The receive time.
    case tst
    case topic, qos, retain, mid, payloadlen, payload
    case payloadBase64 = "payload_base64"

    /// What the member must hold, for messages to people.
    package var expectation: String {
        switch self {
        case .tst:
            "a time like \"2026-03-02T08:00:00.25Z\", or as mosquitto_sub prints it, \"2026-03-02T09:00:00.250000Z+0100\""
        case .topic: "a text of 1 to 65535 bytes"
        case .qos: "0, 1 or 2"
        case .retain: "0 or 1"
        case .mid: "a whole number from 0 to 65535"
        case .payloadlen: "a whole number"
        case .payload: "JSON (mosquitto_sub -F %J) or a text (-F %j)"
        case .payloadBase64: "base 64 with padding (RFC 4648)"
        }
    }
}

extension FeedLineError: CustomStringConvertible {
    /// `line 12: …`: the place, what was expected and what to do. The caller puts the file's name in front.
    package var description: String {
        let place = lineNumber > 0 ? "line \(lineNumber)" : "line"
        switch reason {
        case .compressed:
            return
                "\(place): this file is compressed with gzip, and from here on its bytes are damaged; copy or record it again"
        case .cutShort:
            return "\(place): this file is compressed with gzip, and its end is missing; everything before was read. "
                + "Copy it again, or keep what there is: zcat FILE > whole.ndjson"
        case .tooLong:
            return "\(place): longer than \(LineReader.maximumLineLength) bytes; a feed has one message a line"
        case .notJSON:
            return "\(place), byte \(position + 1): expected JSON, a message a line as `mosquitto_sub -F %J` prints it"
        case .notAnObject:
            return "\(place): expected an object like {\"tst\":…,\"topic\":…,\"payload\":…}, found another JSON value"
        case .missing(let member):
            return "\(place): no member \"\(member.rawValue)\"; expected \(member.expectation)"
        case .malformed(let member):
            return "\(place), byte \(position + 1): member \"\(member.rawValue)\": expected \(member.expectation)"
        }
    }
}
