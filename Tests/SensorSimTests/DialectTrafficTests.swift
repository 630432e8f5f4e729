import Dialects
import Readings
import Registry
import SensorSim
import Testing

/// Three hours of a city in which every air dialect is spoken.
private enum EveryDialect {
    static let city = City.twoBoroughs(schoolDialects: AirDialect.allCases)
    static let messages: [SimulatedMessage] = {
        var simulation = Simulation(city, seed: 4, start: SimulatedDay.start, hours: 3)
        var messages: [SimulatedMessage] = []
        while let message = simulation.next() { messages.append(message) }
        return messages
    }()

    static let builtIn = Dialect.allCases.map { dialect in
        KnownDialect(name: dialect.name, family: dialect.family == .air ? .air : .ev)
    }
}

@Suite("Simulated traffic in every air dialect")
struct DialectTrafficTests {
    /// The city's files as the service reads them. London is at UTC on these hours.
    private static func registry() throws -> RegistryTables {
        let files = EveryDialect.city.registryFiles.map { ($0.name, Array($0.text.utf8)) }
        let parsed = RegistryTables.parse(
            files: Dictionary(uniqueKeysWithValues: files), knownDialects: EveryDialect.builtIn
        ) { $0 == "Europe/London" ? .utc : nil }
        #expect(parsed.problems.map(\.description) == [])
        return try #require(parsed.tables)
    }

    @Test("The registry of the city has no mistake, and a device for each dialect")
    func registry() throws {
        let registry = try Self.registry()
        #expect(Set(registry.airSensors.map(\.dialect)) == Set(AirDialect.allCases.map(\.rawValue)))
        #expect(Set(registry.airSensors.map(\.device)).count == 24)
    }

    @Test("Each air message leads to its device, by a route or by the layout, and its payload is of that device")
    func routes() throws {
        let registry = try Self.registry()
        let routing = TopicRouting(registry, builtIn: EveryDialect.builtIn)
        let owners = Dictionary(uniqueKeysWithValues: EveryDialect.city.airDevices.map { ($0.id, $0) })
        var decoder = Dialects.Decoder()
        var decoded = Decoded()
        var samples: [String: Int] = [:]
        for message in EveryDialect.messages {
            let routed = try routing.route(message.topic.span)
            guard let dialect = Dialect(name: routed.dialect.name), dialect.family == .air else { continue }
            let device = try #require(owners[routed.device])
            #expect(device.borough == routed.borough && device.dialect.rawValue == dialect.name)
            try decoder.decode(message.payload.span, dialect: dialect, into: &decoded)
            if let named = decoded.device { #expect(Array(message.payload[named]) == Array(device.id.utf8)) }
            for sample in decoded.samples {
                #expect(device.dialect.quantities.contains(sample.quantity))
                guard let stamp = sample.stamp else { continue }
                // Received after it was measured, and of these hours.
                #expect(stamp <= message.received)
                #expect(stamp.advanced(byMicroseconds: 4 * Microseconds.hour) > message.received)
            }
            samples[device.id, default: 0] += decoded.samples.count
        }
        // Every device was heard, an hourly one with each of its quantities at least twice.
        #expect(samples.count == 24)
        #expect(owners.values.allSatisfy { samples[$0.id, default: 0] >= 2 * $0.dialect.quantities.count })
    }

    @Test("A kit that lost its link sends what it kept, several readings in one message, and misses no minute")
    func batches() throws {
        let city = City.twoBoroughs(schoolDialects: [.smartCitizen])
        var simulation = Simulation(city, seed: 4, start: SimulatedDay.start, hours: 8)
        var decoder = Dialects.Decoder()
        var decoded = Decoded()
        var stamps: [[UInt8]: Set<Instant>] = [:]
        var shared = 0
        while let message = simulation.next() {
            guard message.topic.starts(with: "device/sck/".utf8) else { continue }
            try decoder.decode(message.payload.span, dialect: .smartcitizen, into: &decoded)
            let times = Set(decoded.samples.compactMap(\.stamp))
            if times.count > 1 { shared += 1 }
            // `device/sck/5c1002/readings`, the raw text's level left off.
            stamps[Array(message.topic.prefix(26)), default: []].formUnion(times)
        }
        #expect(shared > 0)
        #expect(stamps.count == 22)
        for times in stamps.values {
            let sorted = times.sorted()
            #expect(zip(sorted.dropFirst(), sorted).allSatisfy { $0.microseconds(since: $1) == Microseconds.minute })
        }
    }

    @Test(
        "A LoRaWAN frame that nobody heard is lost, and a sensor's own page shows its newest reading: neither is late")
    func neverLate() throws {
        let devices = EveryDialect.city.airDevices.filter { $0.dialect == .ttn || $0.dialect == .purpleAir }
        #expect(!devices.isEmpty)
        var decoder = Dialects.Decoder()
        var decoded = Decoded()
        for device in devices {
            let dialect = try #require(Dialect(name: device.dialect.rawValue))
            let topic = Array(device.address.topic.utf8)
            var first: [[UInt8]: Instant] = [:]
            for message in EveryDialect.messages where message.topic == topic {
                first[message.payload] = min(first[message.payload] ?? message.received, message.received)
            }
            for (payload, received) in first {
                try decoder.decode(payload.span, dialect: dialect, into: &decoded)
                let stamp = try #require(decoded.samples.first?.stamp)
                #expect(received.microseconds(since: stamp) < 4 * Microseconds.second)
            }
        }
    }
}
