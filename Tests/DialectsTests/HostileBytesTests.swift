import SeededRandom
import Foundation
import Readings
import Testing

@testable import Dialects

/// Feeds payloads to one decoder and checks what must hold for any bytes.
private struct Contract {
    private var decoder = Dialects.Decoder()
    private var decoded = Decoded()
    private(set) var refused = 0
    private(set) var taken = 0

    /// Nil when the contract held.
    mutating func breach(_ payload: [UInt8], _ dialect: Dialect, tail: String = "") -> String? {
        do {
            try decoder.decode(
                payload.span, behindDevice: Array(tail.utf8).span, dialect: dialect, into: &decoded)
            taken += 1
        } catch {
            refused += 1
            if decoded != Decoded() { return "a refused payload left something behind" }
            if decoder.refusedAt < 0 || decoder.refusedAt > payload.count { return "refused outside the payload" }
            let reasons: Set<QuarantineReason> = [
                .notJSON, .tooDeep, .duplicateKey, .wrongShape, .malformedStamp, .deviceMismatch,
            ]
            return reasons.contains(error) ? nil : "refused with \(error)"
        }
        if let device = decoded.device, device.upperBound > payload.count { return "a device outside the payload" }
        if dialect.family == .air, !decoded.events.isEmpty { return "an air payload made an event" }
        if dialect.family == .ev, !decoded.samples.isEmpty { return "an EV payload made a sample" }
        if decoded.samples.contains(where: { sample in sample.covers.map { $0.isEmpty } ?? false }) {
            return "an empty interval"
        }
        return nil
    }
}

@Suite("hostile bytes")
struct HostileBytesTests {
    @Test("Any example cut at any byte is decoded or refused with a reason, never trapped on")
    func truncation() {
        var json = Contract()
        var tables = Contract()
        for (dialect, payload) in Fixture.examples {
            for length in 0...payload.count {
                let cut = Array(payload[..<length])
                let breach = dialect.isText ? tables.breach(cut, dialect) : json.breach(cut, dialect)
                #expect(breach == nil, "\(dialect) \(length)")
            }
        }
        // A JSON text cut short is none: of each example only the empty and the whole payload (some end in white
        // space) pass. A table may be cut behind any row.
        let count = Fixture.examples.count { !$0.dialect.isText }
        #expect(json.taken >= 2 * count)
        #expect(json.taken <= 3 * count)
        #expect(tables.taken > 0 && tables.refused > tables.taken)
    }

    @Test("Any example with one byte changed is decoded or refused with a reason, in every dialect")
    func oneByte() {
        var contract = Contract()
        for (own, payload) in Fixture.examples {
            var mutated = payload
            for offset in payload.indices {
                for byte: UInt8 in [0x00, 0x22, 0x2C, 0x39, 0x5C, 0x7D, 0xFF] {
                    mutated[offset] = byte
                    if let breach = contract.breach(mutated, own) {
                        Issue.record("\(own) \(offset) \(byte): \(breach)")
                    }
                }
                mutated[offset] = payload[offset]
            }
            for dialect in Dialect.allCases {
                if let breach = contract.breach(payload, dialect) { Issue.record("\(own) as \(dialect): \(breach)") }
            }
        }
    }

    @Test("Any charger's message cut at any byte or with one changed is decoded or refused with a reason")
    func chargers() {
        var contract = Contract()
        for message in Fixture.chargerExamples {
            for length in 0...message.payload.count {
                let cut = Array(message.payload[..<length])
                #expect(
                    contract.breach(cut, message.dialect, tail: message.tail) == nil, "\(message.dialect) \(length)")
            }
            var mutated = message.payload
            for offset in mutated.indices {
                for byte: UInt8 in [0x00, 0x22, 0x2C, 0x39, 0x5C, 0x7D, 0xFF] {
                    mutated[offset] = byte
                    if let breach = contract.breach(mutated, message.dialect, tail: message.tail) {
                        Issue.record("\(message.dialect) \(offset) \(byte): \(breach)")
                    }
                }
                mutated[offset] = message.payload[offset]
            }
            for dialect in Dialect.allCases {
                if let breach = contract.breach(message.payload, dialect, tail: message.tail) {
                    Issue.record("\(message.dialect) as \(dialect): \(breach)")
                }
            }
        }
        #expect(contract.taken > Fixture.chargerExamples.count)
        #expect(contract.refused > contract.taken)
    }

    private static let tokens: [[UInt8]] = [
        "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u", "\\ud800", "null", "true", "nan", "1e400", "-999", "-1", "9.8",
        "\"ts\":",
        "\"readings\":{", "\"value\":", "\"no2\":", "\"2026-03-02T08:15:30Z\"", "\"sampledValue\":[",
        "\"transactionId\":", "\"id\":",
        "9223372036854775807", "-9223372036854775808", "\"unitCode\":\"61\"", "\"no2_prescaled\":", "\"no2_slope\":",
        "\"gas_p2\":", "\"pm2_5_atm_b\":", "t:", "{1:", "87:9", "1e-400", "9e12", "-9e12", "0.00000000000000000000001",
        "\u{FEFF}", "é", "\n", "\r\n", "NA", "24:00", "Date,time", "ugm-3", "µg", "T:H:P", "2026-03-02", "\"bn\":",
        "\"bt\":1e300", "\"status\":", "\"evses\":[{", "\"last_updated\":", "\"kwh\":", "\"MessageTypeId\":2",
        "\"evse\":{",
        "\"transactionInfo\":{", "\"multiplier\":-9", "\"occupied\":", "\"Connectors\":{", "\"availableCapacity\":",
        "true",
    ].map { Array($0.utf8) }

    /// One to five changes: a byte set, a token put in or over, a part cut, doubled or taken from another example.
    private func mutate(_ payload: inout [UInt8], _ random: inout SplitMix64) {
        for _ in 0...random.below(5) {
            let at = random.below(payload.count + 1)
            switch random.below(6) {
            case 0 where at < payload.count: payload[at] = UInt8(truncatingIfNeeded: random.next())
            case 1: payload.insert(contentsOf: Self.tokens[random.below(Self.tokens.count)], at: at)
            case 2: payload.removeSubrange(at..<min(payload.count, at + random.below(20)))
            case 3: payload.insert(contentsOf: Array(payload[at..<min(payload.count, at + random.below(40))]), at: at)
            case 4:
                let other = Fixture.examples[random.below(Fixture.examples.count)].payload
                let from = random.below(other.count)
                payload.insert(contentsOf: other[from..<min(other.count, from + random.below(60))], at: at)
            default:
                let token = Self.tokens[random.below(Self.tokens.count)]
                payload.replaceSubrange(at..<min(payload.count, at + token.count), with: token)
            }
        }
    }

    @Test(
        "Every dialect has an example that it takes, so that the contract below speaks of it",
        arguments: Dialect.allCases)
    func coverage(dialect: Dialect) {
        let taken = Fixture.examples.filter { $0.dialect == dialect && Decoding($0.payload, dialect).refusal == nil }
        let told = Fixture.chargerExamples.filter { message in
            message.dialect == dialect && ToldEvents(message.payload, dialect, tail: message.tail).lines.count > 0
        }
        #expect(!taken.isEmpty || !told.isEmpty)
    }

    /// KERBSIDE_FUZZ_COUNT asks for more (a million before a release), KERBSIDE_FUZZ_SEED repeats a run.
    @Test("Random and mutated payloads of all dialects keep the contract")
    func mutationFuzz() {
        let environment = ProcessInfo.processInfo.environment
        let count = environment["KERBSIDE_FUZZ_COUNT"].flatMap { Int($0) } ?? 100_000
        let seed = environment["KERBSIDE_FUZZ_SEED"].flatMap { UInt64($0) } ?? 20_260_302
        var random = SplitMix64(seed: seed)
        var contract = Contract()
        let examples =
            Fixture.examples.map { ChargerMessage(dialect: $0.dialect, payload: $0.payload, tail: "") }
            + Fixture.chargerExamples
        for index in 0..<count {
            let example = examples[random.below(examples.count)]
            var payload = example.payload
            if random.below(10) == 0 {
                payload = (0..<random.below(200)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
            } else {
                mutate(&payload, &random)
            }
            let isOwn = random.below(4) != 0
            let dialect = isOwn ? example.dialect : Dialect.allCases[random.below(Dialect.allCases.count)]
            if let breach = contract.breach(payload, dialect, tail: example.tail) {
                Issue.record("seed \(seed), payload \(index), \(dialect): \(breach)")
                return
            }
        }
        // Both outcomes must occur often, or the fuzz tests nothing.
        #expect(contract.refused > count / 4)
        #expect(contract.taken > count / 50)
    }
}
