package import Readings
import TimeWindows

/// What one pollutant of one device gives to the US index: the concentration that the EPA looks up, and its index.
///
/// After the EPA's technical assistance document for the reporting of daily air quality (May 2024) and 40 CFR part 58,
/// appendix G. Kerbside's figures are concentrations at 20 degC; they are turned into mixing ratios by the factors of 20 degC.
/// The EPA's factors of 25 degC belong to concentrations stated at 25 degC: either pair gives the same ppb.
package struct UnitedStatesFigure: Hashable, Sendable {
    /// In millionths of `unit`, truncated to the table's precision.
    package let concentration: Int64
    package let unit: IndexTable.Unit
    /// Nil below the table: a concentration of less than minus one step.
    package let index: Int?

    /// The averaging period of the concentration, in the words of column names.
    package enum Kind: String, CaseIterable, Sendable {
        case nowCast = "nowcast"
        case hour = "1h"
        case running8Hours = "8h"
        case day = "24h"
    }

    private init?(_ table: IndexTable, _ steps: Int128?, index: Int?) {
        guard let steps else { return nil }
        concentration = Int64(clamping: steps * Int128(table.precision))
        unit = table.unit
        self.index = index
    }

    private init?(_ table: IndexTable, _ steps: Int128?) {
        self.init(table, steps, index: steps.flatMap { Self.index(table, $0) })
    }

    /// What lies above a table's end is held at its greatest index, as the EPA has it for SO2 (200), and never left out: a
    /// pollutant that is left out where it is worst would lower the index.
    private static func index(_ table: IndexTable, _ steps: Int128) -> Int? {
        guard let last = table.bands.last, !last.isOpenAbove, let upper = last.upper, steps > Int128(upper) else {
            return table.index(ofSteps: steps)
        }
        return last.indexHigh
    }

    /// Raises the index of ozone to that of an hour of 0.125 ppm or more, where that is greater: the 8 h mean defines nothing
    /// above 300.
    private func raised(_ table: IndexTable?, hour: Int128?) -> UnitedStatesFigure {
        guard let table, let hour, let other = Self.index(table, hour), other > index ?? 0 else { return self }
        return UnitedStatesFigure(self, index: other)
    }

    /// The index of SO2 above 304 ppb in an hour: that of the 24 h mean from 305 ppb on, else 200.
    private func replaced(_ table: IndexTable?, _ hourly: IndexTable, day: Int128?) -> UnitedStatesFigure {
        let end = hourly.bands.last?.upper.map { $0 * hourly.precision }
        guard let table, let day, let end, concentration > end, let index = Self.index(table, day) else { return self }
        return UnitedStatesFigure(self, index: index)
    }

    private init(_ other: UnitedStatesFigure, index: Int) {
        concentration = other.concentration
        unit = other.unit
        self.index = index
    }
}

extension UnitedStatesIndex {
    /// Pollutants in the order that decides between equals when the driver is named.
    package static let pollutants: [Quantity] = [.pm2_5, .pm10, .no2, .o3, .so2, .co]

    /// The averaging period of a pollutant in the hourly index.
    package static func hourlyKind(of pollutant: Quantity) -> UnitedStatesFigure.Kind {
        switch pollutant {
        case .pm2_5, .pm10, .o3: .nowCast
        case .co: .running8Hours
        default: .hour
        }
    }

    /// The averaging period of a pollutant in the index of a day.
    package static func dailyKind(of pollutant: Quantity) -> UnitedStatesFigure.Kind {
        switch pollutant {
        case .pm2_5, .pm10: .day
        case .o3, .co: .running8Hours
        default: .hour
        }
    }

    /// The figure of an hour (`hour` counts from the first of the span): particles and ozone by their NowCast, which needs two
    /// of the newest three hours, NO2 and SO2 by the hour itself, CO by its running 8 h mean (6 of 8). Nil without it.
    package static func figure(
        of pollutant: Quantity, inHour hour: Int, of hours: HoursOfSpan, _ tables: UnitedStatesTables
    ) -> UnitedStatesFigure? {
        let single = hours.runningMean(endingWithHour: hour, spanHours: 1)
        switch hourlyKind(of: pollutant) {
        case .nowCast:
            let method: NowCast.Method = pollutant == .o3 ? .ozone : .particles
            let newest = hours.means(endingWithHour: hour, count: method.hours)
            guard let nowCast = NowCast(ofHours: newest, method) else { return nil }
            return UnitedStatesFigure(tables, pollutant, nowCast: nowCast, hour: single)
        case .running8Hours:
            return UnitedStatesFigure(
                tables, pollutant, .running8Hours, hours.runningMean(endingWithHour: hour, spanHours: 8))
        case .hour, .day:
            return UnitedStatesFigure(
                tables, pollutant, hour: single, day: hours.runningMean(endingWithHour: hour, spanHours: 24))
        }
    }

    /// The figure of a day of the span, which must not be its last (`day` counts from the first): particles by the mean of 18
    /// hours or more, ozone by the greatest of the 17 means over 8 hours that begin from 07:00 to 23:00 (13 needed), CO by
    /// the greatest running 8 h mean that ends in the day, NO2 and SO2 by the greatest hour of a day with 18.
    package static func figure(
        of pollutant: Quantity, onDay day: Int, of hours: HoursOfSpan, _ tables: UnitedStatesTables
    ) -> UnitedStatesFigure? {
        let greatestHour = hours.greatestRunningMean(ofDay: day, spanHours: 1)
        let whole = hours.mean(ofDay: day)
        switch pollutant {
        case .pm2_5, .pm10: return UnitedStatesFigure(tables, pollutant, .running24Hours, whole)
        case .o3:
            return UnitedStatesFigure(
                tables, ozoneOfDay: hours.greatestMean8HoursUnitedStates(ofDay: day), hour: greatestHour)
        case .co:
            return UnitedStatesFigure(
                tables, pollutant, .running8Hours, hours.greatestRunningMean(ofDay: day, spanHours: 8))
        default: return UnitedStatesFigure(tables, pollutant, hour: greatestHour, day: whole)
        }
    }

    fileprivate static func steps(_ table: IndexTable?, _ mean: MeanOfHours?) -> Int128? {
        guard let table, let mean, mean.isValid else { return nil }
        return steps(table, sum: mean.sum, count: mean.hours)
    }
}

extension UnitedStatesFigure {
    fileprivate init?(
        _ tables: UnitedStatesTables, _ pollutant: Quantity, _ averaging: AveragingPeriod, _ mean: MeanOfHours?
    ) {
        guard let table = tables.table(pollutant, averaging) else { return nil }
        self.init(table, UnitedStatesIndex.steps(table, mean))
    }

    /// Of particles, whose tables are those of 24 hours, and of ozone, whose are those of 8.
    fileprivate init?(
        _ tables: UnitedStatesTables, _ pollutant: Quantity, nowCast: NowCast, hour: MeanOfHours
    ) {
        let averaging: AveragingPeriod = pollutant == .o3 ? .running8Hours : .running24Hours
        guard let table = tables.table(pollutant, averaging),
            let figure = UnitedStatesFigure(table, UnitedStatesIndex.steps(table, nowCast))
        else { return nil }
        let hourly = pollutant == .o3 ? tables.table(.o3, .hour) : nil
        self = figure.raised(hourly, hour: UnitedStatesIndex.steps(hourly, hour))
    }

    fileprivate init?(_ tables: UnitedStatesTables, ozoneOfDay mean: MeanOfHours?, hour: MeanOfHours?) {
        guard let figure = UnitedStatesFigure(tables, .o3, .running8Hours, mean) else { return nil }
        let hourly = tables.table(.o3, .hour)
        self = figure.raised(hourly, hour: UnitedStatesIndex.steps(hourly, hour))
    }

    /// Of NO2 and SO2.
    fileprivate init?(
        _ tables: UnitedStatesTables, _ pollutant: Quantity, hour: MeanOfHours?, day: MeanOfHours
    ) {
        guard let hourly = tables.table(pollutant, .hour),
            let figure = UnitedStatesFigure(tables, pollutant, .hour, hour)
        else { return nil }
        let daily = tables.table(pollutant, .running24Hours)
        self = figure.replaced(daily, hourly, day: UnitedStatesIndex.steps(daily, day))
    }
}
