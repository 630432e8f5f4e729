import Dialects
import Foundation
import Readings
import SensorSim
import Testing

/// A payload example with what is needed to decode it.
struct StampedExample: Sendable, CustomTestStringConvertible {
    var file: String
    var dialect: Dialect
    /// The topic's level that names the device, in files of several messages.
    var deviceLevel: Int?
    /// Whether anything in it is a time of the device's.
    var isStamped = true

    var testDescription: String { "\(file) as \(dialect.rawValue)" }

    private static var folder: URL {
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "DialectsTests/Fixtures")
    }

    /// Payloads, with what follows the device in the topic.
    func payloads() throws -> [(payload: [UInt8], tail: [UInt8])] {
        let data = try Data(contentsOf: Self.folder.appending(path: file))
        guard let deviceLevel else { return [(Array(data), [])] }
        let object = try JSONSerialization.jsonObject(with: data) as? [String: Any]
        let messages = try #require(object?["messages"] as? [[String: Any]])
        return try messages.map { message in
            let topic = (message["topic"] as? String ?? "").split(separator: "/", omittingEmptySubsequences: false)
            let tail = topic.dropFirst(deviceLevel).joined(separator: "/")
            let payload = message["payload"] ?? NSNull()
            let bytes =
                try (payload as? String).map { Array($0.utf8) }
                ?? Array(
                    JSONSerialization.data(withJSONObject: payload, options: [.fragmentsAllowed, .sortedKeys]))
            return (bytes, Array(tail.utf8))
        }
    }

    static let all: [StampedExample] = [
        StampedExample(file: "airgradient-mqtt.json", dialect: .airgradient, isStamped: false),
        StampedExample(file: "airrohr-custom-api.json", dialect: .airrohr, isStamped: false),
        StampedExample(file: "ngsi-ld-airqualityobserved.jsonld", dialect: .ngsiLD),
        StampedExample(file: "ngsiv2-airqualityobserved-normalized.json", dialect: .ngsiv2),
        StampedExample(file: "sensor-community-api.json", dialect: .sensorCommunity),
        StampedExample(file: "purpleair-local.json", dialect: .purpleair),
        StampedExample(file: "smartcitizen-readings.json", dialect: .smartcitizen),
        StampedExample(file: "smartcitizen-raw.txt", dialect: .smartcitizen),
        StampedExample(file: "sensorthings-observation-expanded.json", dialect: .sensorthings),
        StampedExample(file: "aqmesh-gas.json", dialect: .aqmesh),
        StampedExample(file: "aqmesh-particle.json", dialect: .aqmesh),
        StampedExample(file: "ttn-v3-uplink.json", dialect: .ttn),
        StampedExample(file: "chirpstack-v4-up.json", dialect: .chirpstack),
        StampedExample(file: "senml.json", dialect: .senml),
        StampedExample(file: "vaisala-aqt530-csv.txt", dialect: .vaisalaAQT),
        StampedExample(file: "uk-air-site-year.csv", dialect: .ukAir),
        StampedExample(file: "uk-air-selector.csv", dialect: .ukAir),
        StampedExample(file: "openair-write-csv.csv", dialect: .openair),
        StampedExample(file: "openair-readr.csv", dialect: .openair),
        StampedExample(file: "ocpp16j_raw_frames.json", dialect: .ocpp16, deviceLevel: 2),
        StampedExample(file: "emqx_ocpp_gateway.json", dialect: .emqxOCPP, deviceLevel: 3),
        StampedExample(file: "ocpp201_frames.json", dialect: .ocpp201, deviceLevel: 2),
        StampedExample(file: "ocpi_221_push.json", dialect: .ocpi, deviceLevel: 5),
        StampedExample(file: "everest_api_legacy.json", dialect: .everest, deviceLevel: 2),
        StampedExample(file: "everest_api_v1.json", dialect: .everest, deviceLevel: 4),
        StampedExample(file: "evcc.json", dialect: .evcc, deviceLevel: 1, isStamped: false),
        StampedExample(file: "ngsi_ld_evchargingstation.json", dialect: .ngsiLDStation, deviceLevel: 3),
        StampedExample(file: "dtc_ocpp_central_system.json", dialect: .centralSystem, deviceLevel: 2),
        StampedExample(file: "chirpstack_v4_parking.json", dialect: .chirpstackBay, deviceLevel: 4),
        StampedExample(file: "ttn_v3_parking.json", dialect: .ttnBay, deviceLevel: 4),
    ]
}

@Suite("The examples of all dialects at another time")
struct RestampExampleTests {
    /// What the service's decoder makes of a payload, as a text in which instants can be found.
    private func told(_ payload: [UInt8], _ tail: [UInt8], _ dialect: Dialect) -> String {
        var decoder = Dialects.Decoder()
        var decoded = Decoded()
        do {
            try decoder.decode(payload.span, behindDevice: tail.span, dialect: dialect, into: &decoded)
        } catch {
            return "refused: \(error)"
        }
        let device = decoded.device.map { String(decoding: payload[$0], as: UTF8.self) } ?? ""
        return "\(device) \(decoded.samples) \(decoded.rejected) \(decoded.events)"
    }

    /// Every instant so much later.
    private func later(_ text: String, _ seconds: Int64) -> (text: String, instants: Int) {
        var count = 0
        let moved = text.replacing(/Instant\(microseconds: (-?[0-9]+)\)/) { match in
            count += 1
            return "Instant(microseconds: \((Int64(match.1) ?? 0) + seconds * 1_000_000))"
        }
        return (moved, count)
    }

    @Test(
        "Every instant that is decoded moves by exactly the shift, in tables by its whole hours, and nothing else changes",
        arguments: StampedExample.all, [RestampTests.shift.seconds, -RestampTests.shift.seconds, 0])
    func decodes(example: StampedExample, seconds: Int64) throws {
        let shift = Restamp(seconds: seconds)
        // 10 d 1 h 2 min 3 s: the hours below it, 10 d 1 h, and backwards 10 d 2 h.
        let hours = seconds > 0 ? 10 * 86_400 + 3600 : seconds < 0 ? -(10 * 86_400 + 2 * 3600) : 0
        let isTable = example.dialect == .ukAir || example.dialect == .openair
        var instants = 0
        for (payload, tail) in try example.payloads() {
            let before = later(told(payload, tail, example.dialect), isTable ? Int64(hours) : seconds)
            let moved = shift.payload(payload)
            #expect(told(moved, tail, example.dialect) == before.text)
            instants += before.instants
            if seconds == 0 { #expect(moved == payload || example.dialect == .openair) }
        }
        #expect((instants > 0) == example.isStamped)
    }

    @Test("Of the examples only digits change, and the way back gives the same bytes")
    func digits() throws {
        let back = Restamp(seconds: -RestampTests.shift.seconds)
        for example in StampedExample.all where example.dialect != .ukAir && example.dialect != .openair {
            for (payload, _) in try example.payloads() {
                let moved = RestampTests.shift.payload(payload)
                #expect(moved.count == payload.count)
                for (old, new) in zip(payload, moved) where old != new {
                    #expect((48...57).contains(old) && (48...57).contains(new))
                }
                #expect(back.payload(moved) == payload)
            }
        }
    }

    @Test("A simulated city in every dialect decodes the same, later")
    func city() throws {
        var simulation = Simulation(
            .twoBoroughs(schoolDialects: AirDialect.allCases), seed: 4, start: SimulatedDay.start, hours: 2)
        var dialects: Set<String> = []
        while let message = simulation.next() {
            guard let name = message.levels.dropFirst(2).first, let dialect = Dialect(name: name),
                dialect != .ukAir, dialect != .openair
            else { continue }
            dialects.insert(name)
            let moved = RestampTests.shift.shifted(message)
            let before = later(told(message.payload, [], dialect), RestampTests.shift.seconds)
            #expect(told(moved.payload, [], dialect) == before.text)
        }
        #expect(dialects.count >= 12, "\(dialects)")
    }
}
