import Readings
import SensorSim
import Testing

@Suite("The simulated traffic as a whole")
struct SimulationTests {
    @Test("The same seed gives the same bytes, another seed gives others")
    func seeds() {
        let first = SimulatedDay.simulate(seed: 7, start: SimulatedDay.start, hours: 2)
        #expect(first == SimulatedDay.simulate(seed: 7, start: SimulatedDay.start, hours: 2))
        #expect(first != SimulatedDay.simulate(seed: 8, start: SimulatedDay.start, hours: 2))
    }

    @Test("These bytes are the same on every machine and in every version: FNV-1a over an hour of seed 1")
    func fingerprint() {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for message in SimulatedDay.simulate(seed: 1, start: SimulatedDay.start, hours: 1) {
            for byte in message.topic + message.payload {
                hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
            }
        }
        // Change it only together with the model; it tells that a change of code left the traffic as it was.
        #expect(hash == 17_498_026_538_372_206_135)
    }

    @Test("Receive times never go back, and lie inside the day but for the last messages on their way")
    func receiveTimes() {
        var last = SimulatedDay.start
        for message in SimulatedDay.messages {
            #expect(message.received >= last)
            last = message.received
        }
        let end = SimulatedDay.start.advanced(byMicroseconds: Microseconds.day)
        #expect(last < end.advanced(byMicroseconds: 10 * Microseconds.minute))
    }

    @Test("A longer run begins with the shorter one")
    func prefix() {
        let short = SimulatedDay.simulate(seed: 5, start: SimulatedDay.start, hours: 3)
        let long = SimulatedDay.simulate(seed: 5, start: SimulatedDay.start, hours: 4)
        let end = SimulatedDay.start.advanced(byMicroseconds: 3 * Microseconds.hour)
        #expect(short.filter { $0.received < end } == long.filter { $0.received < end })
    }

    @Test("A start inside an hour works: stations report at the first full hour after it")
    func oddStart() throws {
        let start = SimulatedDay.start.advanced(byMicroseconds: 17 * Microseconds.minute + 250_000)
        let messages = SimulatedDay.simulate(seed: 2, start: start, hours: 1)
        #expect(messages.allSatisfy { $0.received > start })
        let station = try #require(messages.first { $0.levels[2] == "ngsi-ld" })
        #expect(String(decoding: station.payload, as: UTF8.self).contains("2026-03-02T01:00:00Z"))
    }

    @Test("Every topic is <borough>/<air or ev>/<dialect>/<device>, at QoS 1 and never retained")
    func topics() {
        let boroughs = ["westminster", "kensington-and-chelsea"]
        for message in SimulatedDay.messages {
            let levels = message.levels
            #expect(boroughs.contains(levels[0]))
            #expect(levels.count == (levels[1] == "air" ? 4 : 5))
            #expect(Identifier.isValid(levels[3]))
            #expect(message.qos == 1 && !message.isRetained)
        }
    }
}

@Suite("Mathematics without the C library")
struct PortableMathTests {
    @Test(
        "Exponential and logarithm agree with their known values",
        arguments: [
            (0.0, 1.0), (1.0, 2.718281828459045), (-1.0, 0.36787944117144233), (0.6931471805599453, 2.0),
            (10.0, 22026.465794806718), (-20.0, 2.061153622438558e-09),
        ])
    func known(x: Double, expected: Double) {
        #expect(abs(PortableMath.exp(x) / expected - 1) < 1e-14)
        #expect(abs(PortableMath.ln(expected) - x) < 1e-13)
    }

    @Test("Normal numbers have mean 0 and standard deviation 1, even ones fill the range")
    func moments() {
        var random = RandomStream(seed: 1, name: "moments")
        var sum = 0.0
        var squares = 0.0
        for _ in 0..<20_000 {
            let value = random.normal()
            sum += value
            squares += value * value
        }
        // Four standard errors: 4 / sqrt(20,000) = 0.028 for the mean, 4 x sqrt(2 / 20,000) = 0.04 for the variance.
        #expect(abs(sum / 20_000) < 0.028)
        #expect(abs(squares / 20_000 - 1) < 0.04)
        #expect(Set((0..<2000).map { _ in random.whole(1...6) }) == [1, 2, 3, 4, 5, 6])
    }

    @Test("Streams of other names and other seeds differ")
    func streamsDiffer() {
        var a = RandomStream(seed: 1, name: "a")
        var b = RandomStream(seed: 1, name: "b")
        var c = RandomStream(seed: 2, name: "a")
        let first = a.next()
        #expect(first != b.next())
        #expect(first != c.next())
    }
}

@Suite("London time")
struct LondonClockTests {
    @Test(
        "Summer time begins and ends at 01:00 UTC on the last Sundays of March and October",
        arguments: [
            ("2026-03-29T00:59:59Z", 0, 6), ("2026-03-29T01:00:00Z", 2, 6), ("2026-10-25T00:59:59Z", 1, 6),
            ("2026-10-25T01:00:00Z", 1, 6), ("2026-03-02T08:00:00Z", 8, 0), ("2026-07-01T23:30:00Z", 0, 3),
        ])
    func hours(stamp: String, hour: Int, weekday: Int) throws {
        let reading = LondonClock.reading(at: try #require(Instant(iso8601: stamp)))
        #expect(reading.hour == hour)
        #expect(reading.weekday == weekday)
    }
}
