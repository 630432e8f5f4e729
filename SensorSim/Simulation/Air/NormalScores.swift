/// Series that are made typical: their sample moments, or all their quantiles, are those of the normal distribution.
///
/// A year of an hourly series with memory has the information of a few hundred independent hours only, so that its mean
/// and spread scatter by several percent from seed to seed. A simulated year is a typical one instead.
enum NormalScores {
    /// Takes the mean off and scales to standard deviation 1; a series without spread becomes nought.
    static func standardise(_ series: inout [Double]) {
        guard !series.isEmpty else { return }
        var mean = 0.0
        for value in series { mean += value }
        mean /= Double(series.count)
        var squares = 0.0
        for value in series { squares += (value - mean) * (value - mean) }
        let deviation = (squares / Double(series.count)).squareRoot()
        let scale = deviation > 0 ? 1 / deviation : 0
        for index in series.indices { series[index] = (series[index] - mean) * scale }
    }

    /// Each value becomes the normal distribution's quantile at its rank: the order of the hours stays, the distribution
    /// is normal exactly.
    static func rank(_ series: inout [Double]) {
        let order = series.indices.sorted { (series[$0], $0) < (series[$1], $1) }
        for (rank, index) in order.enumerated() {
            series[index] = quantile((Double(rank) + 0.5) / Double(series.count))
        }
    }

    /// The normal distribution's quantile at a share between 0 and 1, to seven digits: Wichura 1988, Applied Statistics
    /// 37, 477-484, algorithm AS 241 (PPND7) without its branch for shares below 1.4e-11.
    static func quantile(_ share: Double) -> Double {
        let distance = share - 0.5
        if abs(distance) <= 0.425 {
            let r = 0.180625 - distance * distance
            let numerator = ((59.109374720 * r + 159.29113202) * r + 50.434271938) * r + 3.3871327179
            let denominator = ((67.187563600 * r + 78.757757664) * r + 17.895169469) * r + 1
            return distance * numerator / denominator
        }
        let r = (-PortableMath.ln(min(share, 1 - share))).squareRoot() - 1.6
        let numerator = ((0.17023821103 * r + 1.3067284816) * r + 2.7568153900) * r + 1.4234372777
        let value = numerator / ((0.12021132975 * r + 0.73700164250) * r + 1)
        return distance < 0 ? -value : value
    }
}
