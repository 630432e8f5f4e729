import BrokerLink
import Dialects
import Journal
import Pipeline
import Publication
import Readings
import Registry

/// Turns received messages into journal records: receive time, and no personal field.
struct JournalIntake {
    private let routing: TopicRouting
    let isVirtualTime: Bool
    var connection: UInt32 = 0
    private let hasRoutes: Bool
    private var redaction = PersonalFieldRedaction()
    private var decoder = Decoder()
    private var decoded = Decoded()

    init(registry: RegistryTables, isVirtualTime: Bool) {
        routing = TopicRouting(routes: registry.routes, knownDialects: Dialect.known)
        hasRoutes = !registry.routes.isEmpty
        self.isVirtualTime = isVirtualTime
    }

    mutating func append(_ batch: borrowing InboxBatch, to journal: inout JournalWriter) throws {
        let now = wallClock()
        let bytes = batch.bytes.span
        for message in batch.messages {
            let topic = bytes.extracting(message.topic)
            let payload = bytes.extracting(message.payload)
            let header = MessageHeader(
                received: receiveTime(message, bytes, now: now), isRetained: message.isRetained,
                packetID: message.packetID, connection: connection)
            switch care(topic, payload) {
            case .none:
                try journal.append(header: header, qos: message.qos, topic: topic, payload: payload)
            case .emptyPersonalFields:
                let clean = redaction.cleaned(payload) ?? digest(of: payload)
                try journal.append(header: header, qos: message.qos, topic: topic, payload: clean.span)
            case .keepDigest:
                try journal.append(header: header, qos: message.qos, topic: topic, payload: digest(of: payload).span)
            }
        }
    }

    /// The clock's, or in virtual time the message's own; without one the record says so and is quarantined.
    private func receiveTime(_ message: InboxBatch.Message, _ bytes: Span<UInt8>, now: Int64) -> Instant {
        guard isVirtualTime else { return Instant(microseconds: now) }
        guard let stamp = message.received else { return .distantPast }
        return Instant(iso8601: bytes.extracting(stamp)) ?? .distantPast
    }

    /// What is kept of a charge point's payload that cannot be decoded: its length and digest, since nobody can tell where
    /// a card number stands in it. An empty payload stays empty.
    private func digest(of payload: Span<UInt8>) -> [UInt8] {
        guard payload.count > 0 else { return [] }
        var bytes: [UInt8] = []
        for offset in payload.indices { bytes.append(payload[offset]) }
        var digest = FileDigest()
        digest.update(bytes)
        return Array("not decoded: \(payload.count) bytes, sha256 \(digest.hexadecimal)".utf8)
    }

    /// `/air/plain/` and so on: the second and third level of an air sensor's topic.
    private static let airLevels = Dialect.allCases.filter { $0.family == .air }.map { Array("/air/\($0.name)/".utf8) }

    private enum Care {
        case none, emptyPersonalFields, keepDigest
    }

    /// What a message needs before it may be written. Air sensors know no person. Topics that no rule explains are
    /// treated like a charge point's; of a payload that its dialect cannot decode only the digest is kept.
    private mutating func care(_ topic: Span<UInt8>, _ payload: Span<UInt8>) -> Care {
        if !hasRoutes, Self.isAirByLayout(topic) { return Self.careBelowAir(payload) }
        do throws(QuarantineReason) {
            let route = try routing.route(topic)
            if route.dialect.family == .air { return Self.careBelowAir(payload) }
            guard let dialect = Dialect(name: route.dialect.name) else { return .keepDigest }
            try decoder.decode(payload, dialect: dialect, into: &decoded)
            return .emptyPersonalFields
        } catch {
            return error == .unknownDialect ? .emptyPersonalFields : .keepDigest
        }
    }

    /// `<borough>/air/<air dialect>/…`, the layout without a route: told from the bytes, since it is asked of every
    /// message. A charge point's frame that is sent below `air` by mistake names a person all the same.
    private static func isAirByLayout(_ topic: Span<UInt8>) -> Bool {
        var at = 0
        while at < topic.count, topic[at] != UInt8(ascii: "/") { at += 1 }
        return airLevels.contains { has($0, topic, at: at) }
    }

    private static func careBelowAir(_ payload: Span<UInt8>) -> Care {
        looksLikeCall(payload) ? .emptyPersonalFields : .none
    }

    /// `[2,…`: an OCPP frame that was sent to an air sensor's topic by mistake. No air dialect begins so.
    private static func looksLikeCall(_ payload: Span<UInt8>) -> Bool {
        guard let bracket = payload.indices.first(where: { payload[$0] > 0x20 }), payload[bracket] == UInt8(ascii: "[")
        else { return false }
        var next = bracket + 1
        while next < payload.count, payload[next] <= 0x20 { next += 1 }
        return next < payload.count && payload[next] >= UInt8(ascii: "0") && payload[next] <= UInt8(ascii: "9")
    }

    private static func has(_ text: [UInt8], _ bytes: Span<UInt8>, at start: Int) -> Bool {
        guard start + text.count <= bytes.count else { return false }
        for offset in text.indices where bytes[start + offset] != text[offset] { return false }
        return true
    }
}
