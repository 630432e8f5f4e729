import Readings

/// Sensors in the bays beside a charge point, on a LoRaWAN network of their own: they hear cars, not cables, and they speak
/// when the charge point is out of contact too.
struct BaySensor: Sendable {
    private let point: ChargePoint
    private let isChirpStack: Bool
    private let topics: [String]
    private var frames: Int64 = 1200

    /// Nil for a charge point without them.
    init?(_ point: ChargePoint) {
        guard point.dialect == .chirpStackBay || point.dialect == .ttnBay else { return nil }
        self.point = point
        isChirpStack = point.dialect == .chirpStackBay
        topics = point.evses.indices.map { ChargerAddress.bayTopic(point, evse: $0 + 1) }
    }

    /// - Parameter place: the index of the EVSE.
    mutating func tell(place: Int, isTaken: Bool, at now: Instant, _ outbox: inout Outbox) {
        frames += 1
        let name = point.evseName(place + 1)
        let received = now.advanced(byMicroseconds: 1_200_000)
        let bytes = isChirpStack ? chirpStack(name, isTaken, now) : ttn(name, isTaken, now)
        outbox.send(Array(topics[place].utf8), bytes, received: received)
    }

    /// One byte on port 1, as a sensor writes a change, and what the server's decoder makes of it.
    private func chirpStack(_ name: String, _ isTaken: Bool, _ now: Instant) -> [UInt8] {
        var bytes = Array("{\"time\":\"".utf8)
        bytes.append(milliseconds: now)
        bytes.append("\",\"deviceInfo\":{\"applicationName\":\"EV bays\",\"deviceProfileName\":\"parking\",")
        bytes.append("\"deviceName\":\"bay-\(name)\",\"tags\":{\"evse\":\"\(name)\"}},\"dr\":5,\"fCnt\":\(frames),")
        bytes.append("\"fPort\":1,\"confirmed\":false,\"data\":\"\(isTaken ? "AQ==" : "AA==")\",")
        bytes.append("\"object\":{\"occupied\":\(isTaken)}}")
        return bytes
    }

    private func ttn(_ name: String, _ isTaken: Bool, _ now: Instant) -> [UInt8] {
        var bytes = Array("{\"end_device_ids\":{\"device_id\":\"\(name)\",".utf8)
        bytes.append("\"application_ids\":{\"application_id\":\"\(point.borough)-ev-bays\"}},\"received_at\":\"")
        bytes.append(milliseconds: now.advanced(byMicroseconds: 300_000))
        bytes.append("\",\"uplink_message\":{\"f_port\":1,\"f_cnt\":\(frames),")
        bytes.append("\"frm_payload\":\"\(isTaken ? "AQ==" : "AA==")\",\"decoded_payload\":{\"occupied\":\(isTaken)},")
        bytes.append("\"received_at\":\"")
        bytes.append(milliseconds: now)
        bytes.append("\"}}")
        return bytes
    }
}
