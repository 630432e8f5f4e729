import Readings

/// A number that may be a time since 1970, as it is written in a payload.
struct EpochNumber {
    private let start: Int
    /// Behind its last byte.
    let end: Int
    /// Its digits without point and exponent, and how many of them stand before the point.
    private var digits: [UInt8] = []
    private var whole = 0

    /// A JSON number that is not negative; nil for anything else.
    init?(_ text: Span<UInt8>, at start: Int) {
        var at = start
        func readDigits(_ digits: inout [UInt8]) {
            while at < text.count, WrittenStamp.digit(text[at]) != nil {
                digits.append(text[at])
                at += 1
            }
        }
        readDigits(&digits)
        whole = digits.count
        guard whole > 0 else { return nil }
        if at < text.count, text[at] == UInt8(ascii: ".") {
            at += 1
            readDigits(&digits)
            guard digits.count > whole else { return nil }
        }
        if at < text.count, text[at] | 0x20 == UInt8(ascii: "e") {
            at += 1
            let isNegative = at < text.count && text[at] == UInt8(ascii: "-")
            if isNegative || at < text.count && text[at] == UInt8(ascii: "+") { at += 1 }
            var written: [UInt8] = []
            readDigits(&written)
            guard let exponent = Int(String(decoding: written, as: UTF8.self)), exponent <= 20 else { return nil }
            whole += isNegative ? -exponent : exponent
        }
        self.start = start
        end = at
    }

    /// Writes the number so many seconds later; false for one that is no time. Seconds, milliseconds, microseconds and
    /// nanoseconds are told by their size: those of one never overlap with the next between 2000 and 2100. A number with an
    /// exponent comes out without.
    @discardableResult
    func replace(in bytes: inout [UInt8], by seconds: Int64) -> Bool {
        guard whole > 0, whole <= 19, digits.count <= 40 else { return false }
        let padded = digits + [UInt8](repeating: UInt8(ascii: "0"), count: max(0, whole - digits.count))
        guard let value = Int64(String(decoding: padded[..<whole], as: UTF8.self)) else { return false }
        let believed = WrittenStamp.believed
        var unit = Microseconds.second
        var scale: Int64 = 1
        while unit >= 1, !Self.isTime(value, scale, believed) {
            guard scale < 1_000_000_000 else { return false }
            scale *= 1000
            unit = max(unit / 1000, 1)
        }
        var text = String(value + seconds * scale)
        if padded.count > whole { text += "." + String(decoding: padded[whole...], as: UTF8.self) }
        bytes.replaceSubrange(start..<end, with: Array(text.utf8))
        return true
    }

    private static func isTime(_ value: Int64, _ scale: Int64, _ believed: Range<Instant>) -> Bool {
        let second = Microseconds.second
        return value / scale >= believed.lowerBound.microseconds / second
            && value / scale < believed.upperBound.microseconds / second
    }
}

/// The members that hold times since 1970 in the payloads that we know.
enum EpochName {
    /// plain's `ts`, SenML's `bt` and `t`, Libelium's, EVerest's and Sparkplug's `timestamp`, openWB's, Shelly's,
    /// Zigbee2MQTT's, PurpleAir's and others.
    private static let names: Set<String> = [
        "ts", "t", "bt", "timestamp", "Timestamp", "time", "Time", "datetime", "date", "updated", "last_updated",
        "last_seen", "lastSeen", "observed", "observed_at", "recorded_at", "received_at", "response_date", "unixtime",
        "minute_ts", "plug_time", "timestamp_start_charging", "epoch",
    ]

    static func isTime(_ name: ArraySlice<UInt8>) -> Bool {
        name.count <= 24 && names.contains(String(decoding: name, as: UTF8.self))
    }

    /// The last level of a topic, where a payload is a bare number: `evcc/updated`, openWB's `…/plug_time`.
    static func isTime(ofTopic topic: [UInt8]) -> Bool {
        let start = topic.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0
        return isTime(topic[start...])
    }
}

extension Restamp {
    /// Numbers under the names of times, also in quotes. In an uplink of The Things Stack numbers called `timestamp` are
    /// counters of a gateway's radio, and stay.
    func shiftMembers(_ bytes: inout [UInt8]) {
        var at = 0
        while let key = Self.nextKey(bytes, from: &at) {
            let name = bytes[key]
            if name.elementsEqual("uplink_message".utf8) { return }
            guard EpochName.isTime(name), at < bytes.count else { continue }
            let isQuoted = bytes[at] == UInt8(ascii: "\"")
            guard let number = EpochNumber(bytes.span, at: isQuoted ? at + 1 : at), number.end < bytes.count else {
                continue
            }
            // In quotes, it is a number only where the quotes end with it.
            if isQuoted, bytes[number.end] != UInt8(ascii: "\"") { continue }
            number.replace(in: &bytes, by: seconds)
        }
    }

    /// The next text that a colon follows, and with `at` the beginning of what follows.
    private static func nextKey(_ bytes: [UInt8], from at: inout Int) -> Range<Int>? {
        while at < bytes.count {
            guard bytes[at] == UInt8(ascii: "\"") else {
                at += 1
                continue
            }
            let start = at + 1
            at = start
            while at < bytes.count, bytes[at] != UInt8(ascii: "\"") {
                at += bytes[at] == UInt8(ascii: "\\") ? 2 : 1
            }
            guard at < bytes.count else { return nil }
            let end = at
            at += 1
            while at < bytes.count, bytes[at] <= 0x20 { at += 1 }
            guard at < bytes.count, bytes[at] == UInt8(ascii: ":") else { continue }
            at += 1
            while at < bytes.count, bytes[at] <= 0x20 { at += 1 }
            return start..<end
        }
        return nil
    }
}
