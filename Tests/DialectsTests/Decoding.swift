import Foundation
import Readings

@testable import Dialects

/// What one payload came to, in a form that reads well in a table of expectations.
struct Decoding: Equatable {
    var device: String?
    var samples: [Sample] = []
    var rejected: [RejectedSample] = []
    var events: [ChargerEvent] = []
    var refusal: QuarantineReason?

    init() {}

    init(_ payload: [UInt8], _ dialect: Dialect) {
        var decoder = Dialects.Decoder()
        self.init(payload, dialect, &decoder)
    }

    init(_ payload: [UInt8], _ dialect: Dialect, _ decoder: inout Dialects.Decoder) {
        var decoded = Decoded()
        do {
            try decoder.decode(payload.span, dialect: dialect, into: &decoded)
        } catch {
            refusal = error
        }
        device = decoded.device.map { String(decoding: payload[$0], as: UTF8.self) }
        samples = decoded.samples
        rejected = decoded.rejected
        events = decoded.events
    }

    init(_ payload: String, _ dialect: Dialect) {
        self.init(Array(payload.utf8), dialect)
    }

    /// Quantity and value of each sample, in millionths.
    var values: [Quantity: Int64] {
        Dictionary(samples.map { ($0.quantity, $0.value.count) }, uniquingKeysWith: { $1 })
    }

    var rejections: [Quantity: RejectionReason] {
        Dictionary(
            rejected.compactMap { sample in sample.quantity.map { ($0, sample.reason) } }, uniquingKeysWith: { $1 })
    }
}

/// The payload examples, written for this project.
enum Fixture {
    static func bytes(_ name: String) -> [UInt8] {
        let url = Bundle.module.resourceURL?.appendingPathComponent("Fixtures/\(name)")
        guard let url, let data = try? Data(contentsOf: url) else { return [] }
        return Array(data)
    }

    static func json(_ name: String) -> [String: Any] {
        (try? JSONSerialization.jsonObject(with: Data(bytes(name)))) as? [String: Any] ?? [:]
    }

    /// The frames of the OCPP example, each as the bytes of one payload.
    static let ocppFrames: [[UInt8]] = {
        let messages = json("ocpp16j_raw_frames.json")["messages"] as? [[String: Any]] ?? []
        return messages.compactMap { message in
            message["payload"].flatMap { try? JSONSerialization.data(withJSONObject: $0, options: .sortedKeys) }
        }.map { Array($0) }
    }()

    /// Every example with its dialect.
    static let examples: [(dialect: Dialect, payload: [UInt8])] =
        [
            (.airgradient, bytes("airgradient-mqtt.json")), (.airrohr, bytes("airrohr-custom-api.json")),
            (.airrohr, bytes("sensor-community-push-single-sensor.json")),
            (.ngsiLD, bytes("ngsi-ld-airqualityobserved.jsonld")),
            (.ngsiLD, bytes("ngsiv2-airqualityobserved-normalized.json")), (.plain, Array(plain.utf8)),
            (.sensorCommunity, bytes("sensor-community-api.json")),
            (.sensorCommunity, bytes("sensor-community-push-single-sensor.json")),
            (.purpleair, bytes("purpleair-local.json")),
            (.smartcitizen, bytes("smartcitizen-readings.json")), (.smartcitizen, bytes("smartcitizen-raw.txt")),
            (.sensorthings, bytes("sensorthings-observation-expanded.json")),
            (.aqmesh, bytes("aqmesh-gas.json")), (.aqmesh, bytes("aqmesh-particle.json")),
            (.ttn, bytes("ttn-v3-uplink.json")),
            (.chirpstack, bytes("chirpstack-v4-up.json")),
            (.senml, bytes("senml.json")),
            (.ngsiv2, bytes("ngsiv2-airqualityobserved-normalized.json")),
            (.vaisalaAQT, bytes("vaisala-aqt530-csv.txt")),
            (.ukAir, bytes("uk-air-site-year.csv")), (.ukAir, bytes("uk-air-selector.csv")),
            (.openair, bytes("openair-write-csv.csv")), (.openair, bytes("openair-readr.csv")),
        ] + ocppFrames.map { (.ocpp16, $0) } + SimulatedPayloads.all

    /// With what stands behind the device in the topic.
    static let chargerExamples: [ChargerMessage] = ChargerExampleTests.all.flatMap { expected in
        ChargerExample.messages(expected.file).enumerated().flatMap { index, message in
            let level = index < expected.deviceLevels.count ? expected.deviceLevels[index] : expected.deviceLevels.last
            return message.payloads.filter { !$0.isEmpty }.prefix(1).map {
                ChargerMessage(dialect: expected.dialect, payload: $0, tail: message.tail(behind: level ?? 1))
            }
        }
    }

    static let plain = #"""
        {"device":"aq-0123","ts":"2026-03-02T08:15:30.250Z","readings":{"pm2_5":12.4,"no2":38.2,\#
        "temperature":11.2,"humidity":71.0}}
        """#
}

/// A charger's message, as far as decoders see it.
struct ChargerMessage {
    var dialect: Dialect
    var payload: [UInt8]
    var tail: String
}

/// An instant from its text; a mistake in a table shows as 1970.
func at(_ text: String) -> Instant {
    Instant(iso8601: text) ?? Instant(microseconds: 0)
}
