import AirQuality
import Tables
import Registry
import Dialects
import Quality
import Readings
import TimeWindows

extension Corridor {
    /// Admits the decoded samples of one message, each from the record alone.
    mutating func takeAir(_ header: MessageHeader, _ deployments: [Int], _ source: Int) {
        for deployment in deployments { sensors[deployment].noteRecord(received: header.received) }
        if decoded.samples.isEmpty, decoded.rejected.isEmpty {
            received[source].context += 1
            return
        }
        received[source].decoded += 1
        received[source].readings += decoded.samples.count + decoded.rejected.count
        for rejected in decoded.rejected { received[source].rejected[rejected.reason, default: 0] += 1 }
        if trace != nil { noteTracedRejections(header, source) }
        copies.reset(received: header.received)
        var first = 0
        while first < decoded.samples.count {
            // Samples of one stamp and interval make one row.
            var last = first + 1
            while last < decoded.samples.count, decoded.samples[last].stamp == decoded.samples[first].stamp,
                decoded.samples[last].covers == decoded.samples[first].covers,
                decoded.samples[last].afterReceipt == decoded.samples[first].afterReceipt
            {
                last += 1
            }
            takeRow(first..<last, header, deployments, source)
            first = last
        }
        countCopies(source)
    }

    private mutating func countCopies(_ source: Int) {
        received[source].standing += copies.own.standing
        received[source].duplicateReadings += copies.own.duplicates
        received[source].conflicts += copies.own.conflicts
        for other in copies.others {
            received.add(
                day: other.day, source: source, standing: other.counts.standing,
                duplicates: other.counts.duplicates, conflicts: other.counts.conflicts)
        }
    }

    private mutating func reject(
        _ samples: Range<Int>, _ reason: RejectionReason, _ header: MessageHeader, _ source: Int, _ time: SampleTime
    ) {
        received[source].rejected[reason, default: 0] += samples.count
        if trace != nil { note(traced: samples, header, source, time, .rejected(reason)) }
    }

    private mutating func takeRow(
        _ samples: Range<Int>, _ header: MessageHeader, _ deployments: [Int], _ source: Int
    ) {
        // A device whose rows differ has the clock rule of the row that held when the message came.
        let clock = rules[deployments.first { rules[$0].holds(header.received) } ?? deployments[0]].clock
        guard var time = ObservedTime(decoded.samples[samples.lowerBound], header, clock) else {
            return reject(samples, .retainedWithoutStamp, header, source, SampleTime())
        }
        switch settings.airAdmission.verdict(observed: time.observed, received: header.received) {
        case .accepted: break
        case .future: return reject(samples, .future, header, source, SampleTime(time))
        case .late:
            guard noteLate(samples, observed: time.observed, header, source) else {
                if trace != nil { note(traced: samples, header, source, SampleTime(time), .rejected(.late)) }
                return
            }
            time.flags.insert(.admittedLate)
        }
        // A row holds for the intervals that begin in it, as windows do, whatever the stamp names: the last hour before its `to`
        // is stamped with `to` by a device that stamps the end.
        guard let deployment = deployments.first(where: { rules[$0].holds(rules[$0].interval(of: time).start) }) else {
            return reject(samples, .notRegistered, header, source, SampleTime(time))
        }
        let covers = rules[deployment].interval(of: time)
        guard covers.length <= Microseconds.hour else {
            return reject(samples, .intervalTooLong, header, source, SampleTime(time, covers, deployment))
        }
        admitted.removeAll(keepingCapacity: true)
        let isTracing = trace != nil
        let isReviewed = rules[deployment].hasInvalidReadings
        for index in samples {
            let rejection = ranges.rejection(of: decoded.samples[index])
            if let rejection {
                reject(index..<index + 1, rejection, header, source, SampleTime(time, covers, deployment))
            } else if isReviewed, isInvalid(decoded.samples[index].quantity, from: covers.start, deployment) {
                reject(index..<index + 1, .reviewedInvalid, header, source, SampleTime(time, covers, deployment))
            } else {
                admit(decoded.samples[index])
                guard isTracing else { continue }
                note(traced: index...index, header, source, SampleTime(time, covers, deployment), .admitted)
            }
        }
        guard !admitted.isEmpty else { return }
        let arrival = DeviceHour.Arrival(
            intervalStart: covers.start, intervalLength: covers.length, received: header.received, flags: time.flags)
        let borough = sensors[deployment].borough
        if settlement.held[borough].storesAir(hour: Hours.of(covers.start)) {
            sensors[deployment].insert(arrival, admitted[...], counting: &copies)
        } else {
            received[source].beyondMemory += admitted.count
            sensors[deployment].noteBeyond(arrival, admitted[...])
            markAirBeyond(borough, covers.start, length: covers.length, received: header.received)
            if let reach = sensors[deployment].reach(ofHumidityIn: admitted[...], at: covers.start) {
                markAirBeyond(borough, reach.lowerBound, length: 1, received: header.received)
                markAirBeyond(borough, reach.upperBound, length: 1, received: header.received)
            }
        }
    }

    private mutating func admit(_ sample: Sample) {
        admitted.append(sample)
        admitted[admitted.count - 1].value = ReadingRange.counted(sample.value, of: sample.quantity)
    }

    /// The reviews speak of a reading at the start of its interval, as windows do.
    private func isInvalid(_ quantity: Quantity, from start: Instant, _ deployment: Int) -> Bool {
        sensors[deployment].reviews.action(on: quantity, observedAt: start) == .invalid
    }

    /// A reading of an hour that memory does not hold: everything that rests on it is made again from the journal.
    private mutating func markAirBeyond(_ borough: Int, _ start: Instant, length: Int64, received moment: Instant) {
        guard settings.memory == .recent else { return }
        markAirBeyond(borough, hour: Hours.of(start))
        settlement.markSchools(
            holding: start..<start.advanced(byMicroseconds: max(1, length)), borough: borough, horizon: .distantFuture)
        let end = start.advanced(byMicroseconds: length - 1)
        if Hours.of(end) != Hours.of(start) { markAirBeyond(borough, hour: Hours.of(end)) }
        leaveCopiesToRebuild(observed: start, received: moment, settings.airAdmission)
    }

    private mutating func markAirBeyond(_ borough: Int, hour: Int32) {
        settlement.markAllAir(hour, borough: borough)
        settlement.markChecks(around: hour, borough: borough, horizon: .distantFuture, isRereading: isRereading)
    }

    /// Copies of a reading beyond memory can have been received on any day from its own to its horizon, and up to the
    /// decision to admit late ones.
    mutating func leaveCopiesToRebuild(observed: Instant, received moment: Instant, _ admission: Admission) {
        var last = max(moment, observed.advanced(byMicroseconds: admission.horizonMicroseconds))
        for admission in lateAdmissions where admission.observed.contains(observed) {
            last = max(last, admission.decided)
        }
        let newest = boroughs.compactMap(\.newest).max() ?? last
        let days = CivilDate(of: moment).daysSince1970...CivilDate(of: max(moment, min(last, newest))).daysSince1970
        received.leaveToRebuild(days)
    }

    /// Puts a reading into the late ledger. True when a person admitted it.
    private mutating func noteLate(
        _ samples: Range<Int>, observed: Instant, _ header: MessageHeader, _ source: Int
    ) -> Bool {
        let isAdmitted = lateAdmissions.contains {
            $0.admits(device: sources.sources[source].name, observed: observed, received: header.received)
        }
        for index in samples {
            let sample = decoded.samples[index]
            received.today.note(
                late: LateReading(
                    received: header.received, observed: observed, source: source, what: sample.quantity.name,
                    unit: sample.quantity.unit, value: sample.value.count, isAdmitted: isAdmitted))
        }
        if !isAdmitted { received[source].rejected[.late, default: 0] += samples.count }
        return isAdmitted
    }
}
