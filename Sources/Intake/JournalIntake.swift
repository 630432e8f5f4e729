import BrokerLink
import Dialects
import Journal
import Pipeline
import Readings
import Registry

/// Turns received messages into journal records: receive time, and nothing that says who charged.
struct JournalIntake {
    let isVirtualTime: Bool
    var connection: UInt32 = 0
    private var hasRoutes: Bool
    private var topics: TopicDecisions
    private var secrets: PersonalSecrets
    private var redaction = PersonalFieldRedaction()
    private var decoder = Decoder()
    private var decoded = Decoded()
    private var mappings: [MappingDecoder]
    /// `/air/plain/` and so on, mappings too: the second and third level of an air sensor's topic.
    private var airLevels: [[UInt8]]
    /// The key that the journal's last remark names.
    private var notedKey: String?

    init(registry: RegistryTables, isVirtualTime: Bool, personalFields: PersonalFieldTreatment = .drop) {
        topics = TopicDecisions(TopicCare(registry: registry, knownDialects: Dialect.known))
        hasRoutes = !registry.routes.isEmpty
        mappings = registry.mappings.map { MappingDecoder($0) }
        airLevels = Self.airLevels(registry)
        self.isVirtualTime = isVirtualTime
        secrets = PersonalSecrets(personalFields)
    }

    /// Treats messages by another registry from now on.
    mutating func take(_ registry: RegistryTables) {
        topics = TopicDecisions(TopicCare(registry: registry, knownDialects: Dialect.known))
        hasRoutes = !registry.routes.isEmpty
        mappings = registry.mappings.map { MappingDecoder($0) }
        airLevels = Self.airLevels(registry)
    }

    mutating func append(_ batch: borrowing InboxBatch, to journal: inout JournalWriter) throws {
        let now = wallClock()
        let bytes = batch.bytes.span
        for message in batch.messages {
            let header = MessageHeader(
                received: receiveTime(message, bytes, now: now), isRetained: message.isRetained,
                packetID: message.packetID, connection: connection)
            try append(
                header, qos: message.qos, topic: bytes.extracting(message.topic),
                payload: bytes.extracting(message.payload), to: &journal)
        }
    }

    /// Adds one message, as much of it as may be written.
    mutating func append(
        _ header: MessageHeader, qos: UInt8, topic: Span<UInt8>, payload: Span<UInt8>, to journal: inout JournalWriter
    ) throws {
        if !hasRoutes, isAirByLayout(topic), case .airSensors = redaction.judgeBelowAir(payload) {
            return try journal.append(header: header, qos: qos, topic: topic, payload: payload)
        }
        let secrets = secrets.inForce(at: header.received)
        if let key = secrets.keyID, key != notedKey {
            let text = Array("tokens are replaced, key \(key)".utf8)
            try journal.appendNote(at: header.received, subject: "personal fields", text: text.span)
            notedKey = key
        }
        let decision = topics.decide(topic, digest: secrets.digests)
        let outcome = outcome(decision.payload, topic, payload, secrets)
        let digest = outcome == .notJSON ? Self.digest(of: payload, secrets.digests) : []
        if let kept = decision.topic {
            try write(header, qos, kept.span, payload, outcome, digest, to: &journal)
        } else {
            try write(header, qos, topic, payload, outcome, digest, to: &journal)
        }
    }

    private func write(
        _ header: MessageHeader, _ qos: UInt8, _ topic: Span<UInt8>, _ payload: Span<UInt8>,
        _ outcome: PersonalFieldRedaction.Outcome, _ digest: [UInt8], to journal: inout JournalWriter
    ) throws {
        switch outcome {
        case .unchanged: try journal.append(header: header, qos: qos, topic: topic, payload: payload)
        case .changed: try journal.append(header: header, qos: qos, topic: topic, payload: redaction.bytes.span)
        case .notJSON: try journal.append(header: header, qos: qos, topic: topic, payload: digest.span)
        }
    }

    /// The clock's, or in virtual time the message's own; without one the record says so and is quarantined.
    private func receiveTime(_ message: InboxBatch.Message, _ bytes: Span<UInt8>, now: Int64) -> Instant {
        guard isVirtualTime else { return Instant(microseconds: now) }
        guard let stamp = message.received else { return .distantPast }
        return Instant(iso8601: bytes.extracting(stamp)) ?? .distantPast
    }

    // MARK: Payloads

    /// `notJSON` stands for all of which only length and digest are kept. Air sensors know no person, so what they send is
    /// kept sound or not; of a charger's payload only what its dialect can decode.
    private mutating func outcome(
        _ care: TopicCare.PayloadCare, _ topic: Span<UInt8>, _ payload: Span<UInt8>,
        _ secrets: PersonalSecrets.InForce
    ) -> PersonalFieldRedaction.Outcome {
        switch care {
        case .air, .airText:
            switch redaction.judgeBelowAir(payload) {
            case .airSensors: return .unchanged
            case .chargers: return redaction.clean(payload, pseudonym: secrets.pseudonym)
            case .unknown:
                // A table's lines look like nothing; what the mapping of the topic finds its quantities in is a sensor's.
                if case .airText(let mapping) = care, mappings[mapping].finds(in: payload) { return .unchanged }
                return .notJSON
            }
        case .charger, .mappedCharger:
            guard !payload.isEmpty else { return .unchanged }
            guard isDecodable(care, topic, payload) else { return .notJSON }
            let outcome = redaction.clean(payload, pseudonym: secrets.pseudonym, units: units(care))
            guard PersonalFieldRedaction.isScalar(payload) else { return outcome }
            return saysKnownValue(care, payload) ? (isNumberOrWord(payload) ? .unchanged : outcome) : .notJSON
        case .listed: return payload.isEmpty ? .unchanged : redaction.clean(payload, pseudonym: secrets.pseudonym)
        case .person, .unexplained: return .notJSON
        }
    }

    /// Whether the decoder found in one bare value something that it knows: a figure, a word such as `online`, or the
    /// device's own word for "no value". Anything else, quoted or not, may be somebody's name.
    private func saysKnownValue(_ care: TopicCare.PayloadCare, _ payload: Span<UInt8>) -> Bool {
        if case .mappedCharger(let mapping, _) = care {
            switch mappings[mapping].mapping.payload {
            case .json, .number: break
            // A table's other columns and a text's other fields are whatever they are.
            case .csv, .text: return false
            }
        }
        if PersonalFieldRedaction.saysNothing(payload) { return true }
        guard !decoded.isContext else { return false }
        return decoded.rejected.allSatisfy { $0.reason == .sentinel }
    }

    private func units(_ care: TopicCare.PayloadCare) -> UnitNames {
        switch care {
        case .charger(let dialect, _): dialect.unitNames
        case .mappedCharger(let mapping, _): mappings[mapping].mapping.unitNames
        default: UnitNames()
        }
    }

    private func isNumberOrWord(_ payload: Span<UInt8>) -> Bool {
        PersonalFieldRedaction.isNumber(payload) || PersonalFieldRedaction.isHarmlessText(payload)
    }

    private mutating func isDecodable(
        _ care: TopicCare.PayloadCare, _ topic: Span<UInt8>, _ payload: Span<UInt8>
    ) -> Bool {
        do throws(QuarantineReason) {
            switch care {
            case .charger(let dialect, let tail):
                try decoder.decode(
                    payload, behindDevice: topic.extracting(tail), dialect: dialect, into: &decoded)
            case .mappedCharger(let mapping, let tail):
                // When it was sent does not tell whether it can be read.
                try mappings[mapping].decode(
                    payload, behindDevice: topic.extracting(tail),
                    wall: WallClock(zone: .utc, received: Instant(microseconds: 0)), into: &decoded)
            default: return false
            }
            return true
        } catch {
            return false
        }
    }

    /// What is kept of a payload of which nobody can tell where a card number stands in it. An empty one, MQTT's way to
    /// clear a retained message, stays empty.
    private static func digest(of payload: Span<UInt8>, _ key: DigestKey) -> [UInt8] {
        guard payload.count > 0 else { return [] }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(payload.count)
        for offset in payload.indices { bytes.append(payload[offset]) }
        return Array("not decoded: \(payload.count) bytes, hmac-sha256 \(key.digest(bytes))".utf8)
    }

    // MARK: Air sensors

    private static func airLevels(_ registry: RegistryTables) -> [[UInt8]] {
        registry.dialects.filter { $0.family == .air }.map { Array("/air/\($0.name)/".utf8) }
    }

    /// `<borough>/air/<air dialect>/…`, the layout without a route: told from the bytes, since it is asked of every
    /// message.
    private func isAirByLayout(_ topic: Span<UInt8>) -> Bool {
        var at = 0
        while at < topic.count, topic[at] != UInt8(ascii: "/") { at += 1 }
        return airLevels.contains { Self.has($0, topic, at: at) }
    }

    private static func has(_ text: [UInt8], _ bytes: Span<UInt8>, at start: Int) -> Bool {
        guard start + text.count <= bytes.count else { return false }
        for offset in text.indices where bytes[start + offset] != text[offset] { return false }
        return true
    }
}
