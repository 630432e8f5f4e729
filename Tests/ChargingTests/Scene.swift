import Charging
import Readings
import Testing

extension ChargePointLog {
    /// A log into which the events were put in their order.
    init(_ events: [RecordedEvent]) {
        self.init()
        var tally = EventTally()
        for event in events { insert(event, provesContact: !event.isRetained, tally: &tally) }
    }
}

/// The events of one charge point, written as a test tells them.
struct Scene {
    var events: [RecordedEvent] = []
    /// Of calls that are no events, such as heartbeats.
    var records: [Instant] = []
    private var lastMessage = 0

    /// Reads `2026-03-28T22:30:00Z`; a bare `22:30` or `22:30:05` is that time of 1 March 2026.
    static func instant(_ text: String) throws -> Instant {
        let seconds = text.count == 5 ? text + ":00" : text
        return try #require(Instant(iso8601: seconds.count == 8 ? "2026-03-01T\(seconds)Z" : seconds))
    }

    static func window(_ start: String, _ end: String) throws -> Range<Instant> {
        try instant(start)..<instant(end)
    }

    /// Received when it happened, unless told otherwise.
    mutating func add(
        _ kind: ChargerEvent.Kind, connector: Int?, at time: String, received: String? = nil, isRetained: Bool = false
    ) throws {
        let stamp = try Self.instant(time)
        events.append(
            RecordedEvent(
                ChargerEvent(connector: connector, stamp: stamp, kind: kind),
                received: try received.map(Self.instant) ?? stamp,
                isRetained: isRetained))
    }

    mutating func status(
        _ status: ConnectorWord, _ time: String, connector: Int = 1, received: String? = nil, isRetained: Bool = false,
        errorCode: String = "NoError"
    ) throws {
        try add(
            .status(status, errorCode: errorCode), connector: connector, at: time, received: received,
            isRetained: isRetained)
    }

    /// A start and its reply, two seconds later; no reply without a number.
    mutating func start(
        _ time: String, number: Int64?, wattHours: Int64 = 1000, connector: Int = 1, messageID: String? = nil
    ) throws {
        lastMessage += 1
        let messageID = messageID ?? "m\(lastMessage)"
        try add(
            .started(messageID: messageID, meter: .init(millionths: wattHours * 1_000_000)), connector: connector,
            at: time)
        if let number { try reply(messageID, number, time) }
    }

    mutating func reply(_ messageID: String, _ number: Int64, _ time: String) throws {
        let received = try Self.instant(time).advanced(byMicroseconds: 2 * Microseconds.second)
        events.append(
            RecordedEvent(
                ChargerEvent(
                    connector: nil, stamp: nil, kind: .numbered(messageID: messageID, transaction: number)),
                received: received))
    }

    mutating func stop(
        _ time: String, number: Int64, wattHours: Int64 = 3000, reason: StopReason = .evDisconnected
    ) throws {
        try add(
            .stopped(transaction: number, meter: .init(millionths: wattHours * 1_000_000), reason: reason),
            connector: nil, at: time)
    }

    mutating func register(_ wattHours: Int64, _ time: String, number: Int64? = nil, connector: Int = 1) throws {
        try add(
            .register(.init(millionths: wattHours * 1_000_000), transaction: number.map(TransactionKey.number)),
            connector: connector, at: time)
    }

    /// Heartbeats each so many minutes, both ends included.
    mutating func heartbeats(_ start: String, _ end: String, every minutes: Int64) throws {
        var at = try Self.instant(start)
        while at <= (try Self.instant(end)) {
            records.append(at)
            at = at.advanced(byMicroseconds: minutes * Microseconds.minute)
        }
    }

    var log: ChargePointLog {
        var log = ChargePointLog(events)
        for instant in records { log.noteRecord(at: instant) }
        return log
    }

    func history(_ connector: Int = 1) throws -> ConnectorHistory {
        try #require(log.history(connectors: [connector]).connectors.first)
    }

    /// State words with their lengths in minutes over a window: `available 60, plugged_in+ 30` (`+` while charging).
    func minutes(_ start: String, _ end: String, connector: Int = 1) throws -> String {
        let window = try Self.window(start, end)
        var parts: [(word: String, end: Instant)] = []
        func add(_ word: String, until end: Instant) {
            if parts.last?.word == word { parts.removeLast() }
            parts.append((word, min(end, window.upperBound)))
        }
        for interval in try history(connector).timeline
        where interval.end > window.lowerBound && interval.start < window.upperBound {
            if interval.start > parts.last?.end ?? window.lowerBound { add("unknown", until: interval.start) }
            add(interval.state.rawValue + (interval.isCharging ? "+" : ""), until: interval.end)
        }
        if parts.last?.end ?? window.lowerBound < window.upperBound { add("unknown", until: window.upperBound) }
        let starts = [window.lowerBound] + parts.map(\.end)
        return zip(starts, parts).map { start, part in
            "\(part.word) \(part.end.microseconds(since: start) / Microseconds.minute)"
        }.joined(separator: ", ")
    }

    /// What the unit says of the connector over a window, in minutes: `Available 60, Unknown(none) 30`; evidence other than
    /// `status` and flags in brackets.
    func statuses(_ start: String, _ end: String, connector: Int = 1, now: String? = nil) throws -> String {
        let window = try Self.window(start, end)
        let known = log.history(connectors: [connector], now: try now.map(Self.instant))
        let history = try #require(known.connectors.first)
        return history.statuses.compactMap { interval -> String? in
            let from = max(interval.start, window.lowerBound)
            let to = min(interval.end, window.upperBound)
            guard from < to else { return nil }
            let evidence = interval.evidence == .status ? [] : [interval.evidence.rawValue]
            let notes = (evidence + interval.flags.words).joined(separator: " ")
            let minutes = to.microseconds(since: from) / Microseconds.minute
            return "\(interval.word.rawValue)\(notes.isEmpty ? "" : "(\(notes))") \(minutes)"
        }.joined(separator: ", ")
    }
}
