import Readings

/// Which of several sensors in one device is believed when they report one quantity for one time: the one with the lowest
/// rank, of equals the first in the message. A mean of unlike sensors would be the figure of none.
struct SensorChoice: Sendable {
    /// By the quantity's raw value.
    private var ranks = InlineArray<16, Int>(repeating: Int.max)
    private let first: Int

    /// `first`: the index of the record's first sample, where a message holds several records.
    init(from first: Int) {
        self.first = first
    }

    /// Adds a value, or puts it in the place of one that a worse sensor gave.
    mutating func add(_ value: DecodedValue, of quantity: Quantity, rank: Int, to decoded: inout Decoded) {
        guard case .value(let measured) = value else {
            decoded.add(value, of: quantity)
            return
        }
        let slot = Int(quantity.rawValue)
        guard rank < ranks[slot] else { return }
        ranks[slot] = rank
        for index in first..<max(first, decoded.samples.count) where decoded.samples[index].quantity == quantity {
            decoded.samples[index].value = measured
            return
        }
        decoded.add(value, of: quantity)
    }
}
