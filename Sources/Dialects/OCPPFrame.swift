import Readings

/// The version of OCPP-J in which a frame's payload is written.
enum OCPPVersion: Sendable {
    case v16, v201
}

/// A message's identifier, which joins a call with its reply: from the payload, or from the topic.
enum OCPPMessageID: Sendable {
    case string(JSONString)
    case topic(String)

    func spelled(_ text: Span<UInt8>) -> String {
        switch self {
        case .string(let string): string.unescaped(text)
        case .topic(let level): level
        }
    }
}

/// The members of a frame that is an object, as EMQX's gateway for OCPP writes it.
enum OCPPMember: Sendable {
    case type, messageID, action, payload

    static let table = NameTable<OCPPMember>([
        "MessageTypeId": .type, "UniqueId": .messageID, "Action": .action, "Payload": .payload,
    ])
}

/// Frames of OCPP-J: `[2, id, action, payload]` from either side, `[3, id, payload]` in reply, and
/// `[4, id, code, description, details]` for an error, which is context.
///
/// EMQX's gateway writes an object with the members MessageTypeId, UniqueId, Action and Payload. Its older layout has the
/// payload alone, and type, action and identifier in the topic: `up/request/StatusNotification/m0002`.
extension Decoder {
    mutating func ocppMessage(
        _ text: Span<UInt8>, behindDevice tail: Span<UInt8>, _ version: OCPPVersion, into decoded: inout Decoded
    ) throws(JSONError) {
        if scanner.kind(text) == .array { return try ocppFrame(text, version, into: &decoded) }
        guard let topic = OCPPTopic(tail) else { return try ocppObject(text, version, into: &decoded) }
        try ocppBare(text, topic, version, into: &decoded)
    }

    private mutating func ocppFrame(
        _ text: Span<UInt8>, _ version: OCPPVersion, into decoded: inout Decoded
    ) throws(JSONError) {
        try scanner.beginArray(text)
        try ocppElement(text)
        let typeAt = scanner.position
        let type = try scanner.integer(text)
        try ocppElement(text)
        let messageID = OCPPMessageID.string(try scanner.string(text))
        try ocppElement(text)
        switch type {
        case 2:
            let action = try scanner.string(text).name(text)
            try ocppElement(text)
            try ocppCall(text, version, action, messageID, into: &decoded)
        case 3: try ocppReply(text, version, messageID, into: &decoded)
        case 4:
            decoded.origin = .reply
            _ = try scanner.string(text)
            try ocppElement(text)
            _ = try scanner.string(text)
            try ocppElement(text)
            try scanner.skipValue(text)
        default: throw JSONError(.wrongShape, at: typeAt)
        }
        guard try !scanner.nextElement(text) else { throw JSONError(.wrongShape, at: scanner.position) }
    }

    private mutating func ocppElement(_ text: Span<UInt8>) throws(JSONError) {
        guard try scanner.nextElement(text) else { throw JSONError(.wrongShape, at: scanner.position) }
    }

    private mutating func ocppObject(
        _ text: Span<UInt8>, _ version: OCPPVersion, into decoded: inout Decoded
    ) throws(JSONError) {
        let start = scanner.position
        var (type, messageID, action) = (Int64?.none, JSONString?.none, JSONName?.none)
        var payload: Int?
        try scanner.beginObject(text)
        while let key = try scanner.nextKey(text) {
            switch OCPPMember.table[key.name] {
            case .type: type = try scanner.integer(text)
            case .messageID: messageID = try scanner.string(text)
            case .action: action = try scanner.string(text).name(text)
            case .payload:
                payload = scanner.position
                try scanner.skipValue(text)
            case nil: try scanner.skipValue(text)
            }
        }
        guard let type, let messageID else { throw JSONError(.wrongShape, at: start) }
        let end = scanner.position
        if let payload { scanner.position = payload }
        switch (type, action, payload) {
        case (2, let action?, .some): try ocppCall(text, version, action, .string(messageID), into: &decoded)
        case (3, _, .some): try ocppReply(text, version, .string(messageID), into: &decoded)
        case (4, _, _): decoded.origin = .reply
        default: throw JSONError(.wrongShape, at: start)
        }
        scanner.position = end
    }

    private mutating func ocppBare(
        _ text: Span<UInt8>, _ topic: OCPPTopic, _ version: OCPPVersion, into decoded: inout Decoded
    ) throws(JSONError) {
        let messageID = OCPPMessageID.topic(topic.messageID)
        switch topic.kind {
        case .call: try ocppCall(text, version, topic.action, messageID, into: &decoded)
        case .reply: try ocppReply(text, version, messageID, into: &decoded)
        case .error:
            decoded.origin = .reply
            try scanner.skipValue(text)
        }
    }

    private mutating func ocppCall(
        _ text: Span<UInt8>, _ version: OCPPVersion, _ action: JSONName, _ messageID: OCPPMessageID,
        into decoded: inout Decoded
    ) throws(JSONError) {
        switch version {
        case .v16: try ocpp16Call(text, action, messageID, into: &decoded)
        case .v201: try ocpp201Call(text, action, into: &decoded)
        }
    }

    private mutating func ocppReply(
        _ text: Span<UInt8>, _ version: OCPPVersion, _ messageID: OCPPMessageID, into decoded: inout Decoded
    ) throws(JSONError) {
        decoded.origin = .reply
        switch version {
        case .v16: try ocpp16Reply(text, messageID, into: &decoded)
        case .v201: try ocpp201Reply(text, into: &decoded)
        }
    }

    /// Calls whose payload is not needed, the same in all versions.
    mutating func ocppOtherCall(
        _ text: Span<UInt8>, _ action: JSONName, into decoded: inout Decoded
    ) throws(JSONError) {
        guard scanner.kind(text) == .object else { throw JSONError(.wrongShape, at: scanner.position) }
        try scanner.skipValue(text)
        switch action {
        case OCPPWord.bootNotification: decoded.events.append(ChargerEvent(connector: nil, stamp: nil, kind: .booted))
        case OCPPWord.authorize:
            decoded.events.append(ChargerEvent(connector: nil, stamp: nil, kind: .cardPresented))
        default: break
        }
    }

    mutating func ocppBootMember(
        _ text: Span<UInt8>, _ name: JSONName, _ boot: inout OCPPBootReply
    ) throws(JSONError) {
        switch name {
        case OCPPWord.interval where scanner.kind(text) == .number: boot.interval = try scanner.integer(text)
        case OCPPWord.currentTime:
            boot.hasTime = true
            try scanner.skipValue(text)
        case OCPPWord.status where scanner.kind(text) == .string:
            boot.isAccepted = try scanner.string(text).name(text) == OCPPWord.accepted
        default: try scanner.skipValue(text)
        }
    }
}

/// The reply to BootNotification: the only one with a time and an interval. Of a unit that was not accepted the interval
/// says when it may try again.
struct OCPPBootReply: Sendable {
    var interval: Int64?
    var hasTime = false
    var isAccepted = false

    func add(to decoded: inout Decoded) {
        guard let interval, interval > 0, interval <= Int64(Int32.max), hasTime, isAccepted else { return }
        decoded.events.append(
            ChargerEvent(connector: nil, stamp: nil, kind: .heartbeatInterval(seconds: interval)))
    }
}

enum OCPPWord {
    static let heartbeat: JSONName = "Heartbeat"
    static let bootNotification: JSONName = "BootNotification"
    static let authorize: JSONName = "Authorize"
    static let interval: JSONName = "interval"
    static let currentTime: JSONName = "currentTime"
    static let status: JSONName = "status"
    static let accepted: JSONName = "Accepted"
}
