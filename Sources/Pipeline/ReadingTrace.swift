package import Readings

/// What a corridor notes of one device while it takes records, so that a figure can be explained. A corridor without one
/// notes nothing.
package struct ReadingTrace: Sendable {
    package enum Device: Hashable, Sendable {
        case sensor(String)
        case chargePoint(String)
    }

    package let device: Device
    /// What was observed or received in it, or covers a part of it, is noted.
    package let span: Range<Instant>
    /// Where the record at hand stands; whoever hands records to the corridor sets it before each.
    package var place = RecordPlace(source: 0, offset: 0)
    /// In the order of records.
    package private(set) var readings: [TracedReading] = []
    package private(set) var events: [TracedEvent] = []
    package private(set) var unreadable: [TracedMessage] = []

    package init(of device: Device, in span: Range<Instant>) {
        self.device = device
        self.span = span
    }

    mutating func note(_ reading: TracedReading) {
        let isObserved = reading.observed.map(span.contains) ?? false
        let isCovering = reading.interval?.overlaps(span) ?? false
        if isObserved || isCovering || span.contains(reading.received) { readings.append(reading) }
    }

    mutating func note(_ event: TracedEvent) {
        if span.contains(event.at) || span.contains(event.received) { events.append(event) }
    }

    mutating func note(_ message: TracedMessage) {
        if span.contains(message.received) { unreadable.append(message) }
    }
}

/// Where a record stands: of a journal the segment and the byte, of feeds the number of the feed and the line.
package struct RecordPlace: Comparable, Hashable, Sendable {
    package var source: UInt64
    package var offset: Int64

    package init(source: UInt64, offset: Int64) {
        self.source = source
        self.offset = offset
    }

    package static func < (left: RecordPlace, right: RecordPlace) -> Bool {
        (left.source, left.offset) < (right.source, right.offset)
    }
}

/// What became of a reading or event by its record alone. Which of several copies stands is known when all are there.
package enum TracedOutcome: Hashable, Sendable {
    /// It may enter windows or sessions.
    case admitted
    /// Its message came a second time, and has no stamp by which that could be told otherwise.
    case secondDelivery
    case rejected(RejectionReason)
}

/// One reading of an air sensor, as far as it was understood.
package struct TracedReading: Hashable, Sendable {
    package var place: RecordPlace
    package var received: Instant
    /// After the clock rule; nil where nobody knows when it was measured.
    package var observed: Instant?
    /// What it covers; nil where that was not asked any more.
    package var interval: Range<Instant>?
    /// Of the registry row that held; empty where none did, or where that was not asked any more.
    package var site: String
    /// Nil where the payload does not say which quantity it is.
    package var quantity: Quantity?
    /// As it was sent, in the quantity's unit; nil where it could not be read.
    package var value: Millionths?
    /// The words of the column `flags`.
    package var flags: String
    package var outcome: TracedOutcome
}

/// One event of a charge point. It has no personal field.
package struct TracedEvent: Hashable, Sendable {
    package var place: RecordPlace
    package var received: Instant
    /// When it happened: its stamp, or the receive time of one without a stamp or kept by the broker.
    package var at: Instant
    package var isRetained: Bool
    package var connector: Int?
    /// Nil where it could not be read.
    package var kind: ChargerEvent.Kind?
    package var outcome: TracedOutcome
}

/// A message of the device that could not be taken.
package struct TracedMessage: Hashable, Sendable {
    package var place: RecordPlace
    package var received: Instant
    package var reason: QuarantineReason
}
