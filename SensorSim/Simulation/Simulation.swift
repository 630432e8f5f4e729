package import Readings

/// The city's traffic, message by message in the order in which the broker receives it.
///
/// It is made while it is read: memory holds the devices' states, the messages on their way, and 32 bytes for each hour of the city's air.
/// The same seed, start and length give the same bytes on every machine.
package struct Simulation: Sendable {
    private let end: Instant
    private let air: CityAir
    private let sites: [String: SiteAir]
    private var truth: TruthSink
    private var isFinished = false
    private var sensors: [AirSensor]
    private var chargePoints: [ChargePointUnit]
    /// Whose turn it is: air sensors are counted first, then charge points.
    private var turns = EarliestFirst<Int>()
    private var outbox = Outbox()
    private var chargingRecord: ChargingRecord

    /// Devices measure and speak from `start` for `hours` (at least 1); the last messages arrive shortly after the end.
    ///
    /// - Parameters:
    ///   - conditions: what the city's air has beyond the seed.
    ///   - keepsTruth: whether `takeTruth` and `chargingTruth` are going to be asked; else nothing is kept for them.
    package init(
        _ city: City, seed: UInt64, start: Instant, hours: Int, conditions: AirConditions = AirConditions(),
        airErrors: AirErrors = .healthy, chargingFaults: ChargingFaults = .none, keepsTruth: Bool = false
    ) {
        end = start.advanced(byMicroseconds: Int64(hours) * Microseconds.hour)
        air = CityAir(seed: seed, start: start, hours: hours, conditions)
        truth = TruthSink(isKept: keepsTruth)
        let sites = city.siteAir(seed: seed)
        self.sites = sites
        sensors = city.airDevices.compactMap { device in
            sites[device.site].map { AirSensor(device, $0, airErrors, seed: seed, start: start) }
        }
        var record = ChargingRecord(isKept: keepsTruth)
        let demand = ChargingDemand.arrivals(in: city, seed: seed)
        chargePoints = city.chargePoints.enumerated().map { number, unit in
            ChargePointUnit(
                unit, number: number, arrivalsPerDay: demand[number], faults: chargingFaults, seed: seed, start: start,
                into: &record)
        }
        chargingRecord = record
        for (device, sensor) in sensors.enumerated() { plan(device, sensor.due) }
        for (index, unit) in chargePoints.enumerated() {
            plan(sensors.count + index, unit.due)
        }
    }

    /// The next message, or nil when the city has fallen silent.
    package mutating func next() -> SimulatedMessage? {
        while let due = turns.firstDue, due < end {
            // A device sends nothing before its turn, so what arrives before the next turn can go.
            if let received = outbox.nextReceived, received <= due { return outbox.popFirst() }
            if let device = turns.popFirst() { plan(device, take(device)) }
        }
        finish()
        return outbox.popFirst()
    }

    /// What has come to be known of the air since the last call, if the run keeps it: figures and faults of messages that may still be
    /// on their way. After the last message nothing is missing.
    package mutating func takeTruth() -> (measurements: [Measurement], faults: [InjectedFault]) {
        truth.take()
    }

    /// The city's true air at a site over an interval of the run, whether a sensor measured it or not; nil for a site where
    /// no air sensor stands.
    package func cityAir(at site: String, over interval: Range<Instant>) -> CityAir.Sample? {
        sites[site].map { air.mean(interval, $0) }
    }

    private mutating func finish() {
        guard !isFinished else { return }
        isFinished = true
        for index in sensors.indices { sensors[index].finish(at: end, &truth) }
        for index in chargePoints.indices { chargePoints[index].finish(at: end, &chargingRecord) }
    }

    /// What really happened at the charge points and what they told of it, so far; empty unless truth is kept.
    package var chargingTruth: [ChargingTruth] { chargingRecord.truths }

    /// What went wrong at charge points so far; empty unless truth is kept.
    package var injectedFaults: [InjectedFault] { chargingRecord.faults }

    private mutating func plan(_ device: Int, _ due: Instant) {
        turns.insert(device, due: due, order: UInt64(device))
    }

    /// Lets the device do what is due, and gives its next turn.
    private mutating func take(_ device: Int) -> Instant {
        outbox.source = device
        if device < sensors.count {
            sensors[device].measure(air, into: &outbox, &truth)
            return sensors[device].due
        }
        let index = device - sensors.count
        chargePoints[index].act(into: &outbox, &chargingRecord)
        return chargePoints[index].due
    }
}
