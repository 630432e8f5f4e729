import Readings

/// evcc: one bare value a topic, below the load point. A load point is a connector.
struct EvccVoice: ChargerVoice {
    let heartbeatSeconds: Int64 = 900
    let repeatsStates = true
    let hasMeterPerEVSE = false
    private(set) var lastWord = Instant.distantPast
    private let topic: String
    /// By connector: what its last session took; it is told until the next one.
    private var lastSession: [Int: Int64] = [:]
    /// When the first of the last values was received; each of the others comes a millisecond behind the one before.
    private var firstReceived = Instant.distantPast

    init(_ point: ChargePoint) {
        topic = ChargerAddress(point).topic
    }

    /// A value without a time is worth nothing later.
    func keeps(_ news: ChargerNews) -> Bool { false }

    mutating func tell(
        _ news: ChargerNews, at now: Instant, _ random: inout RandomStream, _ outbox: inout Outbox
    ) {
        lastWord = now
        var received = now.advanced(byMicroseconds: random.whole(50_000...500_000))
        guard let plug = news.plug else {
            if news.kind == .booted {
                outbox.send(Array("\(topic)/status".utf8), Array("online".utf8), received: received)
            }
            return
        }
        firstReceived = received
        if news.transaction != nil { lastSession[plug.connector] = news.sessionWh }
        for (key, value) in values(news, plug) {
            outbox.send(
                Array("\(topic)/loadpoints/\(plug.connector)/\(key)".utf8), value, received: received)
            received = received.advanced(byMicroseconds: 1000)
        }
    }

    /// Power in W, the session's energy in Wh, the meter in kWh, as its code has it.
    private func values(_ news: ChargerNews, _ plug: Plug) -> [(String, [UInt8])] {
        let isCharging = news.word == .charging
        func decimal(_ value: Double, _ decimals: Int) -> [UInt8] {
            var bytes: [UInt8] = []
            bytes.append(value, decimals: decimals)
            return bytes
        }
        return [
            ("connected", Array((news.word.isTaken ? "true" : "false").utf8)),
            ("charging", Array((isCharging ? "true" : "false").utf8)),
            ("chargePower", decimal(Double(isCharging ? news.powerW : 0), 1)),
            ("chargedEnergy", decimal(Double(lastSession[plug.connector] ?? 0), 2)),
            ("chargeTotalImport", decimal(Double(news.registerWh) / 1000, 3)),
        ]
    }

    /// The meter is the fifth value; that the car takes nothing is the second.
    func meterTime(of news: ChargerNews) -> Instant? {
        firstReceived.advanced(byMicroseconds: news.word == .charging ? 4000 : 1000)
    }

    func emitted(_ news: ChargerNews, before: ChargingTruth.Emitted?) -> ChargingTruth.Emitted? {
        StateWords.emitted(news, before: before, hasRegister: true)
    }
}
