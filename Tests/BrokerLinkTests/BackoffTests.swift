import Testing

@testable import BrokerLink

/// Always the upper end of a range: no jitter to speak of.
private struct Highest: RandomNumberGenerator {
    mutating func next() -> UInt64 { .max }
}

/// Numbers that are the same in every run (the constants are Knuth's MMIX ones).
private struct Congruential: RandomNumberGenerator {
    var state: UInt64 = 1
    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state
    }
}

@Suite("Waiting before the next attempt")
struct BackoffTests {
    private static func seconds(_ duration: Duration) -> Double { duration / .seconds(1) }

    @Test("waits double from 1 s to 60 s")
    func doubling() {
        var backoff = Backoff()
        var random = Highest()
        let waits = (0..<8).map { _ in Self.seconds(backoff.next(afterLinkHeld: nil, using: &random)) }
        for (wait, expected) in zip(waits, [1.0, 2, 4, 8, 16, 32, 60, 60]) {
            #expect(abs(wait - expected) < 1e-6)
        }
    }

    @Test("each wait is shortened at random, by a half at most")
    func jitter() {
        var random = Congruential()
        let first = (0..<1000).map { _ in
            var backoff = Backoff()
            return Self.seconds(backoff.next(afterLinkHeld: nil, using: &random))
        }
        #expect(first.allSatisfy { $0 >= 0.5 && $0 <= 1 })
        // Uniform over half a second: a thousand draws leave less than a twentieth at either end.
        #expect(first.contains { $0 < 0.525 } && first.contains { $0 > 0.975 })
    }

    @Test("a link that held two minutes starts the waits anew; one that was dropped sooner does not")
    func proof() {
        var backoff = Backoff()
        var random = Highest()
        for _ in 0..<3 { _ = backoff.next(afterLinkHeld: nil, using: &random) }
        #expect(abs(Self.seconds(backoff.next(afterLinkHeld: .seconds(119), using: &random)) - 8) < 1e-6)
        #expect(abs(Self.seconds(backoff.next(afterLinkHeld: .seconds(120), using: &random)) - 1) < 1e-6)
    }

    @Test("after a takeover the wait is the longest")
    func takeover() {
        var backoff = Backoff()
        var random = Highest()
        #expect(abs(Self.seconds(backoff.nextAfterTakeover(using: &random)) - 60) < 1e-6)
    }

    @Test("a broker's reason leads to the cause that a person can act on")
    func reasons() {
        // Codes of MQTT 5, section 2.4; 4 and 5 of MQTT 3.1.1, section 3.2.2.3.
        #expect(ReasonWords.farewell(0x8E) == .takenOver)
        #expect(ReasonWords.farewell(0x8B) == .brokerShutDown)
        #expect(ReasonWords.farewell(0x8D) == .silence)
        #expect(ReasonWords.farewell(0x98) == .endedByOperator)
        #expect(ReasonWords.farewell(0xA0) == .ended(0xA0))
        for code: UInt8 in [4, 5, 0x86, 0x87] { #expect(ReasonWords.refusal(code) == .credentialsRefused) }
        #expect(ReasonWords.refusal(0x88) == .busy)
        #expect(ReasonWords.refusal(0x84) == .versionRefused)
        #expect(ReasonWords.refusal(0x9D) == .refused(0x9D))
    }

    @Test("a raised signal stays raised and is readable at once")
    func signal() throws {
        let signal = try StopSignal()
        #expect(!signal.isRaised)
        #expect(!Readiness.wait(socket: signal.descriptor, forWrite: false, stop: nil, atMost: .zero).isReadable)
        signal.raise()
        signal.raise()
        #expect(signal.isRaised)
        #expect(Readiness.wait(socket: signal.descriptor, forWrite: false, stop: nil, atMost: .zero).isReadable)
    }
}
