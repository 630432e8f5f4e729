import Readings

extension Decoded {
    /// Takes the device that a part of a message names. A message has one topic and so one device: a part of another is
    /// refused with the whole.
    mutating func claim(_ text: Span<UInt8>, _ named: Range<Int>, at start: Int) throws(JSONError) {
        if let before = device {
            guard before.count == named.count else { throw JSONError(.deviceMismatch, at: start) }
            for offset in 0..<named.count where text[before.lowerBound + offset] != text[named.lowerBound + offset] {
                throw JSONError(.deviceMismatch, at: start)
            }
        }
        device = named
    }
}
