package import Dialects
package import Readings
import Registry
import Tables

/// A payload with what a mapping is to make of it.
package struct MappingExample: Sendable {
    package var topic: String?
    /// The part of the topic that names the device.
    package var device: String?
    package var payload: [UInt8]
    /// Of the example's message; it matters for local times only.
    package var received: Instant
    package var zone: TimeZoneRules
    /// A line a reading, as `outcome` writes it, in any order.
    package var gives: [String] = []
    package var line: Int?

    package init(payload: [UInt8], line: Int? = nil) {
        self.payload = payload
        self.line = line
        received = CivilDate(year: 2026, month: 3, day: 2).startUTC.advanced(byMicroseconds: 9 * Microseconds.hour)
        zone = ZoneLoading.rules(named: "Europe/London") ?? .utc
    }

    /// What the payload comes to, a line each: `pm2_5 9.8 ug/m3 at 2026-03-02T08:17:31Z`, `... on arrival` without a time of
    /// its own, `... from ... to ...` with an interval, `no2 rejected: sentinel`, `refused: wrong_shape`, `context` or
    /// `ignored`; of chargers `status Charging at ...`, `register 1846480 Wh on arrival`, `plugged true on arrival`, `fault false on arrival`, with
    /// `connector 2` before it where it is not the first.
    package func outcome(of mapping: Mapping) -> [String] {
        let topic = Array((self.topic ?? "").utf8)
        if mapping.ignoredTopics.contains(where: { TopicFilter($0)?.matches(topic.span) ?? false }) {
            return ["ignored"]
        }
        var decoder = MappingDecoder(mapping)
        var decoded = Decoded()
        do throws(QuarantineReason) {
            let tail = tail(of: topic)
            try decoder.decode(
                payload.span, behindDevice: tail.span, wall: WallClock(zone: zone, received: received),
                into: &decoded)
            if let named = decoded.device, let device, Array(payload[named]) != Array(device.utf8) {
                throw .deviceMismatch
            }
        } catch {
            return ["refused: \(error.rawValue)"]
        }
        if decoded.isContext { return ["context"] }
        return decoded.samples.map(Self.line) + decoded.events.map(Self.line)
            + decoded.rejected.map { rejected in
                "\(rejected.quantity?.name ?? "a value") rejected: \(rejected.reason.rawValue)"
            }
    }

    /// What differs from `gives`; empty when the example holds.
    package func difference(of mapping: Mapping) -> [String] {
        let found = outcome(of: mapping)
        let missing = gives.filter { !found.contains($0) }.map { "expected, and not found: \($0)" }
        return missing + found.filter { !gives.contains($0) }.map { "found, and not expected: \($0)" }
    }

    private static func line(_ sample: Sample) -> String {
        var bytes = Array("\(sample.quantity.name) ".utf8)
        bytes.append(millionths: sample.value.count)
        let value = String(decoding: bytes, as: UTF8.self) + " \(sample.quantity.unit)"
        if let covers = sample.covers {
            return value + " from \(covers.lowerBound.iso8601) to \(covers.upperBound.iso8601)"
        }
        return value + (sample.stamp.map { " at \($0.iso8601)" } ?? " on arrival")
    }

    private static func line(_ event: ChargerEvent) -> String {
        func amount(_ name: String, _ millionths: Int64, _ unit: String) -> String {
            var bytes = Array("\(name) ".utf8)
            bytes.append(millionths: millionths)
            return String(decoding: bytes, as: UTF8.self) + " \(unit)"
        }
        let told =
            switch event.kind {
            case .status(let word, _): "status \(word.rawValue)"
            case .register(let energy, _): amount("register", energy.millionths, "Wh")
            case .sessionEnergy(let energy, _): amount("session_energy", energy.millionths, "Wh")
            case .power(let microwatts, _): amount("power", microwatts, "W")
            case .plugged(let isTrue): "plugged \(isTrue)"
            case .chargingNow(let isTrue): "charging \(isTrue)"
            case .fault(let isTrue): "fault \(isTrue)"
            default: "an event"
            }
        let connector = event.connector.map { $0 == 1 ? "" : "connector \($0) " } ?? ""
        return connector + told + (event.stamp.map { " at \($0.iso8601)" } ?? " on arrival")
    }

    /// What follows the device in the topic.
    private func tail(of topic: [UInt8]) -> [UInt8] {
        guard let device else { return [] }
        let parts = topic.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        guard let index = parts.firstIndex(where: { $0.elementsEqual(device.utf8) }) else { return [] }
        return Array(parts[(index + 1)...].joined(separator: [UInt8(ascii: "/")]))
    }
}
