import Foundation
import Readings

@testable import Dialects

/// The messages of one file of charger payload examples.
struct ChargerExample {
    var topic: String
    /// With its members in the order of their names, and in the opposite one; one text where it is no JSON.
    var payloads: [[UInt8]]

    static func messages(_ file: String) -> [ChargerExample] {
        let messages = Fixture.json(file)["messages"] as? [[String: Any]] ?? []
        return messages.map { message in
            let payload = message["payload"] ?? NSNull()
            let written = [false, true].map { Self.bytes(payload, descending: $0) }
            return ChargerExample(
                topic: message["topic"] as? String ?? "",
                payloads: (payload as? String).map { [Array($0.utf8)] } ?? written)
        }
    }

    /// What follows a level of the topic, counted from 1.
    func tail(behind level: Int) -> String {
        topic.split(separator: "/", omittingEmptySubsequences: false).dropFirst(level).joined(separator: "/")
    }

    static func bytes(_ value: Any, descending: Bool) -> [UInt8] {
        func joined(_ parts: [[UInt8]], _ open: String, _ close: String) -> [UInt8] {
            Array(open.utf8) + Array(parts.joined(separator: Array(",".utf8))) + Array(close.utf8)
        }
        if let object = value as? [String: Any] {
            let keys = descending ? object.keys.sorted(by: >) : object.keys.sorted()
            let members = keys.map { key in
                leaf(key) + Array(":".utf8) + bytes(object[key] ?? NSNull(), descending: descending)
            }
            return joined(members, "{", "}")
        }
        if let array = value as? [Any] {
            return joined(array.map { bytes($0, descending: descending) }, "[", "]")
        }
        return leaf(value)
    }

    private static func leaf(_ value: Any) -> [UInt8] {
        let data = try? JSONSerialization.data(
            withJSONObject: value, options: [.fragmentsAllowed, .withoutEscapingSlashes])
        return Array(data ?? Data())
    }
}

/// What a charger's payload came to, a line an event.
struct ToldEvents: Equatable {
    var lines: [String] = []

    init(_ payload: [UInt8], _ dialect: Dialect, tail: String = "") {
        var decoder = Dialects.Decoder()
        var decoded = Decoded()
        do throws(QuarantineReason) {
            try decoder.decode(
                payload.span, behindDevice: Array(tail.utf8).span, dialect: dialect, into: &decoded)
        } catch {
            lines = ["refused: \(error.rawValue)"]
            return
        }
        for index in decoded.events.indices {
            lines.append(Self.line(decoded.events[index], decoded.subject(ofEvent: index)))
        }
        lines += decoded.rejected.map { "rejected: \($0.reason.rawValue)" }
        if !decoded.samples.isEmpty { lines.append("samples") }
    }

    init(_ payload: String, _ dialect: Dialect, tail: String = "") {
        self.init(Array(payload.utf8), dialect, tail: tail)
    }

    static func line(_ event: ChargerEvent, _ subject: EventSubject) -> String {
        var words: [String] = []
        if let device = subject.device { words.append(device) }
        if let alias = subject.alias { words.append("(\(alias))") }
        switch subject.evse {
        case .number(let number): words.append("evse \(number)")
        case .name(let name): words.append("evse \(name)")
        case nil: break
        }
        if let connector = event.connector { words.append("#\(connector)") }
        if let stamp = event.stamp { words.append(stamp.iso8601) }
        return (words + [told(event.kind)]).joined(separator: " ")
    }

    private static func told(_ kind: ChargerEvent.Kind) -> String {
        func of(_ key: TransactionKey?) -> String { key.map { " of \($0)" } ?? "" }
        return switch kind {
        case .status(let word, let code): word.rawValue + (code.isEmpty ? "" : " " + code)
        case .started(let message, let meter): "started \(message) \(amount(meter.millionths)) Wh"
        case .numbered(let message, let number): "numbered \(message) \(number)"
        case .stopped(let number, let meter, let reason):
            "stopped \(number) \(amount(meter.millionths)) Wh \(reason.rawValue)"
        case .register(let energy, let key): "register \(amount(energy.millionths)) Wh\(of(key))"
        case .power(let microwatts, let key): "power \(amount(microwatts)) W\(of(key))"
        case .interval(let energy, let key): "interval \(amount(energy.millionths)) Wh\(of(key))"
        case .sessionEnergy(let energy, let key): "session \(amount(energy.millionths)) Wh\(of(key))"
        case .plugged(let isTrue): isTrue ? "plugged" : "unplugged"
        case .chargingNow(let isTrue): isTrue ? "charging" : "not charging"
        case .fault(let isTrue): isTrue ? "fault" : "no fault"
        case .booted: "booted"
        case .heartbeatInterval(let seconds): "heartbeat every \(seconds) s"
        case .link(let isUp): isUp ? "link up" : "link down"
        case .bay(let isOccupied): isOccupied ? "bay occupied" : "bay free"
        case .cardPresented: "card"
        case .transaction(let update): told(update)
        case .sessionRecord(let record): told(record)
        }
    }

    private static func told(_ update: TransactionUpdate) -> String {
        var words = [update.phase.rawValue, "\(update.sequence)", "\(update.key)"]
        if let state = update.chargingState { words.append(state.rawValue) }
        if update.isOffline { words.append("offline") }
        if let reason = update.reason { words.append(reason.rawValue) }
        if update.hasCard { words.append("card") }
        return words.joined(separator: " ")
    }

    private static func told(_ record: SessionRecord) -> String {
        var words = [record.isDetailRecord ? "CDR" : "session", record.session]
        if let status = record.status { words.append(status.rawValue) }
        if let start = record.start { words.append("from \(start.iso8601)") }
        if let end = record.end { words.append("to \(end.iso8601)") }
        if let energy = record.energy { words.append("\(amount(energy.millionths)) Wh") }
        if let charging = record.charging { words.append("charging \(amount(charging)) s") }
        if let parking = record.parking { words.append("parking \(amount(parking)) s") }
        if let peak = record.peakMicrowatts { words.append("peak \(amount(peak)) W") }
        if let updated = record.lastUpdated { words.append("updated \(updated.iso8601)") }
        return words.joined(separator: " ")
    }

    private static func amount(_ millionths: Int64) -> String {
        var digits = String(millionths.magnitude % 1_000_000 + 1_000_000).dropFirst()
        while digits.last == "0" { digits.removeLast() }
        let whole = (millionths < 0 ? "-" : "") + String(millionths.magnitude / 1_000_000)
        return digits.isEmpty ? whole : whole + "." + digits
    }
}
