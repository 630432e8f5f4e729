package import Readings

/// One session, as it really was and as it was told.
package struct ChargingTruth: Equatable, Sendable {
    package var chargePoint: String
    package var connector: Int
    /// The connector at which the device tells of it: the first of the EVSE, where a format names no plug.
    package var toldConnector: Int
    /// What really happened. The times of a visit that goes on at the end of the simulation lie behind it.
    package var pluggedIn: Instant
    /// Nil where the car took nothing.
    package var chargingFrom: Instant?
    package var chargingTo: Instant?
    package var pluggedOut: Instant
    package var energyWh: Int64
    /// The visit itself, for what it had taken at any moment.
    package var visit: ChargingVisit
    /// What the device sent of it; nil: nothing.
    package var emitted: Emitted?

    /// A session by its messages, whether they arrived once, twice or late. Dialects without transactions give the times of
    /// their first and last word of it.
    package struct Emitted: Equatable, Sendable {
        /// The central system's number (-1 where the unit never learned it), or the station's own text.
        package var transaction: String?
        /// By the device's clock, which may stand in 1970.
        package var start: Instant
        /// By the device's clock. Nil: no stop was sent.
        package var stop: Instant?
        /// `SimulatedMessage.number` of the messages that told start and stop first.
        package var startMessage: UInt64?
        package var stopMessage: UInt64?
        /// As written; nil in dialects without registers.
        package var registerStartWh: Int64?
        package var registerStopWh: Int64?
        /// What the device says that the session took; nil where it does not say.
        package var energyWh: Int64?
        /// Its meter values, in the order in which they were taken; the start and the stop among them.
        package var samples: [Sample] = []
    }

    /// What a session had taken at a moment, by what its device told.
    package struct Sample: Equatable, Sendable {
        /// By the device's clock, which may stand in 1970.
        package var at: Instant
        /// When it was really taken.
        package var taken: Instant
        package var energyWh: Int64
        /// False: a word said that the car takes no more, and the next meter value tells what it had taken.
        package var isOfMeter = true
        /// `SimulatedMessage.number` of the message that told it first.
        package var message: UInt64?
    }
}

extension ChargingTruth {
    /// A stamp from before that day was made by a clock that nobody had set.
    package static let firstSetStamp = CivilDate(year: 2000, month: 1, day: 2).startUTC
}

extension ChargingTruth.Emitted {
    /// The bill of OCPI tells for how long the car charged (TIME, in hours of four decimals), from the start on: then it had taken
    /// everything, unless a value behind that shows that some was still to come.
    mutating func takeBill(_ transaction: UnitTransaction, stop: Instant, energyWh: Int64) {
        let tenThousandths = (Int64(transaction.visit.chargingSeconds) * 50 + 9) / 18
        let end = transaction.startStamp.advanced(byMicroseconds: tenThousandths * 360_000)
        guard transaction.startStamp < end, end < stop, samples.allSatisfy(\.isOfMeter),
            !samples.contains(where: { $0.at >= end && $0.energyWh < energyWh })
        else { return }
        samples.append(ChargingTruth.Sample(at: end, taken: end, energyWh: energyWh, isOfMeter: false))
    }

    /// Which message told the start or the stop first.
    mutating func take(_ message: UInt64?, of kind: ChargerNews.Kind) {
        switch kind {
        case .started: startMessage = startMessage ?? message
        case .stopped: stopMessage = stopMessage ?? message
        case .booted, .heartbeat, .status, .sampled: break
        }
    }
}

/// What the simulated charge points write down beside their traffic, if anybody wants it.
struct ChargingRecord: Sendable {
    let isKept: Bool
    private(set) var truths: [ChargingTruth] = []
    private(set) var faults: [InjectedFault] = []

    init(isKept: Bool) {
        self.isKept = isKept
    }

    /// Opens a session, to be completed under the number that is returned.
    mutating func open(_ truth: @autoclosure () -> ChargingTruth) -> Int? {
        guard isKept else { return nil }
        truths.append(truth())
        return truths.count - 1
    }

    mutating func change(_ number: Int?, _ change: (inout ChargingTruth) -> Void) {
        guard let number else { return }
        change(&truths[number])
    }

    mutating func note(_ fault: @autoclosure () -> InjectedFault) {
        if isKept { faults.append(fault()) }
    }
}
