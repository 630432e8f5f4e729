package import Readings

extension WindowFigures {
    package func pack(into packer: inout Packer) {
        packer.put(n)
        packer.put(coveredMicroseconds)
        packer.put(mean.count)
        packer.put(minimum)
        packer.put(maximum)
        packer.put(standardDeviation != nil)
        if let standardDeviation { packer.put(standardDeviation) }
        packer.put(median)
        packer.put(percentile95)
        packer.put(flaggedCount)
        flags.pack(into: &packer)
    }

    /// Reads what `pack` wrote. Figures that no window of readings has throw: further arithmetic counts on their limits.
    package init(unpacking unpacker: inout Unpacker) throws(UnpackingError) {
        n = try unpacker.number()
        coveredMicroseconds = try unpacker.number()
        mean = Picounits(try unpacker.number())
        minimum = try unpacker.number()
        maximum = try unpacker.number()
        standardDeviation = try unpacker.flag() ? try unpacker.number() : nil
        median = try unpacker.number()
        percentile95 = try unpacker.number()
        flaggedCount = try unpacker.number()
        flags = try ReadingFlags(unpacking: &unpacker)
        // The mean of values in millionths, which Int64 holds. Windows of readings are an hour long at most.
        let means = (Int128(Int64.min) * Picounits.perMillionth)...(Int128(Int64.max) * Picounits.perMillionth)
        guard n >= 0, 0...n ~= flaggedCount, 0...Microseconds.hour ~= coveredMicroseconds, means ~= mean.count,
            minimum <= maximum, minimum...maximum ~= median, minimum...maximum ~= percentile95,
            standardDeviation ?? 0 >= 0
        else { throw UnpackingError() }
    }
}

extension ReadingFlags {
    package func pack(into packer: inout Packer) {
        packer.put(rawValue)
    }

    package init(unpacking unpacker: inout Unpacker) throws(UnpackingError) {
        try self.init(unpacking: try unpacker.number(UInt8.self))
    }

    /// A flag without a word was not written by this version.
    init(unpacking rawValue: UInt8) throws(UnpackingError) {
        self.init(rawValue: rawValue)
        guard Self.known.isSuperset(of: self) else { throw UnpackingError() }
    }
}
