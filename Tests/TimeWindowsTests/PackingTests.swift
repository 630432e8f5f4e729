import SeededRandom
import Readings
import Testing

@testable import TimeWindows

@Suite("An hour comes back from its bytes as it was")
struct PackingTests {
    private static func packed(_ hour: DeviceHour) -> [UInt8] {
        var packer = Packer()
        hour.pack(into: &packer)
        return packer.bytes
    }

    private static func unpacked(_ bytes: [UInt8]) throws -> DeviceHour {
        var unpacker = Unpacker(bytes)
        let hour = try DeviceHour(unpacking: &unpacker)
        #expect(unpacker.isAtEnd)
        return hour
    }

    /// Copies, conflicts, flags, two lengths of interval and cells of every width, or a few of these only.
    private static func history(seed: Int, count: Int = 60) -> [Message] {
        var random = SplitMix64(seed: 7000 + UInt64(seed))
        let instants = [3, 30, 300][seed % 3]
        return (0..<count).map { _ in
            var message = DeviceHourOrderTests.message(&random, instants: instants)
            if seed.isMultiple(of: 2) {
                // Thousandths in narrow cells, one length, no flag.
                message.values = message.values.map { .init(quantity: $0.quantity, millionths: 5_000_000) }
                message.lengthSeconds = 10
                message.flags = []
            }
            return message
        }
    }

    @Test("after a random history, the hour read back equals the one written, and so do its bytes", arguments: 0..<30)
    func roundTrip(seed: Int) throws {
        let hour = DeviceHour(Self.history(seed: seed))
        let bytes = Self.packed(hour)
        let back = try Self.unpacked(bytes)
        #expect(back == hour)
        #expect(Self.packed(back) == bytes)
    }

    @Test("further messages change the hour read back as they change the one that stayed in memory", arguments: 0..<30)
    func further(seed: Int) throws {
        let messages = Self.history(seed: seed, count: 120)
        var stayed = DeviceHour(Array(messages[..<40]))
        var back = try Self.unpacked(Self.packed(stayed))
        for message in messages[40...] {
            #expect(stayed.insert(message) == back.insert(message))
        }
        #expect(stayed == back)
        for quantity in [Quantity.pm2_5, .no2, .temperature] {
            #expect(stayed.wholeHour(quantity) == back.wholeHour(quantity))
        }
        let reference = ReferenceHour(messages)
        var held = CopyTally()
        back.addCopies(to: &held)
        #expect(held.byDay == reference.copiesByDay)
    }

    @Test("an hour without rows, and one whose first value is in millionths beyond four bytes")
    func edges() throws {
        let empty = DeviceHour(
            start: Message.hour, intervalLength: 1, firstDelay: -1, expectedRows: 9, expectedColumns: 9)
        #expect(try Self.unpacked(Self.packed(empty)) == empty)
        let wide = DeviceHour([Message(at: 0, received: 1, (.pm2_5, .max), (.no2, .min), (.co, 0))])
        let back = try Self.unpacked(Self.packed(wide))
        #expect(back == wide)
        #expect(back.wholeHour(.pm2_5).maximum == .max)
    }

    @Test("bytes that end early throw, wherever they end", arguments: 0..<6)
    func truncated(seed: Int) {
        let bytes = Self.packed(DeviceHour(Self.history(seed: seed, count: 20)))
        for end in bytes.indices {
            #expect(throws: UnpackingError.self) {
                var unpacker = Unpacker(Array(bytes[..<end]))
                _ = try DeviceHour(unpacking: &unpacker)
            }
        }
    }

    @Test("flipped bytes throw or give an hour that can be used and written again", arguments: 0..<12)
    func flipped(seed: Int) throws {
        var random = SplitMix64(seed: UInt64(seed))
        let messages = Self.history(seed: seed, count: 25)
        let bytes = Self.packed(DeviceHour(messages))
        var survivors = 0
        for round in 0..<300 {
            var damaged = bytes
            for _ in 0...(round % 3) {
                let place = Int.random(in: 0..<damaged.count, using: &random)
                damaged[place] =
                    Bool.random(using: &random)
                    ? damaged[place] ^ (1 << UInt8.random(in: 0..<8, using: &random))
                    : UInt8.random(in: 0...255, using: &random)
            }
            var unpacker = Unpacker(damaged)
            guard let hour = try? DeviceHour(unpacking: &unpacker) else { continue }
            survivors += 1
            try use(hour, messages[(round % 20)...].prefix(5))
        }
        #expect(survivors > 0, "flipped values are values")
    }

    /// Calls everything that an hour can do.
    private func use(_ hour: DeviceHour, _ messages: ArraySlice<Message>) throws {
        var hour = hour
        for column in hour.quantities.indices {
            for length in [Microseconds.minute, Microseconds.quarterHour, Microseconds.hour] {
                let stretch = DeviceHour.Stretch(start: 0, end: length)
                _ = hour.figures(hour.quantities[column], stretch, coveredUntil: 7)
                _ = hour.reachPastEnd(column: column, longest: length)
            }
        }
        for message in messages { hour.insert(message) }
        var tally = CopyTally()
        hour.addCopies(to: &tally)
        #expect(try Self.unpacked(Self.packed(hour)) == hour)
    }

    @Test("any bytes at all are safe to read", arguments: 0..<4)
    func noise(seed: Int) throws {
        var random = SplitMix64(seed: 99 + UInt64(seed))
        for _ in 0..<2000 {
            let count = Int.random(in: 0..<200, using: &random)
            // Small numbers are likelier to be counts that fit.
            let bytes = (0..<count).map { _ in UInt8.random(in: 0...(seed.isMultiple(of: 2) ? 255 : 1), using: &random)
            }
            var unpacker = Unpacker(bytes)
            if let hour = try? DeviceHour(unpacking: &unpacker) { try use(hour, []) }
            var again = Unpacker(bytes)
            if let figures = try? WindowFigures(unpacking: &again) { _ = figures.mean.millionths }
        }
    }

    /// The bytes of an hour of two rows of one quantity: where each part begins follows from the layout.
    private static func twoRows() -> [UInt8] {
        packed(
            DeviceHour([
                Message(at: 10, received: 20, (.pm2_5, 1_000_000)), Message(at: 20, received: 30, (.pm2_5, 2_000_000)),
            ]))
    }

    @Test(
        "what no hour holds throws",
        arguments: [
            ("a start that is no whole hour", 0, 1), ("a quantity that there is not", 16, 200),
            ("rows that do not ascend", 32, 0), ("a row outside the hour", 32, 0xff),
            ("a negative length", 40, 0x80), ("a length for one row of two", 41, 1),
        ] as [(String, Int, UInt8)])
    func impossible(what: String, place: Int, byte: UInt8) throws {
        // start 8, quantities 8 + 1, offsets 8 + 2 * 4, length 8, lengths 8 + ...
        var bytes = Self.twoRows()
        _ = try Self.unpacked(bytes)
        #expect(bytes[place] != byte)
        bytes[place] = byte
        #expect(throws: UnpackingError.self, "\(what)") {
            var unpacker = Unpacker(bytes)
            _ = try DeviceHour(unpacking: &unpacker)
        }
    }
}

@Suite("Figures and flags come back from their bytes as they were")
struct FiguresPackingTests {
    private static let figures: [WindowFigures] = [
        .empty,
        DeviceHour([Message(at: 0, received: 10, (.no2, 38_200_000))]).wholeHour(.no2),
        DeviceHour([
            Message(at: 0, received: 10, flags: [.clockReset, .arrivalTime], (.no2, .max)),
            Message(at: 10, received: 20, (.no2, .max)), Message(at: 20, received: 30, (.no2, .max - 1)),
        ]).wholeHour(.no2),
        DeviceHour([
            Message(at: 0, received: 10, (.temperature, .min)), Message(at: 10, received: 20, (.temperature, .min)),
        ]).wholeHour(.temperature),
        DeviceHour([Message(at: 0, received: 10, (.windDirection, 359_999_999))]).wholeHour(.windDirection),
    ]

    @Test("figures, the extremes of Int64 among them", arguments: figures)
    func roundTrip(figures: WindowFigures) throws {
        var packer = Packer()
        figures.pack(into: &packer)
        var unpacker = Unpacker(packer.bytes)
        #expect(try WindowFigures(unpacking: &unpacker) == figures)
        #expect(unpacker.isAtEnd)
        for end in packer.bytes.indices {
            var unpacker = Unpacker(Array(packer.bytes[..<end]))
            #expect(throws: UnpackingError.self) { try WindowFigures(unpacking: &unpacker) }
        }
    }

    @Test("figures that no window has throw")
    func impossible() {
        let good = Self.figures[1]
        var wrong = Array(repeating: good, count: 8)
        wrong[0].n = -1
        wrong[1].coveredMicroseconds = Microseconds.hour + 1
        wrong[2].mean.count = .min
        wrong[3].minimum = good.maximum + 1
        wrong[4].median = good.maximum + 1
        wrong[5].percentile95 = good.minimum - 1
        wrong[6].standardDeviation = -1
        wrong[7].flaggedCount = 2
        for figures in wrong {
            var packer = Packer()
            figures.pack(into: &packer)
            var unpacker = Unpacker(packer.bytes)
            #expect(throws: UnpackingError.self, "\(figures)") { try WindowFigures(unpacking: &unpacker) }
        }
    }

    @Test("flags: the five that there are, in any combination, and no other")
    func flags() throws {
        for rawValue in UInt8.min...UInt8.max {
            var packer = Packer()
            ReadingFlags(rawValue: rawValue).pack(into: &packer)
            var unpacker = Unpacker(packer.bytes)
            if rawValue < 32 {
                #expect(try ReadingFlags(unpacking: &unpacker).rawValue == rawValue)
            } else {
                #expect(throws: UnpackingError.self) { try ReadingFlags(unpacking: &unpacker) }
            }
        }
    }
}
