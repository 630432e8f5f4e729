/// A broker with one persistent session, as MQTT 3.1.1 has it for QoS 1. It loses nothing; the link to it does.
struct SimulatedBroker {
    /// A PUBLISH on its way to the client.
    struct Delivery {
        /// Which message, by its index in the run's messages.
        var message: Int
        var packetID: UInt16
        var isRetained: Bool
        var isAgain: Bool
    }

    private struct Waiting {
        var message: Int
        var isRetained: Bool
    }

    private struct InFlight {
        var packetID: UInt16
        var waiting: Waiting
        var wasSent: Bool
    }

    private var queue: [Waiting] = []
    /// At most `window` messages that were sent and not acknowledged (MQTT 5: receive maximum).
    private var inFlight: [InFlight] = []
    /// The kept message of each topic, in the order in which topics were first kept.
    private var retained: [(topic: String, message: Int)] = []
    private var lastPacketID: UInt16 = 0
    private(set) var wire: [Delivery] = []
    private(set) var isConnected = false
    private var hasSession = false
    private let window: Int

    /// Packet identifiers begin anew after so many.
    private static let identifiers: UInt16 = 97

    init(window: Int) {
        // Each message in flight has an identifier of its own.
        self.window = min(window, Int(Self.identifiers))
    }

    var isDrained: Bool { queue.isEmpty && inFlight.isEmpty }

    /// A publisher's message arrived.
    mutating func publish(_ message: Int, topic: String, isRetained: Bool, isEmpty: Bool) {
        queue.append(Waiting(message: message, isRetained: false))
        guard isRetained else { return }
        retained.removeAll { $0.topic == topic }
        if !isEmpty { retained.append((topic, message)) }
    }

    /// The client connects and subscribes: what was in flight is sent again first, and kept messages once more.
    /// Returns whether the session was there.
    mutating func connect(_ counts: inout FaultCounts) -> Bool {
        let isPresent = hasSession
        hasSession = true
        isConnected = true
        counts.note(.redelivery, inFlight.count { $0.wasSent })
        wire = inFlight.map {
            Delivery(
                message: $0.waiting.message, packetID: $0.packetID, isRetained: $0.waiting.isRetained,
                isAgain: $0.wasSent)
        }
        for index in inFlight.indices { inFlight[index].wasSent = true }
        if isPresent { counts.note(.retainedAgain, retained.count) }
        queue.insert(contentsOf: retained.map { Waiting(message: $0.message, isRetained: true) }, at: 0)
        return isPresent
    }

    /// What is on the wire is lost; what is not acknowledged waits for the next connection.
    mutating func cut() {
        wire = []
        isConnected = false
    }

    /// Sends what the window allows.
    mutating func send() {
        guard isConnected else { return }
        while inFlight.count < window, !queue.isEmpty {
            let waiting = queue.removeFirst()
            let packetID = freePacketID()
            inFlight.append(InFlight(packetID: packetID, waiting: waiting, wasSent: true))
            wire.append(
                Delivery(
                    message: waiting.message, packetID: packetID, isRetained: waiting.isRetained, isAgain: false))
        }
    }

    /// Takes the first messages off the wire, as the client reads them.
    mutating func take(_ count: Int) -> [Delivery] {
        let taken = Array(wire.prefix(count))
        wire.removeFirst(taken.count)
        return taken
    }

    mutating func acknowledge(_ packetID: UInt16) {
        inFlight.removeAll { $0.packetID == packetID }
    }

    private mutating func freePacketID() -> UInt16 {
        repeat {
            lastPacketID = lastPacketID % Self.identifiers + 1
        } while inFlight.contains { $0.packetID == lastPacketID }
        return lastPacketID
    }
}
