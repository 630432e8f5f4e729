import Readings

extension Decoder {
    /// Takes the device from an entity's id.
    mutating func ngsiDevice(_ text: Span<UInt8>, into decoded: inout Decoded) throws(JSONError) {
        let start = scanner.position
        let device = Self.device(text, inEntityID: try scanner.string(text).range)
        try decoded.claim(text, device, at: start)
    }

    /// The device in `urn:ngsi-ld:AirQualityObserved:WCC:aq-school-01:2026-03-02T08:00:00Z` is `aq-school-01`: the part
    /// behind the last colon, once a stamp at the end is taken off. The Smart Data Models' own example joins the stamp
    /// with a hyphen, so that is understood too.
    static func device(_ text: Span<UInt8>, inEntityID id: Range<Int>) -> Range<Int> {
        var end = id.upperBound
        var at = id.lowerBound + 1
        while at < id.upperBound {
            let separator = text[at - 1]
            if separator == UInt8(ascii: ":") || separator == UInt8(ascii: "-"),
                ISO8601Stamp(text.extracting(at..<id.upperBound)) != nil
            {
                end = at - 1
                break
            }
            at += 1
        }
        var start = end
        while start > id.lowerBound, text[start - 1] != UInt8(ascii: ":") { start -= 1 }
        return start..<end
    }

    /// Whether the entity's type, a name, a URI or a list of them, is AirQualityObserved.
    mutating func isAirQuality(_ text: Span<UInt8>) throws(JSONError) -> Bool {
        guard scanner.kind(text) == .array else { return try isAirQualityName(text) }
        var isFound = false
        try scanner.beginArray(text)
        while try scanner.nextElement(text) {
            if try isAirQualityName(text) { isFound = true }
        }
        return isFound
    }

    private mutating func isAirQualityName(_ text: Span<UInt8>) throws(JSONError) -> Bool {
        let range = try scanner.string(text).range
        var start = range.upperBound
        while start > range.lowerBound, text[start - 1] != UInt8(ascii: "/"), text[start - 1] != UInt8(ascii: "#") {
            start -= 1
        }
        return JSONName(text.extracting(start..<range.upperBound)) == Self.airQualityType
    }

    private static let airQualityType: JSONName = "AirQualityObserved"
}
