import Charging
import Readings
import Testing

@Suite("NEVI uptime, 23 CFR 680.116(b)(3)")
struct NEVITests {
    /// Minutes in; the exact quotient of the year's figure out, worked out by hand.
    struct Case: CustomTestStringConvertible, Sendable {
        var testDescription: String
        var period: Int64 = 525_600
        var outage: Int64
        var excluded: Int64 = 0
        /// Millionths of a percent of 525,600 minutes.
        var yearly: Int64
        var meets: Bool
    }

    @Test(
        "the rule's arithmetic",
        arguments: [
            Case(testDescription: "never down", outage: 0, yearly: 100_000_000, meets: true),
            // 3 % of 525,600 are 15,768 minutes.
            Case(
                testDescription: "97.000 % is not greater than 97 %", outage: 15_768, yearly: 97_000_000, meets: false),
            // 1/525,600 is 0.000190 %.
            Case(testDescription: "a minute less", outage: 15_767, yearly: 97_000_190, meets: true),
            Case(testDescription: "a minute more", outage: 15_769, yearly: 96_999_810, meets: false),
            Case(
                testDescription: "excluded minutes come off the outage", outage: 20_000, excluded: 4233,
                yearly: 97_000_190, meets: true),
            Case(
                testDescription: "no more is excluded than was down", outage: 1000, excluded: 5000, yearly: 100_000_000,
                meets: true),
            // 3 % of a leap year's 527,040 are 15,811.2 minutes, but the rule divides by 525,600 still:
            // 15,800/525,600 is 3.006088 %.
            Case(
                testDescription: "a leap year is judged a little more strictly", period: 527_040, outage: 15_800,
                yearly: 96_993_912, meets: false),
            Case(testDescription: "down all year", outage: 525_600, yearly: 0, meets: false),
            Case(
                testDescription: "down all year, and all of it excluded", outage: 525_600, excluded: 525_600,
                yearly: 100_000_000, meets: true),
        ])
    func yearly(_ example: Case) throws {
        let nevi = NEVIUptime(
            period: example.period * Microseconds.minute, outage: example.outage * Microseconds.minute,
            excluded: example.excluded * Microseconds.minute)
        let uptime = try #require(nevi.yearlyUptime)
        #expect(uptime.rounded(times: 100_000_000) == example.yearly)
        #expect(NEVIUptime.meetsRequirement(uptime) == example.meets)
    }

    @Test("a leap year's own denominator passes what the rule's fails")
    func leapYear() throws {
        let nevi = NEVIUptime(
            period: 527_040 * Microseconds.minute, outage: 15_800 * Microseconds.minute, excluded: 0)
        #expect(NEVIUptime.meetsRequirement(try #require(nevi.uptime)))
        #expect(!NEVIUptime.meetsRequirement(try #require(nevi.yearlyUptime)))
    }

    @Test("one microsecond decides")
    func exact() throws {
        let limit = 15_768 * Microseconds.minute
        let uptimes = [limit - 1, limit, limit + 1].map {
            NEVIUptime(period: NEVIUptime.ruleYear, outage: $0, excluded: 0)
        }
        #expect(try uptimes.map { NEVIUptime.meetsRequirement(try #require($0.yearlyUptime)) } == [true, false, false])
        // All three print as 97.0000, and their mean is 97 % exactly, which is not enough.
        let ports = uptimes.map { NEVIPorts($0.yearlyUptime) }.reduce(NEVIPorts(), +)
        let mean = try #require(ports.mean)
        #expect(mean.percentTenThousandths == 970_000 && !NEVIUptime.meetsRequirement(mean))
        #expect(ports.ports == 3 && ports.portsMeetingRequirement == 1)
    }

    private static let midnight = CivilDate(year: 2026, month: 7, day: 1).startUTC

    private static func minutes(_ range: Range<Int64>) -> Range<Instant> {
        midnight.advanced(
            byMicroseconds: range.lowerBound * Microseconds.minute)..<midnight.advanced(
                byMicroseconds: range.upperBound * Microseconds.minute)
    }

    private static func told(_ outages: [Outage]) -> [String] {
        outages.map { outage in
            let start = outage.start.microseconds(since: midnight) / Microseconds.minute
            let end = outage.end.microseconds(since: midnight) / Microseconds.minute
            return "\(start)-\(end) \(outage.cause.rawValue) \(outage.excluded?.rawValue ?? "-")"
        }
    }

    @Test("an outage is cut where its cause or its exclusion changes; exclusions outside of outages do nothing")
    func cuts() {
        let words: [(Range<Int64>, OCPIStatus)] = [
            (0..<10, .available), (10..<40, .outOfOrder), (40..<60, .unknown), (60..<70, .blocked),
            (70..<90, .inoperative), (90..<100, .charging),
        ]
        let spans = words.map { minutes, status in
            let range = Self.minutes(minutes)
            return StatusSpan(start: range.lowerBound, end: range.upperBound, status: status)
        }
        let exclusions = [
            OutageExclusion(Self.minutes(0..<20), .vandalism), OutageExclusion(Self.minutes(50..<75), .naturalDisaster),
            OutageExclusion(Self.minutes(95..<200), .vehicleFault),
        ]
        #expect(
            Self.told(outages(in: spans, exclusions: exclusions)) == [
                "10-20 OUTOFORDER vandalism", "20-40 OUTOFORDER -", "40-50 UNKNOWN -", "50-60 UNKNOWN natural disaster",
                "70-75 INOPERATIVE natural disaster", "75-90 INOPERATIVE -",
            ])
        let nevi = Reliability(of: spans, in: Self.minutes(0..<100), exclusions: exclusions).nevi
        #expect(nevi.outage == 70 * Microseconds.minute && nevi.excluded == 25 * Microseconds.minute)
    }

    @Test("exclusions that overlap exclude their union, whatever their order")
    func overlapping() {
        let span = StatusSpan(
            start: Self.midnight, end: Self.minutes(0..<60).upperBound, status: .outOfOrder)
        let exclusions = [
            OutageExclusion(Self.minutes(10..<30), .scheduledMaintenance),
            OutageExclusion(Self.minutes(20..<40), .electricUtilityInterruption),
            OutageExclusion(Self.minutes(15..<25), .scheduledMaintenance),
            OutageExclusion(Self.minutes(5..<5), .vandalism),
        ]
        let expected = [
            "0-10 OUTOFORDER -", "10-20 OUTOFORDER scheduled maintenance",
            "20-40 OUTOFORDER electric utility interruption", "40-60 OUTOFORDER -",
        ]
        #expect(Self.told(outages(in: [span], exclusions: exclusions)) == expected)
        #expect(Self.told(outages(in: [span], exclusions: exclusions.reversed())) == expected)
        let nevi = Reliability(of: [span], in: Self.minutes(0..<60), exclusions: exclusions).nevi
        #expect(nevi.excluded == 30 * Microseconds.minute)
    }
}
