import Dialects
import Readings
import Registry

/// Why a message could not be taken, and whose it is.
struct Fault: Error {
    var reason: QuarantineReason
    /// The row of the balance.
    var source: Int
    /// The message is in the balance already.
    var isCounted: Bool

    init(_ reason: QuarantineReason, _ source: Int, isCounted: Bool = false) {
        self.reason = reason
        self.source = source
        self.isCounted = isCounted
    }
}

extension Corridor {
    /// The row of the balance of a topic that leads to no device.
    mutating func prefix(of topic: Span<UInt8>) -> Int {
        sources.number(of: BalanceSources.prefix(of: topic, areas: settlement.areas, dialects: registry.dialects))
    }

    mutating func quarantine(_ fault: Fault, _ header: MessageHeader, _ topic: Span<UInt8>, _ payload: Span<UInt8>) {
        // What has no receive time that could be true is listed on the first day there is.
        if !Self.believableReceipts.contains(header.received) { received.open(0) }
        if !fault.isCounted { received[fault.source].messages += 1 }
        received[fault.source].quarantined[fault.reason, default: 0] += 1
        if trace != nil { note(unreadable: fault.reason, header, fault.source) }
        if settings.isUnguarded, !Self.isQuotable(payload) || !Self.isAir(topic) {
            received.today.quarantine(
                QuarantinedMessage(
                    received: header.received, reason: fault.reason, topic: [], payload: [],
                    payloadBytes: payload.count))
        } else {
            received.today.quarantine(
                QuarantinedMessage(received: header.received, reason: fault.reason, topic: topic, payload: payload))
        }
        if fault.reason == .unknownDevice { noteUnknownDevice(header, topic, payload) }
        if firstQuarantined[fault.reason] == nil {
            firstQuarantined[fault.reason] = Self.shown(topic.isEmpty ? payload : topic)
        }
    }

    /// `<borough>/air/…`, or no topic at all.
    private static func isAir(_ topic: Span<UInt8>) -> Bool {
        guard !topic.isEmpty else { return true }
        let level = Array("/air/".utf8)
        var at = 0
        while at < topic.count, topic[at] != UInt8(ascii: "/") { at += 1 }
        guard at + level.count <= topic.count else { return false }
        return level.indices.allSatisfy { topic[at + $0] == level[$0] }
    }

    private static func shown(_ example: Span<UInt8>) -> String {
        var bytes: [UInt8] = []
        // Whoever reads it may sit at a terminal: no byte that could steer one.
        for offset in 0..<min(120, example.count) {
            let byte = example[offset]
            bytes.append(byte >= 0x20 && byte < 0x7F ? byte : UInt8(ascii: "?"))
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Lists a device that no registry row names, with what it measures.
    private mutating func noteUnknownDevice(_ header: MessageHeader, _ topic: Span<UInt8>, _ payload: Span<UInt8>) {
        guard let found = try? routing.route(topic), let format = registry.format(named: found.dialect.name) else {
            return
        }
        let key = UnknownDevice.Key(
            area: found.borough, isCharger: found.dialect.family == .ev, dialect: found.dialect.name,
            device: found.device)
        guard received.today.hasRoom(for: key) else { return }
        let isRead: Void? =
            switch format {
            case .dialect(let dialect):
                try? decoder.decode(
                    payload, behindDevice: topic.extracting(found.restBytes), dialect: dialect, into: &decoded)
            case .mapping(let index):
                // Its time is asked by nobody here.
                try? mappingDecoders[index].decode(
                    payload, behindDevice: topic.extracting(found.restBytes),
                    wall: WallClock(zone: .utc, received: header.received), into: &decoded)
            }
        if isRead == nil { decoded.removeAll() }
        received.today.note(
            unknown: key, received: header.received, quantities: decoded.samples.map(\.quantity),
            connectors: decoded.events.compactMap(\.connector))
    }
}
