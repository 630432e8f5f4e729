import Readings

/// What a member of a ChirpStack event means.
enum ChirpStackName: Sendable {
    case deviceInfo, time, port, bytes, values
    case device

    static let event = NameTable<ChirpStackName>([
        "deviceInfo": .deviceInfo, "time": .time, "fPort": .port, "data": .bytes, "object": .values,
    ])
    static let identity = NameTable<ChirpStackName>(["devEui": .device])
}

/// The `up` event of ChirpStack v4, `application/{id}/device/{devEui}/event/up`.
///
/// The device is `deviceInfo.devEui`: it stands in the topic, is the radio's own and never changes, while `deviceName` is a
/// text that anybody may edit and that two devices may share. The stamp is `time`, which ChirpStack states once for all
/// copies of a frame, with `+00:00` and nanoseconds (cut to microseconds); the times of single gateways in `rxInfo` take no
/// part. `object` is there only when the device's profile has a codec. Other events of a device (`join`, `status`, `ack`,
/// `log`) have neither bytes nor values: context.
extension Decoder {
    mutating func decodeChirpStack(_ text: Span<UInt8>, into decoded: inout Decoded) throws(JSONError) {
        var frame = LoRaWANFrame()
        var isKnown = false
        try scanner.beginObject(text)
        while let key = try scanner.nextKey(text) {
            switch ChirpStackName.event[key.name] {
            case .deviceInfo:
                isKnown = true
                try chirpStackDevice(text, into: &decoded)
            case .time: frame.stamp = try lorawanTime(text)
            case .port: frame.port = try lorawanPort(text)
            case .bytes: frame.hasBytes = try lorawanHasBytes(text)
            case .values: try lorawanValues(text, &frame, into: &decoded)
            default: try scanner.skipValue(text)
            }
        }
        guard isKnown else { throw JSONError(.wrongShape, at: 0) }
        try finish(frame, into: &decoded)
    }

    private mutating func chirpStackDevice(_ text: Span<UInt8>, into decoded: inout Decoded) throws(JSONError) {
        try scanner.beginObject(text)
        while let key = try scanner.nextKey(text) {
            if ChirpStackName.identity[key.name] == .device {
                decoded.device = try scanner.device(text)
            } else {
                try scanner.skipValue(text)
            }
        }
    }
}
