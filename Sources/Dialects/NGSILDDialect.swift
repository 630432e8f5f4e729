import Readings

/// What a member of an AirQualityObserved entity means.
enum NGSILDName: Sendable {
    case id, type, observed, observedFrom, observedTo
    /// What an NGSI v2 IoT agent adds: when the device's message reached it.
    case timeInstant
    /// The entities of an NGSI v2 notification.
    case data
    case quantity(Quantity)

    static let table = NameTable<NGSILDName>([
        "id": .id, "@id": .id, "type": .type, "@type": .type,
        "dateObserved": .observed, "dateObservedFrom": .observedFrom, "dateObservedTo": .observedTo,
        "pm1": .quantity(.pm1), "pm25": .quantity(.pm2_5), "pm10": .quantity(.pm10), "no2": .quantity(.no2),
        "no": .quantity(.no), "nox": .quantity(.nox), "o3": .quantity(.o3), "so2": .quantity(.so2),
        "co": .quantity(.co), "co2": .quantity(.co2), "temperature": .quantity(.temperature),
        "relativeHumidity": .quantity(.humidity), "atmosphericPressure": .quantity(.pressure),
        "windSpeed": .quantity(.windSpeed), "windDirection": .quantity(.windDirection),
    ])
}

/// The times that an entity as a whole states.
struct NGSILDTimes: Sendable {
    var observed: Instant?
    var from: Instant?
    var to: Instant?
    var agent: Instant?
}

/// One AirQualityObserved entity or an array of them, normalized, concise or key-values.
///
/// When a value was observed: the entity's interval, else the attribute's own `observedAt`, else `dateObserved`. The
/// entities of one message must be of one device, because a message has one topic.
extension Decoder {
    mutating func decodeNGSILD(_ text: Span<UInt8>, into decoded: inout Decoded) throws(JSONError) {
        guard scanner.kind(text) == .array else {
            try ngsiEntity(text, NGSILDName.table, into: &decoded)
            return
        }
        try ngsiEntities(text, NGSILDName.table, into: &decoded)
    }

    /// An array of entities.
    mutating func ngsiEntities(
        _ text: Span<UInt8>, _ names: NameTable<NGSILDName>, into decoded: inout Decoded
    ) throws(JSONError) {
        try scanner.beginArray(text)
        while try scanner.nextElement(text) { try ngsiEntity(text, names, into: &decoded) }
    }

    mutating func ngsiEntity(
        _ text: Span<UInt8>, _ names: NameTable<NGSILDName>, into decoded: inout Decoded
    ) throws(JSONError) {
        let start = scanner.position
        let firstSample = decoded.samples.count
        let firstRejected = decoded.rejected.count
        var times = NGSILDTimes()
        var isTyped = false
        try scanner.beginObject(text)
        while let key = try scanner.nextKey(text) {
            switch names[key.name] {
            case .id: try ngsiDevice(text, into: &decoded)
            case .type:
                guard try isAirQuality(text) else { throw JSONError(.wrongShape, at: start) }
                isTyped = true
            case .observed: try ngsiObserved(text, &times)
            case .observedFrom: times.from = try ngsiTime(text)
            case .observedTo: times.to = try ngsiTime(text)
            case .timeInstant: times.agent = try ngsiTime(text)
            case .data:
                try ngsiEntities(text, names, into: &decoded)
                isTyped = true
            case .quantity(let quantity): try ngsiAttributes(text, quantity, into: &decoded)
            case nil: try scanner.skipValue(text)
            }
        }
        let isEmpty = decoded.samples.count == firstSample && decoded.rejected.count == firstRejected
        guard isTyped || !isEmpty else { throw JSONError(.wrongShape, at: start) }
        try stamp(&decoded.samples, from: firstSample, times, at: start)
    }

    private func stamp(
        _ samples: inout [Sample], from first: Int, _ times: NGSILDTimes, at start: Int
    ) throws(JSONError) {
        if let from = times.from, let to = times.to {
            guard from < to else { throw JSONError(.malformedStamp, at: start) }
            for index in first..<samples.count {
                samples[index].stamp = to
                samples[index].covers = from..<to
            }
            return
        }
        let whole = times.observed ?? times.to ?? times.from ?? times.agent
        for index in first..<samples.count where samples[index].stamp == nil { samples[index].stamp = whole }
    }

    /// `dateObserved`: an instant, or `from/to`.
    private mutating func ngsiObserved(_ text: Span<UInt8>, _ times: inout NGSILDTimes) throws(JSONError) {
        let start = scanner.position
        guard let string = try ngsiTimeText(text) else { return }
        if string.hasEscapes {
            // Some writers of JSON put a stroke before each slash.
            var bytes: [UInt8] = []
            string.appendUnescaped(text, to: &bytes)
            return try ngsiObserved(bytes.span, 0..<bytes.count, &times, at: start)
        }
        try ngsiObserved(text, string.range, &times, at: start)
    }

    private mutating func ngsiObserved(
        _ text: Span<UInt8>, _ range: Range<Int>, _ times: inout NGSILDTimes, at start: Int
    ) throws(JSONError) {
        var slash = range.lowerBound
        while slash < range.upperBound, text[slash] != UInt8(ascii: "/") { slash += 1 }
        guard slash < range.upperBound else {
            times.observed = try ngsiInstant(text, JSONString(range: range, hasEscapes: false), at: start)
            return
        }
        let from = JSONString(range: range.lowerBound..<slash, hasEscapes: false)
        let to = JSONString(range: (slash + 1)..<range.upperBound, hasEscapes: false)
        // The members made for the purpose win over the combined spelling, in whatever order they come.
        let first = try ngsiInstant(text, from, at: start)
        let last = try ngsiInstant(text, to, at: start)
        times.from = times.from ?? first
        times.to = times.to ?? last
    }

    /// A time of the entity or of an attribute; nil for `null`.
    mutating func ngsiTime(_ text: Span<UInt8>) throws(JSONError) -> Instant? {
        let start = scanner.position
        guard let string = try ngsiTimeText(text) else { return nil }
        return try ngsiInstant(text, string, at: start)
    }

    private mutating func ngsiInstant(
        _ text: Span<UInt8>, _ string: JSONString, at start: Int
    ) throws(JSONError) -> Instant {
        guard let instant = stamps.instant(text, string, zoneless: .utc) else {
            throw JSONError(.malformedStamp, at: start)
        }
        return instant
    }

    /// A time is a string, or wrapped: `{"type":"Property","value":{"@type":"DateTime","@value":"…"}}`.
    private mutating func ngsiTimeText(_ text: Span<UInt8>) throws(JSONError) -> JSONString? {
        switch scanner.kind(text) {
        case .string: return try scanner.string(text)
        case .null:
            try scanner.skipValue(text)
            return nil
        case .object:
            var found: JSONString?
            try scanner.beginObject(text)
            while let key = try scanner.nextKey(text) {
                if NGSILDMember.table[key.name] == .value {
                    found = try ngsiTimeText(text)
                } else {
                    try scanner.skipValue(text)
                }
            }
            return found
        default: throw JSONError(.malformedStamp, at: scanner.position)
        }
    }
}
