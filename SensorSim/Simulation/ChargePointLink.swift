import Readings

/// The conversation of a charge point with its central system, as the bridge puts it on MQTT: calls on `up`, answers on
/// `down`. A unit makes its next call only when the last one was answered (OCPP-J 1.6, 4.1.1).
struct ChargePointLink: Sendable {
    struct Conversation: Sendable {
        /// False until the unit has booted: what happens before is unheard.
        var isOpen = false
        private(set) var calls: Int64
        /// When the unit last called; the heartbeat counts from here.
        var lastCall = Instant.distantPast
        /// When the last answer arrived.
        var lastAnswer = Instant.distantPast

        init(firstCall: Int64) {
            calls = firstCall
        }

        mutating func nextCall() -> String {
            calls += 1
            return "m" + String(calls)
        }
    }

    private let up: [UInt8]
    private let down: [UInt8]

    init(_ unit: ChargePoint) {
        up = Array("\(unit.borough)/ev/ocpp16/\(unit.id)/up".utf8)
        down = Array("\(unit.borough)/ev/ocpp16/\(unit.id)/down".utf8)
    }

    /// Sends a call over the mobile network (0.2 to 3 s) and its answer (30 to 400 ms later).
    func call(
        _ payload: [UInt8], at now: Instant, _ conversation: inout Conversation, _ random: inout RandomStream,
        _ outbox: inout Outbox, answer: (Instant) -> [UInt8]
    ) {
        conversation.lastCall = now
        let arrival = now.advanced(byMicroseconds: random.whole(200_000...3_000_000))
        let received = max(
            arrival, conversation.lastAnswer.advanced(byMicroseconds: random.whole(20_000...200_000)))
        outbox.sendAtLeastOnce(up, payload, received: received, random: &random)
        let answered = received.advanced(byMicroseconds: random.whole(30_000...400_000))
        conversation.lastAnswer = answered
        outbox.send(down, answer(answered), received: answered)
    }
}
