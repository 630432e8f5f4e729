import Readings

/// What goes wrong at a charge point.
extension ChargePointUnit {
    private static let week = 7 * Microseconds.day
    private static let errorCodes = [
        "GroundFailure", "ConnectorLockFailure", "PowerSwitchFailure", "HighTemperature", "OtherError",
    ]

    mutating func planFaults(_ record: inout ChargingRecord) {
        planOutage(.offline)
        planOutage(.site)
        planNext(.reboot, perWeek: faults.rebootsPerWeek, after: begin)
        guard !isDead else { return }
        for place in places.indices {
            planService(place)
            planNext(.flap(place), perWeek: faults.flappingPerWeek, after: begin)
        }
        for plug in places.flatMap(\.plugs) {
            let perWeek = faults.registerResetsPerYear * 7 / 365.25
            planNext(.registerReset(plug.connector), perWeek: perWeek, after: begin)
        }
    }

    /// The next of things that come at random.
    private mutating func planNext(_ action: Action, perWeek: Double, after instant: Instant) {
        guard perWeek > 0 else { return }
        let wait = min(mishaps.exponential() * Double(Self.week) / perWeek, 1e16)
        plan(action, at: instant.advanced(byMicroseconds: Int64(wait)).floored(toMicroseconds: Microseconds.second))
    }

    private mutating func planOutage(_ cause: FaultEpisodes.Cause) {
        let next = cause == .site ? siteOutages.next() : ownOutages.next()
        if let next { plan(.contactLost(cause, until: next.upperBound), at: next.lowerBound) }
    }

    private mutating func planService(_ place: Int) {
        if let next = places[place].faults.next() { plan(.serviceLost(place, next), at: next.lowerBound) }
    }

    mutating func actOnFault(
        _ action: Action, _ now: Instant, _ outbox: inout Outbox, _ record: inout ChargingRecord
    ) {
        switch action {
        case .reboot:
            planNext(.reboot, perWeek: faults.rebootsPerWeek, after: now)
            let back = now.advanced(byMicroseconds: mishaps.whole(20...90) * Microseconds.second)
            record.note(InjectedFault(.reboot, device: point.id, from: now, to: back))
            loseContact(until: back, losesPower: true, now)
        case .contactLost(let cause, let until):
            planOutage(cause)
            let fault: InjectedFault.Kind = cause == .site ? .siteOutage : .offline
            record.note(InjectedFault(fault, device: point.id, from: now, to: until))
            loseContact(until: until, losesPower: cause == .site, now)
        case .contactBack: regainContact(now, &outbox, &record)
        case .serviceLost(let place, let span):
            planService(place)
            if places[place].transaction != nil {
                places[place].waitingFault = span
            } else if !places[place].isFaulted {
                loseService(place, span, now, &outbox, &record)
            }
        case .serviceBack(let place): regainService(place, now, &outbox, &record)
        case .flap(let place):
            planNext(.flap(place), perWeek: faults.flappingPerWeek, after: now)
            let told = 2 * Int(mishaps.whole(3...10))
            flap(place, since: now, told: 0, left: told, now, &outbox, &record)
        case .flapping(let place, let since, let told, let left):
            flap(place, since: since, told: told, left: left, now, &outbox, &record)
        case .registerReset(let connector):
            let perWeek = faults.registerResetsPerYear * 7 / 365.25
            planNext(.registerReset(connector), perWeek: perWeek, after: now)
            resetRegister(connector, now, &record)
        default: break
        }
    }

    // MARK: Contact

    private mutating func loseContact(until: Instant, losesPower: Bool, _ now: Instant) {
        guard isOpen else { return }
        contactReturns = max(contactReturns ?? until, until)
        if losesPower {
            restarts = true
            if !hasClockBattery, clockLost == nil {
                clockLost = now
                clockStamps = 0
            }
        }
        plan(.contactBack, at: until)
    }

    /// Fresh words first, then what was kept, in its order (OCPP 1.6, 3.7 and 4.9).
    private mutating func regainContact(
        _ now: Instant, _ outbox: inout Outbox, _ record: inout ChargingRecord
    ) {
        guard let returns = contactReturns, returns <= now else { return }
        contactReturns = nil
        if let lost = clockLost {
            if clockStamps > 0 {
                record.note(
                    InjectedFault(.clockReset, device: point.id, from: lost, to: now, count: Int64(clockStamps)))
            }
            clockLost = nil
        }
        if restarts {
            deliver(ChargerNews(kind: .booted, stamp: now), now, &outbox, &record)
            restarts = false
        }
        tellStates(now, &outbox, &record)
        let waiting = kept
        kept.removeAll()
        for var news in waiting {
            news.wasQueued = true
            deliver(news, now, &outbox, &record)
        }
        if !waiting.isEmpty { noteStates(now, &record) }
    }

    // MARK: Service

    mutating func loseService(
        _ place: Int, _ span: Range<Instant>, _ now: Instant, _ outbox: inout Outbox,
        _ record: inout ChargingRecord
    ) {
        // A fault that waited for a car to leave lasts as long as it would have.
        let back = now.advanced(byMicroseconds: span.upperBound.microseconds(since: span.lowerBound))
        places[place].isFaulted = true
        places[place].coming = nil
        let error = Self.errorCodes[Int(mishaps.whole(0...Int64(Self.errorCodes.count - 1)))]
        for plug in places[place].plugs {
            set(.faulted, plug, place, errorCode: error, now, &outbox, &record)
            record.note(
                InjectedFault(.outOfService, device: "\(point.id)/\(plug.connector)", from: now, to: back))
        }
        plan(.serviceBack(place), at: back)
    }

    private mutating func regainService(
        _ place: Int, _ now: Instant, _ outbox: inout Outbox, _ record: inout ChargingRecord
    ) {
        places[place].isFaulted = false
        for plug in places[place].plugs { set(.available, plug, place, now, &outbox, &record) }
        expectCar(place, after: now)
    }

    /// For good, before the unit speaks.
    mutating func setFaulted(_ place: Int, since: Instant) {
        places[place].isFaulted = true
        for plug in places[place].plugs {
            connectors[plug.connector]?.word = .faulted
            connectors[plug.connector]?.errorCode = "InternalError"
            connectors[plug.connector]?.since = since
        }
    }

    /// To and fro every few seconds, ending where it began; a car that comes ends it at once.
    private mutating func flap(
        _ place: Int, since: Instant, told: Int, left: Int, _ now: Instant, _ outbox: inout Outbox,
        _ record: inout ChargingRecord
    ) {
        let plug = places[place].plugs[0]
        let isFree = places[place].transaction == nil && !places[place].isFaulted
        guard isFree, left > 0, isOpen else {
            if told > 0 {
                let device = "\(point.id)/\(plug.connector)"
                record.note(InjectedFault(.flapping, device: device, from: since, to: now, count: Int64(told)))
            }
            return
        }
        set(left % 2 == 0 ? .unavailable : .available, plug, place, now, &outbox, &record)
        let next = now.advanced(byMicroseconds: mishaps.whole(3...30) * Microseconds.second)
        plan(.flapping(place, since: since, told: told + 1, left: left - 1), at: next)
    }

    private mutating func resetRegister(_ connector: Int, _ now: Instant, _ record: inout ChargingRecord) {
        guard isOpen else { return }
        var session: Int64 = 0
        for place in places {
            guard let transaction = place.transaction, transaction.plug.connector == connector else { continue }
            session = transaction.isEnded ? 0 : transaction.visit.deliveredWh(at: now)
        }
        connectors[connector]?.meter.reset(sessionWh: session)
        record.note(InjectedFault(.registerReset, device: "\(point.id)/\(connector)", from: now, to: now))
    }
}
