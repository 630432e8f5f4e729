package import Readings

/// The set of the events of one charge point. Everything derived from it is a function of that set: neither the order of
/// insertion nor copies change it.
///
/// Two events are copies of one when instant, connector and content are the same. Of events that say different things of
/// one connector and instant all are kept; for a status the last received decides (ties by its word), for a measurement
/// the first.
package struct ChargePointLog: Hashable, Sendable {
    /// Ordered by (`at`, connector, content); what contradicts each other stands side by side.
    private(set) var events = OrderedEvents()
    private(set) var liveness = Liveness()
    package private(set) var newestReceived: Instant?
    /// Where events contradict each other, the one that is counted as standing: the first received, ties by content.
    private var disputes: [Dispute: RecordedEvent] = [:]

    package init() {}

    package var isEmpty: Bool { events.isEmpty }
    package var count: Int { events.count }
    /// The instant of the earliest event, by its own time.
    package var first: Instant? { events.first?.at }
    /// The instant of the latest event, by its own time.
    package var last: Instant? { events.last?.at }
    /// The newest sign of life, heartbeats included.
    package var newestRecord: Instant? { liveness.last }

    /// Adds a copy of an event and notes in `tally` what that changes in the counts: a copy that was received before the
    /// one that stood for its event, or for its instant, takes its place.
    ///
    /// Only its receipt proves contact, where the unit itself sent it (`provesContact`): what was queued offline is told later,
    /// and its stamp says nothing of the link at that time (OCPP 1.6 edition 2, section 3.7).
    package mutating func insert(_ recorded: RecordedEvent, provesContact: Bool = true, tally: inout EventTally) {
        if provesContact { liveness.note(recorded.received) }
        newestReceived = max(newestReceived ?? recorded.received, recorded.received)

        var recorded = recorded
        recorded.event.stamp = nil
        let place = events.place(of: recorded)
        if let old = events[place], old.isSameEvent(as: recorded) {
            events.update(place) { $0.join(copy: recorded) }
            count(copy: recorded, of: old, &tally)
            return
        }
        if let dispute = Dispute(recorded), let rival = rival(in: dispute, at: place) {
            settle(recorded, against: disputes[dispute] ?? rival, in: dispute, &tally)
        } else {
            tally.add(recorded.received, standing: 1)
        }
        events.insert(recorded, at: place)
    }

    /// Notes a record without an event (a heartbeat, a boot, any other call): it shows that the charge point is alive,
    /// and so carries its last status on.
    package mutating func noteRecord(at instant: Instant) {
        liveness.note(instant)
    }

    /// Until when a status can be carried that holds at an instant: 24 hours past the last of the records that follow it
    /// without a longer silence, at most as long as a status is believed.
    package func heardWithoutSilence(from instant: Instant) -> Instant {
        liveness.carry(from: instant, notPast: instant.advanced(byMicroseconds: ChargingReach.status)).end
    }

    /// Forgets the events before `bound` and the records of the UTC days before its own. What a later window needs of them
    /// lies within the reach of its block (`ChargingBlock`), so a bound at the start of a reach changes no later block.
    package mutating func forget(before bound: Instant) {
        liveness.forget(before: bound)
        if events.removeAll(before: bound), !disputes.isEmpty {
            disputes = disputes.filter { $0.key.at >= bound }
        }
    }

    /// An event at either side of a place that the dispute is about.
    private func rival(in dispute: Dispute, at place: OrderedEvents.Place) -> RecordedEvent? {
        if let before = events.before(place), dispute.holds(before) { return before }
        if let after = events[place], dispute.holds(after) { return after }
        return nil
    }

    /// Counts an event that is new to its dispute.
    private mutating func settle(
        _ recorded: RecordedEvent, against standing: RecordedEvent, in dispute: Dispute, _ tally: inout EventTally
    ) {
        if recorded.stands(before: standing) {
            tally.add(recorded.received, standing: 1)
            tally.add(standing.received, standing: -1, conflicts: 1)
            note(standing: recorded, in: dispute)
        } else {
            tally.add(recorded.received, conflicts: 1)
            note(standing: standing, in: dispute)
        }
    }

    private mutating func note(standing recorded: RecordedEvent, in dispute: Dispute) {
        disputes[dispute] = recorded.standing
    }

    /// - Parameter old: the event as it was before the copy came.
    private mutating func count(copy: RecordedEvent, of old: RecordedEvent, _ tally: inout EventTally) {
        guard copy.received < old.received else {
            tally.add(copy.received, duplicates: 1)
            return
        }
        tally.add(old.received, duplicates: 1)
        if !disputes.isEmpty, let dispute = Dispute(old), let standing = disputes[dispute] {
            guard standing.isSameEvent(as: old) else {
                tally.add(old.received, conflicts: -1)
                settle(copy, against: standing, in: dispute, &tally)
                return
            }
            note(standing: copy, in: dispute)
        }
        tally.add(old.received, standing: -1)
        tally.add(copy.received, standing: 1)
    }
}

extension ChargePointLog {
    /// The same log in the same order of bytes, whatever the order of insertion was.
    package func pack(into packer: inout Packer) {
        packer.put(newestReceived)
        liveness.pack(into: &packer)
        packer.put(Int64(events.count))
        for recorded in events.all() { recorded.pack(into: &packer) }
    }

    /// Reads what `pack` wrote; the log goes on as the packed one would.
    package init(unpacking unpacker: inout Unpacker) throws(UnpackingError) {
        newestReceived = try unpacker.optionalInstant()
        liveness = try Liveness(unpacking: &unpacker)
        for _ in 0..<(try unpacker.count(ofAtLeast: RecordedEvent.fewestPackedBytes)) {
            let recorded = try RecordedEvent(unpacking: &unpacker)
            if let last = events.last {
                guard last.precedes(recorded) else { throw UnpackingError() }
                if let dispute = Dispute(recorded), dispute.holds(last) {
                    let standing = disputes[dispute] ?? last
                    note(standing: recorded.stands(before: standing) ? recorded : standing, in: dispute)
                }
            }
            events.insert(recorded, at: events.place(of: recorded))
        }
    }
}
