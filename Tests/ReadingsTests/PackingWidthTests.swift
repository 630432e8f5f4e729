import Readings
import Testing

@Suite("Packing, width by width")
struct PackingWidthTests {
    /// Always the generic members: their type is not known here.
    private func packedInGeneral<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
        var packer = Packer()
        packer.put(number)
        packer.put([number, 0])
        return packer.bytes
    }

    @Test("the members for one type write the bytes of the general ones, little-endian")
    func bytes() {
        var packer = Packer()
        packer.put(UInt8(0x81))
        packer.put([UInt8(0x81), 0])
        packer.put(Int32(-2))
        packer.put([Int32(-2), 0])
        packer.put(UInt32(0x8000_0001))
        packer.put([UInt32(0x8000_0001), 0])
        packer.put(Int64.min + 1)
        packer.put([Int64.min + 1, 0])
        let expected =
            packedInGeneral(UInt8(0x81)) + packedInGeneral(Int32(-2)) + packedInGeneral(UInt32(0x8000_0001))
            + packedInGeneral(Int64.min + 1)
        #expect(packer.bytes == expected)
        var one = Packer()
        one.put(Int32(-2))
        #expect(one.bytes == [0xfe, 0xff, 0xff, 0xff])
    }

    @Test("they read what they wrote")
    func roundTrip() throws {
        var packer = Packer()
        packer.put([Int32.min, .max])
        packer.put([Int64.min, .max])
        packer.put([UInt8(7)])
        packer.put([UInt32.max])
        packer.put(Int128.min)
        packer.put(Int32(-9))
        var unpacker = Unpacker(packer.bytes)
        #expect(try unpacker.numbers(Int32.self) == [.min, .max])
        #expect(try unpacker.numbers(Int64.self) == [.min, .max])
        #expect(try unpacker.numbers(UInt8.self) == [7])
        #expect(try unpacker.numbers(UInt32.self) == [.max])
        #expect(try unpacker.number(Int128.self) == .min)
        let inferred: Int32 = try unpacker.number()
        #expect(inferred == -9)
        #expect(unpacker.isAtEnd)
        #expect(throws: UnpackingError.self) { try unpacker.number(UInt8.self) }
    }
}
