import Charging
import Readings
import Testing

@Suite("Visits that no start and stop tells")
struct VisitTests {
    private static func update(
        _ scene: inout Scene, _ phase: TransactionUpdate.Phase, _ state: TransactionUpdate.ChargingState?,
        _ time: String, received: String? = nil, connector: Int? = 1, reason: StopReason? = nil
    ) throws {
        let update = TransactionUpdate(
            key: .text("tx-a"), sequence: 0, phase: phase, chargingState: state, isOffline: received != nil,
            reason: reason)
        try scene.add(.transaction(update), connector: connector, at: time, received: received)
    }

    private static func register(_ scene: inout Scene, _ wattHours: Int64, _ time: String) throws {
        try scene.add(
            .register(.init(millionths: wattHours * 1_000_000), transaction: .text("tx-a")), connector: 1, at: time)
    }

    @Test("a station's own transaction is a session: its messages are the ends, its registers the energy")
    func station() throws {
        var scene = Scene()
        try scene.status(.inUse, "07:58")
        try Self.update(&scene, .started, .evConnected, "08:00")
        try Self.register(&scene, 1000, "08:00")
        try Self.update(&scene, .updated, .charging, "08:10")
        try Self.register(&scene, 3000, "08:30")
        try Self.update(&scene, .updated, .suspendedEV, "08:40")
        try Self.register(&scene, 4000, "09:00")
        // The end names no connector.
        try Self.update(&scene, .ended, .idle, "09:00", connector: nil, reason: .stoppedByEV)
        try scene.status(.available, "09:05")
        let session = try #require(try scene.history().sessions.first)
        #expect(session.evidence == .transaction && session.result == .ok && session.endReason == .stoppedByEV)
        #expect(session.transaction == nil && session.numbers.isEmpty)
        #expect(session.meterStart == WattHours(millionths: 1_000_000_000))
        #expect(session.energy == WattHours(millionths: 3_000_000_000))
        #expect(session.chargeStart == (try Scene.instant("08:10")))
        #expect(session.chargingMicroseconds == 30 * Microseconds.minute)
        #expect(try EnergyTests.halfHours(scene, 2) == [2000, 1000])
        // No current flows without a transaction where transactions are told.
        #expect(try scene.minutes("07:58", "10:00") == "plugged_in 12, plugged_in+ 30, plugged_in 25, available 55")
        #expect(
            utilisation(of: try scene.history(), in: try Scene.window("07:00", "09:00")).charging
                == 30 * Microseconds.minute)
        #expect(try scene.statuses("07:58", "10:00") == "InUse 67, Available 55")
    }

    @Test("a station's transaction goes on until its end, and one that was queued fills the occupancy, not the status")
    func stationOpen() throws {
        var scene = Scene()
        try Self.update(&scene, .started, .charging, "08:00")
        #expect(try scene.history().sessions.map(\.state) == [.active])
        try Self.update(&scene, .ended, nil, "08:30")
        // No meter: nobody knows its energy.
        #expect(try scene.history().sessions.map(\.flags) == [[.energyUnknown]])
        #expect(try scene.history().sessions.map(\.result) == [.unknown])

        var queued = Scene()
        try queued.status(.available, "06:00")
        try queued.add(.link(isUp: false), connector: nil, at: "07:00")
        try Self.update(&queued, .started, .charging, "08:00", received: "10:00")
        try Self.update(&queued, .ended, nil, "09:00", received: "10:00")
        #expect(
            try queued.minutes("06:00", "11:00") == "available 60, unknown 60, plugged_in+ 60, unknown 60, available 60"
        )
        #expect(try queued.statuses("06:00", "11:00") == "Available 60, Unknown(none) 180, Available 60")
    }

    @Test("a contactor shows the car, its counter the energy")
    func contactor() throws {
        var scene = Scene()
        try scene.add(.plugged(false), connector: 1, at: "07:00")
        try scene.add(.plugged(true), connector: 1, at: "08:00")
        try scene.add(.chargingNow(false), connector: 1, at: "08:00")
        try scene.add(.chargingNow(true), connector: 1, at: "08:10")
        try scene.add(.sessionEnergy(.init(millionths: 2_000_000_000), transaction: nil), connector: 1, at: "08:30")
        try scene.add(.chargingNow(false), connector: 1, at: "08:40")
        try scene.add(.plugged(false), connector: 1, at: "09:00")
        #expect(
            try scene.minutes("07:00", "10:00")
                == "available 60, plugged_in 10, plugged_in+ 30, plugged_in 20, available 60")
        #expect(
            try scene.statuses("07:00", "10:00")
                == "Available(meter) 60, SuspendedEV(meter) 10, Charging(meter) 30, SuspendedEV(meter) 20, "
                + "Available(meter) 60")
        let session = try #require(try scene.history().sessions.first)
        #expect(session.evidence == .meter && session.result == .ok && session.endReason == nil)
        #expect(session.energy == WattHours(millionths: 2_000_000_000) && session.meterStart == nil)
        #expect(session.chargingMicroseconds == 30 * Microseconds.minute)
        #expect(session.idleMicroseconds == 30 * Microseconds.minute)
        #expect(try scene.history().timeline.allSatisfy { $0.evidence == .meter })
    }

    @Test("a register beside a contactor tells the energy of its visits, from the last value before")
    func contactorRegister() throws {
        var scene = Scene()
        for (time, isPlugged, register) in [
            ("07:00", false, 1000), ("08:00", true, 1000), ("08:30", true, 3000), ("09:00", false, 4000),
            ("10:00", true, 4000), ("10:30", true, 5000),
        ] as [(String, Bool, Int64)] {
            try scene.add(.plugged(isPlugged), connector: 1, at: time)
            try scene.register(register, time)
        }
        let sessions = try scene.history().sessions
        #expect(sessions.map(\.state) == [.completed, .active])
        #expect(sessions.map { ($0.energy?.millionths ?? 0) / 1_000_000 } == [3000, 1000])
        #expect(sessions.map { ($0.meterStart?.millionths ?? 0) / 1_000_000 } == [1000, 4000])
        #expect(try EnergyTests.halfHours(scene, 3) == [2000, 1000, 0])
        // A cable alone tells no current: empty, not zero.
        #expect(sessions.map(\.chargingMicroseconds) == [nil, nil])
    }

    @Test("a fault stands over what the contactor shows, until the unit says otherwise")
    func faultedContactor() throws {
        var scene = Scene()
        try scene.add(.plugged(true), connector: 1, at: "08:00")
        try scene.status(.faulted, "08:10")
        try scene.add(.plugged(false), connector: 1, at: "08:20")
        try scene.status(.inService, "08:30")
        try scene.add(.plugged(false), connector: 1, at: "08:40")
        #expect(
            try scene.statuses("08:00", "09:00") == "InUse(meter) 10, Faulted 20, InService 10, Available(meter) 20")
    }

    @Test("OCPI's status alone shows that a car is there; charging, idle and energy stay empty")
    func statusAlone() throws {
        var scene = Scene()
        try scene.status(.available, "07:00", errorCode: "")
        try scene.status(.inUse, "08:00", errorCode: "")
        try scene.status(.available, "09:00", errorCode: "")
        let session = try #require(try scene.history().sessions.first)
        #expect(session.evidence == .status && session.result == .unknown && session.flags == [.energyUnknown])
        #expect(session.energy == nil && session.chargingMicroseconds == nil && session.idleMicroseconds == nil)
        #expect(session.chargeStart == nil && session.chargeEnd == nil && session.endReason == nil)
        let figures = utilisation(of: try scene.history(), in: try Scene.window("07:00", "10:00"))
        #expect(figures.pluggedIn == Microseconds.hour && figures.charging == nil && figures.idle == nil)
        #expect(figures.sessionsStarted == 1)
        // An hour in which nobody was there is no hour of nought beside those that are left out.
        let free = utilisation(of: try scene.history(), in: try Scene.window("07:00", "08:00"))
        #expect(free.charging == nil && free.idle == nil && !free.isEnergyTold)
        // Words that tell the current do so without transactions, too.
        var told = Scene()
        for (word, time) in [(ConnectorWord.charging, "08:00"), (.suspendedEV, "08:20"), (.available, "09:00")] {
            try told.status(word, time, errorCode: "")
        }
        #expect(try told.history().sessions.map(\.chargingMicroseconds) == [20 * Microseconds.minute])
        #expect(try told.history().timeline.map(\.evidence) == [.status, .status, .status])
    }

    @Test("words of OCPP 1.6, which have an error code, show a car and no session: its transactions tell those")
    func statusOfTransactions() throws {
        var scene = Scene()
        try scene.status(.charging, "08:00")
        try scene.status(.available, "09:00")
        #expect(try scene.history().sessions.isEmpty)
        let figures = utilisation(of: try scene.history(), in: try Scene.window("08:00", "10:00"))
        #expect(figures.pluggedIn == Microseconds.hour && figures.sessionsStarted == 0)
    }

    private static func record(
        _ scene: inout Scene, _ record: SessionRecord, received: String, connector: Int = 1
    ) throws {
        try scene.add(.sessionRecord(record), connector: connector, at: received, received: received)
    }

    @Test("OCPI's sessions are joined field by field, by last_updated; a detail record is never taken back")
    func records() throws {
        let start = try Scene.instant("08:00")
        var scene = Scene()
        func kilowattHours(_ count: Int64) -> WattHours { .init(millionths: count * 1_000_000_000) }
        try Self.record(
            &scene,
            SessionRecord(
                session: "s", status: .active, start: start, energy: kilowattHours(1),
                lastUpdated: Scene.instant("08:30")),
            received: "08:31")
        #expect(try scene.history().sessions.map(\.state) == [.active])
        #expect(try scene.history().sessions.map(\.energy) == [kilowattHours(1)])
        #expect(try scene.minutes("08:00", "09:00") == "plugged_in 31, unknown 29")
        // The older one comes later and decides nothing but what the newer one leaves open.
        try Self.record(
            &scene,
            SessionRecord(
                session: "s", status: .completed, end: Scene.instant("09:00"), energy: kilowattHours(4),
                lastUpdated: Scene.instant("09:01")), received: "09:02")
        try Self.record(
            &scene,
            SessionRecord(
                session: "s", status: .active, energy: kilowattHours(2), peakMicrowatts: 7_000_000_000,
                lastUpdated: Scene.instant("08:45")), received: "09:03")
        var session = try #require(try scene.history().sessions.first)
        #expect(session.evidence == .record && session.result == .ok && session.energy == kilowattHours(4))
        #expect(session.unplug == (try Scene.instant("09:00")) && session.peakMicrowatts == 7_000_000_000)
        #expect(session.chargingMicroseconds == nil && session.meterStart == nil && session.endReason == nil)
        #expect(try EnergyTests.halfHours(scene, 2) == [1000, 3000])
        // The record: half an hour of charging, the rest parked.
        try Self.record(
            &scene,
            SessionRecord(
                session: "s", isDetailRecord: true, energy: kilowattHours(5), charging: 30 * Microseconds.minute,
                lastUpdated: Scene.instant("09:01")), received: "09:10")
        try Self.record(
            &scene,
            SessionRecord(session: "s", status: .active, energy: kilowattHours(9), lastUpdated: Scene.instant("09:30")),
            received: "09:31")
        session = try #require(try scene.history().sessions.first)
        #expect(session.state == .completed && session.energy == kilowattHours(5))
        #expect(session.chargingMicroseconds == 30 * Microseconds.minute)
        #expect(try scene.minutes("08:00", "09:00") == "plugged_in+ 30, plugged_in 30")
    }

    @Test("a reservation is no visit, an invalid session counts nowhere, and one that is told twice counts once")
    func recordStates() throws {
        for (status, states, starts) in [
            (SessionRecord.Status.reservation, [], 0), (.pending, [], 0), (.invalid, [.invalid], 0),
            (.completed, [.completed], 1),
        ] as [(SessionRecord.Status, [SessionState], Int)] {
            var scene = Scene()
            let record = SessionRecord(
                session: "s", status: status, start: try Scene.instant("08:00"), end: try Scene.instant("09:00"),
                energy: WattHours(millionths: 1_000_000_000))
            try Self.record(&scene, record, received: "09:00")
            #expect(try scene.history().sessions.map(\.state) == states)
            let figures = utilisation(of: try scene.history(), in: try Scene.window("08:00", "09:00"))
            #expect(figures.sessionsStarted == starts)
            #expect(figures.energy.millionths == Int64(starts) * 1_000_000_000)
            // The unit's own transactions are better evidence of the same visits.
            try scene.start("08:00", number: 1)
            try scene.stop("09:00", number: 1)
            #expect(try scene.history().sessions.map(\.evidence) == [.transaction])
        }
    }
}
