import Dialects
import Readings
import SensorSim
import Testing

/// A run with its truth.
struct ToldRun {
    var messages: [SimulatedMessage] = []
    var measurements: [Measurement] = []
    var faults: [InjectedFault] = []

    init(_ dialects: [AirDialect], _ errors: AirErrors, seed: UInt64 = 11, hours: Int) {
        var city = City.twoBoroughs(schoolDialects: dialects)
        city.chargePoints = []
        var simulation = Simulation(
            city, seed: seed, start: SimulatedDay.start, hours: hours, airErrors: errors, keepsTruth: true)
        while let message = simulation.next() { messages.append(message) }
        (measurements, faults) = simulation.takeTruth()
    }

    func count(_ kind: InjectedFault.Kind) -> Int64 {
        faults.reduce(0) { $0 + ($1.kind == kind ? $1.count : 0) }
    }
}

@Suite("What the simulator tells of its air sensors")
struct SensorTruthTests {
    private struct Figure: Hashable {
        var quantity: Quantity
        var value: Int64
        var stamp: Instant?
    }

    /// Every figure that the service's own decoder finds in the messages is told exactly, stamp and value, and none else.
    private func checkEmitted(_ run: ToldRun) throws {
        let dialects = Dictionary(
            uniqueKeysWithValues: City.twoBoroughs(schoolDialects: AirDialect.allCases).airDevices.map {
                ($0.id, $0.dialect)
            })
        let told = Dictionary(grouping: run.measurements, by: \.message)
        var decoder = Dialects.Decoder()
        var decoded = Decoded()
        var seen: Set<UInt64> = []
        for message in run.messages where seen.insert(message.number).inserted {
            let measurements = told[message.number] ?? []
            let device = try #require(measurements.first?.device)
            let dialect = try #require(dialects[device].flatMap { Dialect(name: $0.rawValue) })
            try decoder.decode(message.payload.span, dialect: dialect, into: &decoded)
            let found = Set(
                decoded.samples.map { Figure(quantity: $0.quantity, value: $0.value.count, stamp: $0.stamp) })
            let expected = Set(
                measurements.map { Figure(quantity: $0.quantity, value: $0.emitted.count, stamp: $0.stamp) })
            #expect(found == expected, "\(device): \(String(decoding: message.payload, as: UTF8.self))")
        }
        #expect(Set(told.keys) == seen)
    }

    @Test("Emitted figures and stamps are what the service decodes, in every dialect, with every error")
    func emitted() throws {
        try checkEmitted(ToldRun(AirDialect.allCases, .field, hours: 26))
        var clocks = AirErrors.healthy
        clocks.clockSD = 2
        clocks.clocksWithoutTime = 0.5
        clocks.clocksAnHourOff = 0.25
        clocks.clocksAhead = 0.5
        try checkEmitted(ToldRun(AirDialect.allCases, clocks, hours: 3))
    }

    /// Half of the step between two figures of a format, in the project's units.
    private static func halfStep(_ dialect: AirDialect, _ quantity: Quantity) -> Double {
        switch (dialect, quantity) {
        case (.airGradient, .temperature): 0.05
        case (.airGradient, _), (.smartCitizen, .pm1), (.smartCitizen, .pm2_5), (.smartCitizen, .pm10),
            (.smartCitizen, .co2), (.purpleAir, .humidity):
            0.5
        case (.purpleAir, .temperature): 0.5 / 1.8
        // A ppb in ug/m3.
        case (.vaisalaAQT, .no2): 0.5 * 1.9125
        case (.vaisalaAQT, .no): 0.5 * 1.2473
        case (.vaisalaAQT, .o3): 0.5 * 1.9957
        case (.ttn, .no2), (.chirpStack, .no2): 0.05 * 1.9125
        default: 0.05
        }
    }

    @Test("Without errors the figures are the city's true air up to the format's decimals, each period once, on time")
    func none() {
        let run = ToldRun(AirDialect.allCases, .none, hours: 6)
        let city = City.twoBoroughs(schoolDialects: AirDialect.allCases)
        let dialects = Dictionary(uniqueKeysWithValues: city.airDevices.map { ($0.id, $0.dialect) })
        #expect(run.faults == [])
        var ends: [String: Set<Instant>] = [:]
        for measurement in run.measurements {
            guard let dialect = dialects[measurement.device] else { continue }
            let error = Double(measurement.emitted.count - measurement.city.count) / 1e6
            let step = Self.halfStep(dialect, measurement.quantity)
            #expect(abs(error) <= step + 2e-6, "\(dialect) \(measurement.quantity): \(error)")
            ends[measurement.device, default: []].insert(measurement.ends)
            if let stamp = measurement.stamp {
                let cut = measurement.ends.microseconds(since: stamp)
                #expect(cut >= 0 && cut < Microseconds.second)
            }
        }
        for (device, instants) in ends {
            let sorted = instants.sorted()
            let period = (dialects[device]?.periodSeconds ?? 0) * Microseconds.second
            #expect(zip(sorted.dropFirst(), sorted).allSatisfy { $0.microseconds(since: $1) == period })
        }
        #expect(ends.count == 24)
        #expect(Set(run.messages.map(\.number)).count == run.messages.count)
    }

    @Test("The city's air over a period can be asked for, and is what the measurement tells")
    func cityAir() throws {
        var city = City.twoBoroughs(schoolDialects: [.ngsiV2])
        city.chargePoints = []
        var simulation = Simulation(
            city, seed: 11, start: SimulatedDay.start, hours: 3, airErrors: .field, keepsTruth: true)
        while simulation.next() != nil {}
        let sites = Dictionary(uniqueKeysWithValues: city.airDevices.map { ($0.id, $0.site) })
        let told = simulation.takeTruth().measurements.filter { $0.quantity == .no2 }
        #expect(told.count > 200)
        for measurement in told {
            let site = try #require(sites[measurement.device])
            let air = try #require(simulation.cityAir(at: site, over: measurement.begins..<measurement.ends))
            #expect(abs(air.no2 * 1e6 - Double(measurement.city.count)) <= 0.5)
        }
        #expect(simulation.cityAir(at: "nowhere", over: told[0].begins..<told[0].ends) == nil)
    }

    @Test("A run that keeps no truth sends the same bytes")
    func withoutTruth() {
        var city = City.twoBoroughs(schoolDialects: [.senML])
        city.chargePoints = []
        func messages(keepsTruth: Bool) -> [SimulatedMessage] {
            var simulation = Simulation(
                city, seed: 11, start: SimulatedDay.start, hours: 6, airErrors: .field, keepsTruth: keepsTruth)
            var messages: [SimulatedMessage] = []
            while let message = simulation.next() { messages.append(message) }
            let truth = simulation.takeTruth()
            #expect(truth.measurements.isEmpty == !keepsTruth)
            return messages
        }
        #expect(messages(keepsTruth: true) == messages(keepsTruth: false))
    }
}
