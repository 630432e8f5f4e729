import Readings
import SensorSim

/// `charging-hours.csv`: what each connector gave in each hour in which it gave anything: by its meter values, and really.
///
/// Between two meter values of a session energy is taken to flow evenly, up to the word that the
/// car takes no more: nobody who has the messages alone can know better.
enum ChargingHours {
    private struct Key: Hashable, Comparable {
        var hour: Instant
        var chargePoint: String
        var connector: Int

        static func < (left: Key, right: Key) -> Bool {
            (left.hour, left.chargePoint, left.connector) < (right.hour, right.chargePoint, right.connector)
        }
    }

    private struct Cell {
        /// Millionths of a Wh.
        var told: Int64 = 0
        var cityWh: Int64 = 0
        var starts = 0
    }

    /// - Parameter told: what was told of each of `truths`; nil where nothing was.
    static func table(_ truths: [ChargingTruth], told: [ToldSession?], _ period: Range<Instant>) -> [UInt8] {
        var cells: [Key: Cell] = [:]
        for (truth, told) in zip(truths, told) {
            func add(_ hour: Instant, of connector: Int, _ change: (inout Cell) -> Void) {
                let key = Key(hour: hour, chargePoint: truth.chargePoint, connector: connector)
                change(&cells[key, default: Cell()])
            }
            if let told, told.counts, let start = told.start {
                add(start.floored(toMicroseconds: Microseconds.hour), of: truth.toldConnector) { $0.starts += 1 }
                for (hour, energy) in byHour(told.samples) { add(hour, of: truth.toldConnector) { $0.told += energy } }
            }
            let stay =
                max(
                    truth.pluggedIn, period.lowerBound)..<max(
                    min(truth.pluggedOut, period.upperBound), max(truth.pluggedIn, period.lowerBound))
            for hour in hours(of: stay) {
                let end = hour.advanced(byMicroseconds: Microseconds.hour)
                let energy = truth.visit.deliveredWh(at: end) - truth.visit.deliveredWh(at: hour)
                if energy > 0 { add(hour, of: truth.connector) { $0.cityWh += energy } }
            }
        }
        var text: [UInt8] = []
        text.line(["window_start", "charge_point", "connector", "told_starts", "told_kwh", "city_kwh"])
        for (key, cell) in cells.sorted(by: { $0.key < $1.key }) {
            text.line([
                key.hour.iso8601, key.chargePoint, String(key.connector), String(cell.starts),
                decimal(millionths: (cell.told + 500) / 1000), decimal(millionths: cell.cityWh * 1000),
            ])
        }
        return text
    }

    /// Millionths of a Wh by hour, as differences of cumulative values, so that an hour's parts add up to the whole.
    private static func byHour(_ samples: [ChargingTruth.Sample]) -> [(hour: Instant, energy: Int64)] {
        var known = samples
        while let last = known.last, !last.isOfMeter { known.removeLast() }
        guard let first = known.first, let last = known.last, first.at < last.at else { return [] }
        return hours(of: first.at..<last.at).compactMap { hour in
            let end = hour.advanced(byMicroseconds: Microseconds.hour)
            let energy = cumulative(known, at: end) - cumulative(known, at: hour)
            return energy == 0 ? nil : (hour, energy)
        }
    }

    private static func cumulative(_ samples: [ChargingTruth.Sample], at instant: Instant) -> Int64 {
        guard let first = samples.first, instant > first.at else { return (samples.first?.energyWh ?? 0) * 1_000_000 }
        guard let next = samples.firstIndex(where: { $0.at >= instant }) else {
            return (samples.last?.energyWh ?? 0) * 1_000_000
        }
        let (before, after) = (samples[next - 1], samples[next])
        let part = Int128(instant.microseconds(since: before.at))
        let whole = Int128(after.at.microseconds(since: before.at))
        let rise = Int128(after.energyWh - before.energyWh) * 1_000_000
        return before.energyWh * 1_000_000 + Int64(rise * part / whole)
    }

    private static func hours(of span: Range<Instant>) -> [Instant] {
        var hours: [Instant] = []
        var hour = span.lowerBound.floored(toMicroseconds: Microseconds.hour)
        while hour < span.upperBound {
            hours.append(hour)
            hour = hour.advanced(byMicroseconds: Microseconds.hour)
        }
        return hours
    }
}
