import Readings

/// What a topic of evcc tells: `<evcc>/loadpoints/<n>/<key>`, one bare value a topic. The device is the evcc, or the load point
/// where a route names that; connectors are numbered as load points.
enum EvccKey: Sendable {
    case connected, charging, power, sessionEnergy, register

    static let table = NameTable<EvccKey>([
        "connected": .connected, "charging": .charging, "chargePower": .power, "chargedEnergy": .sessionEnergy,
        "chargeTotalImport": .register,
    ])
    static let names = ["connected", "charging", "chargePower", "chargedEnergy", "chargeTotalImport"]
    static let tails = (names + names.map { "loadpoints/+/" + $0 } + ["status"]).compactMap(TopicTail.init)
}

/// A topic of evcc behind the device.
private struct EvccTopic {
    var loadPoint = 1
    /// Nil for `status`, which is of the whole.
    var key: EvccKey?

    private static let prefix = Array("loadpoints/".utf8)
    private static let status: JSONName = "status"

    init?(_ tail: Span<UInt8>) {
        if JSONName(tail) == Self.status { return }
        var start = 0
        if tail.count > Self.prefix.count, Self.prefix.indices.allSatisfy({ tail[$0] == Self.prefix[$0] }) {
            var (number, at) = (0, Self.prefix.count)
            while at < tail.count, tail[at] != UInt8(ascii: "/") {
                let digit = tail[at] &- UInt8(ascii: "0")
                guard digit < 10, number < 100 else { return nil }
                number = number * 10 + Int(digit)
                at += 1
            }
            guard number > 0, at < tail.count else { return nil }
            (loadPoint, start) = (number, at + 1)
        }
        guard let key = EvccKey.table[JSONName(tail.extracting(start..<tail.count))] else { return nil }
        self.key = key
    }
}

extension Decoder {
    private static let evccLinks = NameTable<Bool>(["online": true, "offline": false])
    private static let evccTruths = NameTable<Bool>(["true": true, "false": false])

    /// Power in watts, the energy of a session in watt-hours, and the meter's in kilowatt-hours, as evcc writes them (its
    /// server/mqtt.go and api/api.go; its documentation says otherwise). No value has a time.
    mutating func decodeEvcc(
        _ text: Span<UInt8>, behindDevice tail: Span<UInt8>, into decoded: inout Decoded
    ) throws(JSONError) {
        isRawText = true
        guard let topic = EvccTopic(tail) else { throw JSONError(.wrongShape, at: 0) }
        let kind: ChargerEvent.Kind
        switch topic.key {
        case nil:
            kind = .link(isUp: try bareWord(text, Self.evccLinks))
            // The broker sends the last will.
            decoded.origin = .thirdParty
            decoded.events.append(ChargerEvent(connector: nil, stamp: nil, kind: kind))
            return
        case .connected: kind = .plugged(try bareWord(text, Self.evccTruths))
        case .charging: kind = .chargingNow(try bareWord(text, Self.evccTruths))
        case .power, .sessionEnergy, .register:
            let factor: Int64 = if case .register = topic.key { 1000 } else { 1 }
            let range = PersonalFieldRedaction.trimmed(text)
            let isNone = JSONScanner.isNaN(text.extracting(range))
            scanner.position = text.count
            guard let amount = figure(isNone ? .notANumber : .decimal(range), text, times: factor, into: &decoded)
            else { return }
            switch topic.key {
            case .power: kind = .power(microwatts: amount, transaction: nil)
            case .sessionEnergy: kind = .sessionEnergy(WattHours(millionths: amount), transaction: nil)
            default: kind = .register(WattHours(millionths: amount), transaction: nil)
            }
        }
        decoded.events.append(ChargerEvent(connector: topic.loadPoint, stamp: nil, kind: kind))
    }
}
