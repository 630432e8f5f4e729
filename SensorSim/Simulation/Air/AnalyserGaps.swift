import Readings

/// Hours without a value at a reference station: each analyser is serviced, calibrated and repaired by itself. Marylebone
/// Road 2022 had 27 to 36 gaps a year of median 1 to 2 hours, few of them days long.
struct AnalyserGaps: Sendable {
    private static let analysers: [[Quantity]] = [[.no2, .no, .nox], [.o3], [.pm1, .pm2_5, .pm4, .pm10], [.co]]

    private var until = [Instant](repeating: .distantPast, count: analysers.count)

    /// Takes the values of analysers in a gap out of the reading of an hour.
    mutating func take(
        _ errors: AirErrors, from reading: inout AirReading, _ quantities: [Quantity], _ random: inout RandomStream,
        _ truth: inout TruthSink
    ) {
        guard errors.analyserGapsPerYear > 0 else { return }
        for (number, analyser) in Self.analysers.enumerated() where quantities.contains(where: analyser.contains) {
            if reading.end > until[number],
                random.isTrue(probability: errors.analyserGapsPerYear / 8766)
            {
                let drawn = errors.analyserGapMedianHours * random.logNormal(mu: 0, sigma: errors.analyserGapLogSD)
                let hours = max(1, Int64(min(drawn, 24 * 30).rounded()))
                let from = reading.covers.lowerBound
                until[number] = from.advanced(byMicroseconds: hours * Microseconds.hour)
                truth.report(
                    InjectedFault(
                        .analyserGap, device: reading.device, from: from, to: until[number], count: hours))
            }
            guard reading.end <= until[number] else { continue }
            for quantity in analyser { reading[quantity] = nil }
        }
    }
}
