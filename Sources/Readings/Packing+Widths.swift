// The generic members of `Packer` and `Unpacker`, once for each width that checkpoints hold. Called from another room, a
// generic member works through tables of what each number can do, byte by byte: that was forty times slower, measured
// at an hour of readings. In this room, the compiler makes one copy a width.

extension Packer {
    package mutating func put(_ number: UInt8) { copied(number) }
    package mutating func put(_ number: Int32) { copied(number) }
    package mutating func put(_ number: UInt32) { copied(number) }
    package mutating func put(_ number: Int64) { copied(number) }
    package mutating func put(_ number: Int128) { copied(number) }

    package mutating func put(_ numbers: [UInt8]) { copied(numbers) }
    package mutating func put(_ numbers: [Int32]) { copied(numbers) }
    package mutating func put(_ numbers: [UInt32]) { copied(numbers) }
    package mutating func put(_ numbers: [Int64]) { copied(numbers) }

    /// Names the generic member where a member for the one type would be named.
    private mutating func copied<Number: FixedWidthInteger>(_ number: Number) { put(number) }
    private mutating func copied<Number: FixedWidthInteger>(_ numbers: [Number]) { put(numbers) }
}

extension Unpacker {
    package mutating func number(_ type: UInt8.Type = UInt8.self) throws(UnpackingError) -> UInt8 { try copied() }
    package mutating func number(_ type: Int32.Type = Int32.self) throws(UnpackingError) -> Int32 { try copied() }
    package mutating func number(_ type: UInt32.Type = UInt32.self) throws(UnpackingError) -> UInt32 { try copied() }
    package mutating func number(_ type: Int64.Type = Int64.self) throws(UnpackingError) -> Int64 { try copied() }
    package mutating func number(_ type: Int128.Type = Int128.self) throws(UnpackingError) -> Int128 { try copied() }

    package mutating func numbers(_ type: UInt8.Type = UInt8.self) throws(UnpackingError) -> [UInt8] { try copied() }
    package mutating func numbers(_ type: Int32.Type = Int32.self) throws(UnpackingError) -> [Int32] { try copied() }
    package mutating func numbers(_ type: UInt32.Type = UInt32.self) throws(UnpackingError) -> [UInt32] { try copied() }
    package mutating func numbers(_ type: Int64.Type = Int64.self) throws(UnpackingError) -> [Int64] { try copied() }

    private mutating func copied<Number: FixedWidthInteger>() throws(UnpackingError) -> Number {
        try number(Number.self)
    }

    private mutating func copied<Number: FixedWidthInteger>() throws(UnpackingError) -> [Number] {
        try numbers(Number.self)
    }
}
