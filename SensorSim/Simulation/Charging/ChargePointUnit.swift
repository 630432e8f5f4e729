import Readings

/// One simulated charge point: its EVSEs, the cars that come, what goes wrong, and what it tells of all that.
///
/// The cars have random numbers of their own, so that the same cars come whatever goes wrong on the line.
struct ChargePointUnit: Sendable {
    enum Action: Sendable {
        case boot, heartbeat, reboot
        case contactLost(FaultEpisodes.Cause, until: Instant), contactBack
        indirect case again(ChargerNews)
        /// Of the EVSE with that index.
        case arrival(Int), start(Int), charging(Int), suspended(Int), stop(Int), finishing(Int), available(Int)
        /// A sample of a transaction: the car may have gone by then.
        case meter(Int, transaction: Int64)
        case serviceLost(Int, Range<Instant>), serviceBack(Int)
        case flap(Int), flapping(Int, left: Int)
        case registerReset(Int)
    }

    /// An EVSE and the car at it.
    struct Place: Sendable {
        var plugs: [Plug]
        var visits: ChargingVisits
        var coming: ChargingVisit?
        var transaction: UnitTransaction?
        var isFaulted = false
        /// A fault that waits until the car has gone.
        var waitingFault: Range<Instant>?
        var faults: FaultEpisodes
        /// Words to and fro that are told now.
        var flaps: (since: Instant, told: Int64)?
    }

    struct ConnectorState: Sendable {
        var word = ChargerWord.available
        var errorCode = "NoError"
        var since: Instant
        var meter: ConnectorMeter
    }

    let point: ChargePoint
    let faults: ChargingFaults
    let begin: Instant
    var voice: any ChargerVoice
    var bay: BaySensor?
    /// For what the unit says and how long it takes on the way; for what goes wrong.
    var random: RandomStream
    var mishaps: RandomStream
    private var agenda = EarliestFirst<Action>()
    var places: [Place] = []
    /// By connector.
    var connectors: [Int: ConnectorState] = [:]
    var transactions: Int64
    /// False until the unit has booted: what happens before is unheard.
    var isOpen = false
    /// While the unit is out of contact: until when, and since when its clock runs from 1970.
    var contactReturns: Instant?
    var restarts = false
    var hasClockBattery = true
    var clockLost: Instant?
    var clockStamps = 0
    var kept: [ChargerNews] = []
    var ownOutages: FaultEpisodes
    var siteOutages: FaultEpisodes
    var isDead = false
    /// What has gone wrong and no message has shown yet.
    var hidden: [HiddenFault] = []

    static let meterSeconds: Int64 = 300
    /// Cars come and go unheard for that long before the start, so that some are charging when it begins.
    static let warmUp = 7 * Microseconds.day
    private static let minute = Double(Microseconds.minute)

    /// - Parameters:
    ///   - number: counts the units of the city: transaction numbers are the central system's and differ over all units.
    ///   - arrivalsPerDay: of cars, by EVSE.
    init(
        _ point: ChargePoint, number: Int, arrivalsPerDay: [Double], faults: ChargingFaults, seed: UInt64,
        start: Instant, into record: inout ChargingRecord
    ) {
        self.point = point
        self.faults = faults
        begin = start.floored(toMicroseconds: Microseconds.second)
        random = RandomStream(seed: seed, name: "charge point \(point.id)")
        mishaps = RandomStream(seed: seed, name: "mishaps of \(point.id)")
        transactions = Int64(number + 1) * 100_000
        let isRapid = point.kind.isDirectCurrent
        ownOutages = FaultEpisodes(
            isRapid ? faults.offlineRapid : faults.offline,
            random: RandomStream(seed: seed, name: "contact of \(point.id)"), from: begin)
        // Every unit of a site draws the same numbers.
        siteOutages = FaultEpisodes(
            faults.siteOutages, random: RandomStream(seed: seed, name: "contact of site \(point.site)"), from: begin)
        // What a format cannot tell does not happen to those who speak it; the numbers are drawn all the same.
        hasClockBattery = !mishaps.isTrue(probability: faults.clocksWithoutBattery) || !point.dialect.hasAnswers
        isDead = mishaps.isTrue(probability: faults.dead) && point.dialect.saysFaulted
        let mislabels = mishaps.isTrue(probability: faults.mislabelledUnits) && point.dialect.hasCentralNumbers
        let register = mishaps.uniform()
        voice = point.dialect.voice(of: point, firstCall: random.whole(1000...9000), mislabelsUnits: mislabels)
        bay = BaySensor(point)
        if mislabels { hide(.mislabelledUnit, from: begin, to: nil, until: .sample, record) }
        furnish(register, arrivalsPerDay, seed, record)
        planFaults(&record)
        plan(.boot, at: begin.advanced(byMicroseconds: random.whole(1...60) * Microseconds.second))
    }

    /// Sets up the connectors and lets the first cars come.
    private mutating func furnish(
        _ drawn: Double, _ arrivalsPerDay: [Double], _ seed: UInt64, _ record: ChargingRecord
    ) {
        var kind = ConnectorMeter.Kind.lifetime
        if drawn < faults.sessionRegisters, point.dialect.tellsRegister {
            kind = .session
            hide(.sessionRegister, from: begin, to: nil, until: .register(connector: nil), record)
        } else if drawn >= faults.sessionRegisters, drawn < faults.sessionRegisters + faults.mixedRegisters,
            point.dialect.hasAnswers
        {
            kind = .mixed
            hide(.mixedRegister, from: begin, to: nil, until: .sample, record)
        }
        let warmStart = begin.advanced(byMicroseconds: -Self.warmUp)
        for (index, numbers) in point.evses.enumerated() {
            let plugs = numbers.enumerated().map { Plug(connector: $1, evse: index + 1, inEVSE: $0 + 1) }
            for plug in plugs {
                var meter = ConnectorMeter(baseWh: random.whole(100_000...6_000_000))
                meter.kind = kind
                connectors[plug.connector] = ConnectorState(since: begin, meter: meter)
            }
            let name = "\(point.id) \(index + 1)"
            places.append(
                Place(
                    plugs: plugs,
                    visits: ChargingVisits(
                        point.kind.chargingClass, arrivalsPerDay: arrivalsPerDay[index],
                        random: RandomStream(seed: seed, name: "cars at \(name)")),
                    faults: FaultEpisodes(
                        point.kind.isDirectCurrent ? faults.outOfServiceRapid : faults.outOfService,
                        random: RandomStream(seed: seed, name: "service of \(name)"), from: begin)))
            if isDead {
                setFaulted(index, since: begin)
            } else {
                expectCar(index, after: warmStart)
            }
        }
        if isDead { hide(.dead, from: begin, to: nil, until: .faulted(connector: nil), record) }
    }

    var due: Instant { agenda.firstDue ?? .distantFuture }

    mutating func plan(_ action: Action, at instant: Instant) {
        agenda.insert(action, due: instant)
    }

    mutating func plan(_ action: Action, after instant: Instant, seconds: Int64) {
        plan(action, at: instant.advanced(byMicroseconds: seconds * Microseconds.second))
    }

    /// Does what is due next.
    mutating func act(into outbox: inout Outbox, _ record: inout ChargingRecord) {
        guard let now = agenda.firstDue, let action = agenda.popFirst() else { return }
        switch action {
        case .boot: boot(now, &outbox, &record)
        case .heartbeat: heartbeat(now, &outbox, &record)
        case .arrival(let place): arrive(place, now, &outbox, &record)
        case .charging(let place): report(.charging, place, now, &outbox, &record)
        case .suspended(let place): report(.suspendedEV, place, now, &outbox, &record)
        case .finishing(let place): report(.finishing, place, now, &outbox, &record)
        case .start(let place): start(place, now, &outbox, &record)
        case .meter(let place, let transaction): sample(place, transaction, now, &outbox, &record)
        case .stop(let place): stop(place, now, &outbox, &record)
        case .available(let place): leave(place, now, &outbox, &record)
        case .again(let news): repeatCall(news, now, &outbox, &record)
        default: actOnFault(action, now, &outbox, &record)
        }
    }
}
