import Readings

/// A charge point in conversation with its central system, as a bridge or a gateway puts it on MQTT: calls on one topic,
/// answers on another. A unit makes its next call only when the last one was answered (OCPP-J 1.6, 4.1.1).
struct OCPPVoice: ChargerVoice {
    enum Version: Sendable {
        case v16, v201
    }

    let heartbeatSeconds: Int64 = 900
    let repeatsStates = false
    let hasMeterPerEVSE = false
    private(set) var lastWord = Instant.distantPast
    private let chargePoint: String
    private let version: Version
    private let form: OCPPForm
    private let up: [UInt8]
    private let down: [UInt8]
    private let mislabelsUnits: Bool
    private var calls: Int64
    /// When the last answer arrived.
    private var lastAnswer = Instant.distantPast

    init(_ point: ChargePoint, _ version: Version, firstCall: Int64, mislabelsUnits: Bool) {
        chargePoint = point.id
        self.version = version
        form = point.dialect == .emqxOCPP ? .object : .array
        let address = ChargerAddress(point)
        up = Array(address.topic.utf8)
        down = Array(address.answers.utf8)
        self.mislabelsUnits = mislabelsUnits && version == .v16
        calls = firstCall
    }

    /// Starts, stops and meter values; in OCPP 2.0.1 changes of the charging state too, which are events of the transaction.
    func keeps(_ news: ChargerNews) -> Bool {
        news.isOfSession
            || version == .v201 && news.kind == .status && news.transaction != nil
                && (news.word == .charging || news.word == .suspendedEV)
    }

    mutating func tell(
        _ news: ChargerNews, at now: Instant, _ random: inout RandomStream, _ outbox: inout Outbox
    ) {
        switch version {
        case .v16: tell16(news, at: now, &random, &outbox)
        case .v201: tell201(news, at: now, &random, &outbox)
        }
    }

    private mutating func tell16(
        _ news: ChargerNews, at now: Instant, _ random: inout RandomStream, _ outbox: inout Outbox
    ) {
        let interval = heartbeatSeconds
        switch (news.kind, news.transaction) {
        case (.booted, _):
            call("BootNotification", OCPP16Payloads.boot(chargePoint), news, now, &random, &outbox) {
                OCPP16Payloads.bootAccepted(at: $0, heartbeatSeconds: interval)
            }
        case (.heartbeat, _):
            call("Heartbeat", OCPP16Payloads.nothing, news, now, &random, &outbox) { OCPP16Payloads.time($0) }
        case (.status, _):
            call("StatusNotification", OCPP16Payloads.status(news), news, now, &random, &outbox) { _ in
                OCPP16Payloads.nothing
            }
        case (.started, let transaction?):
            let payload = OCPP16Payloads.start(transaction, news)
            call("StartTransaction", payload, news, now, &random, &outbox) { _ in
                OCPP16Payloads.startAccepted(transaction.number)
            }
        case (.sampled, let transaction?):
            let payload = OCPP16Payloads.meter(transaction, news, mislabelled: mislabelsUnits)
            call("MeterValues", payload, news, now, &random, &outbox) { _ in OCPP16Payloads.nothing }
        case (.stopped, let transaction?):
            let payload = OCPP16Payloads.stop(transaction, news)
            call("StopTransaction", payload, news, now, &random, &outbox) { _ in OCPP16Payloads.stopAccepted }
        default: break
        }
    }

    private mutating func tell201(
        _ news: ChargerNews, at now: Instant, _ random: inout RandomStream, _ outbox: inout Outbox
    ) {
        let interval = heartbeatSeconds
        if let transaction = news.transaction, let sequence = news.sequence {
            let payload = OCPP201Payloads.event(transaction, news, sequence: sequence)
            return call("TransactionEvent", payload, news, now, &random, &outbox) { _ in OCPP16Payloads.nothing }
        }
        switch news.kind {
        case .booted:
            call("BootNotification", OCPP201Payloads.boot(chargePoint), news, now, &random, &outbox) {
                OCPP16Payloads.bootAccepted(at: $0, heartbeatSeconds: interval)
            }
        case .heartbeat:
            call("Heartbeat", OCPP16Payloads.nothing, news, now, &random, &outbox) { OCPP16Payloads.time($0) }
        case .status where news.word != .finishing:
            guard let plug = news.plug else { return }
            call("StatusNotification", OCPP201Payloads.status(news, plug), news, now, &random, &outbox) { _ in
                OCPP16Payloads.nothing
            }
        default: break
        }
    }

    /// Sends a call over the mobile network (0.2 to 3 s) and its answer (30 to 400 ms later).
    private mutating func call(
        _ action: String, _ payload: [UInt8], _ news: ChargerNews, _ now: Instant, _ random: inout RandomStream,
        _ outbox: inout Outbox, answer: (Instant) -> [UInt8]
    ) {
        calls += 1
        let id = "m" + String(calls)
        lastWord = now
        let arrival = now.advanced(byMicroseconds: random.whole(200_000...3_000_000))
        let received = max(arrival, lastAnswer.advanced(byMicroseconds: random.whole(20_000...200_000)))
        outbox.send(up, form.call(id, action, payload), received: received)
        let answered = received.advanced(byMicroseconds: random.whole(30_000...400_000))
        lastAnswer = answered
        guard news.isAnswered else { return }
        outbox.send(down, form.answer(id, answer(answered)), received: answered)
    }

    func emitted(_ news: ChargerNews, before: ChargingTruth.Emitted?) -> ChargingTruth.Emitted? {
        guard let transaction = news.transaction, news.isOfSession else { return before }
        let name = version == .v201 ? OCPP201Payloads.name(of: transaction) : String(transaction.toldNumber)
        var told =
            before ?? ChargingTruth.Emitted(transaction: name, start: transaction.startStamp)
        if news.kind == .started { told.registerStartWh = news.registerWh }
        if news.kind == .stopped {
            told.stop = news.stamp
            told.registerStopWh = news.registerWh
            if let start = told.registerStartWh { told.energyWh = news.registerWh - start }
        }
        return told
    }
}
