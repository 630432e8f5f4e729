import AirQuality
import Tables
import Registry
import Dialects
import Quality
import Readings
import TimeWindows

extension Corridor {
    /// Admits the decoded samples of one message, each from the record alone.
    mutating func takeAir(_ header: MessageHeader, _ deployments: [Int]) {
        for deployment in deployments { sensors[deployment].noteRecord(received: header.received) }
        balance.readings += decoded.samples.count + decoded.rejected.count
        for rejected in decoded.rejected { balance.rejected[rejected.reason, default: 0] += 1 }
        if decoded.samples.isEmpty, decoded.rejected.isEmpty {
            balance.context += 1
            return
        }
        balance.decoded += 1
        var first = 0
        while first < decoded.samples.count {
            // Samples of one stamp and interval make one row.
            var last = first + 1
            while last < decoded.samples.count, decoded.samples[last].stamp == decoded.samples[first].stamp,
                decoded.samples[last].covers == decoded.samples[first].covers
            {
                last += 1
            }
            takeRow(first..<last, header, deployments)
            first = last
        }
    }

    private mutating func takeRow(_ samples: Range<Int>, _ header: MessageHeader, _ deployments: [Int]) {
        // A device whose rows differ has the clock rule of the row that held when the message came.
        let clock = rules[deployments.first { rules[$0].holds(header.received) } ?? deployments[0]].clock
        guard let time = ObservedTime(decoded.samples[samples.lowerBound], header, clock) else {
            balance.rejected[.retainedWithoutStamp, default: 0] += samples.count
            return
        }
        switch settings.airAdmission.verdict(observed: time.observed, received: header.received) {
        case .accepted: break
        case .future:
            balance.rejected[.future, default: 0] += samples.count
            return
        case .late:
            balance.rejected[.late, default: 0] += samples.count
            return
        }
        guard let deployment = deployments.first(where: { rules[$0].holds(time.observed) }) else {
            balance.rejected[.notRegistered, default: 0] += samples.count
            return
        }
        let covers = time.interval(period: rules[deployment].periodMicroseconds, stamp: rules[deployment].stamp)
        guard covers.length <= Microseconds.hour else {
            balance.rejected[.intervalTooLong, default: 0] += samples.count
            return
        }
        admitted.removeAll(keepingCapacity: true)
        for index in samples {
            if let reason = ranges.rejection(of: decoded.samples[index]) {
                balance.rejected[reason, default: 0] += 1
            } else {
                admitted.append(decoded.samples[index])
            }
        }
        guard !admitted.isEmpty else { return }
        balance.accepted += admitted.count
        let arrival = DeviceHour.Arrival(
            intervalStart: covers.start, intervalLength: covers.length, received: header.received, flags: time.flags)
        sensors[deployment].insert(arrival, admitted[...])
    }
}
