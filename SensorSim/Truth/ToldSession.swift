import Readings
import SensorSim

/// A session as its charge point told it, at the times that somebody who has the messages alone must give it.
///
/// A stamp from before 2000-01-02 is of a clock that nobody had set: the time at which its message was received counts
/// instead. What is taken for the length of such a session may be too short for its energy: when that is more than a fifth
/// above what the rating gives in it, the session is told, and counts nowhere.
struct ToldSession: Sendable {
    /// What became of the stamps of start and stop.
    enum Clock: String, Sendable {
        case set = ""
        /// One of them is a time of receipt.
        case reset
        /// So much energy cannot have flowed between them.
        case wrong
    }

    /// Nil: its stamp says nothing, and its message never arrived.
    private(set) var start: Instant?
    private(set) var stop: Instant?
    /// In the order of their times, each at most once.
    private(set) var samples: [ChargingTruth.Sample]
    private(set) var clock = Clock.set

    /// - Parameters:
    ///   - receipts: when messages with stamps of an unset clock were received, by number.
    ///   - ratedKilowatts: of the connector.
    init(_ emitted: ChargingTruth.Emitted, receipts: [UInt64: Instant], ratedKilowatts: Int) {
        func time(_ stamp: Instant, _ message: UInt64?) -> Instant? {
            stamp < ChargingTruth.firstSetStamp ? message.flatMap { receipts[$0] } : stamp
        }
        start = time(emitted.start, emitted.startMessage)
        stop = emitted.stop.flatMap { time($0, emitted.stopMessage) }
        samples = emitted.samples.compactMap { sample in
            guard let at = time(sample.at, sample.message) else { return nil }
            var sample = sample
            sample.at = at
            return sample
        }.sorted { ($0.at, $0.taken) < ($1.at, $1.taken) }
        let isReset = [emitted.start, emitted.stop ?? emitted.start].contains { $0 < ChargingTruth.firstSetStamp }
        if isReset { clock = .reset }
        if isReset, let start, let stop, let energy = emitted.energyWh,
            !Self.fits(energy, from: start, to: stop, ratedKilowatts)
        {
            clock = .wrong
        }
        if emitted.samples.contains(where: { $0.at < ChargingTruth.firstSetStamp }) { leaveOutBursts(ratedKilowatts) }
    }

    /// Whether it counts as a session.
    var counts: Bool { start != nil && clock != .wrong }

    /// A fifth is for meters and stamps that are not exact.
    private static func fits(_ energyWh: Int64, from: Instant, to: Instant, _ ratedKilowatts: Int) -> Bool {
        // Wh x 5 x microseconds an hour against 6 x W x microseconds.
        Int128(energyWh) * 5 * Int128(Microseconds.hour)
            <= Int128(ratedKilowatts) * 6000 * Int128(max(to.microseconds(since: from), 0))
    }

    /// Meter values that were kept arrive within seconds, and took their times of receipt: those that rise faster than the
    /// connector can give, or fall, tell nothing of when it was. The stop's value stands, and the word that the car takes no more.
    private mutating func leaveOutBursts(_ ratedKilowatts: Int) {
        guard var last = samples.first else { return }
        let end = stop
        samples =
            [last]
            + samples.dropFirst().filter { sample in
                let isPlausible =
                    sample.at > last.at
                    && Self.fits(sample.energyWh - last.energyWh, from: last.at, to: sample.at, ratedKilowatts)
                guard sample.energyWh >= last.energyWh, sample.at == end || !sample.isOfMeter || isPlausible else {
                    return false
                }
                last = sample
                return true
            }
    }
}
