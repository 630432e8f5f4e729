import Readings
import Testing

@testable import Dialects

@Suite("hostile bytes for mappings")
struct HostileMappingTests {
    private static func value(_ quantity: Quantity, _ place: MappedPlace, _ unit: UnitCode) -> MappedValue {
        MappedValue(quantity: quantity, place: place, unit: unit)
    }

    private static func named(_ name: String) -> MappedPlace { .named(Array(name.utf8)) }

    /// A mapping of each kind, with what it has of paths, records, conditions and times.
    private static let mappings: [Mapping] = [
        .test(
            .json,
            [
                value(.pm2_5, .at("s/[type=PM]/[0]"), .microgramPerCubicMetre), value(.temperature, .at("/t"), .kelvin),
                value(.no2, .at("a~1b"), .partPerBillion),
            ]
        ) {
            $0.records = MappedPath("data")
            $0.device = .at("/id")
            $0.time = MappedTime(stamp: .interval(from: .at("from"), to: .at("to")), format: .iso8601, zone: .local)
        },
        .test(.csv, [value(.pm2_5, named("pm"), .microgramPerCubicMetre), value(.no2, .column(4), .partPerBillion)]) {
            $0.time = MappedTime(
                stamp: .instant(named("t")), format: StampFormat("DD/MM/YYYY hh:mm") ?? .epoch, zone: .local)
            $0.device = named("id")
        },
        .test(.text, [value(.pm2_5, named("pm"), .microgramPerCubicMetre)]) {
            $0.time = MappedTime(stamp: .instant(named("t")), format: .epoch)
        },
        .test(.number, [value(.pressure, .whole, .inchOfMercury)]),
    ]

    private static let payloads = [
        #"{"id":"d","t":280.5,"data":[{"s":[{"type":"PM","0":1},["x"]],"a/b":20,"from":"2026-03-29T01:30:00","#
            + #""to":"2026-03-29T02:30:00"},{"s":[],"a/b":"1e2","from":"2026-10-25T01:30:00","to":"2026-10-25T02:30:00"}]}"#,
        "t,pm,id,no2\n02/03/2026 08:15,\"9.8\",d,20\n25/10/2026 01:30,,d,nan\n", "t=1772439451; pm=9.8;x=\"\"",
        "-29.92",
    ]

    /// Nil when the contract held.
    private static func breach(_ payload: [UInt8], _ mapping: Mapping) -> String? {
        let decoding = mapping.decode(bytes: payload, behindDevice: "", received: "2026-10-25T01:00:00Z")
        if let refusal = decoding.refusal {
            guard decoding.samples.isEmpty, decoding.rejected.isEmpty, decoding.device == nil else {
                return "a refused payload left something behind"
            }
            let reasons: Set<QuarantineReason> = [
                .notJSON, .tooDeep, .duplicateKey, .wrongShape, .malformedStamp, .deviceMismatch,
            ]
            return reasons.contains(refusal) ? nil : "refused with \(refusal)"
        }
        return decoding.samples.contains { $0.covers?.isEmpty ?? false } ? "an empty interval" : nil
    }

    @Test("Any payload cut at any byte, or with one byte changed, is decoded or refused with a reason by every mapping")
    func mutations() {
        var taken = 0
        for payload in Self.payloads.map({ Array($0.utf8) }) {
            for mapping in Self.mappings {
                for length in 0...payload.count {
                    if let breach = Self.breach(Array(payload[..<length]), mapping) {
                        Issue.record("\(length): \(breach)")
                    }
                }
                var mutated = payload
                for offset in payload.indices {
                    for byte: UInt8 in [0x00, 0x22, 0x2C, 0x39, 0x0A, 0x3D, 0x5D, 0x7D, 0xFF] {
                        mutated[offset] = byte
                        if let breach = Self.breach(mutated, mapping) { Issue.record("\(offset) \(byte): \(breach)") }
                        taken += 1
                    }
                    mutated[offset] = payload[offset]
                }
            }
        }
        #expect(taken > 10_000)
    }

    @Test("Each mapping reads its own payload, so that the changes above begin with something that is read")
    func sound() {
        let counts = zip(Self.payloads, Self.mappings).map { payload, mapping in
            mapping.decode(payload, received: "2026-10-25T01:00:00Z").samples.count
        }
        // The JSON one begins in the hour that London's clocks skip.
        #expect(counts == [0, 2, 1, 1])
        let repaired = Self.payloads[0].replacing("03-29", with: "03-30")
        #expect(Self.mappings[0].decode(repaired, received: "2026-10-25T01:00:00Z").samples.count == 4)
    }
}
