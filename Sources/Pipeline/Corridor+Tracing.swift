import Charging
import Dialects
import Readings
import Registry
import TimeWindows

extension Corridor {
    /// What is known of the samples of one stamp when their fate is decided.
    struct SampleTime {
        var observed: Instant?
        var interval: Range<Instant>?
        var flags: ReadingFlags = []
        var deployment: Int?

        init(observed: Instant? = nil) { self.observed = observed }

        init(_ time: ObservedTime) {
            observed = time.observed
            flags = time.flags
        }

        init(_ time: ObservedTime, _ covers: (start: Instant, length: Int64), _ deployment: Int) {
            self.init(time)
            interval = covers.start..<covers.start.advanced(byMicroseconds: max(0, covers.length))
            self.deployment = deployment
        }
    }

    /// Whether the device of a row of the balance is the one that is asked about.
    private func isTraced(_ source: Int) -> Bool {
        guard let trace else { return false }
        let source = sources.sources[source]
        switch trace.device {
        case .sensor(let name): return source.kind == .air && source.name == name
        case .chargePoint(let name): return source.kind == .charging && source.name == name
        }
    }

    /// Notes decoded samples, by their places in the message.
    mutating func note(
        traced samples: some Sequence<Int>, _ header: MessageHeader, _ source: Int, _ time: SampleTime,
        _ outcome: TracedOutcome
    ) {
        guard isTraced(source), let place = trace?.place else { return }
        for index in samples {
            let sample = decoded.samples[index]
            trace?.note(
                TracedReading(
                    place: place, received: header.received, observed: time.observed, interval: time.interval,
                    site: time.deployment.map { sensors[$0].sensor.site } ?? "", quantity: sample.quantity,
                    value: sample.value, flags: time.flags.text, outcome: outcome))
        }
    }

    /// Notes what stood in a payload and was no value. Its stamp is that of the values beside it.
    mutating func noteTracedRejections(_ header: MessageHeader, _ source: Int) {
        guard isTraced(source), let place = trace?.place else { return }
        let stamp = decoded.samples.lazy.compactMap(\.stamp).first ?? decoded.events.lazy.compactMap(\.stamp).first
        for rejected in decoded.rejected {
            if case .chargePoint? = trace?.device {
                trace?.note(
                    TracedEvent(
                        place: place, received: header.received, at: stamp ?? header.received,
                        isRetained: header.isRetained, outcome: .rejected(rejected.reason)))
            } else {
                trace?.note(
                    TracedReading(
                        place: place, received: header.received, observed: stamp ?? header.received, site: "",
                        quantity: rejected.quantity, flags: "", outcome: .rejected(rejected.reason)))
            }
        }
    }

    mutating func note(
        traced event: ChargerEvent, at: Instant, _ header: MessageHeader, _ source: Int, _ outcome: TracedOutcome
    ) {
        guard isTraced(source), let place = trace?.place else { return }
        trace?.note(
            TracedEvent(
                place: place, received: header.received, at: at, isRetained: header.isRetained,
                connector: event.connector, kind: event.kind, outcome: outcome))
    }

    mutating func noteTracedSecondDelivery(_ header: MessageHeader, _ source: Int) {
        guard trace != nil else { return }
        note(
            traced: decoded.samples.indices, header, source, SampleTime(observed: header.received), .secondDelivery)
        for event in decoded.events { note(traced: event, at: header.received, header, source, .secondDelivery) }
    }

    mutating func note(unreadable reason: QuarantineReason, _ header: MessageHeader, _ source: Int) {
        guard isTraced(source), let place = trace?.place else { return }
        trace?.note(TracedMessage(place: place, received: header.received, reason: reason))
    }
}
