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
    }

    @Test(
        "received one by one, it counts at its receipts where its energy fits between them, 1.2 x rating x time",
        arguments: [
            // 8 kWh at 1.2 x 7.4 kW take 3243.24 s.
            (StampFate.clockReset, "10:00:01", false), (.clockReset, "10:54:03", false),
            (.clockReset, "10:54:04", true),
            (.clockReset, "12:00", true), (.taken, "10:00:01", true),
        ])
    func receipts(stop: StampFate, received: String, isCounted: Bool) throws {
        let session = try Self.session(.taken, stop, stopReceived: received)
        #expect(session.isCounted == isCounted)
        #expect((session.result == .wrongClock) == !isCounted)
        #expect(session.energy == WattHours(millionths: 8_000_000_000))
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
