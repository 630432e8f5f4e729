import Registry
import Dialects
import Charging
import Readings
import TimeWindows

extension Corridor {
    /// Admits the decoded events of one message of a charge point.
    mutating func takeCharging(_ header: MessageHeader, _ index: Int) {
        chargePoints[index].noteRecord(received: header.received)
        balance.readings += decoded.events.count + decoded.rejected.count
        for rejected in decoded.rejected { balance.rejected[rejected.reason, default: 0] += 1 }
        if decoded.events.isEmpty, decoded.rejected.isEmpty {
            balance.context += 1
            return
        }
        balance.decoded += 1
        for event in decoded.events { takeEvent(event, header, index) }
    }

    private mutating func takeEvent(_ event: ChargerEvent, _ header: MessageHeader, _ index: Int) {
        let isBelievable = event.stamp.map { $0 >= Admission.firstBelievableStamp } ?? false
        // A retained state holds from its receipt on, however long ago it was stamped.
        let isStamped = isBelievable && !header.isRetained
        let at = isStamped ? event.stamp ?? header.received : header.received
        switch settings.chargingAdmission.verdict(observed: at, received: header.received) {
        case .accepted: break
        case .future:
            balance.rejected[.future, default: 0] += 1
            return
        case .late:
            balance.rejected[.late, default: 0] += 1
            return
        }
        balance.accepted += 1
        chargePoints[index].noteEvent(at: at)
        let recorded = RecordedEvent(event, at: at, received: header.received, isRetained: header.isRetained)
        switch chargePoints[index].log.insert(recorded) {
        case .new: break
        case .duplicate: eventDuplicates += 1
        case .conflict: eventConflicts += 1
        }
    }
}
