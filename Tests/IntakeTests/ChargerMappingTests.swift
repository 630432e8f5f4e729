import Dialects
import Foundation
import Intake
import Readings
import Registry
import Testing

@Suite("Mapping files of chargers")
struct ChargerMappingTests {
    /// What the messages of a file of payload examples come to, worked out from its notes, by message.
    struct Expectation: Sendable, CustomTestStringConvertible {
        var mapping: String
        var file: String
        var device: String
        var lines: [[String]]

        var testDescription: String { mapping }
    }

    private static let context = ["context"]

    static let all = [
        Expectation(
            mapping: "openwb", file: "openwb2.json", device: "3",
            lines: [
                ["plugged true on arrival"], ["charging true on arrival"], ["power 7215 W on arrival"], context,
                context,
                context, ["register 1846480 Wh on arrival"], context, context, context, context,
                ["fault false on arrival"], context, context, context, ["ignored"], ["ignored"],
            ]),
        Expectation(
            mapping: "go-e", file: "go_e_charger_v2.json", device: "021000",
            lines: [
                ["status Charging on arrival"], context, context, context, ["fault false on arrival"],
                ["power 7234 W on arrival"], ["session_energy 1803.846 Wh on arrival"],
                ["register 1846480 Wh on arrival"], context, context, context, context, context, context, context,
                context,
            ]),
        // `dat` and `tim` are London's; on 28 March 2026 that is UTC.
        Expectation(
            mapping: "zappi", file: "myenergi_zappi.json", device: "10077777",
            lines: [
                ["power 7215 W", "session_energy 1800 Wh", "status Charging"].map { $0 + " at 2026-03-28T18:15:00Z" }
            ]),
        // `power` carries amperes: it is not read.
        Expectation(
            mapping: "twcmanager", file: "twcmanager.json", device: "2A21",
            lines: [
                ["ignored"], context, context, context, ["register 1846000 Wh on arrival"], context,
                ["status Charging on arrival"], context, context, context,
            ]),
        Expectation(
            mapping: "shelly", file: "shelly_gen2_3em.json", device: "shellypro3em-a1b2c3d4e5f6",
            lines: [
                ["power 7215.4 W on arrival"], ["register 1846480.12 Wh on arrival"],
                ["power 7215.4 W at 2026-03-28T18:15:00.25Z"], ["ignored"],
            ]),
        Expectation(
            mapping: "tasmota-energy", file: "tasmota_energy.json", device: "bay4",
            lines: [
                ["power 7215 W at 2026-03-28T18:15:00Z", "register 1846480 Wh at 2026-03-28T18:15:00Z"], ["ignored"],
            ]),
    ]

    /// The payload of each message as a broker brings it, its members in the order of their names.
    static func messages(_ file: String) throws -> [MappingExample] {
        let json = try JSONSerialization.jsonObject(with: Data(try ShippedMappings.payload(file))) as? [String: Any]
        return try (json?["messages"] as? [[String: Any]] ?? []).map { message in
            let payload = message["payload"] ?? NSNull()
            let bytes =
                try (payload as? String).flatMap { Double($0) == nil && $0 != "Online" ? nil : Array($0.utf8) }
                ?? Array(JSONSerialization.data(withJSONObject: payload, options: [.sortedKeys, .fragmentsAllowed]))
            var example = MappingExample(payload: bytes)
            example.topic = message["topic"] as? String
            example.received = Instant(iso8601: "2026-03-28T18:15:02Z") ?? example.received
            return example
        }
    }

    @Test("the payload examples come to the state, energy and time that their notes say", arguments: all)
    func payloads(_ expected: Expectation) throws {
        let mapping = try ShippedMappings.mapping(expected.mapping)
        let messages = try Self.messages(expected.file)
        #expect(messages.count == expected.lines.count)
        for (message, lines) in zip(messages, expected.lines) {
            var example = message
            example.device = expected.device
            #expect(example.outcome(of: mapping).sorted() == lines, "\(message.topic ?? "")")
        }
    }

    @Test(
        "any example cut or changed at any byte is decoded or refused with a reason, never trapped on", arguments: all)
    func hostile(_ expected: Expectation) throws {
        var decoder = MappingDecoder(try ShippedMappings.mapping(expected.mapping))
        var decoded = Decoded()
        let reasons: Set<QuarantineReason> = [
            .notJSON, .tooDeep, .duplicateKey, .wrongShape, .malformedStamp, .deviceMismatch,
        ]
        let wall = WallClock(zone: .utc, received: Instant(microseconds: 0))
        func check(_ payload: [UInt8], _ tail: [UInt8]) {
            do throws(QuarantineReason) {
                try decoder.decode(payload.span, behindDevice: tail.span, wall: wall, into: &decoded)
                #expect(decoded.samples.isEmpty)
                #expect(decoded.events.allSatisfy { $0.connector == 1 })
            } catch {
                #expect(reasons.contains(error))
                #expect(decoded == Decoded())
            }
        }
        for message in try Self.messages(expected.file) {
            let levels = (message.topic ?? "").split(separator: "/", omittingEmptySubsequences: false)
            let place = levels.firstIndex(of: expected.device[...]) ?? 0
            let tail = Array(levels[(place + 1)...].joined(separator: "/").utf8)
            for length in 0...message.payload.count { check(Array(message.payload[..<length]), tail) }
            for offset in message.payload.indices {
                for byte: UInt8 in [0x00, 0x22, 0x2C, 0x39, 0x5C, 0x7D, 0xFF] {
                    var mutated = message.payload
                    mutated[offset] = byte
                    check(mutated, tail)
                }
            }
        }
    }

    private static func read(_ text: String) -> MappingFile {
        MappingFile(file: "mappings/own.yaml", bytes: Array(text.utf8), builtIn: Dialect.allCases.map(\.name))
    }

    private static func outcome(_ text: String, _ payload: String) throws -> [String] {
        let file = read(text)
        let mapping = try #require(file.mapping, "\(file.problems)")
        return MappingExample(payload: Array(payload.utf8)).outcome(of: mapping)
    }

    @Test("the payload, or the file, says which connector it is")
    func connectors() throws {
        let values =
            "  - {quantity: register, path: e, unit: kWh, times: 0.1}\n  - {quantity: plugged, path: p, words: {in: \"true\", out: \"false\"}}\n"
        let placed = "mapping: own\nfamily: ev\npayload: json\nvalues:\n\(values)  - {quantity: connector, path: n}\n"
        #expect(
            try Self.outcome(placed, #"{"n":2,"p":"in","e":"12.5"}"#)
                == ["connector 2 register 1250 Wh on arrival", "connector 2 plugged true on arrival"])
        #expect(try Self.outcome(placed, #"{"n":"x","p":"out"}"#) == ["a value rejected: malformed_value"])
        // A tenth of more kWh than nine millionths fit into: 12345678901.5 x 0.1 kWh.
        #expect(
            try Self.outcome(placed, #"{"n":2,"e":"12345678901.5"}"#)
                == ["connector 2 register 1234567890150 Wh on arrival"])
        let fixed = "mapping: own\nfamily: ev\npayload: json\nconnector: 3\nvalues:\n\(values)"
        #expect(try Self.outcome(fixed, #"{"p":"out"}"#) == ["connector 3 plugged false on arrival"])
    }

    @Test("of two fields that say one thing the first that has it counts, and a condition decides which is meant")
    func first() throws {
        let file = """
            mapping: own
            family: ev
            payload: json
            values:
              - {quantity: status, path: error, words: {"*": Faulted}, sentinels: [0]}
              - {quantity: status, path: state, words: {C: Charging}}
              - {quantity: power, path: v, unit: kW, where: {what: power}}
            """
        #expect(try Self.outcome(file, #"{"state":"C","error":4}"#) == ["status Faulted on arrival"])
        #expect(
            try Self.outcome(file, #"{"state":"C","error":0}"#).sorted()
                == ["a value rejected: sentinel", "status Charging on arrival"])
        #expect(try Self.outcome(file, #"{"v":7.2,"what":"power"}"#) == ["power 7200 W on arrival"])
        #expect(try Self.outcome(file, #"{"v":7.2,"what":"volts"}"#) == ["refused: wrong_shape"])
    }

    @Test(
        "a mistake is told with its line",
        arguments: [
            ("family: bikes\npayload: json\nvalues:\n  - {quantity: pm1, path: a, unit: ug/m3}", "family"),
            ("family: ev\npayload: csv\nvalues:\n  - {quantity: power, path: a, unit: W}", "payload"),
            ("family: ev\npayload: json\nvalues:\n  - {quantity: pm1, path: a, unit: ug/m3}", "quantity"),
            ("family: ev\npayload: json\nvalues:\n  - {quantity: power, path: a}", "unit"),
            ("family: ev\npayload: json\nvalues:\n  - {quantity: power, path: a, unit: kWh}", "unit"),
            ("family: ev\npayload: json\nvalues:\n  - {quantity: status, path: a}", "words"),
            ("family: ev\npayload: json\nvalues:\n  - {quantity: status, path: a, words: {C: Loading}}", "words"),
            ("family: ev\npayload: json\nvalues:\n  - {quantity: plugged, path: a, words: {C: Charging}}", "words"),
            ("family: ev\npayload: json\nvalues:\n  - {quantity: status, path: idTag, words: {C: Charging}}", "path"),
            ("family: ev\npayload: json\nconnector: 0\nvalues:\n  - {quantity: power, path: a, unit: W}", "connector"),
            ("payload: json\nconnector: 1\nvalues:\n  - {quantity: pm1, path: a, unit: ug/m3}", "connector"),
        ])
    func mistakes(text: String, column: String) {
        let file = Self.read("mapping: own\n" + text)
        #expect(file.mapping == nil)
        #expect(file.problems.contains { $0.column == column && $0.line != nil }, "\(file.problems)")
    }
}
