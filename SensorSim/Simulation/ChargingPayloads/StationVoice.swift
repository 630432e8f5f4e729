import Readings

/// EVChargingStation of the Smart Data Models: how many places of the station are free, and nothing of sessions.
struct StationVoice: ChargerVoice {
    let heartbeatSeconds: Int64 = 900
    let repeatsStates = false
    let hasMeterPerEVSE = false
    private(set) var lastWord = Instant.distantPast
    private let point: ChargePoint
    private let topic: [UInt8]
    /// By EVSE.
    private var words: [Int: ChargerWord] = [:]

    init(_ point: ChargePoint) {
        self.point = point
        topic = Array(ChargerAddress(point).topic.utf8)
    }

    func keeps(_ news: ChargerNews) -> Bool { false }

    mutating func tell(
        _ news: ChargerNews, at now: Instant, _ random: inout RandomStream, _ outbox: inout Outbox
    ) {
        let before = words
        if let plug = news.plug {
            if news.speaksForEVSE { words[plug.evse] = news.word }
        }
        // Places are told once all are known.
        guard words.count == point.evses.count else { return lastWord = now }
        let changes = Self.free(words) != Self.free(before) || Self.lost(words) != Self.lost(before)
        guard changes || news.kind == .heartbeat || before.count < words.count else { return }
        lastWord = now
        let received = now.advanced(byMicroseconds: random.whole(200_000...3_000_000))
        outbox.send(topic, payload(at: news.stamp), received: received)
    }

    private static func free(_ words: [Int: ChargerWord]) -> Int { words.values.count { $0 == .available } }

    private static func lost(_ words: [Int: ChargerWord]) -> Int {
        words.values.count { $0 == .faulted || $0 == .unavailable }
    }

    private func payload(at stamp: Instant) -> [UInt8] {
        let isLost = Self.lost(words) == words.count
        var bytes = Array("{\"id\":\"urn:ngsi-ld:EVChargingStation:SIM:\(point.id)\",".utf8)
        bytes.append("\"type\":\"EVChargingStation\",\"status\":\"\(isLost ? "outOfService" : "working")\",")
        bytes.append("\"capacity\":\(words.count),\"availableCapacity\":\(Self.free(words)),")
        bytes.append("\"socketNumber\":\(point.connectors.count),\"allowedVehicleType\":[\"car\"],")
        bytes.append("\"operator\":\"\(point.kind.operatorName)\",\"observationDateTime\":\"")
        bytes.append(seconds: stamp)
        bytes.append("\"}")
        return bytes
    }

    /// Occupancy is all that it tells: of a station with one place when a car comes and goes; with more nobody knows which place
    /// the last one to come took.
    func emitted(_ news: ChargerNews, before: ChargingTruth.Emitted?) -> ChargingTruth.Emitted? {
        guard point.evses.count == 1, var told = StateWords.emitted(news, before: before, hasRegister: false) else {
            return before
        }
        told.energyWh = nil
        return told
    }
}
