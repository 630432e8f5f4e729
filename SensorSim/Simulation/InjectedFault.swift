package import Readings

/// A fault that the simulator has put into the traffic, so that what finds it can be measured.
package struct InjectedFault: Equatable, Sendable {
    /// The raw values are the names in files.
    package enum Kind: String, CaseIterable, Sendable {
        /// A sensor had no link; `count` readings were measured meanwhile.
        case linkOutage = "link_outage"
        /// Readings that were kept during an outage and sent late, after it.
        case lateReadings = "late_readings"
        /// Readings that nobody will ever see: measured without a link by a sensor that keeps none.
        case lostReadings = "lost_readings"
        /// A sensor had no power and measured nothing; `count` readings are missing.
        case powerCut = "power_cut"
        /// Readings between a sensor's start and the end of its warm-up: they are off.
        case warmUp = "warm_up"
        /// A single reading that was not taken.
        case missedReading = "missed_reading"
        /// Hours that an analyser of a reference station did not measure.
        case analyserGap = "analyser_gap"
        /// The sensor has never heard the time: its clock begins at 1970 with each start. `count` readings.
        case clock1970 = "clock_1970"
        /// The sensor's clock is an hour off, in either direction. `count` readings.
        case clockHour = "clock_hour"
        /// A message was delivered a second time, by QoS 1.
        case redelivery
    }

    package var kind: Kind
    package var device: String
    package var from: Instant
    package var to: Instant
    /// Of readings, or of messages where the kind says so.
    package var count: Int64

    package init(_ kind: Kind, device: String, from: Instant, to: Instant, count: Int64 = 1) {
        self.kind = kind
        self.device = device
        self.from = from
        self.to = to
        self.count = count
    }
}
