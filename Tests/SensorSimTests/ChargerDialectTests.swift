import Dialects
import Readings
import Registry
import SensorSim
import Testing

/// A day without faults in one dialect, read by the service's decoders through the registry that the city writes.
private struct DecodedDay {
    /// An event with the charge point and connector that it is of.
    struct Event {
        var chargePoint: String
        var connector: Int?
        var received: Instant
        var dialect: String
        var event: ChargerEvent

        /// The device's stamp, or the receipt where it has none.
        var at: Instant { event.stamp ?? received }
    }

    let city: City
    var messages = 0
    var events: [Event] = []
    private var byChargePoint: [String: [Event]] = [:]
    var truths: [ChargingTruth] = []

    static let start = SimulatedDay.start
    static let end = start.advanced(byMicroseconds: Microseconds.day)

    /// Every place speaks the dialect.
    init(_ dialect: ChargerDialect, seed: UInt64 = 21) throws {
        var city = City.twoBoroughs(chargerDialects: [dialect])
        let registry = try Self.registry(city)
        city.airDevices = []
        self.city = city
        let builtIn = Self.builtIn
        let routing = TopicRouting(registry, builtIn: builtIn)
        var simulation = Simulation(city, seed: seed, start: Self.start, hours: 24, keepsTruth: true)
        var decoder = Dialects.Decoder()
        var decoded = Decoded()
        while let message = simulation.next() {
            messages += 1
            let routed = try routing.route(message.topic.span)
            let known = try #require(Dialect(name: routed.dialect.name))
            #expect(known.family == .ev)
            let tail = message.topic.span.extracting(routed.restBytes)
            try decoder.decode(message.payload.span, behindDevice: tail, dialect: known, into: &decoded)
            #expect(decoded.rejected.isEmpty)
            for (index, event) in decoded.events.enumerated() {
                let subject = decoded.subject(ofEvent: index)
                let owner = Owner(registry, name: subject.device ?? routed.device)
                let chargePoint = try #require(owner.chargePoint, "\(subject.device ?? routed.device)")
                #expect(routed.borough == city.chargePoints.first { $0.id == chargePoint }?.borough)
                events.append(
                    Event(
                        chargePoint: chargePoint, connector: owner.connector(event.connector, subject.evse),
                        received: message.received, dialect: known.name, event: event))
            }
        }
        byChargePoint = Dictionary(grouping: events, by: \.chargePoint)
        truths = simulation.chargingTruth
    }

    /// Whom a name means: a charge point or one of its EVSEs.
    private struct Owner {
        var chargePoint: String?
        var connectors: [Int] = []
        private var isWhole = false

        init(_ registry: RegistryTables, name: String) {
            if let row = registry.connectors.first(where: { $0.chargePoint == name }) {
                chargePoint = row.chargePoint
                isWhole = true
            } else {
                let rows = registry.connectors.filter { $0.evse == name }
                chargePoint = rows.first?.chargePoint
                connectors = rows.map(\.connector).sorted()
            }
        }

        /// The registry's connector for one that an EVSE counts; the city's posts have an EVSE a connector, its rapids one for
        /// both.
        func connector(_ told: Int?, _ evse: EVSEReference?) -> Int? {
            if !isWhole {
                guard let told else { return connectors.count == 1 ? connectors[0] : nil }
                return connectors.indices.contains(told - 1) ? connectors[told - 1] : nil
            }
            guard case .number(let number)? = evse, let told else { return told }
            return max(number, told)
        }
    }

    static let builtIn = Dialect.allCases.map { dialect in
        KnownDialect(name: dialect.name, family: dialect.family == .air ? .air : .ev)
    }

    static func registry(_ city: City) throws -> RegistryTables {
        let files = city.registryFiles.map { ($0.name, Array($0.text.utf8)) }
        let parsed = RegistryTables.parse(files: Dictionary(uniqueKeysWithValues: files), knownDialects: builtIn) {
            $0 == "Europe/London" ? .utc : nil
        }
        #expect(parsed.problems.map(\.description) == [])
        return try #require(parsed.tables)
    }

    /// Visits that began and ended well inside the day.
    var whole: [ChargingTruth] {
        truths.filter {
            $0.pluggedIn > Self.start.advanced(byMicroseconds: 2 * Microseconds.minute)
                && $0.pluggedOut < Self.end.advanced(byMicroseconds: -2 * Microseconds.minute)
        }
    }

    func events(of truth: ChargingTruth) -> [Event] {
        anyEvents(of: truth).filter { $0.connector == truth.connector }
    }

    /// Of the whole charge point: stations, and rapids whose EVSE speaks for both plugs.
    func anyEvents(of truth: ChargingTruth) -> [Event] { byChargePoint[truth.chargePoint] ?? [] }
}

@Suite("Simulated charge points in every dialect, read by the service's decoders")
struct ChargerDialectTests {
    private static func seconds(_ later: Instant, after instant: Instant) -> Double {
        Double(later.microseconds(since: instant)) / Double(Microseconds.second)
    }

    @Test(
        "OCPP 1.6, as frames and by EMQX's gateway: every session by number, with its times and energy",
        arguments: [ChargerDialect.ocpp16, .emqxOCPP])
    func ocpp16(dialect: ChargerDialect) throws {
        let day = try DecodedDay(dialect)
        var numbers: [String: Int64] = [:]
        var starts: [String: (DecodedDay.Event, WattHours)] = [:]
        var stops: [Int64: (Instant?, WattHours)] = [:]
        for event in day.events {
            switch event.event.kind {
            case .started(let id, let meter): starts[event.chargePoint + id] = (event, meter)
            case .numbered(let id, let number): numbers[event.chargePoint + id] = number
            case .stopped(let number, let meter, _): stops[number] = (event.event.stamp, meter)
            default: break
            }
        }
        let joined = Dictionary(
            starts.compactMap { key, start in numbers[key].map { ($0, start) } },
            uniquingKeysWith: { first, _ in first })
        #expect(day.whole.count > 50)
        for truth in day.whole {
            let emitted = try #require(truth.emitted)
            let number = try #require(emitted.transaction.flatMap(Int64.init))
            let (start, meterStart) = try #require(joined[number])
            let (stop, meterStop) = try #require(stops[number])
            #expect(start.chargePoint == truth.chargePoint && start.connector == truth.connector)
            #expect(start.event.stamp == emitted.start && stop == emitted.stop)
            #expect(meterStop.millionths - meterStart.millionths == truth.energyWh * 1_000_000)
        }
    }

    @Test(
        "Bay sensors: a car for as long as each visit, beside a charge point that speaks OCPP 1.6",
        arguments: [ChargerDialect.chirpStackBay, .ttnBay])
    func bays(dialect: ChargerDialect) throws {
        let day = try DecodedDay(dialect)
        #expect(day.whole.count > 50 && day.events.contains { $0.dialect == "ocpp16" })
        for truth in day.whole {
            let words = day.anyEvents(of: truth).compactMap { event -> (Instant, Bool)? in
                guard case .bay(let isOccupied) = event.event.kind, event.dialect == dialect.rawValue else {
                    return nil
                }
                return event.connector == nil || event.connector == truth.connector ? (event.at, isOccupied) : nil
            }
            #expect(words.contains { $0.1 && $0.0 == truth.pluggedIn })
            let gone = words.first { !$0.1 && $0.0 > truth.pluggedOut }
            #expect(gone.map { Self.seconds($0.0, after: truth.pluggedOut) <= 60 } == true)
        }
    }

    @Test("OCPP 2.0.1: every transaction without a gap, with its times, states and energy")
    func ocpp201() throws {
        let day = try DecodedDay(.ocpp201)
        #expect(day.whole.count > 50)
        for truth in day.whole {
            let emitted = try #require(truth.emitted)
            let name = try #require(emitted.transaction)
            let own = day.events(of: truth)
            var updates: [(Instant, TransactionUpdate)] = []
            var registers: [WattHours] = []
            for event in own {
                if case .transaction(let update) = event.event.kind, update.key == .text(name) {
                    updates.append((event.at, update))
                }
                if case .register(let value, let key) = event.event.kind, key == .text(name) { registers.append(value) }
            }
            // Second deliveries say the same.
            let sequences = Set(updates.map(\.1.sequence)).sorted()
            #expect(sequences == Array(0..<Int64(sequences.count)))
            #expect(updates.first { $0.1.phase == .started }?.0 == emitted.start)
            #expect(updates.first { $0.1.phase == .ended }?.0 == emitted.stop)
            #expect(updates.contains { $0.1.chargingState == .charging })
            let counts = registers.map(\.millionths)
            let (low, high) = (try #require(counts.min()), try #require(counts.max()))
            #expect(high - low == truth.energyWh * 1_000_000)
        }
    }

    @Test("OCPI: every session from ACTIVE to COMPLETED and its bill, with times, energy and time charging")
    func ocpi() throws {
        let day = try DecodedDay(.ocpi)
        // Bills come up to five minutes after the session.
        let billed = DecodedDay.end.advanced(byMicroseconds: -10 * Microseconds.minute)
        let whole = day.whole.filter { $0.pluggedOut < billed }
        #expect(whole.count > 50)
        for truth in whole {
            let emitted = try #require(truth.emitted)
            let records = day.anyEvents(of: truth).compactMap { event -> SessionRecord? in
                guard case .sessionRecord(let record) = event.event.kind else { return nil }
                #expect(record.session != emitted.transaction || event.connector == truth.connector)
                return record.session == emitted.transaction ? record : nil
            }
            #expect(records.contains { $0.status == .active })
            let completed = try #require(records.first { $0.status == .completed })
            let bill = try #require(records.first { $0.isDetailRecord })
            for record in [completed, bill] {
                #expect(record.start == emitted.start && record.end == emitted.stop)
                #expect(record.energy?.millionths == truth.energyWh * 1_000_000)
            }
            let from = try #require(truth.chargingFrom)
            let to = try #require(truth.chargingTo)
            // Hours with four decimals: to 0.18 s.
            let charging = Double(try #require(bill.charging)) / 1e6
            #expect(abs(charging - Self.seconds(to, after: from)) < 0.2)
            let words = day.anyEvents(of: truth).compactMap { event -> (Instant, ConnectorWord)? in
                guard case .status(let word, _) = event.event.kind else { return nil }
                return (event.at, word)
            }
            #expect(words.contains { $0.0 == truth.pluggedIn && $0.1 == .inUse })
            #expect(words.contains { $0.0 == truth.pluggedOut && $0.1 == .available })
        }
    }

    @Test("EVerest: plugged in and out at the visits' times, charging from and to, and the energy of each session")
    func everest() throws {
        let day = try DecodedDay(.everest)
        #expect(day.whole.count > 50)
        for truth in day.whole {
            // A rapid's module is one EVSE for both plugs.
            let own = day.anyEvents(of: truth).filter { event in
                event.connector == truth.connector || day.city.isRapid(truth.chargePoint)
            }
            func first(_ word: ConnectorWord, from: Instant) -> Instant? {
                own.first { event in
                    if case .status(word, _) = event.event.kind { return event.at >= from }
                    return false
                }?.at
            }
            #expect(first(.preparing, from: truth.pluggedIn) == truth.pluggedIn)
            #expect(first(.charging, from: truth.pluggedIn) == truth.chargingFrom)
            #expect(first(.available, from: truth.pluggedIn) == truth.pluggedOut)
            let energies = own.compactMap { event -> Int64? in
                guard case .sessionEnergy(let energy, _) = event.event.kind, event.at == truth.pluggedOut else {
                    return nil
                }
                return energy.millionths
            }
            #expect(energies.first == truth.energyWh * 1_000_000)
        }
        // A module's meter counts through its plugs, and rises by what a visit takes.
        for truth in day.whole {
            let own = day.anyEvents(of: truth).filter { event in
                event.connector == truth.connector || day.city.isRapid(truth.chargePoint)
            }
            let registers = own.compactMap { event -> Int64? in
                guard case .register(let value, _) = event.event.kind else { return nil }
                return event.at >= truth.pluggedIn && event.at <= truth.pluggedOut ? value.millionths : nil
            }
            #expect(registers == registers.sorted())
            let (low, high) = (try #require(registers.first), try #require(registers.last))
            #expect(high - low == truth.energyWh * 1_000_000)
        }
        // No two words at one time.
        for (_, events) in Dictionary(grouping: day.events, by: { "\($0.chargePoint) \($0.connector ?? 0) \($0.at)" }) {
            let words = events.compactMap { event -> ConnectorWord? in
                if case .status(let word, _) = event.event.kind { word } else { nil }
            }
            #expect(Set(words).count <= 1)
        }
    }

    @Test(
        "evcc: connected for as long as each visit, to half a second, with the energy of the session and of the meter")
    func evcc() throws {
        let day = try DecodedDay(.evcc)
        #expect(day.whole.count > 50)
        for truth in day.whole {
            let own = day.events(of: truth)
            let plugs = own.compactMap { event -> (Instant, Bool)? in
                guard case .plugged(let isPlugged) = event.event.kind else { return nil }
                return (event.at, isPlugged)
            }
            let came = try #require(plugs.first { $0.1 && $0.0 >= truth.pluggedIn })
            let gone = try #require(plugs.first { !$0.1 && $0.0 >= came.0 })
            #expect(Self.seconds(came.0, after: truth.pluggedIn) <= 0.5)
            #expect(Self.seconds(gone.0, after: truth.pluggedOut) <= 0.5 && gone.0 > truth.pluggedOut)
            var (session, register): (Int64?, [Int64]) = (nil, [])
            // Values follow their state within some milliseconds.
            let until = gone.0.advanced(byMicroseconds: 10_000)
            for event in own where event.at >= came.0 && event.at <= until {
                if case .sessionEnergy(let energy, _) = event.event.kind { session = energy.millionths }
                if case .register(let energy, _) = event.event.kind { register.append(energy.millionths) }
            }
            #expect(session == truth.energyWh * 1_000_000)
            let (low, high) = (try #require(register.min()), try #require(register.max()))
            #expect(high - low == truth.energyWh * 1_000_000)
        }
    }

    @Test("EVChargingStation: taken and free at the visits' times, where the station has one place")
    func station() throws {
        let day = try DecodedDay(.ngsiLDStation)
        let single = day.whole.filter { truth in
            day.city.chargePoints.first { $0.id == truth.chargePoint }?.evses.count == 1
        }
        #expect(single.count > 20)
        for truth in single {
            let words = day.anyEvents(of: truth).compactMap { event -> (Instant, ConnectorWord)? in
                guard case .status(let word, _) = event.event.kind else { return nil }
                return (event.at, word)
            }
            #expect(words.contains { $0.0 == truth.pluggedIn && $0.1 == .inUse })
            #expect(words.contains { $0.0 == truth.pluggedOut && $0.1 == .available })
            let told = try #require(truth.emitted)
            #expect(told.start == truth.pluggedIn && told.stop == truth.pluggedOut)
            #expect(told.energyWh == nil && told.samples.isEmpty)
        }
    }

    @Test("A city that speaks every dialect has a registry without a mistake, and every message leads to its owner")
    func mixed() throws {
        var city = City.twoBoroughs(chargerDialects: ChargerDialect.allCases)
        let registry = try DecodedDay.registry(city)
        city.airDevices = []
        let routing = TopicRouting(registry, builtIn: DecodedDay.builtIn)
        var simulation = Simulation(city, seed: 5, start: SimulatedDay.start, hours: 6)
        var heard: Set<String> = []
        var decoder = Dialects.Decoder()
        var decoded = Decoded()
        while let message = simulation.next() {
            let routed = try routing.route(message.topic.span)
            let dialect = try #require(Dialect(name: routed.dialect.name))
            let tail = message.topic.span.extracting(routed.restBytes)
            try decoder.decode(message.payload.span, behindDevice: tail, dialect: dialect, into: &decoded)
            if dialect.family == .ev { heard.insert(dialect.name) }
        }
        #expect(heard == Set(ChargerDialect.allCases.map(\.rawValue)))
    }
}

extension City {
    fileprivate func isRapid(_ chargePoint: String) -> Bool {
        chargePoints.first { $0.id == chargePoint }?.kind == .rapid50
    }
}
