import SeededRandom
import Dialects
import Intake
import Readings
import SensorSim
import Testing

/// Feeds payloads to one mapping's decoder and checks what must hold for any bytes.
private struct MappingContract {
    private var decoder: MappingDecoder
    private var decoded = Decoded()
    private let wall: WallClock
    private(set) var refused = 0
    private(set) var read = 0

    init(_ mapping: Mapping, _ example: MappingExample) {
        decoder = MappingDecoder(mapping)
        wall = WallClock(zone: example.zone, received: example.received)
    }

    /// Nil when the contract held.
    mutating func breach(_ payload: [UInt8], behindDevice tail: [UInt8]) -> String? {
        do {
            try decoder.decode(payload.span, behindDevice: tail.span, wall: wall, into: &decoded)
        } catch {
            refused += 1
            if decoded != Decoded() { return "a refused payload left something behind" }
            let reasons: Set<QuarantineReason> = [
                .notJSON, .tooDeep, .duplicateKey, .wrongShape, .malformedStamp, .deviceMismatch,
            ]
            return reasons.contains(error) ? nil : "refused with \(error)"
        }
        if !decoded.isContext { read += 1 }
        if let device = decoded.device, device.upperBound > payload.count { return "a device outside the payload" }
        if !decoded.events.isEmpty { return "an air payload made an event" }
        return decoded.samples.contains { $0.covers?.isEmpty ?? false } ? "an empty interval" : nil
    }
}

@Suite("hostile bytes for the mappings that ship")
struct ShippedMappingBytesTests {
    /// What follows the device in the example's topic.
    private static func tail(_ example: MappingExample) -> [UInt8] {
        let parts = (example.topic ?? "").split(separator: "/", omittingEmptySubsequences: false)
        guard let device = example.device, let index = parts.firstIndex(of: device[...]) else { return [] }
        return Array(parts[(index + 1)...].joined(separator: "/").utf8)
    }

    /// What the simulator's encoder makes of a reading, as examples that expect nothing.
    private static func simulated(_ name: String) throws -> [MappingExample] {
        let format = try #require(MappedFormat(rawValue: name))
        let end = CivilDate(year: 2026, month: 3, day: 2).startUTC.advanced(byMicroseconds: 9 * Microseconds.hour)
        var reading = AirReading(
            device: "AQ-0042", covers: end.advanced(byMicroseconds: -Microseconds.hour)..<end, count: 7)
        for quantity in format.quantities { reading[quantity] = 12.5 }
        return AirPayloads.messages(reading, format).prefix(2).map { message in
            var example = MappingExample(payload: message.bytes)
            example.topic = reading.device + message.topicEnd
            example.device = reading.device
            return example
        }
    }

    @Test(
        "Each example cut at any byte, changed at any byte or mixed with random ones is read or refused with a reason",
        arguments: ShippedMappings.names)
    func mutations(name: String) throws {
        let mapping = try ShippedMappings.mapping(name)
        var random = SplitMix64(seed: 20_260_302)
        var (read, refused) = (0, 0)
        for example in try ShippedMappings.file(name).examples + Self.simulated(name) {
            let tail = Self.tail(example)
            var contract = MappingContract(mapping, example)
            func check(_ payload: [UInt8], _ place: String) {
                if let breach = contract.breach(payload, behindDevice: tail) {
                    Issue.record("\(name), line \(example.line ?? 0), \(place): \(breach)")
                }
            }
            for length in 0...example.payload.count { check(Array(example.payload[..<length]), "cut at \(length)") }
            var changed = example.payload
            for offset in changed.indices {
                for byte: UInt8 in [0x00, 0x22, 0x2C, 0x39, 0x5C, 0x5D, 0x7D, 0xFF] {
                    changed[offset] = byte
                    check(changed, "\(byte) at \(offset)")
                }
                changed[offset] = example.payload[offset]
            }
            for round in 0..<500 {
                var mixed = example.payload
                for _ in 0...Int.random(in: 0...4, using: &random) {
                    let at = Int.random(in: 0...mixed.count, using: &random)
                    let end = Int.random(in: at...mixed.count, using: &random)
                    let noise = (0..<Int.random(in: 0...8, using: &random)).map { _ in
                        UInt8.random(in: .min ... .max, using: &random)
                    }
                    if Bool.random(using: &random) { mixed.removeSubrange(at..<min(end, at + 20)) }
                    mixed.insert(contentsOf: noise, at: at)
                }
                check(mixed, "mixture \(round)")
                check((0..<round).map { _ in UInt8.random(in: .min ... .max, using: &random) }, "noise \(round)")
            }
            read += contract.read
            refused += contract.refused
        }
        // Something must be read, and something refused; of a bare number what is no number is rejected as a value.
        #expect(read > 10)
        #expect(refused > 1000 || mapping.payload == .number)
    }
}
