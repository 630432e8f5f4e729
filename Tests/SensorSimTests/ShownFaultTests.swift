import Readings
import SensorSim
import Testing

@Suite("Faults of charge points are noted where messages show them")
struct ShownFaultTests {
    /// Three lamp posts, two posts with two sockets and two rapids.
    private static func city(_ dialect: ChargerDialect) -> City {
        func place(_ name: String, _ kind: ChargerKind, _ count: Int) -> Place {
            Place(
                name: name, borough: "nowhere", kind: .street, latitude: 515_072, longitude: -1276,
                chargers: [Place.Chargers(kind: kind, count: count, dialect: dialect)])
        }
        return City(
            boroughs: [City.Borough(id: "nowhere", name: "Nowhere (simulated)", gss: "")], prefixes: [:],
            places: [
                place("Alder Row", .lampPost, 3), place("Barley Yard", .fast22, 2), place("Cedar Hub", .rapid50, 2),
            ])
    }

    private static let days = 3

    private struct Run {
        var messages: [[SimulatedMessage]]
        var faults: [InjectedFault]

        init(_ dialect: ChargerDialect, _ set: (inout ChargingFaults) -> Void) {
            let city = ShownFaultTests.city(dialect)
            let run = ChargingFaultTests.run(days: days, seed: 5, city: city, reading: false, set)
            messages = city.chargePoints.indices.map { point in run.messages.filter { $0.source == point } }
            faults = run.faults
        }
    }

    private struct Rate: Sendable {
        var kind: InjectedFault.Kind
        var dialects: Set<ChargerDialect>
        var set: @Sendable (inout ChargingFaults) -> Void
    }

    private static let often = ChargingFaults.Episodes(perWeek: 20, mu: 4, sigma: 1)
    private static let old: Set<ChargerDialect> = [.ocpp16, .emqxOCPP, .chirpStackBay, .ttnBay]
    private static let frames = old.union([.ocpp201])
    private static let every = Set(ChargerDialect.allCases)
    /// What each format has words for: evcc has none for a connector that is out of service; OCPI and stations tell no register; only OCPP
    /// has calls, clocks of its own and starts beside meter values; only OCPP 1.6 gives numbers to transactions in answers,
    /// and names units as it likes.
    private static let rates: [Rate] = [
        Rate(kind: .reboot, dialects: every) { $0.rebootsPerWeek = 20 },
        Rate(kind: .offline, dialects: every) {
            $0.offline = often
            $0.offlineRapid = often
        },
        Rate(kind: .siteOutage, dialects: every) { $0.siteOutages = often },
        Rate(kind: .missingStop, dialects: frames.union([.ocpi])) { $0.missingStops = 1 },
        Rate(kind: .unknownTransaction, dialects: old) { $0.unknownTransactions = 1 },
        Rate(kind: .retry, dialects: frames) { $0.retries = 1 },
        Rate(kind: .sessionRegister, dialects: frames.union([.everest, .evcc])) { $0.sessionRegisters = 1 },
        Rate(kind: .mixedRegister, dialects: frames) { $0.mixedRegisters = 1 },
        Rate(kind: .mislabelledUnit, dialects: old) { $0.mislabelledUnits = 1 },
        Rate(kind: .registerReset, dialects: frames.union([.everest, .evcc])) { $0.registerResetsPerYear = 500 },
        Rate(kind: .stuckSession, dialects: every) { $0.stuckSessions = 1 },
        Rate(kind: .outOfService, dialects: every.subtracting([.evcc])) {
            $0.outOfService = often
            $0.outOfServiceRapid = often
        },
        Rate(kind: .dead, dialects: every.subtracting([.evcc])) { $0.dead = 1 },
        Rate(kind: .flapping, dialects: every.subtracting([.evcc])) { $0.flappingPerWeek = 20 },
        Rate(kind: .clockReset, dialects: frames) {
            $0.siteOutages = often
            $0.clocksWithoutBattery = 1
        },
        Rate(kind: .failedStart, dialects: every) { $0.failedStarts = 1 },
    ]

    @Test(
        "A fault is noted in the dialects that can tell it, and the messages of its device differ from those without it",
        arguments: ChargerDialect.allCases)
    func shown(dialect: ChargerDialect) {
        let quiet = Run(dialect) { _ in }
        #expect(quiet.faults.isEmpty)
        let names = Self.city(dialect).chargePoints.map(\.id)
        for rate in Self.rates {
            let run = Run(dialect, rate.set)
            let noted = run.faults.filter { $0.kind == rate.kind }
            #expect(noted.isEmpty != rate.dialects.contains(dialect), "\(dialect) \(rate.kind): \(noted.count)")
            for device in Set(noted.compactMap { $0.device.split(separator: "/").first.map(String.init) }) {
                let point = names.firstIndex(of: device)
                #expect(
                    point.map { quiet.messages[$0] != run.messages[$0] } == true, "\(dialect) \(rate.kind) \(device)")
            }
        }
    }

    @Test(
        "A session that is stuck behind the end of the simulation, and whose car was still there at its end, is none yet"
    )
    func stuck() {
        for dialect in [ChargerDialect.ocpp16, .ngsiLDStation] {
            let noted = Run(dialect) { $0.stuckSessions = 1 }.faults.filter { $0.kind == .stuckSession }
            #expect(!noted.isEmpty && noted.allSatisfy { $0.from < ChargingFaultTests.end(days: Int64(Self.days)) })
        }
    }

    @Test("All kinds of faults of charge points are in the table")
    func complete() {
        let ofAir: Set<InjectedFault.Kind> = [
            .linkOutage, .lateReadings, .lostReadings, .powerCut, .warmUp, .missedReading, .analyserGap, .clock1970,
            .clockHour, .clockFuture,
        ]
        #expect(Set(Self.rates.map(\.kind)).union(ofAir) == Set(InjectedFault.Kind.allCases))
    }
}
