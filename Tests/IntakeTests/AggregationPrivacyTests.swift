import Foundation
import Pipeline
import Readings
import Registry
import Testing

@testable import Intake

@Suite("Card numbers of a feed")
struct AggregationPrivacyTests {
    private static let card = "04A1B2C3D4"

    /// A feed is what was sent: nobody took the card out. A card in the place of a device's name is not among them: serial
    /// numbers look the same, and the list of unknown devices is there to show names.
    private static let lines: [(topic: String, payload: String)] = [
        ("west/ev/ocpp16/cp-1/up", #"[2,"1","StartTransaction",{"connectorId":1,"idTag":"\#(card)","meterSta"#),
        ("west/ev/ocpp16/stranger/up", #"[2,"2","Authorize",{"idTag":"\#(card)"}]"#),
        ("west/ev/ocpp16/stranger/\(card)/y", "{}"), ("nowhere/\(card)", "{}"),
        ("west/air/plain/aq-1", #"[2,"3","StartTransaction",{"idTag":"\#(card)"}]"#),
        ("west/air/plain/aq-1", "no JSON at all"),
    ]

    @Test("no card number of a feed is in a file that aggregate writes; an air sensor's bad payload is shown")
    func quarantine() throws {
        let folder = try LiveFolder()
        let feed = folder.path + "/feed.ndjson"
        let text = try Self.lines.map { line in
            let object = ["tst": "2026-03-02T08:00:00Z", "topic": line.topic, "payload": line.payload]
            return String(decoding: try JSONSerialization.data(withJSONObject: object), as: UTF8.self) + "\n"
        }.joined()
        try Data(text.utf8).write(to: URL(filePath: feed))
        let output = folder.path + "/out"
        var aggregation = try Aggregation(
            feeds: [feed], output: output,
            registry: try LiveRegistry.tables(start: .distantPast, move: .distantFuture), windows: [.hour],
            dialect: nil)
        #expect(try aggregation.run { _ in }.balance.quarantinedCount == Self.lines.count)
        let paths = try FileManager.default.subpathsOfDirectory(atPath: output).filter { $0.contains(".") }
        #expect(paths.contains("quarantine/day=2026-03-02/quarantine_2026-03-02.ndjson"))
        var all = ""
        for path in paths {
            guard let data = FileManager.default.contents(atPath: output + "/" + path) else { continue }
            all += path + String(decoding: data, as: UTF8.self)
        }
        #expect(!all.contains(Self.card))
        #expect(all.contains("no JSON at all"))
    }
}
