import Readings
import SensorSim

/// Which messages arrived, and what was done to those to which something was done.
struct ArrivalTruth: Sendable {
    private struct Key: Hashable, Comparable, Sendable {
        var day: CivilDate
        /// -1 for what was sent under another's name.
        var source: Int
        /// Of what was sent under another's name: whose name stands in its topic.
        var borough = ""

        static func < (left: Key, right: Key) -> Bool {
            (left.day, left.source, left.borough) < (right.day, right.source, right.borough)
        }
    }

    private struct Cell: Sendable {
        var messages = 0
        var faults: [TransportFault: Int] = [:]
    }

    private var cells: [Key: Cell] = [:]
    private var done: [UInt8] = []
    private(set) var sent = 0
    private(set) var lost = 0

    init() {
        done.line([
            "message", "sent", "received", "topic", "fault", "detail", "family", "device", "measured_from",
            "measured_to",
        ])
    }

    /// - Parameter measured: the periods of the readings in it, from the first one's begin to the last one's end.
    mutating func count(_ delivered: DeliveredMessage, measured: Range<Instant>?, _ city: City) {
        let message = delivered.message
        if let fault = delivered.fault {
            done.line([
                String(message.number), delivered.sent.iso8601, fault == .loss ? "" : message.received.iso8601,
                String(decoding: message.topic, as: UTF8.self), fault.rawValue, delivered.detail,
                city.family(message.source), city.device(message.source).id, measured?.lowerBound.iso8601 ?? "",
                measured?.upperBound.iso8601 ?? "",
            ])
        }
        if delivered.isOriginal { sent += 1 }
        guard delivered.fault != .loss else {
            lost += 1
            return
        }
        let day = CivilDate(of: message.received)
        let isOwn = delivered.fault != .unknownDevice && delivered.fault != .spoofedBorough
        let key =
            if !isOwn {
                Key(day: day, source: -1, borough: Self.firstWord(of: message.topic))
            } else if Self.names(city.device(message.source).id, message.topic) {
                Key(day: day, source: message.source)
            } else {
                Key(day: day, source: -1)
            }
        cells[key, default: Cell()].messages += 1
        if let fault = delivered.fault { cells[key, default: Cell()].faults[fault, default: 0] += 1 }
    }

    /// Whether a level of the topic is the device: else nobody knows by the topic alone whose the message is.
    private static func names(_ device: String, _ topic: [UInt8]) -> Bool {
        let name = Array(device.utf8)
        var start = 0
        for at in 0...topic.count where at == topic.count || topic[at] == UInt8(ascii: "/") {
            if at - start == name.count, topic[start..<at].elementsEqual(name) { return true }
            start = at + 1
        }
        return false
    }

    private static func firstWord(of topic: [UInt8]) -> String {
        String(decoding: topic.prefix { $0 != UInt8(ascii: "/") }, as: UTF8.self)
    }

    /// `arrivals.csv`: messages by day received and device. Without a device those that bear another's name, by the
    /// borough in their topic, and without a borough those whose topic names no device.
    func table(_ city: City) -> [UInt8] {
        var text: [UInt8] = []
        let faults = TransportFault.allCases.filter { $0 != .loss }
        text.line(["day", "borough", "device", "messages"] + faults.map(\.rawValue))
        for (key, cell) in cells.sorted(by: { $0.key < $1.key }) {
            let device = city.device(key.source)
            text.line(
                [key.day.text, key.source < 0 ? key.borough : device.borough, device.id, String(cell.messages)]
                    + faults.map { String(cell.faults[$0] ?? 0) })
        }
        return text
    }

    /// `messages.csv`: what was done to each message to which something was done.
    var messagesTable: [UInt8] { done }
}

extension DeliveredMessage {
    /// Whether this is the message that the device sent, and not a copy or a forgery.
    var isOriginal: Bool { fault == nil || fault == .delay || fault == .loss }
}

extension City {
    /// The name of a source of messages: air devices are counted first, then charge points.
    func device(_ source: Int) -> (borough: String, id: String) {
        if airDevices.indices.contains(source) { return (airDevices[source].borough, airDevices[source].id) }
        let point = source - airDevices.count
        guard chargePoints.indices.contains(point) else { return ("", "") }
        return (chargePoints[point].borough, chargePoints[point].id)
    }

    /// `air` or `charging`, as Kerbside's files have it; empty for a source that is none of the city's.
    func family(_ source: Int) -> String {
        if airDevices.indices.contains(source) { return "air" }
        return chargePoints.indices.contains(source - airDevices.count) ? "charging" : ""
    }
}
