import Readings

/// An operator's system that tells of its charge points by OCPI 2.2.1, through a bridge: an EVSE's status when it changes and
/// again every hour, the Session as it grows, and the charge detail record minutes after it.
struct OCPIVoice: ChargerVoice {
    let heartbeatSeconds: Int64 = 3600
    let repeatsStates = true
    let hasMeterPerEVSE = false
    private(set) var lastWord = Instant.distantPast
    private let point: ChargePoint
    private let topic: String

    init(_ point: ChargePoint) {
        self.point = point
        topic = ChargerAddress(point).topic
    }

    func keeps(_ news: ChargerNews) -> Bool { news.isOfSession }

    mutating func tell(
        _ news: ChargerNews, at now: Instant, _ random: inout RandomStream, _ outbox: inout Outbox
    ) {
        lastWord = now
        guard let plug = news.plug else { return }
        let evse = point.evseName(plug.evse)
        let received = now.advanced(byMicroseconds: random.whole(500_000...5_000_000))
        switch (news.kind, news.transaction) {
        case (.status, _):
            guard news.speaksForEVSE else { return }
            outbox.send(Array("\(topic)/\(evse)/status".utf8), OCPIPayloads.status(news), received: received)
        case (.started, let transaction?), (.sampled, let transaction?), (.stopped, let transaction?):
            let session = OCPIPayloads.session(transaction, news, evse: evse)
            outbox.send(Array("\(topic)/\(evse)/session".utf8), session, received: received)
            guard news.kind == .stopped else { return }
            let billed = received.advanced(byMicroseconds: random.whole(60...300) * Microseconds.second)
            let bill = OCPIPayloads.detailRecord(transaction, news, evse: evse, at: billed)
            outbox.send(Array("\(topic)/\(evse)/cdr".utf8), bill, received: billed)
        default: break
        }
    }

    func emitted(_ news: ChargerNews, before: ChargingTruth.Emitted?) -> ChargingTruth.Emitted? {
        guard let transaction = news.transaction, news.isOfSession else { return before }
        let name = OCPIPayloads.name(of: transaction)
        var told = before ?? ChargingTruth.Emitted(transaction: name, start: transaction.startStamp)
        told.energyWh = news.sessionWh
        if news.kind == .stopped { told.stop = news.stamp }
        return told
    }
}
