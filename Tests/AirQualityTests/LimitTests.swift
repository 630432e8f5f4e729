import AirQuality
import Readings
import Testing
import TimeWindows

@Suite("Limits")
struct LimitTests {
    static let unit: Int128 = 1_000_000_000_000
    static let date = CivilDate(year: 2026, month: 3, day: 2)

    private func limit(
        _ quantity: Quantity, _ averaging: AveragingPeriod, rule: String? = nil, on date: CivilDate = date
    ) throws -> Limit {
        try #require(
            Limits.builtIn.limits(of: quantity, on: date).first {
                $0.averaging == averaging && (rule == nil || $0.rule == rule)
            })
    }

    /// Days of the year 2025 from 24 values each, in ug/m3 times `scale`; nil is a missing hour.
    private func year(_ days: [[Double?]], asOf: CivilDate? = nil) -> HoursOfSpan {
        var span = HoursOfSpan(year: 2025, asOf: asOf)
        for (place, hours) in days.enumerated() {
            span.put(
                DayOfMeans(
                    date: CivilDate(year: 2025, month: 1, day: 1).adding(days: place), hours: hours.map(mean)))
        }
        return span
    }

    private func mean(_ value: Double?) -> HourlyMean? {
        value.map { HourlyMean(mean: Picounits(Int128(($0 * 1e6).rounded()) * 1_000_000), isValid: true) }
    }

    private func day(_ value: Double?) -> [Double?] { Array(repeating: value, count: 24) }

    @Test(
        "the table of UK limits and objectives: limit, allowed periods and percentile (reference air 1.5)",
        arguments: [
            (Quantity.no2, AveragingPeriod.hour, "uk-limit-value", 200, 18, 99_790_000),
            (.no2, .year, "uk-limit-value", 40, nil, nil), (.pm10, .day, "uk-limit-value", 50, 35, 90_410_000),
            (.pm10, .year, "uk-limit-value", 40, nil, nil), (.pm2_5, .year, "uk-limit-value", 20, nil, nil),
            (.so2, .quarterHour, "uk-objective", 266, 35, 99_900_000),
            (.so2, .hour, "uk-limit-value", 350, 24, 99_730_000), (.so2, .day, "uk-limit-value", 125, 3, 99_180_000),
            (.co, .dailyMaximum8Hours, "uk-limit-value", 10, nil, nil),
            (.o3, .dailyMaximum8Hours, "uk-objective", 100, 10, 97_000_000),
            (.pm2_5, .year, "england-target", 10, nil, nil), (.pm2_5, .year, "who-2021", 5, nil, nil),
            (.pm10, .year, "who-2021", 15, nil, nil), (.no2, .year, "who-2021", 10, nil, nil),
            (.pm2_5, .day, "who-2021", 15, 3, 99_000_000), (.pm10, .day, "who-2021", 45, 3, 99_000_000),
            (.no2, .day, "who-2021", 25, 3, 99_000_000), (.so2, .day, "who-2021", 40, 3, 99_000_000),
            (.co, .day, "who-2021", 4, 3, 99_000_000), (.o3, .peakSeason, "who-2021", 60, nil, nil),
        ] as [(Quantity, AveragingPeriod, String, Int64, Int?, Int64?)])
    func builtIn(
        quantity: Quantity, averaging: AveragingPeriod, rule: String, value: Int64, allowed: Int?, percentile: Int64?
    ) throws {
        let limit = try limit(quantity, averaging, rule: rule)
        #expect(limit.limit == value * 1_000_000)
        #expect(limit.precision == 1_000_000)
        #expect(limit.allowed == allowed)
        #expect(limit.percentile?.count == percentile)
    }

    @Test("the interim target for PM2.5 in England was 12 by January 2028 until the plan of December 2025: 10 by 2030")
    func interim() throws {
        let old = try limit(.pm2_5, .year, rule: "england-interim", on: CivilDate(year: 2025, month: 11, day: 30))
        let new = try limit(.pm2_5, .year, rule: "england-interim", on: CivilDate(year: 2025, month: 12, day: 1))
        #expect(old.limit == 12_000_000 && old.due == CivilDate(year: 2028, month: 1, day: 31))
        #expect(new.limit == 10_000_000 && new.due == CivilDate(year: 2030, month: 12, day: 31))
        let target = try limit(.pm2_5, .year, rule: "england-target")
        #expect(target.due == CivilDate(year: 2040, month: 12, day: 31))
    }

    @Test(
        "an hour is over 200 from 200.5 on: rounded half up to whole units",
        arguments: [(200.0, false), (200.4, false), (200.499999, false), (200.5, true), (201, true), (-3, false)])
    func rounding(value: Double, isOver: Bool) throws {
        let exceedance = Exceedance(
            of: year([day(10) + []].map { [value] + $0.dropFirst() }),
            against: try limit(.no2, .hour, rule: "uk-limit-value"))
        #expect(exceedance.periodsOver == (isOver ? 1 : 0))
        #expect(exceedance.periods == 24)
        #expect(exceedance.periodsInSpan == 8760)
        #expect(!exceedance.isOver)
    }

    @Test("a day is compared by its exact mean: 18 hours of a third over 50.5 are not lost to rounding")
    func dayMean() throws {
        let limit = try limit(.pm10, .day, rule: "uk-limit-value")
        // 17 hours valid: no day. 18 valid hours whose sum is 909: mean 50.5 exactly, which is over.
        let short = day(60).enumerated().map { $0.offset < 17 ? $0.element : nil }
        let exact = day(50.5).enumerated().map { $0.offset < 18 ? $0.element : nil }
        // One millionth less in one hour: 50.49999994, not over.
        var below = exact
        below[3] = 50.499999
        let exceedance = Exceedance(of: year([short, exact, below, day(10)]), against: limit)
        #expect(exceedance.periods == 3)
        #expect(exceedance.periodsOver == 1)
        #expect(exceedance.periodsInSpan == 365)
        #expect(exceedance.highest?.count == 50_500_000_000_000)
    }

    @Test("36 days over 50 are one too many of PM10, 35 are allowed")
    func allowed() throws {
        let limit = try limit(.pm10, .day, rule: "uk-limit-value")
        for days in [35, 36] {
            let span = year((0..<365).map { day($0 < days ? 60 : 20) })
            let exceedance = Exceedance(of: span, against: limit)
            #expect(exceedance.periodsOver == days)
            #expect(exceedance.isOver == (days == 36))
            // 90.41 % of 364 steps is 329.0924: the 36th highest day is number 329 from 0.
            let expected: Int128 = days == 36 ? 60_000_000_000_000 : 23_696_000_000_000
            #expect(exceedance.equivalentPercentile?.count == expected)
        }
    }

    @Test("99.79 % of 8,760 hours by hand")
    func percentile() throws {
        // Hours 0, 1, ... 8759 in tenths: position 8759 x 0.9979 = 8740.6061, so 874.06061.
        let days = (0..<365).map { day in (0..<24).map { Double?.some(Double(day * 24 + $0) / 10) } }
        let exceedance = Exceedance(of: year(days.reversed()), against: try limit(.no2, .hour, rule: "uk-limit-value"))
        #expect(exceedance.equivalentPercentile?.count == 874_060_610_000_000)
        #expect(exceedance.periods == 8760)
        // 200.5, 200.6, ... 875.9.
        #expect(exceedance.periodsOver == 8760 - 2005)
        #expect(exceedance.isOver)
    }

    @Test("the year's mean, of the part that has passed; capture is of that part")
    func yearToDate() throws {
        let asOf = CivilDate(year: 2025, month: 1, day: 10)
        let limit = try limit(.no2, .year, rule: "uk-limit-value")
        let span = year((0..<20).map { day($0 < 9 ? 40.5 : nil) }, asOf: asOf)
        let exceedance = Exceedance(of: span, against: limit)
        #expect(exceedance.periodsOver == 1 && exceedance.isOver)
        #expect(exceedance.periods == 216 && exceedance.periodsInSpan == 240)
        #expect(Exceedance(of: year([day(40.4)]), against: limit).periodsOver == 0)
        let none = Exceedance(of: year([]), against: limit)
        #expect(none.periodsOver == 0 && none.periods == 0 && none.highest == nil && none.equivalentPercentile == nil)
    }

    @Test("a running 8 h mean belongs to the day in which it ends")
    func belongsToItsEnd() throws {
        let limit = try limit(.o3, .dailyMaximum8Hours, rule: "uk-objective")
        // The last 7 hours of the first day and the first hour of the second: that mean of 120 ends in the second day, whose
        // other hours are 0. In the first day the greatest is 7/8 of 120 = 105, over 100 too; then 0 from hour 8 on.
        let first = (0..<24).map { Double?.some($0 < 17 ? 0 : 120) }
        let second = (0..<24).map { Double?.some($0 < 1 ? 120 : 0) }
        let exceedance = Exceedance(of: year([first, second, day(0)]), against: limit)
        #expect(exceedance.periodsOver == 2)
        #expect(exceedance.highest?.count == 120 * Self.unit)
        // Alone, the first day's greatest valid mean is that of its first six hours: 120 / 6. The day before the year
        // gives its last hours to the first day's means.
        var span = year([day(0).enumerated().map { $0.offset < 1 ? 120 : 0 }])
        #expect(Exceedance(of: span, against: limit).highest?.count == 20 * Self.unit)
        span.put(DayOfMeans(date: CivilDate(year: 2024, month: 12, day: 31), hours: first.map(mean)))
        #expect(Exceedance(of: span, against: limit).highest?.count == 120 * Self.unit)
        #expect(span.statistics.mean.hours == 24, "the day before counts in no figure of the year")
    }

    @Test("18 of 24 running means make a day's maximum")
    func maximumCapture() {
        // 17 valid hours at the end: windows ending with the 6th of them and later are valid: 12. Not enough.
        var span = year([day(10).enumerated().map { $0.offset < 7 ? nil : $0.element }])
        #expect(span.greatestRunningMean(ofDay: 0, spanHours: 8) == nil)
        // 23 valid hours: 18 windows.
        span = year([day(10).enumerated().map { $0.offset < 1 ? nil : $0.element }])
        #expect(span.greatestRunningMean(ofDay: 0, spanHours: 8)?.mean?.count == 10 * Self.unit)
    }

    @Test("quarter-hours of SO2 over 266")
    func quarterHours() throws {
        let limit = try limit(.so2, .quarterHour)
        var span = HoursOfSpan(year: 2025)
        let date = CivilDate(year: 2025, month: 2, day: 1)
        let quarters = (0..<96).map { mean($0 < 40 ? 266.5 : $0 < 90 ? 266.4 : nil) }
        span.put(DayOfMeans(date: date, hours: [], quarters: quarters))
        let exceedance = Exceedance(of: span, against: limit)
        #expect(exceedance.periodsOver == 40 && exceedance.isOver)
        #expect(exceedance.periods == 90 && exceedance.periodsInSpan == 35_040)
        span.put(DayOfMeans(date: date, hours: []))
        #expect(Exceedance(of: span, against: limit).periods == 0, "a day without quarters replaces one with them")
    }

    @Test("the peak season is the six months with the highest mean of the days' highest 8 h means")
    func peakSeason() throws {
        let limit = try limit(.o3, .peakSeason)
        // 50 from January to March, 61 from April to September (days 90 to 272), 40 from October on.
        let days = (0..<365).map { day($0 < 90 ? 50 : $0 < 273 ? 61 : 40) }
        let exceedance = Exceedance(of: year(days), against: limit)
        #expect(exceedance.highest?.count == 61 * Self.unit)
        #expect(exceedance.periodsOver == 1 && exceedance.isOver)
        #expect(exceedance.periods == 183 && exceedance.periodsInSpan == 183)
        // Five months have no season.
        let short = Exceedance(of: year(days, asOf: CivilDate(year: 2025, month: 5, day: 31)), against: limit)
        #expect(short.periodsOver == 0 && short.highest == nil && short.periodsInSpan == 151)
        let six = Exceedance(of: year(days, asOf: CivilDate(year: 2025, month: 6, day: 30)), against: limit)
        // (90 x 50 + 91 x 61) / 181 = 55.5303867...
        #expect(six.highest?.millionths == 55_530_387)
    }
}
