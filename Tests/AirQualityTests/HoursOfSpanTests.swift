import AirQuality
import Readings
import Testing
import TimeWindows

@Suite("Hours of a span")
struct HoursOfSpanTests {
    private let first = CivilDate(year: 2024, month: 2, day: 1)

    private func day(_ place: Int, seed: Int64 = 7) -> DayOfMeans {
        let hours = (0..<24).map { hour -> HourlyMean? in
            let value = (Int64(place) * 24 + Int64(hour)) * 7_919 % 1_009
            return HourlyMean(mean: Picounits(Int128(value) * Int128(seed) * 1_000_000_000), isValid: value % 11 != 0)
        }
        return DayOfMeans(date: first.adding(days: place), hours: hours, flaggedHours: place % 3, flags: .withoutStamp)
    }

    @Test("days may come in any order, and again")
    func order() {
        var forwards = HoursOfSpan(year: 2024, month: 2)
        var backwards = forwards
        #expect(forwards.hourCount == 29 * 24)
        for place in 0..<29 { forwards.put(day(place)) }
        for place in (0..<29).reversed() { backwards.put(day(place, seed: 3)) }
        for place in (0..<29).reversed() { backwards.put(day(place)) }
        #expect(forwards.statistics == backwards.statistics)
        // 0 + 1 + 2, nine times, then 0 + 1.
        #expect(forwards.statistics.flaggedHours == 28)
        #expect(forwards.statistics.flags == .withoutStamp)
        #expect(forwards.statistics.spanHours == 696)
        forwards.put(day(29))
        forwards.put(day(-2))
        #expect(forwards.statistics == backwards.statistics, "days outside are passed over")
    }

    @Test("1 to 8,760: the statistics of a year by hand")
    func year() {
        var span = HoursOfSpan(year: 2025)
        for place in 0..<365 {
            span.put(
                DayOfMeans(
                    date: CivilDate(year: 2025, month: 1, day: 1).adding(days: place),
                    hours: (1...24).map {
                        HourlyMean(mean: Picounits(Int128(place * 24 + $0) * 1_000_000_000_000), isValid: true)
                    }))
        }
        let year = span.statistics
        #expect(year.mean.isValid && year.mean.hours == 8760 && year.spanHours == 8760)
        #expect(year.mean.mean?.millionths == 4_380_500_000)
        #expect(year.minimum == 1_000_000 && year.maximum == 8_760_000_000)
        #expect(year.median == 4_380_500_000)
        // 1 + 8759 x 0.95
        #expect(year.percentile95 == 8_322_050_000)
        // sqrt(8760 x 8761 / 12) = sqrt(6395530) = 2528.9385...
        #expect(
            year.standardDeviation.map { Double($0) / 1e6 - 6_395_530.0.squareRoot() }.map { abs($0) < 1e-6 } == true)
    }

    @Test(
        "capture: 75 % is the least for a statistic, 85 % good, 90 % the network's target",
        arguments: [
            (6569, 8760, AnnualCapture.insufficient), (6570, 8760, .sufficient), (7445, 8760, .sufficient),
            (7446, 8760, .good), (7883, 8760, .good), (7884, 8760, .target), (0, 0, .insufficient),
        ])
    func capture(part: Int, whole: Int, expected: AnnualCapture) {
        #expect(AnnualCapture(part: part, of: whole) == expected)
    }

    @Test("a month is valid with three quarters of its hours")
    func monthValidity() {
        for (hours, isValid) in [(521, false), (522, true)] {
            var span = HoursOfSpan(year: 2024, month: 2)
            for place in 0..<29 {
                let means = (0..<24).map { hour in
                    HourlyMean(mean: Picounits(1_000_000), isValid: place * 24 + hour < hours)
                }
                span.put(DayOfMeans(date: first.adding(days: place), hours: means))
            }
            #expect(span.statistics.mean.hours == hours)
            #expect(span.statistics.mean.isValid == isValid)
        }
    }

    @Test("a day is packed and read back, and damaged bytes throw")
    func packing() throws {
        let days = [
            day(5), DayOfMeans(date: first, hours: []),
            DayOfMeans(
                date: first, hours: [],
                quarters: (0..<96).map { HourlyMean(mean: Picounits(Int128($0)), isValid: $0 % 5 != 0) }),
        ]
        for day in days {
            var packer = Packer()
            day.pack(into: &packer)
            var unpacker = Unpacker(packer.bytes)
            #expect(try DayOfMeans(unpacking: &unpacker) == day)
            #expect(unpacker.isAtEnd)
            for length in 0..<packer.bytes.count {
                var short = Unpacker(Array(packer.bytes.prefix(length)))
                #expect(throws: UnpackingError.self) { try DayOfMeans(unpacking: &short) }
            }
        }
    }

    @Test("means at the ends of Int128 and a span without days stop nothing")
    func extremes() {
        var span = HoursOfSpan(dates: first..<first)
        #expect(span.statistics.mean.hours == 0 && span.hourCount == 0)
        span = HoursOfSpan(dates: first..<first.adding(days: 1))
        let ends = [Int128.max, .min, Int128(Int64.min)].map { HourlyMean(mean: Picounits($0), isValid: true) }
        span.put(DayOfMeans(date: first, hours: ends))
        #expect(span.statistics.mean.hours == 3)
        #expect(span.statistics.maximum == 9_223_372_036_855)
        for limit in Limits.builtIn.limits { _ = Exceedance(of: span, against: limit) }
    }
}

@Suite("The index of a day")
struct IndexOfDayTests {
    private let date = CivilDate(year: 2026, month: 3, day: 2)

    private func span(_ hours: [Double?], quarters: [Double?] = []) -> HoursOfSpan {
        var span = HoursOfSpan(dates: date..<date.adding(days: 1))
        let mean: (Double?) -> HourlyMean? = {
            $0.map { HourlyMean(mean: Picounits(Int128($0 * 1e6) * 1_000_000), isValid: true) }
        }
        span.put(DayOfMeans(date: date, hours: hours.map(mean), quarters: quarters.map(mean)))
        return span
    }

    private func index(_ quantity: Quantity, _ span: HoursOfSpan, _ scale: IndexScale = .daily) throws -> Int? {
        try #require(IndexTables.builtIn.table(scale, quantity, on: date)).index(ofDay: 0, in: span)
    }

    @Test("UK: the greatest hour of NO2, the mean of the day of particles, the greatest 8 hours of ozone")
    func daily() throws {
        // 0, 10, 20, ... 230: the greatest hour 230, the day 115, the last eight 160 ... 230: 195.
        let hours = (0..<24).map { Double?.some(Double($0) * 10) }
        #expect(try index(.no2, span(hours)) == 4)
        #expect(try index(.pm10, span(hours)) == 10)
        #expect(try index(.o3, span(hours)) == 8)
        #expect(try index(.pm2_5, span(hours.map { $0.map { $0 / 10 } })) == 2)
        #expect(try index(.pm10, span(hours), .european) == 5)
        #expect(try index(.no2, span(Array(hours.suffix(17)))) == nil, "17 hours are no day")
    }

    @Test("UK: the greatest quarter-hour of SO2, with three quarters of them")
    func quarterHours() throws {
        let quarters = (0..<96).map { Double?.some($0 == 50 ? 266.5 : 3) }
        #expect(try index(.so2, span([], quarters: quarters)) == 4)
        #expect(try index(.so2, span([], quarters: Array(quarters.prefix(71)))) == nil)
        #expect(try index(.so2, span(Array(repeating: 300, count: 24))) == nil, "hours tell nothing of quarter-hours")
    }

    @Test("US: of the 8 h means of ozone that begin from 07:00 to 23:00, 13 of 17 are needed")
    func unitedStatesOzone() throws {
        // 107.7678 ug/m3 is 54 ppb. Hours 0 to 7 are higher, but no mean that begins by 06:00 is of this day.
        let hours = (0..<24).map { Double?.some($0 < 7 ? 300 : 107.7678) }
        var span = HoursOfSpan(dates: date..<date.adding(days: 2))
        let mean: (Double?) -> HourlyMean? = {
            $0.map { HourlyMean(mean: Picounits(Int128(($0 * 1e6).rounded()) * 1_000_000), isValid: true) }
        }
        span.put(DayOfMeans(date: date, hours: hours.map(mean)))
        let table = try #require(
            IndexTables.builtIn.table(.unitedStates, .o3, averaging: .running8Hours, on: date))
        // Those that begin from 07:00 to 18:00 have six hours before midnight: 12 of 17.
        #expect(table.index(ofDay: 0, in: span) == nil)
        let night = (0..<24).map { Double?.some($0 < 1 ? 107.7678 : 0) }
        span.put(DayOfMeans(date: date.adding(days: 1), hours: night.map(mean)))
        #expect(table.index(ofDay: 0, in: span) == 50)
        #expect(table.index(ofDay: 1, in: span) == nil, "the night behind the span is missing")
    }
}
