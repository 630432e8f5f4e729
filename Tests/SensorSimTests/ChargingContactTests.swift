import Readings
import SensorSim
import Testing

@Suite("Simulated charge points out of contact and out of service")
struct ChargingContactTests {
    typealias Faults = ChargingFaultTests

    /// Two posts of 22 kW, two of 7 kW and two rapids.
    static let fewPoints: City = {
        var city = Faults.city
        let kinds: [ChargerKind] = [.fast22, .fast7, .rapid50]
        city.chargePoints = kinds.flatMap { kind in city.chargePoints.filter { $0.kind == kind }.suffix(2) }
        return city
    }()

    @Test(
        "Out of contact a unit is silent; then its states come at once, and what it kept comes late, complete and in order"
    )
    func offline() throws {
        let run = Faults.run(days: 3) {
            // e^5 minutes are two and a half hours.
            $0.offline = .init(perWeek: 9, mu: 5, sigma: 0.3)
            $0.offlineRapid = $0.offline
        }
        let spells = run.injected(.offline).filter { $0.to.map { $0 < Faults.end(days: 3) } == true }
        #expect(spells.count > 30)
        let calls = Dictionary(grouping: run.calls, by: \.chargePoint)
        var late = 0
        for spell in spells {
            let until = try #require(spell.to)
            let own = try #require(calls[spell.device])
            // Three seconds for what was on its way, and for a long flush of an earlier spell.
            let quiet = spell.from.advanced(byMicroseconds: 3 * Microseconds.minute)
            #expect(!own.contains { $0.received > quiet && $0.received < until })
            let behind = own.filter { $0.received > until }.sorted { $0.received < $1.received }
            #expect(behind.first?.action == "StatusNotification")
            let kept = behind.filter { call in
                ["StartTransaction", "MeterValues", "StopTransaction"].contains(call.action)
                    && call.stamp.map { $0 > spell.from && $0 < until } == true
            }
            late += kept.count
            #expect(kept.map(\.stamp) == kept.map(\.stamp).sorted { ($0 ?? .distantPast) < ($1 ?? .distantPast) })
            guard let first = kept.first else { continue }
            // Overtaken: a status with a younger stamp was received before the first late message.
            let states = behind.filter { $0.action == "StatusNotification" && $0.received < first.received }
            #expect(states.contains { $0.stamp.map { $0 >= until } == true })
        }
        #expect(late > 100)
        let told = run.truths.filter { $0.emitted?.stop != nil }
        #expect(told.allSatisfy { $0.emitted?.energyWh == $0.energyWh })
    }

    @Test("An outage of a site silences all of its charge points at one time, and each restarts with a burst")
    func siteOutage() throws {
        let run = Faults.run(days: 3) { $0.siteOutages = .init(perWeek: 5, mu: 4, sigma: 0.2) }
        let outages = run.injected(.siteOutage).filter { $0.to.map { $0 < Faults.end(days: 3) } == true }
        let sites = Dictionary(uniqueKeysWithValues: Faults.city.chargePoints.map { ($0.id, $0.site) })
        let groups = Dictionary(grouping: outages) { "\(sites[$0.device] ?? "") \($0.from)" }
        #expect(groups.count > 5)
        for (name, group) in groups {
            let site = try #require(name.split(separator: " ").first.map(String.init))
            #expect(group.count == Faults.city.chargePoints.count { $0.site == site })
            #expect(Set(group.map(\.to)).count == 1)
        }
        let boots = run.calls.count { $0.action == "BootNotification" }
        #expect(boots == Faults.city.chargePoints.count + outages.count)
    }

    @Test("A reboot: a BootNotification, then the status of the unit and of each connector, within half a minute")
    func reboot() throws {
        let run = Faults.run(days: 2) { $0.rebootsPerWeek = 5 }
        let reboots = run.injected(.reboot).filter { $0.to.map { $0 < Faults.end(days: 2) } == true }
        #expect(reboots.count > 20)
        for reboot in reboots {
            let back = try #require(reboot.to)
            let burst = run.calls.filter { $0.chargePoint == reboot.device && $0.received > back }
                .sorted { $0.received < $1.received }
            #expect(burst.first?.action == "BootNotification")
            let point = try #require(Faults.city.chargePoints.first { $0.id == reboot.device })
            let states = burst.dropFirst().prefix(1 + point.connectors.count)
            #expect(states.map(\.connector) == [0] + point.connectors.map { $0 })
            let last = try #require(states.last)
            #expect(last.received.microseconds(since: back) < 30 * Microseconds.second)
        }
    }

    @Test("A clock without a battery says 1970 from a power cut until the boot is accepted, and never after")
    func clockReset() throws {
        let run = Faults.run(days: 2) {
            $0.clocksWithoutBattery = 1
            $0.siteOutages = .init(perWeek: 9, mu: 5.5, sigma: 0.2)
        }
        let year1971 = CivilDate(year: 1971, month: 1, day: 1).startUTC
        let old = run.calls.filter { $0.stamp.map { $0 < year1971 } == true }
        #expect(!old.isEmpty)
        #expect(old.allSatisfy { ["StartTransaction", "MeterValues", "StopTransaction"].contains($0.action) })
        // Each is counted once, those that arrive behind the end too.
        #expect(run.injected(.clockReset).reduce(0) { $0 + $1.count } == old.count)
        let emitted = run.truths.compactMap(\.emitted)
        #expect(emitted.contains { $0.start < year1971 })
    }

    @Test("A stuck session goes on for more than a week after its car has gone")
    func stuck() throws {
        let run = Faults.run(days: 18, city: Self.fewPoints, reading: false) { $0.stuckSessions = 1 }
        let stuck = run.injected(.stuckSession)
        #expect(stuck.count >= 10)
        for fault in stuck {
            let to = try #require(fault.to)
            #expect(to.microseconds(since: fault.from) > 7 * Microseconds.day - 2 * Microseconds.minute)
        }
        let told = run.truths.filter { $0.emitted?.stop != nil }
        #expect(!told.isEmpty)
        for truth in told {
            let stop = try #require(truth.emitted?.stop)
            #expect(stop.microseconds(since: truth.pluggedOut) > 7 * Microseconds.day - 2 * Microseconds.minute)
            #expect(truth.emitted?.energyWh == truth.energyWh)
        }
    }

    @Test("A failed attempt: at most three minutes, no energy, and no word of charging")
    func failedStarts() {
        let run = Faults.run(days: 2) { $0.failedStarts = 1 }
        let begin = SimulatedDay.start
        let own = run.truths.filter { $0.pluggedIn > begin }
        #expect(own.count > 50 && run.injected(.failedStart).count == run.truths.count)
        for truth in own {
            #expect(truth.energyWh == 0 && truth.chargingFrom == nil)
            #expect(truth.pluggedOut.microseconds(since: truth.pluggedIn) < 5 * Microseconds.minute)
        }
        #expect(!run.calls.contains { $0.status == "Charging" })
        #expect(run.calls.contains { $0.action == "StopTransaction" })
    }

    @Test("Out of service: Faulted for as long as noted, and no car comes")
    func outOfService() throws {
        let run = Faults.run(days: 3) {
            $0.outOfService = .init(perWeek: 6, mu: 5, sigma: 0.5)
            $0.outOfServiceRapid = $0.outOfService
        }
        let faults = run.injected(.outOfService).filter { $0.to.map { $0 < Faults.end(days: 3) } == true }
        #expect(faults.count > 30)
        for fault in faults {
            let to = try #require(fault.to)
            let words = run.calls.filter {
                "\($0.chargePoint)/\($0.connector ?? 0)" == fault.device && $0.status != nil
            }
            #expect(words.contains { $0.status == "Faulted" && $0.stamp == fault.from })
            #expect(words.contains { $0.status == "Available" && $0.stamp == to })
            #expect(
                !words.contains { $0.status == "Preparing" && ($0.stamp.map { $0 > fault.from && $0 < to } == true) })
        }
        #expect(
            !run.truths.contains { truth in
                faults.contains { fault in
                    fault.device == "\(truth.chargePoint)/\(truth.connector)" && fault.from < truth.pluggedIn
                        && fault.to.map { truth.pluggedIn < $0 } == true
                }
            })
    }

    @Test("Flapping: so many words to and fro as noted, a few seconds apart")
    func flapping() throws {
        let run = Faults.run(days: 2) { $0.flappingPerWeek = 6 }
        let bursts = run.injected(.flapping)
        #expect(bursts.count > 20)
        for burst in bursts {
            let to = try #require(burst.to)
            let words = run.calls.filter { call in
                "\(call.chargePoint)/\(call.connector ?? 0)" == burst.device
                    && (call.status == "Unavailable" || call.status == "Available")
                    && call.stamp.map { $0 >= burst.from && $0 < to } == true
            }
            #expect(words.count == burst.count)
            #expect(zip(words, words.dropFirst()).allSatisfy { $0.status != $1.status })
        }
    }

    @Test("A dead charge point says Faulted, beats, and sees no car")
    func dead() {
        let run = Faults.run(days: 1) { $0.dead = 1 }
        #expect(run.truths.isEmpty)
        #expect(run.injected(.dead).count == Faults.city.chargePoints.count)
        #expect(run.calls.filter { $0.action == "StatusNotification" }.allSatisfy { $0.status == "Faulted" })
        #expect(run.calls.contains { $0.action == "Heartbeat" })
    }

    @Test("The presets: nothing, about one percent out of service, and what Ireland saw")
    func presets() {
        #expect(ChargingFaults.none == ChargingFaults())
        // Of a log-normal the mean is e^(mu + sigma^2 / 2).
        func share(_ episodes: ChargingFaults.Episodes) -> Double {
            episodes.perWeek * PortableMath.exp(episodes.mu + episodes.sigma * episodes.sigma / 2) / 10_080
        }
        let healthy = share(ChargingFaults.healthy.outOfService) + ChargingFaults.healthy.dead
        #expect(healthy > 0.008 && healthy < 0.012)
        // Out of contact 5.0 % with alternating current; out of service 2.3 % without the dead.
        let contact = share(ChargingFaults.field.offline)
        #expect(contact > 0.025 && contact < 0.06, "\(contact)")
        let service = share(ChargingFaults.field.outOfService)
        #expect(service > 0.018 && service < 0.028, "\(service)")
        #expect(ChargingFaults.field.outOfServiceRapid == .init(perWeek: 1.08, mu: 3.35, sigma: 1.86))
    }

    @Test("Every kind of fault appears within two weeks if rates are raised, and the same seed gives the same bytes")
    func field() {
        func run() -> Faults.Run {
            Faults.run(days: 16, city: Self.fewPoints, reading: false) {
                $0 = .field
                $0.clocksWithoutBattery = 0.5
                $0.stuckSessions = 0.05
                $0.dead = 0.4
                $0.failedStarts = 0.1
                $0.missingStops = 0.05
                $0.unknownTransactions = 0.05
                $0.flappingPerWeek = 3
                $0.outOfService.perWeek = 1
                $0.registerResetsPerYear = 10
                $0.sessionRegisters = 0.3
                $0.mixedRegisters = 0.3
                $0.mislabelledUnits = 0.7
                $0.siteOutages.perWeek = 1
            }
        }
        let first = run()
        let kinds = Set(first.faults.map(\.kind))
        let ofAir: Set<InjectedFault.Kind> = [
            .linkOutage, .lateReadings, .lostReadings, .powerCut, .warmUp, .missedReading, .analyserGap, .clock1970,
            .clockHour, .clockFuture,
        ]
        let ofCharging = Set(InjectedFault.Kind.allCases).subtracting(ofAir)
        #expect(kinds == ofCharging, "\(ofCharging.subtracting(kinds))")
        let second = run()
        #expect(first.messages == second.messages && first.truths == second.truths && first.faults == second.faults)
    }
}
