import Readings

/// The way from the devices to the broker, with the faults that a scenario asks for.
///
/// Takes messages in the order of their receive times and gives them in the order in which they arrive. Each fault has a
/// stream of random numbers of its own: switching one on leaves the others as they were. Of a lost message all is drawn as
/// of any other, and nothing arrives: so its loss changes nothing else.
package struct Transport: Sendable {
    private let faults: TransportFaults
    private let boroughs: [[UInt8]]
    private var random: [RandomStream]
    private var waiting = EarliestFirst<DeliveredMessage>()
    private var horizon = Instant.distantPast
    /// The message at hand is lost, with all that would have come of it.
    private var isLosing = false

    /// - Parameter boroughs: whose names can be taken in vain.
    package init(_ faults: TransportFaults, boroughs: [String], seed: UInt64) {
        self.faults = faults
        self.boroughs = boroughs.map { Array($0.utf8) }
        random = TransportFault.allCases.map { RandomStream(seed: seed, name: "transport \($0.rawValue)") }
    }

    /// Whether every message arrives as it was sent.
    package var isFaultless: Bool { faults == .none }

    /// Takes the next message that the devices sent.
    package mutating func take(_ message: SimulatedMessage) {
        horizon = max(horizon, message.received)
        send(message)
    }

    /// The next message that arrives before all that is still to be taken; `atEnd` when nothing more will be.
    package mutating func next(atEnd: Bool) -> DeliveredMessage? {
        guard let due = waiting.firstDue, atEnd || due < horizon else { return nil }
        return waiting.popFirst()
    }

    private mutating func hits(_ fault: TransportFault, _ rate: Double) -> Bool {
        guard rate > 0, let index = TransportFault.allCases.firstIndex(of: fault) else { return false }
        return random[index].isTrue(probability: rate)
    }

    private mutating func draw(_ fault: TransportFault, _ range: ClosedRange<Int64>) -> Int64 {
        guard let index = TransportFault.allCases.firstIndex(of: fault) else { return range.lowerBound }
        return random[index].whole(range)
    }

    private mutating func deliver(
        _ message: SimulatedMessage, sent: Instant, _ fault: TransportFault? = nil, _ detail: String = ""
    ) {
        if isLosing { return }
        waiting.insert(
            DeliveredMessage(message, sent: sent, fault: fault, detail: detail), due: message.received)
    }

    private mutating func send(_ message: SimulatedMessage) {
        let sent = message.received
        let isLost = hits(.loss, faults.losses)
        if isLost { deliver(message, sent: sent, .loss) }
        isLosing = isLost
        defer { isLosing = false }
        var arrived = message
        if message.isStamped, hits(.delay, faults.delays) {
            let seconds = Double(draw(.delay, 1...1_000_000)) / 1_000_000
            let delay = min(-PortableMath.ln(seconds) * faults.delaySeconds, 3600)
            arrived.received = sent.advanced(byMicroseconds: Int64(delay * 1_000_000))
            deliver(arrived, sent: sent, .delay)
        } else {
            deliver(message, sent: sent)
        }
        if message.isStamped, hits(.duplicate, faults.duplicates) {
            var copy = arrived
            copy.received = arrived.received.advanced(byMicroseconds: draw(.duplicate, 500_000...20_000_000))
            deliver(copy, sent: sent, .duplicate)
        }
        if message.isStamped, hits(.retained, faults.retained) {
            var copy = arrived
            copy.isRetained = true
            copy.received = arrived.received.advanced(byMicroseconds: draw(.retained, 60_000_000...3_600_000_000))
            deliver(copy, sent: sent, .retained)
        }
        if hits(.poison, faults.poison) { deliverPoison(message) }
        if hits(.unknownDevice, faults.unknownDevices) { deliverStranger(message) }
        if hits(.spoofedBorough, faults.spoofedBoroughs) { deliverSpoofed(message) }
    }

    private mutating func deliverPoison(_ message: SimulatedMessage) {
        var poison = message
        let kind = PoisonPayload.allCases[Int(draw(.poison, 0...Int64(PoisonPayload.allCases.count - 1)))]
            .fitting(message.payload)
        poison.payload = kind.bytes(of: message.payload)
        poison.received = message.received.advanced(byMicroseconds: draw(.poison, 1000...900_000))
        deliver(poison, sent: message.received, .poison, kind.rawValue)
    }

    /// A board that somebody put up without telling anybody: one of twelve names, a reading of its own.
    private mutating func deliverStranger(_ message: SimulatedMessage) {
        guard !boroughs.isEmpty else { return }
        let borough = boroughs[Int(draw(.unknownDevice, 0...Int64(boroughs.count - 1)))]
        let name = "stray-" + padded(Int(draw(.unknownDevice, 1...12)), 2)
        var stray = message
        stray.topic = borough + Array("/air/plain/\(name)".utf8)
        stray.payload = []
        stray.payload.append("{\"device\":\"\(name)\",\"ts\":\"")
        stray.payload.append(milliseconds: message.received)
        stray.payload.append("\",\"readings\":{")
        stray.payload.append(member: "pm2_5", Double(draw(.unknownDevice, 20...300)) / 10, decimals: 1)
        stray.payload.append("}}")
        stray.received = message.received.advanced(byMicroseconds: draw(.unknownDevice, 1000...900_000))
        deliver(stray, sent: message.received, .unknownDevice, name)
    }

    /// The message again, under another borough's name; only where the topic begins with the borough.
    private mutating func deliverSpoofed(_ message: SimulatedMessage) {
        guard let slash = message.topic.firstIndex(of: UInt8(ascii: "/")),
            boroughs.contains(Array(message.topic[..<slash]))
        else { return }
        let own = Array(message.topic[..<slash])
        let others = boroughs.filter { $0 != own }
        guard !others.isEmpty else { return }
        let other = others[Int(draw(.spoofedBorough, 0...Int64(others.count - 1)))]
        var spoofed = message
        spoofed.topic = other + message.topic[slash...]
        spoofed.received = message.received.advanced(byMicroseconds: draw(.spoofedBorough, 1000...900_000))
        deliver(spoofed, sent: message.received, .spoofedBorough, String(decoding: other, as: UTF8.self))
    }
}
