import Registry
import Dialects
import Charging
import Readings
import TimeWindows

extension Corridor {
    /// Admits the decoded events of one message of a charge point.
    mutating func takeCharging(_ header: MessageHeader, _ index: Int, _ source: Int) {
        chargePoints[index].noteRecord(received: header.received)
        markBefore(header.received, chargePoints[index].borough)
        if decoded.events.isEmpty, decoded.rejected.isEmpty {
            received[source].context += 1
            return
        }
        received[source].decoded += 1
        received[source].readings += decoded.events.count + decoded.rejected.count
        for rejected in decoded.rejected { received[source].rejected[rejected.reason, default: 0] += 1 }
        if trace != nil { noteTracedRejections(header, source) }
        for event in decoded.events { takeEvent(event, header, index, source) }
    }

    private mutating func takeEvent(_ event: ChargerEvent, _ header: MessageHeader, _ index: Int, _ source: Int) {
        let isBelievable = event.stamp.map { $0 >= Admission.firstBelievableStamp } ?? false
        // A retained state holds from its receipt on, however long ago it was stamped.
        let isStamped = isBelievable && !header.isRetained
        let at = isStamped ? event.stamp ?? header.received : header.received
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
        let recorded = RecordedEvent(event, at: at, received: header.received, isRetained: header.isRetained)
        eventCopies.reset()
        chargePoints[index].insert(recorded, counting: &eventCopies)
        for entry in eventCopies.entries {
            received.add(
                day: entry.day, source: source, standing: entry.standing, duplicates: entry.duplicates,
                conflicts: entry.conflicts)
        }
        markBefore(at, borough)
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
