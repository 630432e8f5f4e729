package import Readings

/// Turns the bytes of a payload into samples and charger events. One decoder serves all dialects and any number of
/// messages; what a message decodes to depends on its bytes alone.
package struct Decoder: Sendable {
    var scanner = JSONScanner()
    var stamps = StampDecoder()
    let plainNames = PlainName.table
    /// Whether the payload turned out to be of a kind that is no JSON, so that its refusal is not to be looked at as JSON's.
    var isRawText = false

    /// Offset of the byte at which the last refused payload was given up.
    package private(set) var refusedAt = 0

    package init() {}

    /// Decodes one payload into `decoded`, which is emptied first, and left empty when the payload is refused.
    ///
    /// An empty payload, MQTT's way to clear a retained message, is a context message. In a dialect of JSON, a payload that
    /// is no JSON is refused as such, whatever else is wrong with it.
    /// - Parameter tail: what follows the device and its slash in the topic, for dialects that spread a device over topics.
    package mutating func decode(
        _ payload: Span<UInt8>, behindDevice tail: Span<UInt8>, dialect: Dialect, into decoded: inout Decoded
    ) throws(QuarantineReason) {
        decoded.removeAll()
        guard payload.count > 0 else { return }
        isRawText = false
        do {
            if dialect.isText {
                try decodeText(payload, dialect, into: &decoded)
            } else {
                try decodeJSON(payload, tail, dialect, into: &decoded)
            }
        } catch {
            decoded.removeAll()
            refusedAt = error.position
            throw dialect.isText ? error.reason : reason(of: error, payload)
        }
    }

    /// A payload of which no topic is known.
    package mutating func decode(
        _ payload: Span<UInt8>, dialect: Dialect, into decoded: inout Decoded
    ) throws(QuarantineReason) {
        let nothing = InlineArray<1, UInt8>(repeating: 0)
        try decode(payload, behindDevice: nothing.span.extracting(0..<0), dialect: dialect, into: &decoded)
    }

    private mutating func decodeJSON(
        _ payload: Span<UInt8>, _ tail: Span<UInt8>, _ dialect: Dialect, into decoded: inout Decoded
    ) throws(JSONError) {
        scanner.begin(payload)
        switch dialect {
        case .plain: try decodePlain(payload, into: &decoded)
        case .ngsiLD: try decodeNGSILD(payload, into: &decoded)
        case .airgradient: try decodeAirGradient(payload, into: &decoded)
        case .airrohr: try decodeAirrohr(payload, into: &decoded)
        case .ocpp16, .emqxOCPP: try ocppMessage(payload, behindDevice: tail, .v16, into: &decoded)
        case .ocpi: try decodeOCPI(payload, into: &decoded)
        case .everest: try decodeEVerest(payload, behindDevice: tail, into: &decoded)
        case .evcc: try decodeEvcc(payload, behindDevice: tail, into: &decoded)
        case .ngsiLDStation: try decodeNGSILDStations(payload, into: &decoded)
        case .centralSystem: try decodeCentralSystem(payload, into: &decoded)
        case .chirpstackBay: try decodeChirpStackBay(payload, into: &decoded)
        case .ttnBay: try decodeTTNBay(payload, into: &decoded)
        case .ocpp201: try ocppMessage(payload, behindDevice: tail, .v201, into: &decoded)
        case .sensorCommunity: try decodeSensorCommunity(payload, into: &decoded)
        case .purpleair: try decodePurpleAir(payload, into: &decoded)
        case .smartcitizen: try decodeSmartCitizen(payload, into: &decoded)
        case .sensorthings: try decodeSensorThings(payload, into: &decoded)
        case .aqmesh: try decodeAQMesh(payload, into: &decoded)
        case .ttn: try decodeTTN(payload, into: &decoded)
        case .chirpstack: try decodeChirpStack(payload, into: &decoded)
        case .senml: try decodeSenML(payload, into: &decoded)
        case .ngsiv2: try decodeNGSIv2(payload, into: &decoded)
        case .vaisalaAQT, .ukAir, .openair: throw JSONError(.wrongShape, at: 0)
        }
        try scanner.end(payload)
    }

    private mutating func decodeText(
        _ payload: Span<UInt8>, _ dialect: Dialect, into decoded: inout Decoded
    ) throws(JSONError) {
        switch dialect {
        case .vaisalaAQT: try decodeVaisalaAQT(payload, into: &decoded)
        case .ukAir: try decodeUKAir(payload, into: &decoded)
        case .openair: try decodeOpenair(payload, into: &decoded)
        default: throw JSONError(.wrongShape, at: 0)
        }
    }

    /// A wrong shape or stamp counts only in a text that is JSON to its end.
    private mutating func reason(of error: JSONError, _ payload: Span<UInt8>) -> QuarantineReason {
        if isRawText { return error.reason }
        switch error.reason {
        case .notJSON, .tooDeep, .duplicateKey: return error.reason
        default: break
        }
        do {
            try scanner.validate(payload)
            return error.reason
        } catch {
            refusedAt = error.position
            return error.reason
        }
    }
}
