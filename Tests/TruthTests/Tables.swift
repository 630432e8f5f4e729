import Readings
import Scenarios
import Testing
import Truth

@testable import SensorSim

/// Tables of the truth as rows of cells by name.
struct TruthTables {
    private var files: [String: [[String: String]]] = [:]

    init(_ files: [(name: String, bytes: [UInt8])]) {
        for (name, bytes) in files {
            let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n").map {
                $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            }
            let header = lines.first ?? []
            self.files[name] = lines.dropFirst().map { line in
                Dictionary(zip(header, line), uniquingKeysWith: { first, _ in first })
            }
        }
    }

    subscript(name: String) -> [[String: String]] { files[name] ?? [] }

    /// The cells of one row, or of all rows, in the order in which they are asked for.
    func cells(_ name: String, _ columns: String...) -> [[String]] {
        self[name].map { row in columns.map { row[$0] ?? "no column \($0)" } }
    }
}

/// What the examples have in common: a school with one sensor, a street with a post of 22 kW, and a day in March.
enum Example {
    static func at(_ text: String) throws -> Instant { try #require(Instant(iso8601: text)) }

    static let period =
        CivilDate(year: 2026, month: 3, day: 2).startUTC..<CivilDate(year: 2026, month: 3, day: 3).startUTC

    static let city = City(
        boroughs: [City.Borough(id: "nowhere", name: "Nowhere (simulated)", gss: "")], prefixes: ["nowhere": "no"],
        places: [
            Place(
                name: "Aspen Primary", borough: "nowhere", kind: .school, latitude: 515_072, longitude: -1276,
                sensors: [.plain]),
            Place(
                name: "Birch Street", borough: "nowhere", kind: .street, latitude: 515_072, longitude: -1276,
                chargers: [Place.Chargers(kind: .fast22, count: 1)]),
        ])

    static func message(_ number: UInt64, received: Instant, source: Int = 0) -> SimulatedMessage {
        var message = SimulatedMessage(
            received: received, topic: Array("nowhere/air/plain/no-aq-01".utf8), payload: [], number: number)
        message.source = source
        return message
    }

    static func delivered(
        _ number: UInt64, received: Instant, _ fault: TransportFault? = nil, _ detail: String = ""
    ) -> DeliveredMessage {
        DeliveredMessage(message(number, received: received), sent: received, fault: fault, detail: detail)
    }

    /// A minute's reading in millionths that ends when the stamp says.
    static func reading(
        _ message: UInt64, ends: Instant, stamp: Instant?, _ emitted: Int64, city: Int64 = 0
    ) -> Measurement {
        Measurement(
            device: "no-aq-01", quantity: .no2, begins: ends.advanced(byMicroseconds: -Microseconds.minute),
            ends: ends, stamp: stamp, city: Millionths(city), emitted: Millionths(emitted), message: message)
    }
}
