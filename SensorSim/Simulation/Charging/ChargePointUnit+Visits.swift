import Readings

/// The cars at a charge point.
extension ChargePointUnit {
    mutating func expectCar(_ place: Int, after instant: Instant) {
        let visit = places[place].visits.next(after: instant)
        places[place].coming = visit
        plan(.arrival(place), at: visit.pluggedIn)
    }

    /// A car is plugged in now; half a minute later its card has been accepted.
    mutating func arrive(
        _ place: Int, _ now: Instant, _ outbox: inout Outbox, _ record: inout ChargingRecord
    ) {
        guard var visit = places[place].coming, visit.pluggedIn == now, !places[place].isFaulted else { return }
        places[place].coming = nil
        let plugs = places[place].plugs
        let plug = plugs.count > 1 && visit.takesSecondPlug ? plugs[1] : plugs[0]
        transactions += 1
        var ends = visit.stop
        let number = transactions
        if mishaps.isTrue(probability: faults.failedStarts) {
            visit.fail(afterSeconds: mishaps.whole(30...170), unplugged: mishaps.whole(6...60))
            ends = visit.stop
            hide(
                .failedStart, connector: plug.connector, from: now, to: visit.pluggedOut, until: .visit(number), record)
        } else if mishaps.isTrue(probability: faults.stuckSessions) {
            let beyond = mishaps.whole((7 * 86_400)...(14 * 86_400)) * Microseconds.second
            ends = visit.stop.advanced(byMicroseconds: beyond)
            hide(
                .stuckSession, connector: plug.connector, from: visit.pluggedOut, to: ends,
                until: .overstay(number, since: visit.pluggedOut), record)
        }
        var transaction = UnitTransaction(
            number: transactions, plug: plug, visit: visit, stop: ends, startStamp: visit.start, registerStartWh: 0)
        transaction.isKnown =
            !(point.dialect.hasCentralNumbers
            && mishaps.isTrue(probability: faults.unknownTransactions))
        transaction.isStopLost = mishaps.isTrue(probability: faults.missingStops) && point.dialect.hasStops
        if !transaction.isKnown {
            hide(
                .unknownTransaction, connector: plug.connector, from: visit.start, to: ends,
                until: .transaction(number), record)
        }
        // A stuck session goes on, and is told, when its car has long gone.
        if max(visit.pluggedOut, ends) > begin {
            transaction.truth = record.open(Self.truth(of: visit, at: plug, point))
        }
        places[place].transaction = transaction
        planVisit(place, transaction)
        bay?.tell(place: place, isTaken: true, at: now, &outbox)
        report(.preparing, place, now, &outbox, &record)
    }

    private static func truth(of visit: ChargingVisit, at plug: Plug, _ point: ChargePoint) -> ChargingTruth {
        let draws = visit.energyWh > 0
        return ChargingTruth(
            chargePoint: point.id, connector: plug.connector,
            toldConnector: point.dialect.namesNoPlug ? plug.connector - plug.inEVSE + 1 : plug.connector,
            pluggedIn: visit.pluggedIn,
            chargingFrom: draws ? visit.chargingFrom : nil, chargingTo: draws ? visit.chargingTo : nil,
            pluggedOut: visit.pluggedOut, energyWh: visit.energyWh, visit: visit, emitted: nil)
    }

    private mutating func planVisit(_ place: Int, _ transaction: UnitTransaction) {
        let (visit, ends) = (transaction.visit, transaction.stop)
        plan(.start(place), at: visit.start)
        if visit.energyWh > 0 { plan(.charging(place), at: visit.chargingFrom) }
        // Before the start of the simulation nobody listens.
        let unheard = max(0, begin.microseconds(since: visit.start) / Microseconds.second)
        let samples = unheard / Self.meterSeconds + 1
        plan(.meter(place, transaction: transaction.number), after: visit.start, seconds: samples * Self.meterSeconds)
        // A car that stays longer than ten minutes past its charge is seen to have ended it.
        if visit.energyWh > 0, ends.microseconds(since: visit.chargingTo) > 10 * Microseconds.minute {
            plan(.suspended(place), at: visit.chargingTo)
        }
        plan(.stop(place), at: ends)
        plan(.finishing(place), after: ends, seconds: 1)
        let putAway = visit.pluggedOut.microseconds(since: visit.stop)
        plan(.available(place), at: ends.advanced(byMicroseconds: putAway))
    }

    mutating func start(
        _ place: Int, _ now: Instant, _ outbox: inout Outbox, _ record: inout ChargingRecord
    ) {
        guard var transaction = places[place].transaction else { return }
        transaction.startStamp = clock(now)
        transaction.registerStartWh = connectors[transaction.plug.connector]?.meter.told(sessionWh: 0) ?? 0
        places[place].transaction = transaction
        tell(.started, place, now, &outbox, &record)
    }

    mutating func sample(
        _ place: Int, _ number: Int64, _ now: Instant, _ outbox: inout Outbox, _ record: inout ChargingRecord
    ) {
        guard let transaction = places[place].transaction, transaction.number == number, now < transaction.stop
        else { return }
        plan(.meter(place, transaction: number), after: now, seconds: Self.meterSeconds)
        tell(.sampled, place, now, &outbox, &record)
    }

    mutating func stop(
        _ place: Int, _ now: Instant, _ outbox: inout Outbox, _ record: inout ChargingRecord
    ) {
        guard let transaction = places[place].transaction else { return }
        let plug = transaction.plug
        if transaction.isStopLost {
            if isOpen { hide(.missingStop, connector: plug.connector, from: now, to: now, until: .anything, record) }
        } else {
            tell(.stopped, place, now, &outbox, &record)
        }
        connectors[plug.connector]?.meter.end(sessionWh: transaction.visit.energyWh)
        places[place].transaction?.isEnded = true
    }

    /// The cable is out, or the unit believes so.
    mutating func leave(
        _ place: Int, _ now: Instant, _ outbox: inout Outbox, _ record: inout ChargingRecord
    ) {
        report(.available, place, now, &outbox, &record)
        bay?.tell(
            place: place, isTaken: false, at: now.advanced(byMicroseconds: random.whole(10...60) * Microseconds.second),
            &outbox)
        if let number = places[place].transaction?.number {
            forget { sign in
                switch sign {
                case .visit(number), .transaction(number), .overstay(number, _): true
                default: false
                }
            }
        }
        places[place].transaction = nil
        if let fault = places[place].waitingFault {
            places[place].waitingFault = nil
            loseService(place, fault, now, &outbox, &record)
        } else {
            expectCar(place, after: now)
        }
    }
}
