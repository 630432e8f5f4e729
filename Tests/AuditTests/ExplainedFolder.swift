import Foundation
import Journal
import Pipeline
import Readings
import Registry
import Tables
import Testing

@testable import Audit

/// A message as it was received.
struct Received: Sendable {
    var at: String
    var topic: String
    var payload: String

    /// A reading of no2 in the `plain` format, as aq-1 sends it.
    static func no2(_ at: String, stamp: String, _ value: String, device: String = "aq-1") -> Received {
        Received(
            at: at, topic: "west/air/plain/\(device)",
            payload: #"{"device":"\#(device)","ts":"\#(stamp)","no2":\#(value)}"#)
    }

    /// A frame of OCPP 1.6 of cp-1.
    static func ocpp(_ at: String, _ frame: String) -> Received {
        Received(at: at, topic: "west/ev/ocpp16/cp-1/up", payload: frame)
    }
}

/// A data folder whose journal holds given messages and whose files follow from them; removed with the value.
final class ExplainedFolder: Sendable {
    let path: String
    let registry: RegistryTables

    /// Summer time of 2026 in London: 29 March 01:00Z to 25 October 01:00Z (Summer Time Act 1972, as amended 2002).
    static let london = TimeZoneRules(
        firstOffsetSeconds: 0,
        transitions: [("2026-03-29T01:00:00Z", 3600), ("2026-10-25T01:00:00Z", 0)].compactMap { at, offset in
            Instant(iso8601: at).map { .init(at: $0, offsetSeconds: offset) }
        })

    static let registry = RegistryTables(
        boroughs: [Borough(borough: "west", name: "West", timeZoneName: "Europe/London", timeZone: london)],
        sites: [
            Site(site: "school", name: "The School", kind: .school, borough: "west"),
            Site(site: "street", name: "The Street", kind: .street, borough: "west"),
            Site(site: "hub", name: "The Hub", kind: .hub, borough: "west"),
        ],
        airSensors: [
            AirSensor(
                device: "aq-1", site: "school", dialect: "plain", periodMicroseconds: Microseconds.quarterHour,
                quantities: [.no2]),
            AirSensor(
                device: "aq-2", site: "school", dialect: "plain", periodMicroseconds: Microseconds.hour,
                validTo: Instant(iso8601: "2026-03-02T08:30:00Z")),
            AirSensor(
                device: "aq-2", site: "street", dialect: "plain", periodMicroseconds: Microseconds.hour,
                validFrom: Instant(iso8601: "2026-03-02T08:30:00Z")),
        ],
        connectors: [
            ChargePointConnector(
                chargePoint: "cp-1", connector: 1, site: "hub", ratedKilowatts: Millionths(7_400_000),
                operatorName: "volt")
        ])

    init(
        _ messages: [Received], windows: [WindowName] = WindowName.allCases, registry: RegistryTables = registry,
        admission: (at: String, observed: Range<Instant>)? = nil
    ) throws {
        let memory = "/dev/shm"
        let parent =
            FileManager.default.isWritableFile(atPath: memory) ? memory : FileManager.default.temporaryDirectory.path
        path = parent + "/kerbside-why-" + UUID().uuidString
        self.registry = registry
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        var corridor = Corridor(registry: registry, settings: CorridorSettings(windows: windows))
        var journal = try JournalWriter(path: path + "/journal")
        if let admission {
            let decided = try Self.instant(admission.at)
            corridor.lateAdmissions = [
                LateAdmission(device: nil, observed: admission.observed, decided: decided, reason: "a test")
            ]
        }
        for message in messages {
            let header = MessageHeader(received: try Self.instant(message.at), connection: 1)
            let (topic, payload) = (Array(message.topic.utf8), Array(message.payload.utf8))
            try journal.append(header: header, qos: 1, topic: topic.span, payload: payload.span)
            corridor.take(header, topic: topic.span, payload: payload.span)
        }
        if let admission {
            let text = Array(
                """
                device *
                from \(admission.observed.lowerBound.iso8601)
                to \(admission.observed.upperBound.iso8601)
                reason a test

                """.utf8)
            try journal.appendNote(
                at: try Self.instant(admission.at), subject: "late-admission", text: text.span)
        }
        _ = try journal.commit()
        corridor.settle(.endOfInput)
        for partition in corridor.takeDirtyPartitions() {
            var rows: [UInt8] = []
            if corridor.write(partition, .endOfInput, into: &rows, flush: { _ in }) == 0 { continue }
            try write(rows, to: partition.path)
        }
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    static func instant(_ text: String) throws -> Instant { try #require(Instant(iso8601: text), "\(text)") }

    func write(_ bytes: [UInt8], to file: String) throws {
        let place = URL(filePath: path + "/" + file)
        try FileManager.default.createDirectory(
            at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: place)
    }

    func change(_ file: String, _ old: String, _ new: String) throws {
        let text = String(decoding: try Data(contentsOf: URL(filePath: path + "/" + file)), as: UTF8.self)
        try write(Array(text.replacing(old, with: new, maxReplacements: 1).utf8), to: file)
    }

    var inquiry: Inquiry {
        Inquiry(data: path, registry: registry, source: .journal(path: path + "/journal"))
    }

    func air(_ window: String, _ length: WindowName? = nil, _ quantity: String = "no2") throws -> AirExplanation {
        try inquiry.air(device: "aq-1", quantity: quantity, window: AskedWindow(window, length: length))
    }

    /// Where the journal's records stand, in order, as the reader of the journal tells it.
    func places() throws -> [String] {
        var places: [String] = []
        var reader = try JournalReader(path: path + "/journal", from: .start)
        _ = try reader.next(upTo: try JournalReader.end(ofJournalAt: path + "/journal"), atMost: .max) { record, _, _ in
            places.append("\(record.position)")
        }
        return places
    }
}
