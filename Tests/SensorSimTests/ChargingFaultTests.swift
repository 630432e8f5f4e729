import Readings
import SensorSim
import Testing

@Suite("Faults of simulated charge points")
struct ChargingFaultTests {
    /// A street of lamp posts, a car park of fast posts and a rapid hub: enough sessions of every kind in few days.
    static let city: City = {
        var city = City.twoBoroughs
        city.airDevices = []
        return city
    }()

    struct Run {
        var messages: [SimulatedMessage] = []
        var truths: [ChargingTruth] = []
        var faults: [InjectedFault] = []

        var calls: [Call] = []
        var answers: [Answer] = []

        func injected(_ kind: InjectedFault.Kind) -> [InjectedFault] { faults.filter { $0.kind == kind } }
    }

    static func run(
        days: Int = 2, seed: UInt64 = 11, city: City = city, reading: Bool = true, _ set: (inout ChargingFaults) -> Void
    ) -> Run {
        var faults = ChargingFaults.none
        set(&faults)
        var simulation = Simulation(
            city, seed: seed, start: SimulatedDay.start, hours: days * 24, chargingFaults: faults, keepsTruth: true)
        var run = Run()
        while let message = simulation.next() { run.messages.append(message) }
        run.truths = simulation.chargingTruth
        run.faults = simulation.injectedFaults
        guard reading else { return run }
        run.calls = run.messages.withoutRedeliveries.compactMap(Call.init)
        run.answers = run.messages.compactMap(Answer.init)
        return run
    }

    static func end(days: Int64) -> Instant {
        SimulatedDay.start.advanced(byMicroseconds: days * Microseconds.day)
    }

    @Test("Without faults nothing is noted, and every finished session was told with its number, times and registers")
    func none() throws {
        let run = Self.run { _ in }
        #expect(run.faults.isEmpty)
        let starts = Dictionary(
            run.answers.compactMap { answer in answer.transaction.map { (String($0), answer) } },
            uniquingKeysWith: { first, _ in first })
        let stops = Dictionary(
            run.calls.filter { $0.action == "StopTransaction" }.map { (String($0.transaction ?? 0), $0) },
            uniquingKeysWith: { first, _ in first })
        // Two minutes for those that ended before their charge point had woken.
        let woken = SimulatedDay.start.advanced(byMicroseconds: 2 * Microseconds.minute)
        let done = run.truths.filter { $0.pluggedOut < Self.end(days: 2) && $0.pluggedOut > woken }
        #expect(done.count > 60)
        for truth in done {
            let emitted = try #require(truth.emitted)
            let name = try #require(emitted.transaction)
            #expect(starts[name]?.chargePoint == truth.chargePoint)
            let stop = try #require(stops[name])
            #expect(stop.stamp == emitted.stop)
            #expect(stop.meterStop.map(Int64.init) == emitted.registerStopWh)
            #expect(emitted.energyWh == truth.energyWh)
            #expect(emitted.start > truth.pluggedIn && emitted.stop.map { $0 < truth.pluggedOut } == true)
        }
    }

    @Test("The same cars come whatever goes wrong on the line")
    func sameCars() {
        let quiet = Self.run { _ in }
        let noisy = Self.run {
            $0.offline = .init(perWeek: 10, mu: 4, sigma: 1)
            $0.offlineRapid = $0.offline
            $0.missingStops = 0.2
            $0.rebootsPerWeek = 10
            $0.sessionRegisters = 0.5
        }
        func visits(_ run: Run) -> [String] {
            run.truths.map { "\($0.chargePoint) \($0.connector) \($0.pluggedIn) \($0.pluggedOut) \($0.energyWh)" }
        }
        #expect(visits(quiet) == visits(noisy))
    }

    @Test("A missing stop: the session has a start, no stop, and the connector goes on to Finishing and Available")
    func missingStops() {
        let run = Self.run { $0.missingStops = 1 }
        #expect(run.calls.contains { $0.action == "StartTransaction" })
        #expect(!run.calls.contains { $0.action == "StopTransaction" })
        #expect(run.calls.contains { $0.status == "Finishing" })
        #expect(run.truths.allSatisfy { $0.emitted?.stop == nil })
        let told = run.truths.filter { $0.emitted != nil && $0.pluggedOut < Self.end(days: 2) }
        #expect(run.injected(.missingStop).count >= told.count && told.count > 60)
    }

    @Test("An unknown transaction: its start is never answered, and its stop and meter values say -1")
    func unknownTransactions() {
        let run = Self.run { $0.unknownTransactions = 1 }
        #expect(run.answers.allSatisfy { $0.transaction == nil })
        let numbered = run.calls.filter { $0.action == "StopTransaction" || $0.action == "MeterValues" }
        #expect(!numbered.isEmpty && numbered.allSatisfy { $0.transaction == -1 })
        let starts = run.calls.count { $0.action == "StartTransaction" }
        // Those of cars that were there when the charge points woke among them.
        #expect(run.injected(.unknownTransaction).count == starts)
        #expect(run.truths.allSatisfy { $0.emitted == nil || $0.emitted?.transaction == "-1" })
    }

    @Test("A retry says the same under another message number a minute later, and only the second is answered")
    func retries() throws {
        let run = Self.run(days: 1) { $0.retries = 0.1 }
        let answered = Set(run.answers.map { $0.chargePoint + $0.id })
        struct Content: Hashable {
            var chargePoint: String
            var action: String
            var stamp: Instant?
            var connector: Int?
        }
        let retried = run.calls.filter { ["StartTransaction", "StopTransaction", "MeterValues"].contains($0.action) }
        let groups = Dictionary(grouping: retried) {
            Content(chargePoint: $0.chargePoint, action: $0.action, stamp: $0.stamp, connector: $0.connector)
        }
        let twice = groups.values.filter { $0.count == 2 }
        let injected = run.injected(.retry)
        #expect(injected.count > 50)
        // Those of the last minute have no second call.
        #expect(twice.count <= injected.count && twice.count + 2 >= injected.count)
        for pair in twice {
            let calls = pair.sorted { $0.received < $1.received }
            #expect(calls[0].id != calls[1].id)
            #expect(!answered.contains(calls[0].chargePoint + calls[0].id))
            #expect(answered.contains(calls[1].chargePoint + calls[1].id))
            #expect(calls[0].meterStop == calls[1].meterStop && calls[0].meterStart == calls[1].meterStart)
        }
    }

    @Test("Session registers begin at 0, and what was told is still the energy")
    func sessionRegisters() {
        let run = Self.run(days: 1) { $0.sessionRegisters = 1 }
        #expect(run.injected(.sessionRegister).count == Self.city.chargePoints.count)
        let starts = run.calls.filter { $0.action == "StartTransaction" }
        #expect(!starts.isEmpty && starts.allSatisfy { $0.meterStart == 0 })
        let told = run.truths.filter { $0.emitted?.stop != nil }
        #expect(!told.isEmpty && told.allSatisfy { $0.emitted?.registerStopWh == $0.energyWh })
    }

    @Test("Mixed registers: lifetime in starts and stops, the session's in meter values")
    func mixedRegisters() {
        let run = Self.run(days: 1) { $0.mixedRegisters = 1 }
        #expect(run.injected(.mixedRegister).count == Self.city.chargePoints.count)
        let starts = run.calls.compactMap(\.meterStart)
        #expect(!starts.isEmpty && starts.allSatisfy { $0 >= 100_000 })
        let samples = run.calls.compactMap { $0.sampledValues.first?["value"].flatMap(Int.init) }
        #expect(!samples.isEmpty && samples.allSatisfy { $0 < 100_000 })
    }

    @Test("A mislabelled unit: values in kWh with three decimals that say Wh")
    func mislabelled() throws {
        let run = Self.run(days: 1) { $0.mislabelledUnits = 1 }
        #expect(run.injected(.mislabelledUnit).count == Self.city.chargePoints.count)
        let samples = run.calls.compactMap(\.sampledValues.first)
        #expect(!samples.isEmpty)
        for sample in samples {
            #expect(sample["unit"] == "Wh")
            let value = try #require(sample["value"])
            #expect(value.split(separator: ".").last?.count == 3)
            #expect(Double(value).map { $0 < 10_000 } == true)
        }
    }

    @Test("A register reset: the next register told is less than what was counted since")
    func registerResets() throws {
        let run = Self.run(days: 2) { $0.registerResetsPerYear = 200 }
        let resets = run.injected(.registerReset)
        #expect(resets.count > 30)
        let first = try #require(
            resets.first { reset in
                run.calls.contains { call in
                    call.action == "StartTransaction" && call.received > reset.from
                        && "\(call.chargePoint)/\(call.connector ?? 0)" == reset.device
                }
            })
        let next = try #require(
            run.calls.first { call in
                call.action == "StartTransaction" && (call.stamp ?? .distantPast) > first.from
                    && "\(call.chargePoint)/\(call.connector ?? 0)" == first.device
            })
        // Two days of a connector of at most 50 kW.
        #expect(try #require(next.meterStart) < 2 * 24 * 50_000)
    }
}
