import Readings

/// What a member of a message of The Things Stack means, on whatever level it stands.
enum TTNName: Sendable {
    case identity, frame, simulated, otherEvent
    case device
    case received, port, bytes, values

    static let message = NameTable<TTNName>([
        "end_device_ids": .identity, "uplink_message": .frame, "simulated": .simulated,
        "join_accept": .otherEvent, "downlink_ack": .otherEvent, "downlink_nack": .otherEvent,
        "downlink_sent": .otherEvent, "downlink_failed": .otherEvent, "downlink_queued": .otherEvent,
        "downlink_queue_invalidated": .otherEvent, "location_solved": .otherEvent, "service_data": .otherEvent,
    ])
    static let identifiers = NameTable<TTNName>(["device_id": .device])
    static let uplink = NameTable<TTNName>([
        "received_at": .received, "f_port": .port, "frm_payload": .bytes, "decoded_payload": .values,
    ])
}

/// The uplink message of The Things Stack v3, `v3/{application}@{tenant}/devices/{device}/up`. The device is
/// `end_device_ids.device_id`, as in the topic.
///
/// It has three times. The gateway's (`rx_metadata.time`, `settings.time`) is of a clock that nobody watches and differs from
/// copy to copy when several gateways hear a frame. The outer `received_at` is the application server's, which sends the
/// message again after a fault. `uplink_message.received_at` is the network server's when the frame's first copy reached it:
/// one for all copies, so a message that comes twice gives equal samples and is dropped as a duplicate. It is the stamp.
///
/// The server leaves out what is zero, false or empty: a quantity that reads exactly 0 is missing, and is not made up.
/// A simulated uplink, sent from the console by a person, measured nothing: context, as are joins and the fate of downlinks.
extension Decoder {
    mutating func decodeTTN(_ text: Span<UInt8>, into decoded: inout Decoded) throws(JSONError) {
        var frame = LoRaWANFrame()
        var isKnown = false
        var isSimulated = false
        try scanner.beginObject(text)
        while let key = try scanner.nextKey(text) {
            switch TTNName.message[key.name] {
            case .identity: try ttnIdentifiers(text, into: &decoded)
            case .frame:
                isKnown = true
                try ttnUplink(text, &frame, into: &decoded)
            case .simulated:
                isSimulated = scanner.kind(text) == .boolean && text[scanner.position] == UInt8(ascii: "t")
                try scanner.skipValue(text)
            case .otherEvent:
                isKnown = true
                try scanner.skipValue(text)
            default: try scanner.skipValue(text)
            }
        }
        guard isKnown else { throw JSONError(.wrongShape, at: 0) }
        if isSimulated {
            decoded.samples.removeAll(keepingCapacity: true)
            decoded.rejected.removeAll(keepingCapacity: true)
            return
        }
        try finish(frame, into: &decoded)
    }

    private mutating func ttnIdentifiers(_ text: Span<UInt8>, into decoded: inout Decoded) throws(JSONError) {
        try scanner.beginObject(text)
        while let key = try scanner.nextKey(text) {
            if TTNName.identifiers[key.name] == .device {
                decoded.device = try scanner.device(text)
            } else {
                try scanner.skipValue(text)
            }
        }
    }

    private mutating func ttnUplink(
        _ text: Span<UInt8>, _ frame: inout LoRaWANFrame, into decoded: inout Decoded
    ) throws(JSONError) {
        try scanner.beginObject(text)
        while let key = try scanner.nextKey(text) {
            switch TTNName.uplink[key.name] {
            case .received: frame.stamp = try lorawanTime(text)
            case .port: frame.port = try lorawanPort(text)
            case .bytes: frame.hasBytes = try lorawanHasBytes(text)
            case .values: try lorawanValues(text, &frame, into: &decoded)
            default: try scanner.skipValue(text)
            }
        }
    }
}
