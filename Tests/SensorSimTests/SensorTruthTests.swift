import Dialects
import Readings
import SensorSim
import Testing

/// A run with its truth.
private struct ToldRun {
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
        clocks.clocksAnHourOff = 0.5
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

@Suite("Faults of simulated air sensors")
struct SensorFaultTests {
    /// 22 sensors that send a quarter-hour's mean, and two stations.
    private static let sensors = 22.0

    @Test("Interruptions come as often as their rates say, and every reading is sent, late, or told as lost")
    func rates() {
        var errors = AirErrors.none
        errors.outagesPerWeek = 1
        errors.outageMeanMinutes = 360
        errors.powerCutsPerYear = 52
        errors.warmUpMinutes = 30
        errors.missedReadings = 0.01
        errors.analyserGapsPerYear = 200
        errors.redelivery = 0.01
        let days = 28.0
        let run = ToldRun([.ngsiV2], errors, hours: Int(days) * 24)
        func expect(_ kind: InjectedFault.Kind, _ expected: Double) {
            let found = Double(run.faults.count { $0.kind == kind })
            // Four standard deviations of a Poisson number; some of the time a sensor is already cut off.
            #expect(abs(found - expected) < 4 * expected.squareRoot() + 0.06 * expected, "\(kind): \(found)")
        }
        expect(.linkOutage, Self.sensors * days / 7)
        expect(.powerCut, Self.sensors * days / 7)
        expect(.warmUp, Self.sensors * days / 7)
        let periods = Self.sensors * days * 96
        expect(.missedReading, 0.01 * periods)
        // NOx, ozone and particles at two stations.
        expect(.analyserGap, 6 * 200 * days / 365.25)
        expect(.redelivery, 0.01 * (periods + 2 * days * 24))
        // Periods of all sensors: measured and sent, not measured, or kept until the run was over.
        let schools = Set(
            run.measurements.filter { $0.quantity == .temperature }.map { "\($0.device) \($0.ends.microseconds)" })
        let missing = run.count(.powerCut) + run.count(.missedReading) + run.count(.lostReadings)
        #expect(Int64(schools.count) + missing == Int64(periods))
        #expect(run.count(.lateReadings) + run.count(.lostReadings) == run.count(.linkOutage))
    }

    @Test("A device without a memory loses what it measures during an outage, and the loss is told")
    func lost() {
        var errors = AirErrors.none
        errors.outagesPerWeek = 50
        errors.outageMeanMinutes = 60
        let run = ToldRun([.ttn], errors, hours: 24)
        #expect(run.count(.lateReadings) == 0)
        #expect(run.count(.lostReadings) > 100)
        #expect(run.count(.lostReadings) == run.count(.linkOutage))
        // 22 nodes, a reading each five minutes.
        let sent = Set(run.measurements.filter { $0.quantity == .pm10 }.map { "\($0.device) \($0.ends.microseconds)" })
        let stations = 2 * 24
        #expect(Int64(sent.count - stations) + run.count(.lostReadings) == 22 * 288)
    }

    @Test("Clocks that were never set count from 1970, wrong ones are an hour off, both are told with their readings")
    func clocks() throws {
        var never = AirErrors.none
        never.clocksWithoutTime = 1
        let unset = ToldRun([.plain], never, hours: 2)
        let year = CivilDate(year: 1971, month: 1, day: 1).startUTC
        let stamps = unset.measurements.filter { $0.quantity == .temperature }.compactMap(\.stamp)
        #expect(stamps.allSatisfy { $0 < year } && Int64(stamps.count) == unset.count(.clock1970))
        #expect(unset.faults.count { $0.kind == .clock1970 } == 22)

        var hour = AirErrors.none
        hour.clocksAnHourOff = 1
        let off = ToldRun([.plain], hour, hours: 2)
        let apart = try off.measurements.filter { $0.quantity == .temperature }.map { measurement in
            try #require(measurement.stamp).microseconds(since: measurement.ends)
        }
        // Whole milliseconds, so nothing is cut.
        #expect(Set(apart) == [Microseconds.hour, -Microseconds.hour])
        #expect(Int64(apart.count) == off.count(.clockHour))
    }

    @Test("Each error moves the figures as its rule says")
    func errors() {
        func meanError(_ quantity: Quantity, _ change: (inout AirErrors) -> Void) -> [Double] {
            var errors = AirErrors.none
            change(&errors)
            let run = ToldRun([.plain], errors, hours: 1)
            return run.measurements.filter {
                $0.quantity == quantity && $0.ends.microseconds(since: $0.begins) < Microseconds.hour
            }
            .map { Double($0.emitted.count) / Double($0.city.count) }
        }
        // Half of the ozone on top of NO2: in ppb, one of ozone is 1.9957 ug/m3 and shows as 1.9125.
        let cross = meanError(.no2) {
            $0.ozoneSensitiveShare = 1
            $0.ozoneCross = 0.5...0.5
        }
        #expect(cross.allSatisfy { $0 >= 1 })
        // A month of 10 % dust and up to twelve before: e^-0.1 to e^-1.2 at most.
        let dust = meanError(.pm10) { $0.particleDriftPerMonth = 0.1 }
        #expect(dust.allSatisfy { $0 < 1.01 && $0 > 0.29 } && dust.contains { $0 < 0.9 })
        // Moist air: particles look larger, never by more than the cap.
        let moist = meanError(.pm10) { $0.hygroscopicity = 0.5...0.5 }
        #expect(moist.allSatisfy { $0 > 1 && $0 < 4.05 })
        // Relative noise of 0.2 over two minutes is 0.2 x sqrt 2 = 0.283 over one.
        let noise = meanError(.pm10) { $0.particleNoise = 0.2 }
        let mean = noise.reduce(0, +) / Double(noise.count)
        let deviation = (noise.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(noise.count - 1)).squareRoot()
        #expect(abs(mean - 1) < 0.05 && abs(deviation - 0.283) < 0.04, "\(mean), \(deviation)")
    }

    @Test("Uneven periods: one in five is off by one to four seconds, the others by less, and nothing adds up")
    func jitter() {
        var errors = AirErrors.none
        errors.unevenPeriods = 0.19
        let run = ToldRun([.purpleAir], errors, hours: 12)
        var off = 0
        var total = 0
        let ends = Dictionary(grouping: run.measurements.filter { $0.quantity == .temperature }, by: \.device)
        for instants in ends.values.map({ $0.map(\.ends).sorted() }) {
            for (next, before) in zip(instants.dropFirst(), instants) {
                let distance = next.microseconds(since: before) - 120 * Microseconds.second
                #expect(abs(distance) <= 8 * Microseconds.second)
                total += 1
                if abs(distance) > Microseconds.second { off += 1 }
            }
            let first = instants[0].advanced(byMicroseconds: Int64(instants.count - 1) * 120 * Microseconds.second)
            #expect(abs(instants[instants.count - 1].microseconds(since: first)) <= 8 * Microseconds.second)
        }
        // Two ends that are off alike are rare.
        #expect(abs(Double(off) / Double(total) - 0.19) < 0.03, "\(off) of \(total)")
    }
}
