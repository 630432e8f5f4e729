import Readings
import Testing

@testable import Dialects

/// Every case of edge-cases.json, with what the decoder itself must make of it. What a case says of retained messages
/// and of the clock is the pipeline's part; here the stamp must come through as it was sent.
@Suite("edge cases")
struct EdgeCaseTests {
    private static func value(_ quantity: Quantity, _ millionths: Int64, _ stamp: String? = nil) -> Decoding {
        var decoding = Decoding()
        decoding.samples = [Sample(quantity: quantity, value: Millionths(millionths), stamp: stamp.map(at))]
        return decoding
    }

    private static func rejected(_ quantity: Quantity?, _ reason: RejectionReason) -> Decoding {
        var decoding = Decoding()
        decoding.rejected = [RejectedSample(quantity: quantity, reason: reason)]
        return decoding
    }

    private static func refused(_ reason: QuarantineReason) -> Decoding {
        var decoding = Decoding()
        decoding.refusal = reason
        return decoding
    }

    private static let outcomes: [String: (dialect: Dialect, decoding: Decoding)] = [
        "bare nan text": (.plain, rejected(nil, .sentinel)),
        "string number": (.plain, value(.pm2_5, 9_800_000)),
        "comma decimal": (.plain, rejected(.pm2_5, .malformedValue)),
        "sentinel -999": (.plain, rejected(.no2, .sentinel)),
        "sentinel -1": (.airgradient, rejected(.pm2_5, .sentinel)),
        "sentinel -200": (.plain, rejected(.no2, .sentinel)),
        "json NaN literal": (.plain, refused(.notJSON)),
        "negative small": (.plain, value(.no2, -400_000)),
        // Its rejection as out of range is the quality room's.
        "negative large": (.plain, value(.no2, -45_000_000)),
        "duplicate key": (.plain, refused(.duplicateKey)),
        "no timestamp": (.plain, value(.pm2_5, 9_800_000)),
        "epoch ms": (.plain, value(.pm2_5, 9_800_000, "2026-03-02T08:17:31.775Z")),
        // 01:30 on these days is no hour, and two hours, in London: a stamp without a zone is never guessed.
        "local time without zone": (.plain, refused(.malformedStamp)),
        "ambiguous local time": (.plain, refused(.malformedStamp)),
        "clock at 1970": (.plain, value(.pm2_5, 9_800_000, "1970-01-01T00:00:12Z")),
        "future stamp": (.plain, value(.pm2_5, 9_800_000, "2100-01-01T00:00:00Z")),
        "BOM prefix": (.plain, value(.pm2_5, 9_800_000)),
        "truncated": (.plain, refused(.notJSON)),
        "huge exponent": (.plain, rejected(.pm2_5, .malformedValue)),
        "empty payload": (.plain, Decoding()),
    ]

    @Test("Every hostile input of edge-cases.json ends as it says")
    func outcomes() {
        let cases = Fixture.json("edge-cases.json")["cases"] as? [[String: Any]] ?? []
        #expect(cases.count == 20)
        for item in cases {
            guard let name = item["name"] as? String, let payload = item["payload"] as? String,
                let expected = Self.outcomes[name]
            else {
                Issue.record("no expectation for \(item)")
                continue
            }
            #expect(Decoding(payload, expected.dialect) == expected.decoding, "\(name)")
        }
    }
}
