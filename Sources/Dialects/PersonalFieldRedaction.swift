/// Takes out of a charger's JSON payload what says who charged, before the payload reaches a disk.
///
/// - The values of fields that name a person (`PersonalFields`), at any depth and in any spelling, become `""`, or on
///   request a pseudonym; so do other texts that look like a card, a contract or a vehicle (`TokenShape`).
/// - Free text becomes `""`, and so does all that follows the code of an OCPP error.
/// - Every other byte stays as it was. `null`, `true`, `false` and `""` say nobody's name and stay too.
///
/// What the decoders read is changed only where it is no decimal, no stamp and no known word, that is, where they would
/// not have understood it.
package struct PersonalFieldRedaction: Sendable {
    /// Turns a token's characters, letters of ASCII in capitals, into what is written in its place: ASCII without quotes
    /// and backslashes.
    package typealias Pseudonym = ([UInt8]) -> [UInt8]

    package enum Outcome: Sendable {
        /// Nothing in it says who.
        case unchanged
        /// `bytes` holds what may be written.
        case changed
        /// It is no JSON, or names a member twice: nobody can tell where a card number stands in it.
        case notJSON
    }

    /// The payload that may be written, after `changed`.
    package private(set) var bytes: [UInt8] = []

    private var scanner = JSONScanner()
    private let table = FieldCare.table
    let chargerNames = Self.chargerNames
    /// Up to where the payload was copied.
    private var copied = 0
    /// `[2, …`, a frame of OCPP-J: there, text of any kind has no figures in it.
    private var isFrame = false
    private var units = UnitNames()
    /// Names that were taken away: each gets a number, for a member may not be named twice.
    private var namesTaken = 0

    package init() {}

    /// Looks through a payload. `pseudonym` nil: tokens are emptied.
    ///
    /// - Parameter units: where the payload's format names devices.
    package mutating func clean(
        _ payload: Span<UInt8>, pseudonym: Pseudonym? = nil, units: UnitNames = UnitNames()
    ) -> Outcome {
        self.units = units
        bytes.removeAll(keepingCapacity: bytes.capacity <= 1 << 20)
        copied = 0
        namesTaken = 0
        do {
            scanner.begin(payload)
            isFrame = false
            if scanner.kind(payload) == .array {
                try topArray(payload, pseudonym)
            } else if units.areTopMembers, scanner.kind(payload) == .object {
                try scanner.beginObject(payload)
                while let key = try scanner.nextKey(payload) {
                    if key.string.range.count > Self.longestMember { takeName(key, payload) }
                    try value(payload, .plain, pseudonym)
                }
            } else {
                try value(payload, .plain, pseudonym)
            }
            try scanner.end(payload)
        } catch {
            bytes.removeAll()
            return .notJSON
        }
        guard copied > 0 else { return .unchanged }
        copy(payload, to: payload.count)
        return .changed
    }

    /// What a field's name, or a topic's level, says of the value below it.
    package func namesPerson(_ name: Span<UInt8>) -> Bool {
        switch FieldCare.of(name, in: table).care {
        case .token, .text, .tokenOrEVSE, .envelope: true
        case .measure, .name, .plain: false
        }
    }

    // MARK: Walking

    /// An array at the top is a frame when a number is its first element. Then the second is the message's identifier, which
    /// joins calls with replies and stays; behind the code of an error stands text.
    private mutating func topArray(_ text: Span<UInt8>, _ pseudonym: Pseudonym?) throws(JSONError) {
        try scanner.beginArray(text)
        var index = 0
        var isError = false
        while try scanner.nextElement(text) {
            if index == 0, scanner.kind(text) == .number {
                isFrame = true
                isError = text[scanner.position] == UInt8(ascii: "4")
            }
            if isFrame, index == 1 {
                try name(text, upTo: Self.longestMessageID)
            } else if isError, index > 2 {
                try emptied(text)
            } else {
                try value(text, .plain, pseudonym)
            }
            index += 1
        }
    }

    private mutating func value(
        _ text: Span<UInt8>, _ care: FieldCare, _ pseudonym: Pseudonym?, isBelowEVSEs: Bool = false
    ) throws(JSONError) {
        switch care {
        case .token, .tokenOrEVSE: return try token(text, pseudonym)
        case .text: return try emptied(text)
        case .envelope:
            let kind = scanner.kind(text)
            if !isFrame, kind == .string, try isOneByte(text) { return }
            if isFrame || kind != .object && kind != .array { return try emptied(text) }
        case .name, .measure, .plain: break
        }
        switch scanner.kind(text) {
        case .object: try object(text, pseudonym, isBelowEVSEs: isBelowEVSEs)
        case .array:
            try scanner.beginArray(text)
            while try scanner.nextElement(text) {
                try value(text, care, pseudonym, isBelowEVSEs: isBelowEVSEs)
            }
        case .string:
            if care == .name { try name(text) } else { try string(text, care, pseudonym) }
        default: try scanner.skipValue(text)
        }
    }

    private mutating func object(
        _ text: Span<UInt8>, _ pseudonym: Pseudonym?, isBelowEVSEs: Bool
    ) throws(JSONError) {
        try scanner.beginObject(text)
        while let key = try scanner.nextKey(text) {
            var (care, isKnown) = care(of: key, text)
            if care == .tokenOrEVSE, isBelowEVSEs { care = .name }
            if !isKnown, care == .plain, nameIsToken(key, text) { takeName(key, text) }
            try value(text, care, pseudonym, isBelowEVSEs: key.name == Self.evses)
        }
    }

    private static let evses: JSONName = "evses"

    private func care(of key: JSONKey, _ text: Span<UInt8>) -> (FieldCare, Bool) {
        guard key.string.hasEscapes else { return care(of: text.extracting(key.string.range)) }
        var spelled: [UInt8] = []
        key.string.appendUnescaped(text, to: &spelled)
        return care(of: spelled.span)
    }

    /// A field that names a device is one only where it names no person.
    private func care(of name: Span<UInt8>) -> (FieldCare, Bool) {
        let (care, isKnown) = FieldCare.of(name, in: table)
        if !units.fields.isEmpty, care == .plain, let folded = JSONName(folding: name), units.fields.contains(folded) {
            return (.name, true)
        }
        return (care, isKnown)
    }

    // MARK: Strings

    private mutating func string(
        _ text: Span<UInt8>, _ care: FieldCare, _ pseudonym: Pseudonym?
    ) throws(JSONError) {
        let string = try scanner.string(text)
        guard !string.range.isEmpty else { return }
        let stays: Bool
        if string.hasEscapes {
            var spelled: [UInt8] = []
            string.appendUnescaped(text, to: &spelled)
            stays = care == .measure ? TokenShape.isMeasure(spelled.span) : !TokenShape.matches(spelled.span)
        } else {
            let raw = text.extracting(string.range)
            stays = care == .measure ? TokenShape.isMeasure(raw) : !TokenShape.matches(raw)
        }
        if stays { return }
        // What merely looks like a token may be a sentence with one in it: it gets no pseudonym.
        replace(text, string.range, with: [])
    }

    /// Steps over one byte in base64 (RFC 4648), as a bay's sensor sends it: no card's number and no name is that short.
    private mutating func isOneByte(_ text: Span<UInt8>) throws(JSONError) -> Bool {
        let before = scanner
        let string = try scanner.string(text)
        let range = string.range
        if !string.hasEscapes, range.count == 4, text[range.upperBound - 1] == UInt8(ascii: "="),
            text[range.upperBound - 2] == UInt8(ascii: "=")
        {
            return true
        }
        scanner = before
        return false
    }

    /// A name of a device or a message stays; one that is longer than any is none.
    private mutating func name(_ text: Span<UInt8>, upTo longest: Int = longestName) throws(JSONError) {
        guard scanner.kind(text) == .string else { return try value(text, .plain, nil) }
        let string = try scanner.string(text)
        if string.range.count > longest { replace(text, string.range, with: []) }
    }

    /// A URI of NGSI-LD or a URL may be this long, the longest text of OCPI and OCPP too.
    private static let longestName = 255
    /// OCPP-J 1.6 section 4.1.4 allows 36.
    private static let longestMessageID = 64
    private static let longestMember = 64

    // MARK: Tokens

    private mutating func token(_ text: Span<UInt8>, _ pseudonym: Pseudonym?) throws(JSONError) {
        guard let pseudonym else { return try emptied(text) }
        switch scanner.kind(text) {
        case .object:
            try scanner.beginObject(text)
            while let key = try scanner.nextKey(text) {
                if nameIsToken(key, text) { takeName(key, text) }
                if key.name == Self.type, try isTokenType(text) { continue }
                try token(text, pseudonym)
            }
        case .array:
            try scanner.beginArray(text)
            while try scanner.nextElement(text) { try token(text, pseudonym) }
        case .string:
            let string = try scanner.string(text)
            guard !string.range.isEmpty else { return }
            var spelled: [UInt8] = []
            string.appendUnescaped(text, to: &spelled)
            replace(text, string.range, with: pseudonym(Self.canonical(spelled)))
        case .number:
            let range = try scanner.number(text)
            var digits: [UInt8] = []
            for offset in range { digits.append(text[offset]) }
            replace(text, range, with: Self.quoted(pseudonym(digits)))
        default: try scanner.skipValue(text)
        }
    }

    private static let type: JSONName = "type"
    /// Kinds of tokens: OCPP 2.0.1 IdTokenEnumType, OCPI 2.2.1 TokenType, EVerest.
    private static let tokenTypes: Set<JSONName> = [
        "Central", "eMAID", "ISO14443", "ISO15693", "KeyCode", "Local", "MacAddress", "NoAuthorization", "RFID",
        "APP_USER", "AD_HOC_USER", "OTHER", "DirectPayment",
    ]

    /// Steps over the kind of a token when it is one; else stays before it.
    private mutating func isTokenType(_ text: Span<UInt8>) throws(JSONError) -> Bool {
        guard scanner.kind(text) == .string else { return false }
        let before = scanner
        if Self.tokenTypes.contains(try scanner.string(text).name(text)) { return true }
        scanner = before
        return false
    }

    /// OCPP compares tokens without regard to case (1.6, section 7.28; 2.0.1, IdTokenType).
    private static func canonical(_ token: [UInt8]) -> [UInt8] {
        token.map { $0 >= UInt8(ascii: "a") && $0 <= UInt8(ascii: "z") ? $0 & 0xDF : $0 }
    }

    private static func quoted(_ bytes: [UInt8]) -> [UInt8] {
        [UInt8(ascii: "\"")] + bytes + [UInt8(ascii: "\"")]
    }

    // MARK: Writing

    /// `""` for any value that could say something.
    private mutating func emptied(_ text: Span<UInt8>) throws(JSONError) {
        let kind = scanner.kind(text)
        let range = try scanner.skipValue(text)
        if kind == .null || kind == .boolean || kind == .string && range.count == 2 { return }
        replace(text, range, with: Self.quoted([]))
    }

    /// A map with cards for names, such as a list of those that may charge.
    private func nameIsToken(_ key: JSONKey, _ text: Span<UInt8>) -> Bool {
        guard key.string.range.count >= 8 else { return false }
        if key.string.range.count > Self.longestMember || key.string.hasEscapes { return true }
        return TokenShape.matches(text.extracting(key.string.range))
    }

    private mutating func takeName(_ key: JSONKey, _ text: Span<UInt8>) {
        replace(text, key.string.range, with: Array("~\(namesTaken)".utf8))
        namesTaken += 1
    }

    private mutating func replace(_ text: Span<UInt8>, _ range: Range<Int>, with new: [UInt8]) {
        copy(text, to: range.lowerBound)
        bytes.append(contentsOf: new)
        copied = range.upperBound
    }

    private mutating func copy(_ text: Span<UInt8>, to end: Int) {
        for offset in copied..<end { bytes.append(text[offset]) }
        copied = end
    }
}
