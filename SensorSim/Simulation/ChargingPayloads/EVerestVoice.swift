import Readings

/// EVerest's API of version 1: variables of an EVSE's module. EVerest itself repeats them each second; here they come when
/// something changes, every five minutes of a session and every quarter of an hour otherwise, as behind a filter for changes.
struct EVerestVoice: ChargerVoice {
    let heartbeatSeconds: Int64 = 900
    let repeatsStates = true
    let hasMeterPerEVSE = true
    private(set) var lastWord = Instant.distantPast
    private let point: ChargePoint
    private let topic: String
    /// By connector, what its last session took; it is told until the next one.
    private var lastSession: [Int: Int64] = [:]

    init(_ point: ChargePoint) {
        self.point = point
        topic = ChargerAddress(point).topic
    }

    /// A variable that nobody heard is gone.
    func keeps(_ news: ChargerNews) -> Bool { false }

    mutating func tell(
        _ news: ChargerNews, at now: Instant, _ random: inout RandomStream, _ outbox: inout Outbox
    ) {
        lastWord = now
        guard let plug = news.plug else { return }
        // A module is one EVSE.
        guard news.speaksForEVSE else { return }
        if news.transaction != nil { lastSession[plug.evse] = news.sessionWh }
        let module = "\(topic)/\(point.evseName(plug.evse))/e2m/"
        let received = now.advanced(byMicroseconds: random.whole(50_000...500_000))
        outbox.send(
            Array((module + "session_info").utf8),
            EVerestPayloads.session(news, energyWh: lastSession[plug.evse] ?? 0, at: now), received: received)
        outbox.send(
            Array((module + "powermeter").utf8), EVerestPayloads.powermeter(news, evse: plug.evse, at: now),
            received: received.advanced(byMicroseconds: 1000))
    }

    func emitted(_ news: ChargerNews, before: ChargingTruth.Emitted?) -> ChargingTruth.Emitted? {
        // A card at a free cable is AuthRequired too: the next word shows the car.
        guard before != nil || news.word != .preparing else { return nil }
        return StateWords.emitted(news, before: before, hasRegister: true)
    }
}

/// What formats say of sessions that know states and no transactions.
enum StateWords {
    static func emitted(
        _ news: ChargerNews, before: ChargingTruth.Emitted?, hasRegister: Bool
    ) -> ChargingTruth.Emitted? {
        guard news.transaction != nil else { return before }
        var told = before ?? ChargingTruth.Emitted(start: news.stamp)
        if news.kind == .status, news.word == .available { told.stop = news.stamp }
        told.energyWh = news.sessionWh
        if hasRegister {
            told.registerStartWh = told.registerStartWh ?? news.registerWh
            told.registerStopWh = news.registerWh
        }
        return told
    }
}
