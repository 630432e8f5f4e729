/// Empties the fields of a JSON payload that say who charged, before the payload reaches a disk.
///
/// The values of members with a personal name become `""`, at any depth; every other byte stays as it was. Names that are
/// spelled with escapes or in another case are recognised too.
package struct PersonalFieldRedaction: Sendable {
    private var scanner = JSONScanner()
    private let names: Set<String>

    package init() {
        names = Set(Dialect.allCases.flatMap(\.personalFields).map { $0.lowercased() })
    }

    /// The payload without personal values; nil when it is no JSON, so that nobody can tell where such values stand.
    package mutating func cleaned(_ payload: Span<UInt8>) -> [UInt8]? {
        do {
            scanner.begin(payload)
            try scanner.validate(payload)
        } catch {
            return nil
        }
        var clean: [UInt8] = []
        clean.reserveCapacity(payload.count)
        var at = 0
        while at < payload.count {
            guard payload[at] == UInt8(ascii: "\"") else {
                clean.append(payload[at])
                at += 1
                continue
            }
            let end = Self.endOfString(payload, from: at)
            for offset in at..<end { clean.append(payload[offset]) }
            let isPersonal = isPersonal(payload, at..<end)
            at = end
            guard isPersonal, let value = Self.valueStart(payload, behindName: at) else { continue }
            for offset in at..<value { clean.append(payload[offset]) }
            clean.append(contentsOf: [UInt8(ascii: "\""), UInt8(ascii: "\"")])
            at = Self.endOfValue(payload, from: value)
        }
        return clean
    }

    private func isPersonal(_ payload: Span<UInt8>, _ quoted: Range<Int>) -> Bool {
        var bytes: [UInt8] = []
        var hasEscape = false
        for offset in (quoted.lowerBound + 1)..<(quoted.upperBound - 1) {
            hasEscape = hasEscape || payload[offset] == UInt8(ascii: "\\")
            let isCapital = (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(payload[offset])
            bytes.append(isCapital ? payload[offset] | 0x20 : payload[offset])
        }
        // A name with an escape is unusual enough to be emptied when any personal name could be meant.
        if hasEscape { return true }
        return names.contains(String(decoding: bytes, as: UTF8.self))
    }

    /// The offset behind the closing quote. The payload was found valid, so there is one.
    private static func endOfString(_ payload: Span<UInt8>, from quote: Int) -> Int {
        var at = quote + 1
        while at < payload.count, payload[at] != UInt8(ascii: "\"") {
            at += payload[at] == UInt8(ascii: "\\") ? 2 : 1
        }
        return min(at + 1, payload.count)
    }

    /// Where the value of a name begins; nil when the string was no name.
    private static func valueStart(_ payload: Span<UInt8>, behindName start: Int) -> Int? {
        var at = start
        while at < payload.count, isSpace(payload[at]) { at += 1 }
        guard at < payload.count, payload[at] == UInt8(ascii: ":") else { return nil }
        at += 1
        while at < payload.count, isSpace(payload[at]) { at += 1 }
        return at
    }

    private static func endOfValue(_ payload: Span<UInt8>, from start: Int) -> Int {
        var at = start
        var depth = 0
        while at < payload.count {
            switch payload[at] {
            case UInt8(ascii: "\""):
                at = endOfString(payload, from: at)
                if depth == 0 { return at }
                continue
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                if depth == 0 { return at }
                depth -= 1
                if depth == 0 { return at + 1 }
            case UInt8(ascii: ","):
                if depth == 0 { return at }
            default: break
            }
            at += 1
        }
        return at
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
    }
}
