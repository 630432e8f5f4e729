import Charging
import Readings
import Testing

@Suite("Sessions whose stamps nobody can use")
struct StampTests {
    /// A start and a stop, the reply between them, that all were received at 10:00.
    private static func session(
        _ start: StampFate, _ stop: StampFate, stopReceived: String
    ) throws -> ChargingSession {
        let received = [try Scene.instant("10:00"), try Scene.instant(stopReceived)]
        let events: [(ChargerEvent.Kind, Instant, StampFate)] = [
            (.started(messageID: "m", meter: .init(millionths: 1_000_000_000)), received[0], start),
            (.numbered(messageID: "m", transaction: 1), received[0], .missing),
            (.stopped(transaction: 1, meter: .init(millionths: 9_000_000_000), reason: .local), received[1], stop),
        ]
        let log = ChargePointLog(
            events.map { kind, at, fate in
                var connector: Int?
                if case .started = kind { connector = 1 }
                return RecordedEvent(
                    ChargerEvent(connector: connector, stamp: nil, kind: kind), at: at, received: at, stampFate: fate)
            })
        return try #require(log.history(connectors: [1], rated: MeterTests.rated).connectors.first?.sessions.first)
    }

    @Test("queued while the clock stood at 1970, it is listed with its energy and says so")
    func clockReset() throws {
        let session = try Self.session(.clockReset, .clockReset, stopReceived: "10:00")
        #expect(session.result == .zeroLength && session.energy == WattHours(millionths: 8_000_000_000))
        #expect(session.flags == [.zeroLength, .clockReset])
        // Received one by one it counts, at its receipt.
        let counted = try Self.session(.clockReset, .clockReset, stopReceived: "10:00:01")
        #expect(counted.isCounted && counted.result == .failedAttempt)
        #expect(counted.flags == [.short, .clockReset, .overRating])
    }

    @Test("one stamp of the two is enough for the flag; a reply has none")
    func stamps() throws {
        for (start, stop, flags) in [
            (StampFate.taken, StampFate.taken, []), (.missing, .taken, [.withoutStamp]),
            (.taken, .clockReset, [.clockReset]), (.missing, .clockReset, [.clockReset, .withoutStamp]),
        ] as [(StampFate, StampFate, [SessionFlag])] {
            #expect(try Self.session(start, stop, stopReceived: "12:00").flags == flags)
        }
    }
}
