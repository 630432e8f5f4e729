import Dialects
import Foundation
import Journal
import Readings
import Registry
import Testing

@testable import Intake

/// A journal that messages are written into as the service does it, read back as bytes.
private struct Bench: ~Copyable {
    let folder: String
    private var journal: JournalWriter
    private var intake: JournalIntake
    private(set) var sent = 0

    static let registry = RegistryTables(
        boroughs: [Borough(borough: "west", name: "West", timeZoneName: "UTC", timeZone: .utc)],
        sites: [Site(site: "hub", name: "Hub", kind: .hub, borough: "west")])

    init(_ treatment: PersonalFieldTreatment = .drop, routes: [Route] = []) throws {
        folder = FileManager.default.temporaryDirectory.path + "/kerbside-cards-" + UUID().uuidString
        journal = try JournalWriter(path: folder)
        let registry = RegistryTables(boroughs: Self.registry.boroughs, sites: Self.registry.sites, routes: routes)
        intake = JournalIntake(registry: registry, isVirtualTime: false, personalFields: treatment)
    }

    static let received = Instant(iso8601: "2026-03-02T08:00:00Z") ?? .distantPast

    mutating func send(_ payload: [UInt8], topic: String = "west/ev/ocpp16/cp-1/up", at received: Instant = received)
        throws
    {
        let name = Array(topic.utf8)
        try intake.append(
            MessageHeader(received: received), qos: 1, topic: name.span, payload: payload.span, to: &journal)
        sent += 1
        if sent % 1000 == 0 { _ = try journal.commit() }
    }

    /// Topics and payloads as they were written, remarks left out.
    mutating func kept() throws -> [(topic: String, payload: String)] {
        _ = try journal.commit()
        var kept: [(topic: String, payload: String)] = []
        var reader = try JournalReader(path: folder, from: .start)
        _ = try reader.next(upTo: journal.committed, atMost: .max) { record, topic, payload in
            guard record.kind == .message else { return }
            kept.append(
                (
                    String(decoding: topic.indices.map { topic[$0] }, as: UTF8.self),
                    String(decoding: payload.indices.map { payload[$0] }, as: UTF8.self)
                ))
        }
        return kept
    }

    /// All bytes of all files.
    mutating func files() throws -> Data {
        _ = try journal.commit()
        var all = Data()
        let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
        for name in names { all += FileManager.default.contents(atPath: folder + "/" + name) ?? Data() }
        return all
    }

    func remove() { try? FileManager.default.removeItem(atPath: folder) }
}

@Suite("No card number in the journal")
struct PersonalFieldJournalTests {
    /// Any eight digits of it in a row are too much.
    private static let card = "04CAFE77A1B2C3"
    /// A token without a shape: only its field's name tells.
    private static let word = "JSMITHATHOME"

    /// The forms in which eight letters of a token could still be there.
    private static func forms(of token: String) -> [String] {
        let letters = Array(token)
        var forms: [String] = []
        for start in 0...(letters.count - 8) {
            let part = String(letters[start..<(start + 8)])
            let bytes = Array(part.utf8)
            forms += [
                part, part.lowercased(), bytes.map { String($0, radix: 16) }.joined(),
                Data(bytes).base64EncodedString().trimmingCharacters(in: ["="]),
            ]
        }
        return forms
    }

    private static func leaks(_ token: String, in data: Data) -> [String] {
        forms(of: token).filter { data.range(of: Data($0.utf8)) != nil }
    }

    private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()

    private static func payloads(_ file: URL) -> [Any] {
        guard let data = try? Data(contentsOf: file),
            let json = try? JSONSerialization.jsonObject(with: data) as? [String: Any]
        else { return [] }
        return (json["messages"] as? [[String: Any]] ?? []).compactMap { $0["payload"] }
    }

    private static var frames: [Any] {
        payloads(root.appending(path: "DialectsTests/Fixtures/ocpp16j_raw_frames.json"))
    }

    private static let fields = PersonalFields.all.flatMap { $0.tokens + $0.texts }

    /// The value with a token in every personal field of every object of it, in three shapes.
    private static func salted(_ value: Any, _ token: String, isBelowEVSEs: Bool = false) -> Any {
        if let list = value as? [Any] { return list.map { Self.salted($0, token, isBelowEVSEs: isBelowEVSEs) } }
        guard let object = value as? [String: Any] else { return value }
        var salted: [String: Any] = [:]
        for (key, value) in object { salted[key] = Self.salted(value, token, isBelowEVSEs: key == "evses") }
        // The `uid` of an EVSE is no token and stays.
        for (index, field) in fields.enumerated() where field != "uid" || !isBelowEVSEs {
            switch index % 3 {
            // Objects below `data` are OCPI's envelopes.
            case _ where field == "data": salted[field] = token
            case 0: salted[field] = token
            case 1: salted[field.uppercased()] = ["deep": [token, ["deeper": token]] as [Any]]
            default: salted[field] = [token, token.lowercased()]
            }
        }
        return salted
    }

    private static func bytes(_ value: Any) throws -> [UInt8] {
        Array(try JSONSerialization.data(withJSONObject: value, options: [.sortedKeys, .fragmentsAllowed]))
    }

    private static let treatments: [PersonalFieldTreatment] = [.drop, .hmac(PersonalKey(master: Array(0..<32)))]

    @Test("in every personal field of every example frame, and in the text of errors", arguments: treatments)
    func fields(treatment: PersonalFieldTreatment) throws {
        let frames = Self.frames
        try #require(frames.count == 19)
        var bench = try Bench(treatment)
        defer { bench.remove() }
        for token in [Self.card, Self.word] {
            for frame in frames { try bench.send(Self.bytes(Self.salted(frame, token))) }
            for text in [
                #"[4,"m","GenericError","\#(token)",{"a":"\#(token)","\#(token)":1}]"#,
                #"[2,"m","DataTransfer",{"vendorId":"\#(token)","messageId":"m","data":"{\"a\":\"\#(token)\"}"}]"#,
                #"[3,"m",{"status":"Accepted","data":"\#(token)"}]"#, #"[4,"m","\#(token) refused","",{}]"#,
            ] where token == Self.card || !text.contains("refused") {
                try bench.send(Array(text.utf8))
            }
        }
        let files = try bench.files()
        #expect(Self.leaks(Self.card, in: files).isEmpty)
        #expect(Self.leaks(Self.word, in: files).isEmpty)
        #expect(try bench.kept().count == bench.sent)
        #expect(try bench.kept().filter { $0.payload.hasPrefix("not decoded") }.isEmpty)
    }

    @Test("in the payload examples of other formats, on the topics of other formats")
    func otherFormats() throws {
        let shared =
            ProcessInfo.processInfo.environment["KERBSIDE_SHARED"].map { URL(filePath: $0) }
            ?? Self.root.deletingLastPathComponent().deletingLastPathComponent().appending(path: "shared")
        let folder = shared.appending(path: "data/ev/payloads")
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        var bench = try Bench()
        defer { bench.remove() }
        var payloads = Self.frames
        for name in names.sorted() { payloads += Self.payloads(folder.appending(path: name)) }
        let topics =
            PersonalFields.all.map { "west/ev/\($0.dialect)/cp-1/get/power" } + [
                "west/ev/nonsense/cp-1", "west/air/plain/cp-1", "west/air/ocpp16/cp-1/up", "ocpp/cp-1/up", "nonsense",
            ]
        for token in [Self.card, Self.word] {
            for payload in payloads {
                let salted = try Self.bytes(Self.salted(payload, token))
                for topic in topics { try bench.send(salted, topic: topic) }
            }
        }
        let files = try bench.files()
        #expect(Self.leaks(Self.card, in: files).isEmpty)
        #expect(Self.leaks(Self.word, in: files).isEmpty)
    }

    /// Frames with a token, whose every byte counts.
    private static let small = [
        #"[2,"m1","StartTransaction",{"connectorId":1,"idTag":"\#(card)","meterStart":5,"timestamp":"2026-03-02T08:00:00Z"}]"#,
        #"[3,"m1",{"transactionId":7,"idTagInfo":{"status":"Accepted","parentIdTag":"\#(card)"}}]"#,
        #"[2,"m2","StatusNotification",{"connectorId":1,"status":"Faulted","errorCode":"OtherError","info":"\#(card)"}]"#,
        #"[4,"m3","GenericError","\#(card)",{"a":"\#(card)"}]"#,
        #"[2,"m4","Authorize",{"\u0069dTag":"\#(card)"}]"#,
        #"{"MessageTypeId":2,"Payload":{"idTag":"\#(card)"}}"#,
    ].map { Array($0.utf8) }

    private static let topics = [
        "west/ev/ocpp16/cp-1/up", "west/ev/emqx-ocpp/cp-1/up", "west/air/plain/aq-1", "west/air/ocpp16/cp-1",
        "nonsense",
    ]

    @Test("in no frame cut at any byte, from its end or its beginning", arguments: topics)
    func cut(topic: String) throws {
        var bench = try Bench()
        defer { bench.remove() }
        for frame in Self.small {
            for length in 0...frame.count {
                try bench.send(Array(frame[..<length]), topic: topic)
                try bench.send(Array(frame[length...]), topic: topic)
            }
        }
        #expect(Self.leaks(Self.card, in: try bench.files()).isEmpty)
    }

    @Test("in no frame with any one bit changed, any byte taken out, or anything doubled", arguments: topics.prefix(2))
    func changed(topic: String) throws {
        var bench = try Bench()
        defer { bench.remove() }
        for frame in Self.small {
            for offset in frame.indices {
                for bit in 0..<8 {
                    var changed = frame
                    changed[offset] ^= 1 << bit
                    try bench.send(changed, topic: topic)
                }
                try bench.send(Array(frame[..<offset] + frame[(offset + 1)...]), topic: topic)
                try bench.send(Array(frame[..<offset] + frame[offset...] + frame[offset...]), topic: topic)
                try bench.send(Array(frame[..<offset] + frame), topic: topic)
            }
        }
        #expect(Self.leaks(Self.card, in: try bench.files()).isEmpty)
    }

    @Test("in no frame in another encoding", arguments: topics)
    func encodings(topic: String) throws {
        var bench = try Bench()
        defer { bench.remove() }
        for frame in Self.small {
            let text = String(decoding: frame, as: UTF8.self)
            for encoding in [String.Encoding.utf16, .utf16BigEndian, .utf16LittleEndian, .utf32] {
                try bench.send(Array(text.data(using: encoding) ?? Data()), topic: topic)
            }
            try bench.send([0xEF, 0xBB, 0xBF] + frame, topic: topic)
            try bench.send(Array(frame.map { String($0, radix: 16) }.joined().utf8), topic: topic)
            try bench.send(Array(Data(frame).base64EncodedString().utf8), topic: topic)
            try bench.send(try Self.bytes([text]), topic: topic)
            try bench.send(try Self.bytes(["frame": text]), topic: topic)
        }
        let files = try bench.files()
        #expect(Self.leaks(Self.card, in: files).isEmpty)
        // The letters with a nought before or behind each, as UTF-16 has them.
        let wide: [UInt8] = Self.card.utf8.flatMap { (byte: UInt8) -> [UInt8] in [byte, 0] }
        #expect(files.range(of: Data(wide)) == nil)
    }

    // MARK: Topics

    private static let known = [
        "west/ev/ocpp16/cp-1/up", "west/ev/ocpp16/cp-1", "west/ev/evcc/cp-1/loadpoints/1/chargePower",
    ]

    @Test("topics that a layout explains stay", arguments: known)
    func knownTopic(topic: String) throws {
        var bench = try Bench()
        defer { bench.remove() }
        try bench.send(Array("1".utf8), topic: topic)
        #expect(try bench.kept().map(\.topic) == [topic])
    }

    @Test(
        "a level that nothing explains becomes a digest, and the levels keep their number",
        arguments: [
            ("west/ev/ocpp16/cp-1/up/04CAFE77A1B2C3", "west/ev/ocpp16/cp-1/up/~"),
            ("west/ev/ocpp16/cp-1/JSMITH/x", "west/ev/ocpp16/cp-1/~/~"),
            ("west/ev/evcc/cp-1/loadpoints/04CAFE77A1B2C3", "west/ev/evcc/cp-1/loadpoints/~"),
            ("west/ev/typo/cp-1/JSMITH", "west/ev/typo/cp-1/~"), ("west/ev/04CAFE77A1B2C3/cp-1", "west/ev/~/cp-1"),
            ("ocpp/JSMITH/up", "ocpp/~/up"), ("JSMITH", "~"), ("west/cards/JSMITH", "west/~/~"),
            ("/west//JSMITH/", "/west//~/"),
        ])
    func unknownTopic(topic: String, expected: String) throws {
        var bench = try Bench()
        defer { bench.remove() }
        try bench.send(Array("1".utf8), topic: topic)
        let kept = try #require(try bench.kept().first).topic
        let levels = kept.split(separator: "/", omittingEmptySubsequences: false)
        #expect(levels.map { $0.hasPrefix("~") ? "~" : $0 }.joined(separator: "/") == expected)
        #expect(levels.allSatisfy { !$0.hasPrefix("~") || $0.count == 33 })
    }

    @Test(
        "in EMQX's older layout action and message identifier stay, so that a reply after a restart finds its call",
        arguments: [
            "up/request/StartTransaction/m0002", "down/response/StartTransaction/m0002",
            "up/error/RemoteStartTransaction/a5f0c1d2-6b7e-4d10-9f3a-0c4e7f5b2a11",
            "up/request/FirmwareStatusNotification/a5f0c1d26b7e4d109f3a0c4e7f5b2a11",
            "up/request/Heartbeat/1774720858123", "up/request/MeterValues/call:77_b",
            "up/request/StatusNotification/" + String(repeating: "x", count: 64),
        ])
    func messageLevels(tail: String) throws {
        for dialect in ["emqx-ocpp", "ocpp16", "ocpp201"] {
            let topic = "west/ev/\(dialect)/cp-1/\(tail)"
            var bench = try Bench()
            defer { bench.remove() }
            try bench.send(Array("{}".utf8), topic: topic)
            #expect(try bench.kept().map(\.topic) == [topic])
        }
    }

    @Test(
        "but no identifier that has a card's form, and no level of another layout",
        arguments: [
            ("up/request/Authorize/04CAFE77", "up/request/Authorize/~"),
            ("up/request/Authorize/04CAFE77A1B2C3", "up/request/Authorize/~"),
            ("up/request/Authorize/tag-04CAFE77A1B2C3D4E5F6", "up/request/Authorize/~"),
            ("up/request/Authorize/04:CA:FE:77", "up/request/Authorize/~"),
            ("up/request/Authorize/GB-EXA-C00000421-7", "up/request/Authorize/~"),
            ("up/request/Authorize/two words", "up/request/Authorize/~"),
            ("up/request/Authorize/" + String(repeating: "x", count: 65), "up/request/Authorize/~"),
            ("up/request/JSMITH/m1", "up/request/~/~"), ("up/request/Authorize/m1/JSMITH", "up/request/Authorize/~/~"),
            ("up/asks/Authorize/m1", "up/~/Authorize/~"),
        ])
    func otherMessageLevels(tail: String, expected: String) throws {
        var bench = try Bench()
        defer { bench.remove() }
        try bench.send(Array("{}".utf8), topic: "west/ev/emqx-ocpp/cp-1/\(tail)")
        let kept = try #require(try bench.kept().first).topic
        let levels = kept.split(separator: "/", omittingEmptySubsequences: false).dropFirst(4)
        #expect(levels.map { $0.hasPrefix("~") ? "~" : $0 }.joined(separator: "/") == expected)
    }

    @Test("a topic of a thousand levels does not grow beyond what the journal takes")
    func longTopic() throws {
        var bench = try Bench()
        defer { bench.remove() }
        try bench.send([1], topic: String(repeating: "x/", count: 32_000))
        try bench.send([1], topic: "west/ev/ocpp16/cp-1/" + String(repeating: "x/", count: 32_000))
        for kept in try bench.kept() { #expect(kept.topic.utf8.count < 1000) }
    }

    @Test(
        "a topic that names a card's field takes its payload with it",
        arguments: ["vehicleName", "rfid", "get/rfid", "cards", "trx"])
    func namedByTopic(field: String) throws {
        var bench = try Bench()
        defer { bench.remove() }
        for payload in ["\"\(Self.word)\"", Self.word, "1234"] {
            try bench.send(Array(payload.utf8), topic: "west/ev/openwb/cp-1/loadpoints/1/\(field)")
            // Of a format whose topics are known the others do not stay either.
            try bench.send(Array(payload.utf8), topic: "west/ev/evcc/cp-1/loadpoints/1/\(field)")
        }
        let kept = try bench.kept()
        #expect(kept.allSatisfy { $0.payload.hasPrefix("not decoded: ") })
        #expect(kept.filter { $0.topic.hasPrefix("west/ev/openwb/") }.allSatisfy { $0.topic.hasSuffix(field) })
        #expect(kept.filter { $0.topic.hasPrefix("west/ev/evcc/") }.allSatisfy { !$0.topic.hasSuffix(field) })
        #expect(Self.leaks(Self.word, in: try bench.files()).isEmpty)
    }

    @Test("levels that a route names stay, and the device; others go, and the route still matches")
    func routes() throws {
        let filter = try #require(TopicFilter("gateway7/+/frames/#"))
        var bench = try Bench(routes: [
            Route(topic: filter, borough: "west", dialect: .init(name: "ocpp16", family: .ev), devicePart: 2)
        ])
        defer { bench.remove() }
        for rest in ["up", "JSMITH/up"] {
            try bench.send(Self.small[0], topic: "gateway7/cp-9/frames/\(rest)")
        }
        let kept = try bench.kept()
        #expect(kept.map(\.payload).allSatisfy { $0.contains(#""idTag":"","meterStart":5"#) })
        #expect(kept[0].topic == "gateway7/cp-9/frames/up")
        let other = Array(kept[1].topic.utf8)
        #expect(kept[1].topic.hasPrefix("gateway7/cp-9/frames/~"))
        let isMatch = filter.matches(other.span)
        #expect(isMatch)
    }

    // MARK: Pseudonyms

    @Test("one card has one pseudonym within a month of receipt, in any field and case, and another in the next month")
    func months() throws {
        var bench = try Bench(Self.treatments[1])
        defer { bench.remove() }
        let may = Instant(iso8601: "2026-05-01T00:00:00Z") ?? .distantPast
        let april = Instant(iso8601: "2026-04-30T23:59:59Z") ?? .distantPast
        for (received, payload) in [
            (april, #"[2,"a","Authorize",{"idTag":"04ca77"}]"#), (april, #"[2,"b","Authorize",{"idTag":"04CA77"}]"#),
            (may, #"[2,"c","Authorize",{"idTag":"04CA77"}]"#),
        ] {
            try bench.send(Array(payload.utf8), at: received)
        }
        let tags = try bench.kept().compactMap { $0.payload.split(separator: "\"idTag\":\"").last?.prefix(54) }
        #expect(tags.count == 3)
        #expect(tags[0] == tags[1])
        #expect(tags[0].hasPrefix("hmac-2026-04-"))
        #expect(tags[2].hasPrefix("hmac-2026-05-"))
        #expect(tags[0].suffix(32) != tags[2].suffix(32))
        // The journal tells which key was used from when on.
        let files = String(decoding: try bench.files(), as: UTF8.self)
        #expect(files.contains("tokens are replaced, key \(tags[0].dropFirst(5).prefix(16))"))
        #expect(files.contains("tokens are replaced, key \(tags[2].dropFirst(5).prefix(16))"))
    }
}
