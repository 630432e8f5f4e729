import Readings

/// What a charge point says, and when it can be heard.
extension ChargePointUnit {
    /// The unit's clock: a unit without a battery counts from 1970 after a power cut, until its boot is accepted.
    func clock(_ now: Instant) -> Instant {
        guard let clockLost else { return now }
        return Instant(microseconds: 0).advanced(byMicroseconds: now.microseconds(since: clockLost))
    }

    /// The unit wakes: boot, then each connector's state, and for a car that is already charging the transaction's start
    /// with its old time, as OCPP 1.6 section 3.7 has it for transactions kept while offline.
    mutating func boot(_ now: Instant, _ outbox: inout Outbox, _ record: inout ChargingRecord) {
        isOpen = true
        deliver(ChargerNews(.booted, stamp: now, taken: now), now, &outbox, &record)
        let tellsPast = voice.keeps(ChargerNews(.started, stamp: now, taken: now))
        for (index, place) in places.enumerated() where tellsPast {
            guard let transaction = place.transaction, !transaction.isEnded, transaction.visit.start < now else {
                continue
            }
            tell(.started, index, now, stamp: transaction.startStamp, &outbox, &record)
        }
        tellStates(now, &outbox, &record)
        planHeartbeat()
    }

    /// States that were told before the start of their session, which had waited: what they say of it.
    func noteStates(_ now: Instant, _ record: inout ChargingRecord) {
        for (index, place) in places.enumerated() {
            for plug in place.plugs {
                guard let state = connectors[plug.connector] else { continue }
                note(status(of: state, plug, index, now), nil, &record)
            }
        }
    }

    /// The unit as a whole, and each connector with the time since when its state holds.
    mutating func tellStates(_ now: Instant, _ outbox: inout Outbox, _ record: inout ChargingRecord) {
        var whole = ChargerNews(.status, stamp: now, taken: now)
        whole.word = isDead ? .faulted : .available
        deliver(whole, now, &outbox, &record)
        for (index, place) in places.enumerated() {
            for plug in place.plugs {
                guard let state = connectors[plug.connector] else { continue }
                deliver(status(of: state, plug, index, now), now, &outbox, &record)
            }
        }
    }

    private func status(of state: ConnectorState, _ plug: Plug, _ place: Int, _ now: Instant) -> ChargerNews {
        var news = ChargerNews(.status, of: plug, stamp: max(state.since, begin), taken: now)
        news.word = state.word
        news.errorCode = state.errorCode
        complete(&news, place, now)
        return news
    }

    /// The interval counts silence: a unit that spoke does not need to beat (OCPP 1.6, 4.6).
    mutating func heartbeat(_ now: Instant, _ outbox: inout Outbox, _ record: inout ChargingRecord) {
        let silence = now.microseconds(since: voice.lastWord)
        if contactReturns != nil {
            if silence >= voice.heartbeatSeconds * Microseconds.second { reveal(&record) { $0 == .contact } }
            // The next beat comes when the link is back.
            return plan(.heartbeat, after: now, seconds: voice.heartbeatSeconds)
        }
        if silence >= voice.heartbeatSeconds * Microseconds.second {
            deliver(ChargerNews(.heartbeat, stamp: now, taken: now), now, &outbox, &record)
            if voice.repeatsStates { tellStates(now, &outbox, &record) }
        }
        planHeartbeat()
    }

    private mutating func planHeartbeat() {
        plan(.heartbeat, after: voice.lastWord, seconds: voice.heartbeatSeconds)
    }

    /// A new state of the connector at which the car stands.
    mutating func report(
        _ word: ChargerWord, _ place: Int, _ now: Instant, _ outbox: inout Outbox, _ record: inout ChargingRecord
    ) {
        guard let plug = places[place].transaction?.plug else { return }
        set(word, plug, place, now, &outbox, &record)
    }

    mutating func set(
        _ word: ChargerWord, _ plug: Plug, _ place: Int, errorCode: String = "NoError", _ now: Instant,
        _ outbox: inout Outbox, _ record: inout ChargingRecord
    ) {
        connectors[plug.connector]?.word = word
        connectors[plug.connector]?.errorCode = errorCode
        connectors[plug.connector]?.since = now
        guard let state = connectors[plug.connector] else { return }
        var news = status(of: state, plug, place, now)
        news.stamp = clock(now)
        say(news, now, &outbox, &record)
    }

    /// Tells of the transaction at a place.
    mutating func tell(
        _ kind: ChargerNews.Kind, _ place: Int, _ now: Instant, stamp: Instant? = nil, _ outbox: inout Outbox,
        _ record: inout ChargingRecord
    ) {
        guard let transaction = places[place].transaction else { return }
        var news = ChargerNews(
            kind, of: transaction.plug, stamp: stamp ?? clock(now),
            taken: kind == .started ? transaction.visit.start : now)
        news.word = connectors[transaction.plug.connector]?.word ?? .charging
        complete(&news, place, now)
        // What knows no transactions tells the register as it stands.
        let hasTransactions = voice.keeps(news)
        if kind == .started, hasTransactions {
            news.registerWh = transaction.registerStartWh
            news.sessionWh = 0
            news.isAnswered = transaction.isKnown
        }
        if kind == .stopped {
            let drawn = random.uniform()
            news.reason = drawn < 0.7 ? "EVDisconnected" : drawn < 0.95 ? "Local" : "Remote"
            if hasTransactions {
                let meter = connectors[transaction.plug.connector]?.meter
                news.registerWh = meter?.told(sessionWh: news.sessionWh) ?? 0
            }
        }
        say(news, now, &outbox, &record)
    }

    private func complete(_ news: inout ChargerNews, _ place: Int, _ now: Instant) {
        guard let plug = news.plug, let state = connectors[plug.connector] else { return }
        var running: Int64 = 0
        news.speaksForEVSE = plug.inEVSE == 1
        if let transaction = places[place].transaction {
            news.speaksForEVSE = transaction.plug.connector == plug.connector
        }
        if news.speaksForEVSE, let transaction = places[place].transaction {
            news.transaction = transaction
            news.sessionWh = transaction.visit.deliveredWh(at: now)
            news.powerW = transaction.visit.powerW(at: now)
            // The meter has taken an ended session in.
            running = transaction.isEnded ? 0 : news.sessionWh
        }
        news.registerWh = state.meter.sampled(sessionWh: running)
        guard voice.hasMeterPerEVSE else { return }
        for other in places[place].plugs where other.connector != plug.connector {
            news.registerWh += connectors[other.connector]?.meter.sampled(sessionWh: 0) ?? 0
        }
    }

    /// Says it now, keeps it for later, or not at all.
    mutating func say(
        _ told: ChargerNews, _ now: Instant, _ outbox: inout Outbox, _ record: inout ChargingRecord
    ) {
        guard isOpen else { return }
        var news = told
        let isKept = voice.keeps(news)
        if isKept, let transaction = news.transaction, let plug = news.plug {
            news.sequence = places[plug.evse - 1].transaction?.messages ?? transaction.messages
            places[plug.evse - 1].transaction?.messages += 1
        }
        guard contactReturns == nil else {
            if !hidden.isEmpty { revealSilence(news, now, &record) }
            if isKept {
                kept.append(news)
                if clockLost != nil { clockStamps += 1 }
            }
            return
        }
        guard isKept, news.isAnswered, point.dialect.hasAnswers, mishaps.isTrue(probability: faults.retries) else {
            return deliver(news, now, &outbox, &record)
        }
        // The answer is lost; a minute later the unit tries again (TransactionMessageRetryInterval).
        let again = now.advanced(byMicroseconds: Microseconds.minute)
        record.note(InjectedFault(.retry, device: point.id, from: now, to: again))
        plan(.again(news), at: again)
        news.isAnswered = false
        deliver(news, now, &outbox, &record)
    }

    /// Says it once more, a minute after its answer was lost.
    mutating func repeatCall(
        _ news: ChargerNews, _ now: Instant, _ outbox: inout Outbox, _ record: inout ChargingRecord
    ) {
        guard contactReturns == nil else { return kept.append(news) }
        deliver(news, now, &outbox, &record)
    }

    /// Whether a word of these news says if the car takes anything: OCPI's CHARGING does not, nor does OCPP 2.0.1's Occupied outside
    /// of a transaction.
    private func tellsFlow(_ news: ChargerNews) -> Bool {
        point.dialect != .ocpi && (point.dialect != .ocpp201 || news.sequence != nil)
    }

    /// What the news tell of the energy of a session; nil: nothing. A word tells when the flow ended.
    private func sample(of transaction: UnitTransaction, _ news: ChargerNews) -> ChargingTruth.Sample? {
        guard !point.dialect.tellsOccupancyOnly else { return nil }
        if point.dialect.metersEachWord {
            let at = voice.meterTime(of: news) ?? news.taken
            return ChargingTruth.Sample(at: at, taken: news.taken, energyWh: news.sessionWh)
        }
        switch news.kind {
        case .started, .sampled, .stopped:
            let at = news.kind == .started ? transaction.startStamp : news.stamp
            return ChargingTruth.Sample(at: at, taken: news.taken, energyWh: news.sessionWh)
        case .status where news.word == .suspendedEV && news.speaksForEVSE && tellsFlow(news):
            // Said again after a silence, the word still holds since its stamp.
            let since = news.stamp < ChargingTruth.firstSetStamp ? news.taken : news.stamp
            return ChargingTruth.Sample(
                at: news.stamp, taken: since, energyWh: transaction.visit.deliveredWh(at: since), isOfMeter: false)
        case .status, .booted, .heartbeat: return nil
        }
    }

    /// Puts it on its way.
    mutating func deliver(
        _ news: ChargerNews, _ now: Instant, _ outbox: inout Outbox, _ record: inout ChargingRecord
    ) {
        let before = outbox.sent
        outbox.hasUnsetClock = news.stamp < ChargingTruth.firstSetStamp
        voice.tell(news, at: now, &random, &outbox)
        outbox.hasUnsetClock = false
        let message = outbox.sent > before ? before + 1 : nil
        if message != nil, !hidden.isEmpty { reveal(by: news, now, &record) }
        note(news, message, &record)
    }

    /// Writes down what was told of a session.
    private func note(_ news: ChargerNews, _ message: UInt64?, _ record: inout ChargingRecord) {
        guard let transaction = news.transaction else { return }
        record.change(transaction.truth) { truth in
            truth.emitted = voice.emitted(news, before: truth.emitted)
            truth.emitted?.take(message, of: news.kind)
            guard var sample = sample(of: transaction, news) else { return }
            // What is said again tells nothing new.
            guard truth.emitted?.samples.contains(where: { $0.taken == sample.taken }) == false else { return }
            sample.message = message
            truth.emitted?.samples.append(sample)
            if point.dialect == .ocpi, news.kind == .stopped {
                truth.emitted?.takeBill(transaction, stop: news.stamp, energyWh: news.sessionWh)
            }
        }
    }
}
