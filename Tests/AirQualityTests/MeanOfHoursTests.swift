import AirQuality
import Readings
import Testing
import TimeWindows

@Suite("Means of hours")
struct MeanOfHoursTests {
    private func hour(_ micrograms: Int, isValid: Bool = true) -> HourlyMean {
        HourlyMean(mean: Picounits(Int128(micrograms) * 1_000_000_000_000), isValid: isValid)
    }

    @Test(
        "valid with three quarters of the span",
        arguments: [
            (8, 5, false), (8, 6, true), (8, 8, true), (24, 17, false), (24, 18, true), (24, 24, true), (1, 1, true),
            (1, 0, false),
        ])
    func validity(span: Int, hours: Int, isValid: Bool) {
        let missing = [HourlyMean?](repeating: nil, count: span - hours)
        let invalid = missing.map { _ in hour(1000, isValid: false) }
        let valid = (0..<hours).map { HourlyMean?.some(hour($0)) }
        for mean in [
            MeanOfHours(of: valid + missing, spanHours: span), MeanOfHours(of: missing + valid, spanHours: span),
            MeanOfHours(of: valid + invalid, spanHours: span), MeanOfHours(of: valid, spanHours: span),
        ] {
            #expect(mean.hours == hours)
            #expect(mean.isValid == isValid)
            // 0 + 1 + ... + (hours - 1)
            #expect(mean.sum == Int128(hours * (hours - 1) / 2) * 1_000_000_000_000)
        }
    }

    @Test("the mean is that of the valid hours, rounded once, half away from zero")
    func mean() {
        #expect(
            MeanOfHours(of: [hour(1), nil, hour(2), hour(50, isValid: false)], spanHours: 4).mean?.count
                == 1_500_000_000_000)
        #expect(MeanOfHours(of: [hour(1), hour(0), hour(0)], spanHours: 3).mean?.count == 333_333_333_333)
        #expect(MeanOfHours(of: [hour(-1), hour(-1), hour(0)], spanHours: 3).mean?.count == -666_666_666_667)
        #expect(MeanOfHours(of: [nil, hour(7, isValid: false)], spanHours: 2).mean == nil)
        let greatest = HourlyMean(mean: Picounits(Int128(Int64.max) * 1_000_000), isValid: true)
        #expect(MeanOfHours(of: Array(repeating: greatest, count: 24), spanHours: 24).mean == greatest.mean)
    }

    @Test(
        "three quarters of an hour: 45 minutes are enough, a microsecond less is not",
        arguments: [(Int64(2_700_000_000), true), (2_699_999_999, false), (3_600_000_000, true), (0, false)])
    func hourCapture(microseconds: Int64, isMet: Bool) {
        #expect(CaptureRule.isMet(microseconds, of: Microseconds.hour) == isMet)
    }

    @Test("three quarters of any whole: 4 * part >= 3 * whole", arguments: 1...50)
    func anyWhole(whole: Int) {
        for part in 0...whole {
            #expect(CaptureRule.isMet(Int64(part), of: Int64(whole)) == (4 * part >= 3 * whole))
        }
    }
}

@Suite("A day of hours")
struct DayOfHoursTests {
    private func day(_ means: [Int128?]) -> DayOfHours {
        DayOfHours(
            hours: means.map { $0.map { HourlyMean(mean: Picounits($0), isValid: true) } }, flaggedHours: 0, flags: [])
    }

    @Test("1 to 24: figures by hand")
    func oneTo24() {
        var means = (1...24).map { Int128?.some(Int128($0) * 1_000_000_000_000) }
        means.reverse()
        let day = day(means)
        #expect(day.mean.isValid)
        #expect(day.mean.mean?.millionths == 12_500_000)
        #expect(day.minimum == 1_000_000)
        #expect(day.maximum == 24_000_000)
        // Positions 11.5 and 21.85 from 0.
        #expect(day.median == 12_500_000)
        #expect(day.percentile95 == 22_850_000)
        // sqrt(24 * 25 / 12) = sqrt(50) = 7.0710678
        #expect(day.standardDeviation == 7_071_068)
    }

    @Test("invalid and missing hours are in no figure")
    func gaps() {
        let hours: [HourlyMean?] = [
            HourlyMean(mean: Picounits(10_000_000_000_000), isValid: true), nil,
            HourlyMean(mean: Picounits(99_000_000_000_000), isValid: false),
            HourlyMean(mean: Picounits(20_000_000_000_000), isValid: true),
        ]
        let day = DayOfHours(hours: hours, flaggedHours: 3, flags: .clockReset)
        #expect(day.mean.hours == 2)
        #expect(!day.mean.isValid)
        #expect(day.maximum == 20_000_000)
        #expect(day.median == 15_000_000)
        #expect(day.percentile95 == 19_500_000)
        // 10 / sqrt 2
        #expect(day.standardDeviation == 7_071_068)
        #expect(day.flaggedHours == 3)
        #expect(day.flags == .clockReset)
    }

    @Test("a day without a valid hour has no figures, one with one has no deviation")
    func few() {
        let empty = day([nil, nil])
        #expect(empty.mean.mean == nil)
        #expect(empty.minimum == nil && empty.maximum == nil && empty.median == nil && empty.percentile95 == nil)
        #expect(empty.standardDeviation == nil)
        let single = day([nil, 3_000_000_000_000])
        #expect(single.median == 3_000_000 && single.percentile95 == 3_000_000)
        #expect(single.standardDeviation == nil)
    }

    @Test("percentiles interpolate between means finer than a millionth, and round once")
    func fineMeans() {
        // 0.0000004 and 0.0000010 (1e-12: 400,000 and 1,000,000): the median 0.0000007 rounds to 0.000001,
        // the 95th 0.00000097 too; the means alone round to 0 and 1.
        let day = day([400_000, 1_000_000])
        #expect(day.minimum == 0)
        #expect(day.maximum == 1)
        #expect(day.median == 1)
        #expect(day.percentile95 == 1)
    }

    @Test("the extremes of Int64 do not stop the process")
    func extremes() {
        let high = Int128(Int64.max) * 1_000_000
        let day = day((0..<24).map { $0.isMultiple(of: 2) ? high : -high })
        #expect(day.mean.mean?.count == 0)
        #expect(day.maximum == .max)
        #expect(day.minimum == .min + 1)
        #expect(day.median == 0)
        #expect(day.standardDeviation == .max)
    }
}
