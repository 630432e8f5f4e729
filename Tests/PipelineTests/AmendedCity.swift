import Pipeline
import Readings
import Tables
import Testing

/// The city of `CityRegistry` with corrections and reviews, and four readings of two quantities at a school:
/// 10:00, 10:15, 10:30 and 10:45 of 2 March 2026 with NO2 of 10, 20, 30, 40 and PM2.5 of 1, 2, 3, 4.
struct AmendedCity {
    private(set) var files = PublishedFiles()
    let balance: MessageBalance

    static let messages = zip(["10:00", "10:15", "10:30", "10:45"], 1...4).map { time, value in
        Message(device: "aq-1", stamp: "2026-03-02T\(time):00Z", readings: "\"no2\":\(value)0,\"pm2_5\":\(value)")
    }

    struct Message {
        var borough = "west"
        var device: String
        var stamp: String
        var readings: String
    }

    /// - Parameters:
    ///   - corrections: rows `device,quantity,method,slope,offset,from,to`.
    ///   - reviews: rows `device,quantity,from,to,action,reason`.
    init(
        corrections: [String] = [], reviews: [String] = [], sheets: [String: String] = [:],
        messages: [Message] = Self.messages
    ) throws {
        let start = try #require(Instant(iso8601: "2026-03-02T00:00:00Z"))
        var sheets = sheets
        sheets["corrections.csv"] = (["device,quantity,method,slope,offset,from,to"] + corrections)
            .joined(separator: "\n")
        sheets["reviews.csv"] = (["device,quantity,from,to,action,reason"] + reviews).joined(separator: "\n")
        var corridor = Corridor(
            registry: try CityRegistry.tables(start: start, move: start, sheets: sheets),
            settings: CorridorSettings(windows: WindowName.allCases))
        for message in messages {
            let stamp = try #require(Instant(iso8601: message.stamp))
            corridor.take(
                Record(
                    received: stamp.advanced(byMicroseconds: Microseconds.hour),
                    topic: "\(message.borough)/air/plain/\(message.device)",
                    payload: "{\"ts\":\"\(message.stamp)\",\"readings\":{\(message.readings)}}"))
        }
        files.publish(&corridor, .endOfInput)
        balance = corridor.balance
    }

    /// The columns of the row of a window that begins at `start` on 2 March, separated by blanks; `-` for an empty one.
    func row(_ dataset: Dataset, _ quantity: String, at start: String, _ columns: String) -> String? {
        let names = String(decoding: dataset.header, as: UTF8.self).split(whereSeparator: { $0 == "," || $0 == "\n" })
        let rows = files.rows(dataset).map { row in
            Dictionary(uniqueKeysWithValues: zip(names.map(String.init), row))
        }
        let row = rows.first { row in
            row["window_start"] == "2026-03-02T\(start):00Z" && row["quantity"].map { $0 == quantity } ?? true
        }
        return row.map { row in
            columns.split(separator: " ").map { name in
                let cell = row[String(name)] ?? "no column"
                return cell.isEmpty ? "-" : cell
            }.joined(separator: " ")
        }
    }
}
