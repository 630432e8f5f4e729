/// How a quantity's published hours differ from the city's air: the sensors' own error.
struct SensorError: Equatable, Sendable {
    private(set) var hours = 0
    private var sum = 0.0
    private var squares = 0.0

    /// Takes a difference, published less true, in millionths of the unit.
    mutating func add(_ millionths: Int64) {
        let difference = Double(millionths) / 1e6
        hours += 1
        sum += difference
        squares += difference * difference
    }

    /// In the quantity's unit: how much sensors show too much on average.
    var bias: Double { hours > 0 ? sum / Double(hours) : 0 }
    /// In the quantity's unit: root of the mean square difference.
    var rootMeanSquare: Double { hours > 0 ? (squares / Double(hours)).squareRoot() : 0 }
}

/// Published hours beside the air of the whole hour at their site, whether anybody measured all of it or not.
struct HourError: Sendable {
    private struct Key: Hashable, Sendable {
        var hour: String
        var site: String
    }

    static let quantities = ["no2", "nox", "o3", "pm2_5", "pm10", "temperature", "humidity"]
    static let truthColumns = ["window_start", "site"] + quantities

    private var rows: [Key: Int] = [:]
    private let city: Table
    private(set) var errors: [String: SensorError] = [:]

    init(truth table: Table) {
        city = table
        for row in 0..<table.count {
            rows[Key(hour: table[row, "window_start"], site: table[row, "site"])] = row
        }
    }

    /// Takes a file of air/hour.
    mutating func take(_ table: Table) {
        for row in 0..<table.count {
            let quantity = table[row, "quantity"]
            guard Self.quantities.contains(quantity), let mean = table.millionths(row, "mean"),
                let truth = rows[Key(hour: table[row, "window_start"], site: table[row, "site"])],
                let air = city.millionths(truth, quantity)
            else { continue }
            errors[quantity, default: SensorError()].add(mean - air)
        }
    }
}
