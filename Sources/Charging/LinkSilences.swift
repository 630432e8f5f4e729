import Readings

/// The times for which a topic said that the unit's link is down: from its word on until the unit is heard again, be it by
/// the topic's next word.
struct LinkSilences {
    /// In no order.
    private(set) var ranges: [Range<Instant>] = []

    init(_ events: [RecordedEvent], _ liveness: Liveness) {
        var downs: [Instant] = []
        for recorded in events {
            if case .link(isUp: false) = recorded.event.kind { downs.append(recorded.holdsFrom) }
        }
        guard !downs.isEmpty else { return }
        let signs = events.compactMap(Self.sign).sorted()
        for down in downs {
            let next = signs.partitioningIndex { $0 > down }
            var back = next < signs.count ? signs[next] : Instant.distantFuture
            if let heard = liveness.firstRecord(after: down) { back = min(back, heard) }
            ranges.append(down..<back)
        }
    }

    /// When an event shows that the unit is there; nil for what others say of it, or the broker had kept.
    private static func sign(_ recorded: RecordedEvent) -> Instant? {
        switch recorded.event.kind {
        case .link(let isUp): isUp ? recorded.holdsFrom : nil
        case .numbered, .heartbeatInterval, .sessionRecord, .bay: nil
        case .status, .started, .stopped, .register, .power, .interval, .sessionEnergy, .plugged, .chargingNow,
            .fault, .booted, .cardPresented, .transaction:
            recorded.isRetained ? nil : recorded.received
        }
    }
}
