import Readings

extension PersonalFieldRedaction {
    /// What stands in a message that came on an air sensor's topic.
    package enum AirPayload: Sendable {
        /// An air sensor's message, sound or not: it knows no person.
        case airSensors
        /// JSON that names a card, or that begins like a charger's frame: it was sent there by mistake.
        case chargers
        /// Bytes that begin like no message of an air sensor, and that may hold a part of a charger's.
        case unknown
    }

    /// Judges by the bytes alone, since it is asked of every message: air dialects are objects or arrays of objects, or
    /// tables with a header of ours.
    package func judgeBelowAir(_ payload: Span<UInt8>) -> AirPayload {
        // UTF-16 and UTF-32 have noughts among the first letters.
        for offset in 0..<min(4, payload.count) where payload[offset] == 0 { return .unknown }
        var at = payload.count >= 3 && payload[0] == 0xEF && payload[1] == 0xBB && payload[2] == 0xBF ? 3 : 0
        while at < payload.count, payload[at] <= 0x20 { at += 1 }
        guard at < payload.count else { return .airSensors }
        let opening = payload[at]
        if payload[at] == UInt8(ascii: "[") {
            at += 1
            while at < payload.count, payload[at] <= 0x20 { at += 1 }
            guard at < payload.count, payload[at] == UInt8(ascii: "{") || payload[at] == UInt8(ascii: "]") else {
                return .chargers
            }
        } else if payload[at] != UInt8(ascii: "{") {
            return Self.isHarmlessText(payload) || Self.isMeasuredTable(payload) ? .airSensors : .unknown
        }
        if mentionsCard(payload) { return .chargers }
        return isClosed(payload, opening) || !TokenShape.hasCard(payload) ? .airSensors : .unknown
    }

    /// Whether the text ends with the bracket of its beginning; what does not was cut, perhaps out of a frame.
    private func isClosed(_ payload: Span<UInt8>, _ opening: UInt8) -> Bool {
        var last = payload.count - 1
        while last > 0, payload[last] <= 0x20 { last -= 1 }
        return payload[last] == (opening == UInt8(ascii: "{") ? UInt8(ascii: "}") : UInt8(ascii: "]"))
    }

    /// Fields that only chargers have.
    static let chargerNames = NameTable<Bool>(
        [
            "idtag", "parentidtag", "idtoken", "groupidtoken", "cdrtoken", "contractid", "emaid", "evccid", "rfid",
            "uid", "badgeid", "messagetypeid", "uniqueid", "cardid", "carduid", "cardno", "cardnr", "cardnumber",
            "rfidtag", "rfiduid", "rfidcard", "contractnumber", "card", "cardtoken", "tag", "tagid", "taguid", "token",
            "vin", "licenseplate", "licenceplate", "numberplate",
        ].map { ($0, true) })

    /// Whether one of `chargerNames` can begin with these letters: most of an air sensor's names do not.
    @inline(__always)
    private static func couldBegin(_ first: UInt8, _ second: UInt8) -> Bool {
        if second == UInt8(ascii: "_") || second == UInt8(ascii: "-") { return true }
        switch (first | 0x20, second | 0x20) {
        case (UInt8(ascii: "i"), UInt8(ascii: "d")), (UInt8(ascii: "p"), UInt8(ascii: "a")),
            (UInt8(ascii: "g"), UInt8(ascii: "r")), (UInt8(ascii: "c"), UInt8(ascii: "d")),
            (UInt8(ascii: "c"), UInt8(ascii: "a")),
            (UInt8(ascii: "c"), UInt8(ascii: "o")), (UInt8(ascii: "e"), UInt8(ascii: "m")),
            (UInt8(ascii: "e"), UInt8(ascii: "v")), (UInt8(ascii: "r"), UInt8(ascii: "f")),
            (UInt8(ascii: "u"), UInt8(ascii: "i")), (UInt8(ascii: "u"), UInt8(ascii: "n")),
            (UInt8(ascii: "b"), UInt8(ascii: "a")), (UInt8(ascii: "m"), UInt8(ascii: "e")),
            (UInt8(ascii: "t"), UInt8(ascii: "a")), (UInt8(ascii: "t"), UInt8(ascii: "o")),
            (UInt8(ascii: "v"), UInt8(ascii: "i")), (UInt8(ascii: "l"), UInt8(ascii: "i")),
            (UInt8(ascii: "n"), UInt8(ascii: "u")):
            return true
        default: return false
        }
    }

    private func mentionsCard(_ payload: Span<UInt8>) -> Bool {
        var at = 0
        // Looked for once, however many quotation marks there are.
        var hasCard: Bool?
        while at < payload.count {
            let byte = payload[at]
            at += 1
            if byte == UInt8(ascii: "\\"), at < payload.count {
                if isEscapedASCII(payload, at) { return true }
                // A text in quotation marks inside of a string: JSON in JSON.
                if payload[at] == UInt8(ascii: "\"") {
                    let has = hasCard ?? TokenShape.hasCard(payload)
                    if has { return true }
                    hasCard = has
                }
            }
            guard byte == UInt8(ascii: "\""), at + 1 < payload.count, Self.couldBegin(payload[at], payload[at + 1])
            else { continue }
            var end = at
            while end < payload.count, end - at <= 20, payload[end] != UInt8(ascii: "\""),
                payload[end] != UInt8(ascii: "\\")
            {
                end += 1
            }
            guard let name = JSONName(folding: payload.extracting(at..<end)) else { continue }
            if chargerNames[name] != nil, isName(payload, endingAt: end) { return true }
        }
        return false
    }

    /// Whether a colon follows the closing quotation mark, or the mark has a backslash: a name in JSON inside of a string.
    private func isName(_ payload: Span<UInt8>, endingAt end: Int) -> Bool {
        guard end < payload.count else { return false }
        if payload[end] == UInt8(ascii: "\\") { return true }
        var at = end + 1
        while at < payload.count, payload[at] <= 0x20 { at += 1 }
        return at < payload.count && payload[at] == UInt8(ascii: ":")
    }

    /// `u0041` behind a backslash: a letter that needs no escape was given one, as if to hide a name.
    private func isEscapedASCII(_ payload: Span<UInt8>, _ at: Int) -> Bool {
        at + 3 < payload.count && payload[at] == UInt8(ascii: "u") && payload[at + 1] == UInt8(ascii: "0")
            && payload[at + 2] == UInt8(ascii: "0") && payload[at + 3] >= UInt8(ascii: "3")
            && payload[at + 3] <= UInt8(ascii: "7")
    }

    /// A short word such as `offline`: printable, without a quotation mark and without anything that looks like a token.
    package static func isHarmlessText(_ payload: Span<UInt8>) -> Bool {
        guard payload.count <= 64 else { return false }
        for offset in payload.indices {
            let byte = payload[offset]
            guard byte >= 0x20 && byte < 0x7F || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return false }
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") { return false }
        }
        return !TokenShape.matches(payload)
    }

    /// Whether a payload is one value: neither an object nor an array of JSON.
    package static func isScalar(_ payload: Span<UInt8>) -> Bool {
        let value = trimmed(payload)
        return value.isEmpty
            || payload[value.lowerBound] != UInt8(ascii: "{") && payload[value.lowerBound] != UInt8(ascii: "[")
    }

    /// `null`, `""` or nothing.
    package static func saysNothing(_ payload: Span<UInt8>) -> Bool {
        let value = payload.extracting(trimmed(payload))
        return value.isEmpty || JSONName(value) == "null" || JSONName(value) == "\"\""
    }

    /// Whether a payload is a number of JSON and nothing else.
    package static func isNumber(_ payload: Span<UInt8>) -> Bool {
        let value = payload.extracting(trimmed(payload))
        var decimal = DecimalScanner()
        guard let end = try? decimal.scan(value, from: 0) else { return false }
        return end == value.count
    }

    /// Behind a byte order mark, without blanks around.
    static func trimmed(_ payload: Span<UInt8>) -> Range<Int> {
        let hasMark = payload.count >= 3 && payload[0] == 0xEF && payload[1] == 0xBB && payload[2] == 0xBF
        var (start, end) = (hasMark ? 3 : 0, payload.count)
        while start < end, payload[start] <= 0x20 { start += 1 }
        while end > start, payload[end - 1] <= 0x20 { end -= 1 }
        return start..<end
    }

    /// Whether one of the dialects that are no JSON finds its header and its quantities in the text, and no cell is a name
    /// that only chargers have. What no dialect can read may as well be a part of a charger's message.
    private static func isMeasuredTable(_ payload: Span<UInt8>) -> Bool {
        var cursor = CSVCursor()
        while let cell = cursor.next(payload) {
            if isChargerName(payload, cell.range) { return false }
        }
        var decoder = Decoder()
        var decoded = Decoded()
        for dialect in Dialect.allCases where dialect.isText && dialect.family == .air {
            do throws(QuarantineReason) {
                try decoder.decode(payload, dialect: dialect, into: &decoded)
                return true
            } catch {
                if error == .malformedStamp { return true }
            }
        }
        return false
    }

    /// Whether a cell is one of `chargerNames`, blanks and quotes around it left aside.
    private static func isChargerName(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
        let quote = UInt8(ascii: "\"")
        var (start, end) = (range.lowerBound, range.upperBound)
        while start < end, text[start] <= 0x20 || text[start] == quote { start += 1 }
        while end > start, text[end - 1] <= 0x20 || text[end - 1] == quote { end -= 1 }
        guard start < end, let name = JSONName(folding: text.extracting(start..<end)) else { return false }
        return chargerNames[name] != nil
    }
}
