import Readings
import Testing

@Suite("Packing")
struct PackingTests {
    @Test("What was packed comes back in the same order, to the last byte")
    func roundTrip() throws {
        var packer = Packer()
        packer.put(Int64.min)
        packer.put(UInt8(200))
        packer.put(Int128.max - 7)
        packer.put(true)
        packer.put(Instant(microseconds: -5))
        packer.put(nil as Instant?)
        packer.put([UInt32.max, 0, 1])
        packer.put("zwölf")
        var unpacker = Unpacker(packer.bytes)
        #expect(try unpacker.number(Int64.self) == .min)
        #expect(try unpacker.number(UInt8.self) == 200)
        #expect(try unpacker.number(Int128.self) == .max - 7)
        #expect(try unpacker.flag())
        #expect(try unpacker.instant() == Instant(microseconds: -5))
        #expect(try unpacker.optionalInstant() == nil)
        #expect(try unpacker.numbers(UInt32.self) == [.max, 0, 1])
        #expect(try unpacker.text() == "zwölf")
        #expect(unpacker.isAtEnd)
    }

    @Test("Bytes that end early, or claim more elements than they hold, throw")
    func damage() throws {
        var packer = Packer()
        packer.put([UInt64(1), 2, 3])
        for end in 0..<packer.bytes.count {
            var unpacker = Unpacker(Array(packer.bytes[..<end]))
            #expect(throws: UnpackingError.self) { try unpacker.numbers(UInt64.self) }
        }
        var endless = Packer()
        endless.put(Int64.max)
        var unpacker = Unpacker(endless.bytes)
        #expect(throws: UnpackingError.self) { try unpacker.numbers(UInt8.self) }
    }
}
