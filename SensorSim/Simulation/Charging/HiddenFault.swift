import Readings

/// A fault that no message has shown yet. It is noted when one does: what nobody could see is no fault of the traffic.
struct HiddenFault: Sendable {
    /// What shows it.
    enum Sign: Sendable, Equatable {
        /// Anything that the unit says.
        case anything
        /// A word that is kept or dropped because nobody listens, or what the unit says at its return.
        case contact
        /// The word Faulted, of a connector or of any.
        case faulted(connector: Int?)
        /// A meter value inside a transaction.
        case sample
        /// What the register counts, of a connector or of any.
        case register(connector: Int?)
        /// A word of that visit.
        case visit(Int64)
        /// A start, a stop or a meter value of that transaction.
        case transaction(Int64)
        /// A word of that visit when its car has gone.
        case overstay(Int64, since: Instant)
    }

    var fault: InjectedFault
    var sign: Sign
}

extension ChargePointUnit {
    /// Keeps a fault back until something shows it.
    mutating func hide(
        _ kind: InjectedFault.Kind, connector: Int? = nil, from: Instant, to: Instant?, until sign: HiddenFault.Sign,
        _ record: ChargingRecord
    ) {
        guard record.isKept else { return }
        let device = connector.map { "\(point.id)/\($0)" } ?? point.id
        hidden.append(HiddenFault(fault: InjectedFault(kind, device: device, from: from, to: to), sign: sign))
    }

    /// Notes what is shown.
    mutating func reveal(_ record: inout ChargingRecord, where isShown: (HiddenFault.Sign) -> Bool) {
        for fault in hidden where isShown(fault.sign) { record.note(fault.fault) }
        hidden.removeAll { isShown($0.sign) }
    }

    /// What can be shown no more.
    mutating func forget(where isPast: (HiddenFault.Sign) -> Bool) {
        if !hidden.isEmpty { hidden.removeAll { isPast($0.sign) } }
    }

    /// The news have become messages.
    mutating func reveal(by news: ChargerNews, _ now: Instant, _ record: inout ChargingRecord) {
        for fault in hidden where shows(news, fault.sign, now) { record.note(fault.fault) }
        hidden = hidden.filter { !shows(news, $0.sign, now) }
    }

    private func shows(_ news: ChargerNews, _ sign: HiddenFault.Sign, _ now: Instant) -> Bool {
        let number = news.transaction?.number
        switch sign {
        case .anything: return true
        case .contact: return false
        case .faulted(let connector):
            return news.kind == .status && news.word == .faulted
                && (connector == nil || news.plug?.connector == connector)
        case .sample: return news.kind == .sampled && number != nil
        case .register(let connector): return tellsRegister(news, of: connector)
        case .visit(let visit): return visit == number
        case .transaction(let transaction): return transaction == number && news.isOfSession
        // A station counts its free places in every message.
        case .overstay(let visit, let since):
            return now > since && (visit == number || point.dialect == .ngsiLDStation)
        }
    }

    private func tellsRegister(_ news: ChargerNews, of connector: Int?) -> Bool {
        guard let plug = news.plug, point.dialect.tellsRegister else { return false }
        guard point.dialect.hasAnswers else {
            // Words with values; a meter of an EVSE counts what all its plugs give.
            return connector == nil || plug.connector == connector
                || voice.hasMeterPerEVSE && places[plug.evse - 1].plugs.contains { $0.connector == connector }
        }
        guard news.isOfSession, news.transaction != nil else { return false }
        guard let connector else { return true }
        // A mixed register is the session's in meter values.
        let isMixed = connectors[connector]?.meter.kind == .mixed
        return plug.connector == connector && !(isMixed && news.kind == .sampled)
    }

    /// Nobody listens to these news: whether they would have become messages shows that.
    mutating func revealSilence(_ news: ChargerNews, _ now: Instant, _ record: inout ChargingRecord) {
        guard hidden.contains(where: { $0.sign == .contact }) else { return }
        var (voice, random, outbox) = (voice, random, Outbox())
        voice.tell(news, at: now, &random, &outbox)
        if outbox.sent > 0 { reveal(&record) { $0 == .contact } }
    }
}
