import Dialects
import Readings

/// Reads one line of a feed: members in any order, unknown ones ignored, `tst`, `topic` and a payload required.
package struct FeedLineParser: Sendable {
    // One level for the line itself, the rest for the payload.
    private var scanner = JSONScanner(depthCap: 63)
    /// The message of the line that was read last.
    package private(set) var line = FeedLine()

    private static let names: [(JSONName, FeedMember)] = FeedMember.allCases.map { (JSONName($0.rawValue), $0) }

    /// What a line has said so far of its payload.
    private struct Seen {
        var hasTime = false
        var hasTopic = false
        var base64: JSONString?
        var payload: Range<Int>?
        /// Set where the payload is a JSON string.
        var payloadText: JSONString?
        var isNull = false
        var payloadLength: Int64?
    }

    package init() {}

    /// Reads a line without its line end. On an error `line` holds nothing of use.
    package mutating func parse(_ text: Span<UInt8>) throws(FeedLineError) {
        line.qos = 0
        line.isRetained = false
        line.packetID = 0
        line.decoded.removeAll(keepingCapacity: true)
        var seen = Seen()
        do throws(JSONError) {
            scanner.begin(text)
            try scanner.beginObject(text)
        } catch {
            throw FeedLineError(error.reason == .wrongShape ? .notAnObject : .notJSON, position: error.position)
        }
        while let member = try nextMember(text) {
            guard let member else { continue }
            try read(member, text, &seen)
        }
        do throws(JSONError) {
            try scanner.end(text)
        } catch {
            throw FeedLineError(.notJSON, position: error.position)
        }
        guard seen.hasTime else { throw FeedLineError(.missing(.tst)) }
        guard seen.hasTopic else { throw FeedLineError(.missing(.topic)) }
        try placePayload(text, seen)
    }

    /// The next known member, with the cursor at its value; `.some(nil)` for one that was skipped; nil at the end.
    private mutating func nextMember(_ text: Span<UInt8>) throws(FeedLineError) -> FeedMember?? {
        do throws(JSONError) {
            guard let key = try scanner.nextKey(text) else { return nil }
            for (name, member) in Self.names where name == key.name { return .some(member) }
            try scanner.skipValue(text, ignoringDuplicates: true)
            return .some(nil)
        } catch {
            throw FeedLineError(.notJSON, position: error.position)
        }
    }

    private mutating func read(
        _ member: FeedMember, _ text: Span<UInt8>, _ seen: inout Seen
    ) throws(FeedLineError) {
        let start = scanner.position
        let malformed = FeedLineError(.malformed(member), position: start)
        do throws(JSONError) {
            switch member {
            case .tst:
                let string = try scanner.string(text)
                guard let instant = ReceiveStamp.instant(text.extracting(string.range)) else { throw malformed.json }
                line.received = instant
                seen.hasTime = true
            case .topic:
                let string = try scanner.string(text)
                line.topic = place(string, text)
                guard (1...65_535).contains(length(line.topic)) else { throw malformed.json }
                seen.hasTopic = true
            case .qos: line.qos = UInt8(try wholeNumber(text, upTo: 2))
            case .retain: line.isRetained = try truth(text)
            case .mid: line.packetID = UInt16(try wholeNumber(text, upTo: 65_535))
            case .payloadlen: seen.payloadLength = try wholeNumber(text, upTo: .max)
            case .payloadBase64: seen.base64 = try scanner.string(text)
            case .payload:
                seen.isNull = scanner.kind(text) == .null
                if scanner.kind(text) == .string {
                    seen.payloadText = try scanner.string(text)
                    seen.payload = start..<scanner.position
                } else {
                    seen.payload = try scanner.skipValue(text, ignoringDuplicates: true)
                }
            }
        } catch {
            if error.reason == .wrongShape { throw malformed }
            throw FeedLineError(.notJSON, position: error.position)
        }
    }

    /// Finds the payload's original bytes.
    private mutating func placePayload(_ text: Span<UInt8>, _ seen: Seen) throws(FeedLineError) {
        if let base64 = seen.base64 {
            let start = line.decoded.count
            guard !base64.hasEscapes || base64.range.isEmpty,
                Base64.decode(text.extracting(base64.range), to: &line.decoded)
            else { throw FeedLineError(.malformed(.payloadBase64), position: base64.range.lowerBound) }
            line.payload = .decoded(start..<line.decoded.count)
            return
        }
        guard let payload = seen.payload else { throw FeedLineError(.missing(.payload)) }
        // Without a payload mosquitto_sub prints null; a payload of the four letters has the length 4.
        if seen.isNull, seen.payloadLength == 0 {
            line.payload = .inLine(payload.lowerBound..<payload.lowerBound)
        } else if let string = seen.payloadText {
            line.payload = place(string, text)
            // A JSON string as the payload itself: the length tells, because it counts the quotes.
            if let length = seen.payloadLength, length == payload.count, length != self.length(line.payload) {
                line.payload = .inLine(payload)
            }
        } else {
            line.payload = .inLine(payload)
        }
    }

    private mutating func place(_ string: JSONString, _ text: Span<UInt8>) -> FeedLine.Place {
        guard string.hasEscapes else { return .inLine(string.range) }
        let start = line.decoded.count
        string.appendUnescaped(text, to: &line.decoded)
        return .decoded(start..<line.decoded.count)
    }

    private func length(_ place: FeedLine.Place) -> Int {
        switch place {
        case .inLine(let range), .decoded(let range): range.count
        }
    }

    private mutating func wholeNumber(_ text: Span<UInt8>, upTo maximum: Int64) throws(JSONError) -> Int64 {
        let start = scanner.position
        guard let number = try scanner.integer(text), number >= 0, number <= maximum else {
            throw JSONError(.wrongShape, at: start)
        }
        return number
    }

    /// mosquitto_sub prints 0 or 1; other tools write false and true.
    private mutating func truth(_ text: Span<UInt8>) throws(JSONError) -> Bool {
        guard scanner.kind(text) == .boolean else { return try wholeNumber(text, upTo: 1) == 1 }
        let range = try scanner.skipValue(text)
        return text[range.lowerBound] == UInt8(ascii: "t")
    }
}

extension FeedLineError {
    /// Carries a refused value out of the scanner's steps; the catch turns it back into `malformed`.
    fileprivate var json: JSONError { JSONError(.wrongShape, at: position) }
}
