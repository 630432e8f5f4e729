import Registry
import Dialects
import Charging
import Readings
import TimeWindows

extension Corridor {
    /// Where an event belongs.
    struct EventPlace {
        /// By index.
        var chargePoint: Int
        /// The row of the balance.
        var source: Int
        var provesContact: Bool
        var format: PayloadFormat
    }

    /// Admits the decoded events of one message of a charge point, or of a system that speaks for several. The message
    /// counts once, for the topic's source; its events count for the devices that they are about.
    mutating func takeCharging(_ header: MessageHeader, _ route: ResolvedRoute) {
        let provesContact = decoded.origin.provesContact(route.direction, header)
        var own: EventPlace?
        if case .chargePoint(let index) = route.target {
            own = EventPlace(
                chargePoint: index, source: route.source, provesContact: provesContact, format: route.format)
            if provesContact || !decoded.events.isEmpty { noteRecord(header, index, provesContact) }
        }
        if decoded.events.isEmpty, decoded.rejected.isEmpty {
            received[route.source].context += 1
            return
        }
        received[route.source].decoded += 1
        received[route.source].readings += decoded.rejected.count
        for rejected in decoded.rejected { received[route.source].rejected[rejected.reason, default: 0] += 1 }
        if trace != nil { noteTracedRejections(header, route.source) }
        for index in decoded.events.indices {
            let subject = decoded.subject(ofEvent: index)
            let event = decoded.events[index]
            if subject == .topicsDevice, let own, !event.isOfWholeStation {
                received[own.source].readings += 1
                takeEvent(event, header, own)
            } else {
                takeEvent(event, of: subject, header, route, own)
            }
        }
    }

    mutating func noteRecord(_ header: MessageHeader, _ index: Int, _ provesContact: Bool) {
        chargePoints[index].noteRecord(received: header.received, provesContact: provesContact)
        markBefore(header.received, chargePoints[index].borough)
    }

    mutating func takeEvent(_ event: ChargerEvent, _ header: MessageHeader, _ place: EventPlace) {
        let (index, source) = (place.chargePoint, place.source)
        let (at, fate) = Self.time(of: event, header)
        switch settings.chargingAdmission.verdict(observed: at, received: header.received) {
        case .accepted: break
        case .future:
            received[source].rejected[.future, default: 0] += 1
            if trace != nil { note(traced: event, at: at, header, source, .rejected(.future)) }
            return
        case .late:
            let isAdmitted = lateAdmissions.contains {
                $0.admits(device: sources.sources[source].name, observed: at, received: header.received)
            }
            received.today.note(
                late: LateReading(
                    received: header.received, observed: at, source: source, what: event.kind.word, unit: "",
                    value: nil, isAdmitted: isAdmitted))
            if !isAdmitted {
                received[source].rejected[.late, default: 0] += 1
                if trace != nil { note(traced: event, at: at, header, source, .rejected(.late)) }
                return
            }
        }
        if trace != nil { note(traced: event, at: at, header, source, .admitted) }
        chargePoints[index].noteEvent(at: at)
        let borough = chargePoints[index].borough
        guard storesCharging(at, borough) else {
            received[source].beyondMemory += 1
            markChargingBeyond(borough, at, received: header.received)
            return
        }
        let recorded = RecordedEvent(
            event, at: at, received: header.received, isRetained: header.isRetained, stampFate: fate,
            isOfTellingLanguage: place.format.tellsOfCars)
        eventCopies.reset()
        chargePoints[index].insert(recorded, provesContact: place.provesContact, counting: &eventCopies)
        for entry in eventCopies.entries {
            received.add(
                day: entry.day, source: source, standing: entry.standing, duplicates: entry.duplicates,
                conflicts: entry.conflicts)
        }
        markBefore(at, borough)
    }

    /// When it happened, and what became of its stamp. A retained state holds from its receipt on, however long ago it was
    /// stamped.
    static func time(of event: ChargerEvent, _ header: MessageHeader) -> (at: Instant, fate: StampFate) {
        if header.isRetained { return (header.received, .retained) }
        guard let stamp = event.stamp else { return (header.received, .missing) }
        return stamp >= Admission.firstBelievableStamp ? (stamp, .taken) : (header.received, .clockReset)
    }

    /// What an event or a sign of life reaches before the windows that are held is made again from the journal. A local day
    /// ends up to a UTC day after its block.
    private mutating func markBefore(_ instant: Instant, _ borough: Int) {
        let held = settlement.held[borough].charging.lowerBound
        guard settings.memory == .recent, held != .distantPast else { return }
        let reach = ChargingBlock.blocks(reaching: instant)
        let first = reach.lowerBound.span.lowerBound
        guard first < held else { return }
        let end = reach.upperBound.span.upperBound.advanced(byMicroseconds: Microseconds.day)
        markChargingDays(first..<max(first, min(end, held)), borough)
    }

    private func storesCharging(_ at: Instant, _ borough: Int) -> Bool {
        settlement.held[borough].chargingReach.contains(at)
    }

    private mutating func markChargingBeyond(_ borough: Int, _ at: Instant, received moment: Instant) {
        guard settings.memory == .recent else { return }
        markBefore(at, borough)
        leaveCopiesToRebuild(observed: at, received: moment, settings.chargingAdmission)
    }

    private mutating func markChargingDays(_ span: Range<Instant>, _ borough: Int) {
        guard !span.isEmpty else { return }
        let newest = boroughs[borough].newest ?? span.upperBound
        let first = max(span.lowerBound, chargingStart(ofBorough: borough) ?? span.lowerBound)
        var date = CivilDate(of: first)
        while date.startUTC < min(span.upperBound, newest) {
            settlement.markBeyond(.charging, borough: borough, holding: date.startUTC)
            date = date.adding(days: 1)
        }
    }
}
