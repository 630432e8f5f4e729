import Dialects
import Pipeline
import Readings
import Tables
import Testing

/// SenML, RFC 8428 section 4.5.3: a device without a clock counts the seconds since it measured.
@Suite("Times that count from the receipt")
struct RelativeTimeTests {
    struct Case: CustomTestStringConvertible, Sendable {
        var name: String
        /// Time and value of PM2.5 of aq-1, received at 11:00:30.
        var records: [(String, String)]
        var isRetained = false
        /// By hour: n, mean and flags.
        var ten: String?
        var eleven: String?
        var rejected: [RejectionReason: Int] = [:]
        var testDescription: String { name }
    }

    static let cases: [Case] = [
        Case(name: "now", records: [("0", "5")], ten: nil, eleven: "1 5 without_stamp"),
        Case(
            name: "a minute ago is in the hour before", records: [("-60", "4"), ("-120", "3"), ("-0.5", "5")],
            ten: "2 3.5 without_stamp", eleven: "1 5 without_stamp"),
        Case(
            name: "four minutes ahead is within a clock's tolerance, six are not",
            records: [("240", "6"), ("360", "7")],
            ten: nil, eleven: "1 6 without_stamp", rejected: [.future: 1]),
        Case(
            name: "longer ago than the horizon is late", records: [("0", "5"), ("-864000", "1")], ten: nil,
            eleven: "1 5 without_stamp", rejected: [.late: 1]),
        Case(
            name: "nobody knows when a retained message was now", records: [("0", "5"), ("-60", "4")],
            isRetained: true, ten: nil, eleven: nil, rejected: [.retainedWithoutStamp: 2]),
    ]

    @Test("a reading is observed so long before its receipt as it says", arguments: cases)
    func hours(example: Case) throws {
        let received = try #require(Instant(iso8601: "2026-03-02T11:00:30Z"))
        var corridor = Corridor(
            registry: try CityRegistry.tables(start: received, move: received),
            settings: CorridorSettings(windows: WindowName.allCases))
        // A reading that counts: rows begin with it.
        corridor.take(
            Record(
                received: received.advanced(byMicroseconds: -3 * Microseconds.hour), topic: "west/air/plain/aq-1",
                payload: #"{"ts":"2026-03-02T08:00:00Z","readings":{"pm2_5":1}}"#))
        let records = example.records.map { #"{"n":"pm2_5","u":"ug/m3","t":\#($0),"v":\#($1)}"# }
        var record = Record(
            received: received, topic: "west/air/senml/aq-1", payload: "[\(records.joined(separator: ","))]")
        record.isRetained = example.isRetained
        corridor.take(record)
        var files = PublishedFiles()
        files.publish(&corridor, .endOfInput)
        func row(_ hour: String) -> String? {
            let columns = String(decoding: Dataset.airHour.header, as: UTF8.self).dropLast().split(separator: ",")
            let rows = files.rows(.airHour).map { Dictionary(uniqueKeysWithValues: zip(columns.map(String.init), $0)) }
            let row = rows.first {
                $0["window_start"] == "2026-03-02T\(hour):00:00Z" && $0["quantity"] == "pm2_5" && $0["device"] == "aq-1"
            }
            guard let row, row["n"] != "0" else { return nil }
            return ["n", "mean", "flags"].compactMap { row[$0] }.joined(separator: " ")
        }
        #expect(row("10") == example.ten)
        #expect(row("11") == example.eleven)
        #expect(corridor.balance.rejected == example.rejected)
        #expect(corridor.balance.readings == example.records.count + 1 && corridor.balance.readingsAddUp)
    }
}
