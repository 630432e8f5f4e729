import Readings
import SensorSim
import Testing

@Suite("Pace and disorder of a replay")
struct PaceTests {
    static func message(second: Int64, _ name: String = "x") -> SimulatedMessage {
        SimulatedMessage(
            received: Instant(microseconds: second * Microseconds.second), topic: Array(name.utf8), payload: [])
    }

    @Test(
        "A speed divides the recorded times, a rate counts messages, neither waits for a time that is over",
        arguments: [
            (Pace.speed(1), [0, 10_000, 10_000, 4_000]), (.speed(60), [0, 166, 166, 66]),
            (.speed(0.5), [0, 20_000, 20_000, 8_000]),
            (.rate(4), [0, 250, 500, 750]), (.unlimited, [0, 0, 0, 0]),
        ])
    func schedule(pace: Pace, milliseconds: [Int64]) {
        var schedule = Schedule(pace)
        let dues = [100, 110, 110, 104].map { (second: Int64) in
            schedule.dueOfNext(received: Instant(microseconds: second * Microseconds.second))
        }
        let rounded = dues.map { $0.components.seconds * 1000 + $0.components.attoseconds / 1_000_000_000_000_000 }
        #expect(rounded == milliseconds)
    }

    @Test("A message from before the first is due at once")
    func backwards() {
        var schedule = Schedule(.speed(2))
        _ = schedule.dueOfNext(received: Instant(microseconds: 1000))
        #expect(schedule.dueOfNext(received: Instant(microseconds: 0)) == .zero)
    }

    private func run(_ messages: [SimulatedMessage], _ disorder: Disorder) -> [SimulatedMessage] {
        var disorder = disorder
        var sent: [SimulatedMessage] = []
        for message in messages {
            disorder.take(message)
            while let next = disorder.next(atEnd: false) { sent.append(next) }
        }
        while let next = disorder.next(atEnd: true) { sent.append(next) }
        return sent
    }

    @Test("Without shuffling the order stays, and every third message comes twice")
    func repeats() {
        let messages = (0..<7).map { Self.message(second: $0) }
        let sent = run(messages, Disorder(withinSeconds: 0, repeatEvery: 3, seed: 1))
        #expect(sent.map { $0.received.microseconds / Microseconds.second } == [0, 1, 2, 2, 3, 4, 5, 5, 6])
    }

    @Test("Shuffling keeps every message, moves some, and none by more than the window", arguments: [UInt64(1), 2, 3])
    func shuffles(seed: UInt64) {
        let messages = (0..<500).map { Self.message(second: $0) }
        let sent = run(messages, Disorder(withinSeconds: 30, repeatEvery: 0, seed: seed))
        let seconds = sent.map { $0.received.microseconds / Microseconds.second }
        #expect(seconds.sorted() == Array(0..<500))
        #expect(seconds != seconds.sorted())
        var newest: Int64 = 0
        for second in seconds {
            #expect(newest - second <= 30)
            newest = max(newest, second)
        }
        #expect(sent == run(messages, Disorder(withinSeconds: 30, repeatEvery: 0, seed: seed)))
        #expect(sent != run(messages, Disorder(withinSeconds: 30, repeatEvery: 0, seed: seed + 10)))
    }
}
