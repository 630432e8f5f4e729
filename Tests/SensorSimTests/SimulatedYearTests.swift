import Foundation
import Readings
import SensorSim
import Testing

/// A year of hourly means at the simulated Marylebone Road, with the traffic of 2022.
private struct SimulatedYear: Sendable {
    enum Gas: String, CaseIterable, Sendable {
        case no2 = "NO2"
        case nox = "NOx"
        case o3 = "O3"
        case fine = "PM2.5"
        case coarse = "PM10"
    }

    static let start = CivilDate(year: 2022, month: 1, day: 1).startUTC
    static let hours = 8760

    var series: [[Double]]

    init(seed: UInt64) {
        let air = CityAir(seed: seed, start: Self.start, hours: Self.hours, AirConditions(level: 1))
        series = Array(repeating: [], count: Gas.allCases.count)
        for hour in 0..<Self.hours {
            var sums = [Double](repeating: 0, count: Gas.allCases.count)
            for part in 0..<2 {
                // A quarter past and a quarter to.
                let into = Int64(hour) * Microseconds.hour + Int64(2 * part + 1) * Microseconds.hour / 4
                let sample = air.sample(at: Self.start.advanced(byMicroseconds: into), .maryleboneRoad)
                // NO counts as NO2: the molar masses are 46.0055 and 30.006.
                let nox = sample.no2 + sample.no * 46.0055 / 30.006
                for (index, value) in [sample.no2, nox, sample.o3, sample.pm2_5, sample.pm10].enumerated() {
                    sums[index] += value / 2
                }
            }
            for index in sums.indices { series[index].append(sums[index]) }
        }
    }

    subscript(gas: Gas) -> [Double] { series[Gas.allCases.firstIndex(of: gas) ?? 0] }
}

private enum Statistics {
    static func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }

    static func deviation(_ values: [Double]) -> Double {
        let middle = mean(values)
        return (values.reduce(0) { $0 + ($1 - middle) * ($1 - middle) } / Double(values.count - 1)).squareRoot()
    }

    /// Linear interpolation between ranks, as the measured quantiles have it.
    static func quantile(_ sorted: [Double], _ share: Double) -> Double {
        let position = share * Double(sorted.count - 1)
        let lower = Int(position)
        let upper = min(lower + 1, sorted.count - 1)
        return sorted[lower] + (position - Double(lower)) * (sorted[upper] - sorted[lower])
    }

    static func correlation(_ left: [Double], _ right: [Double]) -> Double {
        let (a, b) = (mean(left), mean(right))
        var products = 0.0
        for (x, y) in zip(left, right) { products += (x - a) * (y - b) }
        return products / Double(left.count - 1) / deviation(left) / deviation(right)
    }

    static func ranks(_ values: [Double]) -> [Double] {
        var ranks = [Double](repeating: 0, count: values.count)
        for (rank, index) in values.indices.sorted(by: { values[$0] < values[$1] }).enumerated() {
            ranks[index] = Double(rank)
        }
        return ranks
    }
}

@Suite("A simulated year beside the year that was measured")
struct SimulatedYearTests {
    private struct Target: Sendable {
        var gas: SimulatedYear.Gas
        var mean, deviation, p05, p95, memory: Double
    }

    /// London Marylebone Road, hourly means of 2022 in ug/m3 ((c) Crown copyright Defra, Open Government Licence v3.0): mean,
    /// standard deviation, 5th and 95th percentile, autocorrelation at one hour. PM2.5 is written in whole ug/m3 there.
    private static let measured = [
        Target(gas: .no2, mean: 44.5782, deviation: 22.4353, p05: 13.961, p95: 83.385, memory: 0.89),
        Target(gas: .nox, mean: 95.7447, deviation: 72.3564, p05: 19.316, p95: 235.716, memory: 0.90),
        Target(gas: .o3, mean: 28.4644, deviation: 19.1357, p05: 1.597, p95: 64.262, memory: 0.95),
        Target(gas: .fine, mean: 11.1408, deviation: 8.0511, p05: 4.0, p95: 25.0, memory: 0.91),
        Target(gas: .coarse, mean: 21.0612, deviation: 11.6129, p05: 6.763, p95: 42.513, memory: 0.87),
    ]

    /// Spearman's, of hourly ozone and NOx.
    private static let measuredCorrelation = -0.645

    private static let seeds: [UInt64] = [1, 2, 3, 4, 5]
    private static let years = seeds.map { SimulatedYear(seed: $0) }

    @Test("Five seeds have the measured statistics within a tenth, the lowest ozone within a factor of two")
    func statistics() {
        var table = "quantity  figure      measured" + Self.seeds.map { "    seed \($0)" }.joined() + "\n"
        func check(_ gas: String, _ figure: String, _ measured: Double, _ simulated: [Double]) {
            let bounds = gas == "O3" && figure == "p05" ? 0.5...2 : 0.9...1.1
            for (seed, value) in zip(Self.seeds, simulated) {
                #expect(bounds.contains(value / measured), "\(gas) \(figure), seed \(seed): \(value), not \(measured)")
            }
            table += Self.column(gas, 10) + Self.column(figure, 10)
            table += ([measured] + simulated).map { Self.figure($0) }.joined() + "\n"
        }
        for target in Self.measured {
            let series = Self.years.map { $0[target.gas] }
            let sorted = series.map { $0.sorted() }
            let gas = target.gas.rawValue
            check(gas, "mean", target.mean, series.map(Statistics.mean))
            check(gas, "sd", target.deviation, series.map(Statistics.deviation))
            check(gas, "p05", target.p05, sorted.map { Statistics.quantile($0, 0.05) })
            check(gas, "p95", target.p95, sorted.map { Statistics.quantile($0, 0.95) })
            check(
                gas, "acf1", target.memory,
                series.map { Statistics.correlation(Array($0.dropFirst()), Array($0.dropLast())) })
        }
        check(
            "O3, NOx", "Spearman", Self.measuredCorrelation,
            Self.years.map { Statistics.correlation(Statistics.ranks($0[.o3]), Statistics.ranks($0[.nox])) })
        FileHandle.standardError.write(Data(("\n" + table).utf8))
    }

    /// Heathrow 2022: mean, standard deviation and autocorrelation at one hour of temperature (degC), relative humidity (pct)
    /// and wind (m/s).
    @Test("The weather of a year has the measured mean, spread and memory within a tenth")
    func weather() {
        let air = CityAir(seed: 6, start: SimulatedYear.start, hours: SimulatedYear.hours)
        let year = (0..<SimulatedYear.hours).map { hour in
            air.sample(
                at: SimulatedYear.start.advanced(byMicroseconds: Int64(hour) * Microseconds.hour), .maryleboneRoad)
        }
        for (name, series, mean, deviation, memory) in [
            ("temperature", year.map(\.temperature), 12.6378, 6.5126, 0.9911),
            ("humidity", year.map(\.humidity), 73.6139, 17.2886, 0.9687),
            ("wind", year.map(\.windSpeed), 3.8672, 2.1389, 0.9526),
        ] {
            let comment = Comment(rawValue: name)
            #expect(abs(Statistics.mean(series) / mean - 1) < 0.1, comment)
            #expect(abs(Statistics.deviation(series) / deviation - 1) < 0.1, comment)
            let found = Statistics.correlation(Array(series.dropFirst()), Array(series.dropLast()))
            #expect(abs(found / memory - 1) < 0.1, comment)
        }
    }

    private static func column(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }

    /// Three decimals, right-aligned.
    private static func figure(_ value: Double) -> String {
        let thousandths = Int((abs(value) * 1000).rounded())
        let fraction = String(1000 + thousandths % 1000).dropFirst()
        let text = (value < 0 ? "-" : "") + "\(thousandths / 1000)." + fraction
        return String(repeating: " ", count: max(0, 10 - text.count)) + text
    }
}
