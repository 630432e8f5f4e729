import SeededRandom
import Charging
import Readings
import Testing

@Suite("A log is packed and read back")
struct PackingTests {
    static func packed(_ log: ChargePointLog) -> [UInt8] {
        var packer = Packer()
        log.pack(into: &packer)
        return packer.bytes
    }

    static func unpacked(_ bytes: [UInt8]) throws -> ChargePointLog {
        var unpacker = Unpacker(bytes)
        let log = try ChargePointLog(unpacking: &unpacker)
        #expect(unpacker.isAtEnd)
        return log
    }

    @Test("an unpacked log is the packed one and goes on like it", arguments: UInt64(1)...30)
    func roundTrip(seed: UInt64) throws {
        var numbers = SplitMix64(seed: seed &* 13)
        let events = SetPropertyTests.wildEvents(seed: seed) + TallyTests.disputing(seed: seed)
        let shuffled = events.shuffled(using: &numbers)
        let (first, rest) = (shuffled.prefix(events.count * 2 / 3), shuffled.dropFirst(events.count * 2 / 3))
        var log = ChargePointLog(Array(first))
        log.noteRecord(at: SetPropertyTests.begin.advanced(byMicroseconds: 20 * Microseconds.day))
        var other = try Self.unpacked(Self.packed(log))
        #expect(other == log)
        #expect(other.newestReceived == log.newestReceived)
        #expect(other.newestRecord == log.newestRecord)
        for event in rest {
            var (mine, theirs) = (EventTally(), EventTally())
            log.insert(event, tally: &mine)
            other.insert(event, tally: &theirs)
            #expect(mine == theirs)
        }
        #expect(other == log)
        #expect(other.history(connectors: [1, 2]) == log.history(connectors: [1, 2]))
    }

    @Test("equal logs are equal bytes, whatever their order of insertion", arguments: UInt64(1)...10)
    func deterministic(seed: UInt64) {
        var numbers = SplitMix64(seed: seed &* 17)
        let events = SetPropertyTests.wildEvents(seed: seed) + TallyTests.disputing(seed: seed)
        let bytes = Self.packed(ChargePointLog(events))
        #expect(Self.packed(ChargePointLog(events.shuffled(using: &numbers))) == bytes)
    }

    @Test("an empty log takes 17 bytes and comes back")
    func empty() throws {
        #expect(Self.packed(ChargePointLog()).count == 1 + 8 + 8)
        #expect(try Self.unpacked(Self.packed(ChargePointLog())) == ChargePointLog())
    }

    @Test("a log that was cut anywhere is refused")
    func truncation() {
        let bytes = Self.packed(ChargePointLog(Array(SetPropertyTests.wildEvents(seed: 3).prefix(60))))
        for length in 0..<bytes.count {
            var unpacker = Unpacker(Array(bytes[..<length]))
            #expect(throws: UnpackingError.self) { try ChargePointLog(unpacking: &unpacker) }
        }
    }

    @Test("damaged bytes are refused, or give a log that works", arguments: UInt64(1)...20)
    func damage(seed: UInt64) {
        var numbers = SplitMix64(seed: seed &* 19)
        let bytes = Self.packed(ChargePointLog(Array(SetPropertyTests.wildEvents(seed: seed).prefix(40))))
        var refused = 0
        for _ in 0..<300 {
            var damaged = bytes
            for _ in 0..<Int.random(in: 1...3, using: &numbers) {
                let place = Int.random(in: 0..<damaged.count, using: &numbers)
                damaged[place] = UInt8.random(in: 0...255, using: &numbers)
            }
            var unpacker = Unpacker(damaged)
            guard var log = try? ChargePointLog(unpacking: &unpacker) else {
                refused += 1
                continue
            }
            var tally = EventTally()
            for event in SetPropertyTests.wildEvents(seed: seed).prefix(40) { log.insert(event, tally: &tally) }
            let histories = [
                log.history(connectors: [1, 2]),
                log.history(
                    connectors: [1, 2], in: ChargingBlock.block(holding: SetPropertyTests.begin).reach),
            ]
            let week = SetPropertyTests.begin..<SetPropertyTests.begin.advanced(byMicroseconds: 7 * Microseconds.day)
            for history in histories.flatMap(\.connectors) {
                #expect(utilisation(of: history, in: week).unknown <= 7 * Microseconds.day)
            }
            log.forget(before: SetPropertyTests.begin.advanced(byMicroseconds: Microseconds.day))
        }
        #expect(refused > 0)
    }
}
