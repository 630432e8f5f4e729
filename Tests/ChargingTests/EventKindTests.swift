import Readings
import Testing

@testable import Charging

@Suite("Kinds of events")
struct EventKindTests {
    private static let record = SessionRecord(
        session: "S77121", isDetailRecord: true, status: .completed, start: Instant(microseconds: 1),
        end: Instant(microseconds: 2), energy: WattHours(millionths: 3), charging: 4, parking: 5, peakMicrowatts: 6,
        lastUpdated: Instant(microseconds: 7))
    private static let update = TransactionUpdate(
        key: .text("a5f0c1d2"), sequence: 3, phase: .ended, chargingState: .idle, isOffline: true,
        reason: .stoppedByEV, hasCard: true)

    /// Each kind at least once, no two alike.
    private static let kinds: [ChargerEvent.Kind] = [
        .status(.available, errorCode: "NoError"), .status(.inService, errorCode: ""),
        .status(.available, errorCode: "WeakSignal"), .started(messageID: "m1", meter: WattHours(millionths: 9)),
        .numbered(messageID: "m1", transaction: -1),
        .stopped(transaction: 7, meter: WattHours(millionths: 9), reason: .local),
        .stopped(transaction: 7, meter: WattHours(millionths: 9), reason: .timeout), .register(kWh, transaction: nil),
        .register(kWh, transaction: 7), .register(kWh, transaction: .text("7")),
        .power(microwatts: -5, transaction: .text("x")), .interval(kWh, transaction: nil),
        .interval(kWh, transaction: 7), .sessionEnergy(kWh, transaction: nil),
        .sessionEnergy(kWh, transaction: .text("x")), .plugged(true), .plugged(false), .chargingNow(true),
        .chargingNow(false), .fault(true), .fault(false), .booted, .heartbeatInterval(seconds: 300),
        .heartbeatInterval(seconds: 60),
        .link(isUp: true), .link(isUp: false), .bay(isOccupied: true), .bay(isOccupied: false), .cardPresented,
        .transaction(update), .transaction(TransactionUpdate(key: 7, sequence: 0, phase: .started)),
        .transaction(TransactionUpdate(key: .text("7"), sequence: 0, phase: .started)),
        .transaction(TransactionUpdate(key: 7, sequence: 0, phase: .updated)), .sessionRecord(record),
        .sessionRecord(SessionRecord(session: "S77121")),
    ]
    private static let kWh = WattHours(millionths: 1_000_000_000)

    private static func recorded(_ kind: ChargerEvent.Kind, received: Int64 = 100) -> RecordedEvent {
        RecordedEvent(
            ChargerEvent(connector: 1, stamp: nil, kind: kind), at: Instant(microseconds: 50),
            received: Instant(microseconds: received), stampFate: .clockReset)
    }

    @Test("Every kind is packed and unpacked without loss", arguments: kinds)
    func packing(_ kind: ChargerEvent.Kind) throws {
        let event = Self.recorded(kind)
        var packer = Packer()
        event.pack(into: &packer)
        #expect(packer.bytes.count >= RecordedEvent.fewestPackedBytes)
        var unpacker = Unpacker(packer.bytes)
        #expect(try RecordedEvent(unpacking: &unpacker) == event)
        #expect(unpacker.isAtEnd)
    }

    @Test("No kind is read from fewer bytes than it was packed into, whatever the kind", arguments: kinds)
    func damage(_ kind: ChargerEvent.Kind) {
        var packer = Packer()
        Self.recorded(kind).pack(into: &packer)
        for count in 0..<packer.bytes.count {
            var unpacker = Unpacker(Array(packer.bytes[..<count]))
            #expect(throws: UnpackingError.self) { try RecordedEvent(unpacking: &unpacker) }
        }
    }

    @Test("Of two different contents of one instant, one precedes the other and never both")
    func order() {
        for (index, left) in Self.kinds.enumerated() {
            for (other, right) in Self.kinds.enumerated() {
                let (first, second) = (Self.recorded(left), Self.recorded(right))
                #expect((first.precedes(second) ? 1 : 0) + (second.precedes(first) ? 1 : 0) == (index == other ? 0 : 1))
            }
        }
    }

    @Test("The log and its counts do not depend on the order in which events of any kind come")
    func anyOrder() {
        func filled(_ kinds: [ChargerEvent.Kind]) -> (ChargePointLog, [EventTally.Entry]) {
            var (log, tally) = (ChargePointLog(), EventTally())
            for kind in kinds { log.insert(Self.recorded(kind), tally: &tally) }
            return (log, tally.entries)
        }
        let forwards = filled(Self.kinds)
        let backwards = filled(Self.kinds.reversed())
        #expect(forwards.0 == backwards.0)
        #expect(forwards.1 == backwards.1)
        #expect(forwards.0.count == Self.kinds.count)
    }

    @Test("What contradicts each other is a conflict: two words, two links, two values of one register")
    func conflicts() {
        func conflicts(_ kinds: ChargerEvent.Kind...) -> Int {
            var (log, tally) = (ChargePointLog(), EventTally())
            for kind in kinds { log.insert(Self.recorded(kind), tally: &tally) }
            return tally.entries.reduce(0) { $0 + $1.conflicts }
        }
        let more = WattHours(millionths: 2)
        #expect(conflicts(.status(.available, errorCode: ""), .status(.faulted, errorCode: "")) == 1)
        #expect(conflicts(.link(isUp: true), .link(isUp: false)) == 1)
        #expect(conflicts(.plugged(true), .plugged(false), .chargingNow(true)) == 1)
        #expect(conflicts(.fault(true), .fault(false), .chargingNow(true)) == 1)
        #expect(conflicts(.register(Self.kWh, transaction: 7), .register(more, transaction: 7)) == 1)
        #expect(conflicts(.register(Self.kWh, transaction: 7), .register(more, transaction: .text("7"))) == 0)
        #expect(conflicts(.interval(Self.kWh, transaction: nil), .register(more, transaction: nil)) == 0)
        // Two fields of one session, told at the same instant.
        #expect(
            conflicts(
                .sessionRecord(SessionRecord(session: "S", energy: more)),
                .sessionRecord(SessionRecord(session: "S", status: .active))) == 0)
    }

    @Test("Of several copies the best stamp counts, whichever came first")
    func stampFate() {
        var events = StampFate.allCases.map { fate in
            var event = Self.recorded(.booted)
            event.stampFate = fate
            return event
        }
        var log = ChargePointLog()
        for _ in 0..<2 {
            var tally = EventTally()
            var other = ChargePointLog()
            for event in events { other.insert(event, tally: &tally) }
            #expect(other.events.first?.stampFate == .taken)
            log = other
            events.reverse()
        }
        #expect(log.count == 1)
    }
}
