import Readings
import Scenarios
import SensorSim
import Testing

@Suite("The way from devices to broker")
struct TransportTests {
    private static let start = CivilDate(year: 2026, month: 3, day: 2).startUTC

    /// A message a second from devices of two boroughs.
    private static let messages: [SimulatedMessage] = (0..<20_000).map { index in
        var message = SimulatedMessage(
            received: start.advanced(byMicroseconds: Int64(index) * Microseconds.second),
            topic: Array("\(index % 2 == 0 ? "east" : "west")/air/plain/aq-\(index % 7)".utf8),
            payload: Array("{\"ts\":\(index)}".utf8))
        message.number = UInt64(index + 1)
        return message
    }

    private func deliver(_ faults: TransportFaults, seed: UInt64 = 1) -> [DeliveredMessage] {
        var transport = Transport(faults, boroughs: ["east", "west"], seed: seed)
        var delivered: [DeliveredMessage] = []
        for message in Self.messages {
            transport.take(message)
            while let next = transport.next(atEnd: false) { delivered.append(next) }
        }
        while let next = transport.next(atEnd: true) { delivered.append(next) }
        return delivered
    }

    @Test("Without faults every message arrives once, as it was sent and in order")
    func none() {
        let delivered = deliver(.none)
        #expect(delivered.map(\.message) == Self.messages)
        #expect(delivered.allSatisfy { $0.fault == nil })
    }

    @Test(
        "Each fault comes at its rate, alone, and what it does is told",
        arguments: [
            (\TransportFaults.duplicates, TransportFault.duplicate), (\.delays, .delay), (\.retained, .retained),
            (\.poison, .poison), (\.unknownDevices, .unknownDevice), (\.spoofedBoroughs, .spoofedBorough),
            (\.losses, .loss),
        ] as [(any WritableKeyPath<TransportFaults, Double> & Sendable, TransportFault)])
    func rates(rate: any WritableKeyPath<TransportFaults, Double> & Sendable, fault: TransportFault) {
        var faults = TransportFaults()
        faults[keyPath: rate] = 0.05
        let delivered = deliver(faults)
        let hit = delivered.filter { $0.fault != nil }
        #expect(hit.allSatisfy { $0.fault == fault })
        // 1,000 expected of 20,000; five standard deviations are 5 x sqrt(950) = 154.
        #expect(abs(hit.count - 1000) < 154)
        let replaces = fault == .delay || fault == .loss
        #expect(delivered.count == 20_000 + (replaces ? 0 : hit.count))
        let times = delivered.filter { $0.fault != .loss }.map(\.message.received)
        #expect(times == times.sorted())
    }

    @Test("A forged borough is another one, and the payload stays")
    func spoofed() throws {
        var faults = TransportFaults()
        faults.spoofedBoroughs = 0.01
        for delivered in deliver(faults) where delivered.fault == .spoofedBorough {
            let original = Self.messages[Int(delivered.message.number) - 1]
            #expect(delivered.message.payload == original.payload)
            #expect(delivered.message.topic.first != original.topic.first)
            #expect(delivered.message.topic.dropFirst(4) == original.topic.dropFirst(4))
        }
    }

    @Test("Messages that are lost leave every other fault as it was, but for those of the lost messages")
    func independent() {
        var one = TransportFaults.field
        one.losses = 0
        one.duplicates = 0.02
        one.retained = 0.02
        one.poison = 0.02
        one.spoofedBoroughs = 0.02
        var two = one
        two.losses = 0.02
        func told(_ delivered: [DeliveredMessage]) -> Set<String> {
            Set(
                delivered.compactMap { one in
                    guard let fault = one.fault, fault != .loss else { return nil }
                    return "\(one.message.number) \(fault) \(one.message.received.microseconds) \(one.detail)"
                })
        }
        let (without, with) = (deliver(one), deliver(two))
        let lost = Set(with.filter { $0.fault == .loss }.map(\.message.number))
        #expect(lost.count > 300 && told(with).count > 1000)
        #expect(told(without.filter { !lost.contains($0.message.number) }) == told(with))
    }

    @Test("What is called poison can be read as nothing: no number, no truth value, no bare word is left of a payload")
    func poison() throws {
        var scenario = try Preset.twoBoroughs.scenario()
        scenario.plan.speak(AirDialect.allCases)
        scenario.plan.charge(ChargerDialect.allCases)
        var simulation = Simulation(scenario.city, seed: 1, start: Self.start, hours: 3)
        var faults = TransportFaults()
        faults.poison = 1
        var transport = Transport(faults, boroughs: [], seed: 1)
        var delivered: [DeliveredMessage] = []
        while let message = simulation.next() { transport.take(message) }
        while let next = transport.next(atEnd: true) { delivered.append(next) }
        let poison = delivered.filter { $0.fault == .poison }
        #expect(poison.count > 1000)
        // Bare values are among the messages, and each way of spoiling one is used.
        #expect(delivered.contains { $0.fault == nil && $0.message.payload.first.map(isDigit) == true })
        #expect(Set(poison.map(\.detail)) == ["truncated", "empty", "binary", "foreign", "nested", "doubled"])
        let readable = poison.compactMap { String(validating: $0.message.payload, as: UTF8.self) }
            .filter { !$0.isEmpty && !$0.hasPrefix("{") && !$0.hasPrefix("[") }
        #expect(readable == [])
    }

    private func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}
