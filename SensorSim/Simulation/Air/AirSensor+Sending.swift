import Readings

/// A sensor's way to the broker: there, or lost for a while.
struct SensorLink: Sendable {
    var lost: Instant?
    var returns: Instant?
    /// Readings of the outage at hand.
    var unsent: Int64 = 0
    /// While its link is down a sensor with a clock keeps its readings; one without a clock loses them.
    var kept: [TakenReading] = []
}

extension AirSensor {
    mutating func send(
        _ taken: TakenReading, at instant: Instant, into outbox: inout Outbox, _ truth: inout TruthSink
    ) {
        loseLink(at: instant)
        if let returns = link.returns, instant < returns {
            link.unsent += 1
            if device.dialect.keepsReadings { link.kept.append(taken) } else { reportLost([taken], &truth) }
            return
        }
        endOutage(at: link.returns ?? instant, &truth)
        var received = instant.advanced(byMicroseconds: latency())
        if !link.kept.isEmpty {
            let kept = link.kept
            link.kept.removeAll(keepingCapacity: false)
            let (first, last) = (kept[0].covers.lowerBound, kept[kept.count - 1].covers.upperBound)
            truth.report(
                InjectedFault(.lateReadings, device: device.id, from: first, to: last, count: Int64(kept.count)))
            deliver(kept, received: &received, into: &outbox, &truth)
        }
        deliver([taken], received: &received, into: &outbox, &truth)
    }

    private mutating func loseLink(at instant: Instant) {
        guard link.returns == nil, !device.dialect.isStation, rates.outagesPerWeek > 0,
            random.isTrue(probability: begins(rates.outagesPerWeek, in: 7 * Microseconds.day))
        else { return }
        let seconds = min(60 + 60 * rates.outageMeanMinutes * random.exponential(), 3 * 86_400)
        link.lost = instant
        link.returns = instant.advanced(byMicroseconds: Int64(seconds) * Microseconds.second)
    }

    mutating func endOutage(at instant: Instant, _ truth: inout TruthSink) {
        guard let lost = link.lost else { return }
        truth.report(
            InjectedFault(.linkOutage, device: device.id, from: lost, to: instant, count: link.unsent))
        link.lost = nil
        link.returns = nil
        link.unsent = 0
    }

    func reportLost(_ readings: [TakenReading], _ truth: inout TruthSink) {
        guard let first = readings.first, let last = readings.last else { return }
        truth.report(
            InjectedFault(
                .lostReadings, device: device.id, from: first.covers.lowerBound, to: last.covers.upperBound,
                count: Int64(readings.count)))
    }

    /// Sends readings in messages of as many as the format holds, one after the other.
    private mutating func deliver(
        _ readings: [TakenReading], received: inout Instant, into outbox: inout Outbox, _ truth: inout TruthSink
    ) {
        let dialect = device.dialect
        let sent = readings.filter { taken in dialect.quantities.contains { taken.reading[$0] != nil } }
        for first in stride(from: 0, to: sent.count, by: dialect.readingsPerMessage) {
            let batch = sent[first..<min(sent.count, first + dialect.readingsPerMessage)]
            for message in AirPayloads.messages(batch.map(\.reading), dialect, as: form) {
                let number = send(message, received: received, into: &outbox)
                if truth.isKept { tell(batch, in: message, number, &truth) }
                received = received.advanced(byMicroseconds: random.whole(20_000...200_000))
            }
        }
    }

    private func send(_ message: AirPayload, received: Instant, into outbox: inout Outbox) -> UInt64 {
        let topic = message.topicEnd.isEmpty ? topic : topic + Array(message.topicEnd.utf8)
        return outbox.send(topic, message.bytes, received: received, isStamped: device.dialect.isStamped)
    }

    private func tell(
        _ batch: ArraySlice<TakenReading>, in message: AirPayload, _ number: UInt64, _ truth: inout TruthSink
    ) {
        let dialect = device.dialect
        for taken in batch {
            var city = taken.reading
            city.take(taken.air)
            for quantity in message.quantities ?? dialect.quantities {
                guard let value = taken.reading[quantity], let emitted = dialect.written(value, quantity),
                    let actual = city[quantity]
                else { continue }
                truth.append(
                    Measurement(
                        device: device.id, quantity: quantity, begins: taken.covers.lowerBound,
                        ends: taken.covers.upperBound, stamp: dialect.written(stamp: taken.reading.end),
                        city: Millionths(Int64((actual * 1e6).rounded())), emitted: emitted, message: number))
            }
        }
    }

    /// 0.2 to 3 s over the mobile network; a station's hourly mean is ready one to seven minutes after the hour.
    private mutating func latency() -> Int64 {
        device.dialect.isStation
            ? random.whole(60_000_000...420_000_000) : random.whole(200_000...3_000_000)
    }
}
