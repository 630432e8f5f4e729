package import Readings

/// What a simulated air sensor shows for one period, its own errors included, each quantity in the project's unit.
package struct AirReading: Sendable {
    package var device: String
    /// The period that was measured; its end is the measurement's time.
    package var covers: Range<Instant>
    /// How often the sensor has measured since it was switched on.
    package var count: Int64
    private var values = InlineArray<16, Double>(repeating: .nan)

    package init(device: String, covers: Range<Instant>, count: Int64) {
        self.device = device
        self.covers = covers
        self.count = count
    }

    /// When it was measured: the end of its period, by the clock of its sensor.
    package var end: Instant { covers.upperBound }

    /// Nil where the sensor has no such cell, or the cell has failed. What is no number, or larger than any instrument
    /// shows (a thousand million), is taken for a failed cell.
    package subscript(quantity: Quantity) -> Double? {
        get {
            let value = values[Int(quantity.rawValue)]
            return value.isNaN ? nil : value
        }
        set {
            let isFigure = newValue.map { abs($0) <= 1e9 } ?? false
            values[Int(quantity.rawValue)] = isFigure ? newValue ?? .nan : .nan
        }
    }
}
