import Charging
import Readings
import Testing

@Suite("Measures of utilisation")
struct UsageTests {
    private static let hour = Microseconds.hour
    private static let seven = Millionths(7_000_000)

    private static func kilowattHours(_ count: Int64) -> WattHours { WattHours(millionths: count * 1_000_000_000) }

    /// A 7 kW connector in a day: 6 h plugged in, 3 h charging, 1 h overstay, 4 h out of service, 2 h unknown, 21 kWh.
    private static let lamp = UsageSum(
        elapsed: 24 * hour, pluggedIn: 6 * hour, charging: 3 * hour, overstay: hour, outOfService: 4 * hour,
        unknown: 2 * hour, energy: kilowattHours(21), ratedKilowatts: seven)

    /// The same time of one that tells status alone.
    private static let statusOnly = UsageSum(
        elapsed: 24 * hour, pluggedIn: 12 * hour, charging: nil, outOfService: 0, unknown: 0, energy: nil,
        ratedKilowatts: seven)

    @Test("shares of the time, and of the time in service")
    func shares() throws {
        let lamp = Self.lamp
        try expectPercent(lamp.pluggedInShare, "25")
        try expectPercent(lamp.chargingShare, "12.5")
        // 21 of 7 x 24 kWh.
        try expectPercent(lamp.energyShare, "12.5")
        // 6, 3 of 20 hours; 21 of 7 x 20 kWh.
        try expectPercent(lamp.pluggedInShareInService, "30")
        try expectPercent(lamp.chargingShareInService, "15")
        try expectPercent(lamp.energyShareInService, "15")
        try expectPercent(lamp.unknownShare, "8.333333")
        try expectPercent(lamp.idleShare, "50")
        try expectPercent(lamp.overstayShare, "16.666667")
    }

    @Test("a connector that cannot tell charging or energy takes part in neither, and in the plugged-in time it does")
    func cannotTell() throws {
        let alone = Self.statusOnly
        #expect(alone.chargingShare == nil && alone.energyShare == nil && alone.idleShare == nil)
        let both = Self.lamp + alone
        // 18 of 48 hours; in service 18 of 44.
        try expectPercent(both.pluggedInShare, "37.5")
        try expectPercent(both.pluggedInShareInService, "40.909091")
        try expectPercent(both.chargingShare, "12.5")
        try expectPercent(both.energyShare, "12.5")
        try expectPercent(both.chargingShareInService, "15")
        #expect(both == alone + Self.lamp)
    }

    @Test("energy is weighed by rating and time: 7 kW and 50 kW for a day")
    func ratings() throws {
        let rapid = UsageSum(
            elapsed: 24 * Self.hour, pluggedIn: 0, charging: 0, outOfService: 24 * Self.hour, unknown: 0,
            energy: Self.kilowattHours(0), ratedKilowatts: Millionths(50_000_000))
        // 21 of 57 x 24 kWh; in service 21 of 7 x 20.
        try expectPercent((Self.lamp + rapid).energyShare, "1.535088")
        try expectPercent((Self.lamp + rapid).energyShareInService, "15")
        #expect(rapid.pluggedInShareInService == nil)
    }

    @Test(
        "overstay is what comes after charging and the site's grace",
        arguments: [
            // Plugged in 0 to 600; end of charging, grace; minutes of overstay.
            (Int64(120), Int64(60), Int64(420)), (540, 60, 0), (600, 0, 0), (120, 0, 480), (-1, 60, 540), (599, 0, 1),
        ])
    func overstaying(chargeEnd: Int64, grace: Int64, expected: Int64) throws {
        let start = CivilDate(year: 2026, month: 7, day: 1).startUTC
        let end = start.advanced(byMicroseconds: 600 * Microseconds.minute)
        let found = overstay(
            occupied: start..<end,
            chargeEnd: chargeEnd < 0 ? nil : start.advanced(byMicroseconds: chargeEnd * Microseconds.minute),
            graceMicroseconds: grace * Microseconds.minute)
        #expect((found.map { [$0].microseconds } ?? 0) == expected * Microseconds.minute)
        #expect(found.map { $0.upperBound == end } ?? true)
    }

    private static func session(_ minutes: Int64?, charging: Int64?, wattHours: Int64?, peak: Int64? = nil)
        -> SessionSum
    {
        SessionSum(
            lengthMicroseconds: minutes.map { $0 * Microseconds.minute },
            chargingMicroseconds: charging.map { $0 * Microseconds.minute },
            energy: wattHours.map { WattHours(millionths: $0 * 1_000_000) }, peakMicrowatts: peak)
    }

    @Test("averages leave out nought, three minutes and more than 100 kWh; counts do not")
    func averages() throws {
        let sum = [
            Self.session(60, charging: 30, wattHours: 10_000, peak: 22),
            Self.session(120, charging: 120, wattHours: 20_000),
            Self.session(30, charging: 30, wattHours: 0), Self.session(3, charging: 3, wattHours: 500),
            Self.session(60, charging: nil, wattHours: 100_001, peak: 50),
            Self.session(nil, charging: 20, wattHours: nil),
            Self.session(90, charging: nil, wattHours: nil),
        ].reduce(SessionSum(), +)
        #expect(sum.sessions == 7 && sum.failedAttempts == 2 && sum.averaged == 2 && sum.peakMicrowatts == 50)
        // (60 + 120)/2 minutes; (10 + 20)/2 kWh.
        #expect(sum.meanSeconds?.rounded(times: 1) == 5400)
        #expect(sum.meanKilowattHours?.rounded(times: 1000) == 15_000)
        // 30.5 kWh in 30 + 120 + 30 + 3 minutes: 10 kW exactly.
        #expect(sum.averageKilowatts?.rounded(times: 1_000_000) == 10_000_000)
        #expect(SessionSum().meanSeconds == nil && SessionSum().averageKilowatts == nil)
    }

    @Test("turnover is sessions for each connector and day: 3 sessions of two connectors in a day and a half each")
    func turnover() {
        var one = UsageSum(
            elapsed: 36 * Self.hour, pluggedIn: 0, charging: 0, outOfService: 0, unknown: 0, energy: nil,
            ratedKilowatts: Self.seven)
        let other = one
        one.sessions = (0..<3).map { _ in Self.session(60, charging: 60, wattHours: 7000) }.reduce(SessionSum(), +)
        #expect((one + other).turnover?.rounded(times: 1000) == 1000)
        #expect(one.turnover?.rounded(times: 1000) == 2000)
    }

    @Test("first-time success: 0.1 kWh after a presented card, of the episodes with one")
    func attempts() throws {
        let midnight = CivilDate(year: 2026, month: 7, day: 1).startUTC
        func second(_ second: Int64) -> Instant { midnight.advanced(byMicroseconds: second * Microseconds.second) }
        let episodes = [0, 600, 1200, 1800, 2400].map { second($0)..<second($0 + 60) }
        let transactions: [(start: Instant, energy: WattHours?)] = [
            (second(30), WattHours(millionths: 100_000_000)),
            // Within the episode's minute of grace, and just too little.
            (second(720), WattHours(millionths: 99_999_999)),
            // Too late to be of the third; before the fourth.
            (second(1321), WattHours(millionths: 9_000_000_000)),
            (second(1810), nil),
            // Two goes in one episode.
            (second(2410), WattHours(millionths: 0)), (second(2440), WattHours(millionths: 500_000_000)),
        ]
        let found = ChargingAttempts(episodes: episodes.reversed(), transactions: transactions)
        #expect(found.presented == 4 && found.delivered == 2 && found.untold == 1)
        try expectPercent(found.firstTimeSuccess, "50")
        #expect(ChargingAttempts(episodes: [], transactions: transactions).firstTimeSuccess == nil)
    }
}

@Suite("Use by hour of the week")
struct UsageProfileTests {
    /// A connector that is plugged in all the time.
    private static func usage(_ span: Range<Instant>) -> UsageSum {
        let length = [span].microseconds
        return UsageSum(
            elapsed: length, pluggedIn: length, charging: length, outOfService: 0, unknown: 0, energy: nil,
            ratedKilowatts: Millionths(1))
    }

    @Test("the night that springs forward has no hour from 1 to 2, the one that falls back has two of it")
    func nights() throws {
        for (date, hours) in [
            (CivilDate(year: 2026, month: 3, day: 29), 0), (CivilDate(year: 2026, month: 10, day: 25), 2),
        ] {
            var profile = UsageProfile()
            for piece in london.localHours(in: london.day(date)) {
                profile.add(Self.usage(piece.span), of: piece.span, in: london)
            }
            for (hour, usage) in profile.week {
                let expected: Int64 = hour.weekday != 7 ? 0 : hour.hour == 1 ? Int64(hours) : 1
                #expect(usage.all.elapsed == expected * Microseconds.hour, "\(hour)")
                #expect(usage.pluggedInShare?.percentTenThousandths == (expected == 0 ? nil : 1_000_000))
            }
        }
    }

    @Test("hours of UTC go where the wall clock shows them, and two weeks add up")
    func weeks() throws {
        // Wednesday 1 July 2026, 23:00Z is Thursday's first hour in London.
        let start = try at("2026-07-01T23:00:00Z")
        var first = UsageProfile()
        first.add(Self.usage(start..<start.advanced(byMicroseconds: Microseconds.hour)), of: start..<start, in: london)
        var second = UsageProfile()
        let week = start.advanced(byMicroseconds: 7 * Microseconds.day)
        second.add(
            UsageSum(
                elapsed: Microseconds.hour, pluggedIn: 0, charging: 0, outOfService: 0, unknown: 0, energy: nil,
                ratedKilowatts: Millionths(1)), of: week..<week, in: london)
        let both = first + second
        try expectPercent(both[LocalHour(weekday: 4, hour: 0)].pluggedInShare, "50")
        #expect(both.week.count == 168 && both.week.filter { $0.usage.all.elapsed > 0 }.count == 1)
    }

    @Test("a session belongs to the local hour of its plug-in")
    func sessions() throws {
        var profile = UsageProfile()
        let session = SessionSum(
            lengthMicroseconds: Microseconds.day, chargingMicroseconds: nil, energy: nil, peakMicrowatts: nil)
        // Sunday 28 June 2026, 17:30 in London.
        profile.add(session, plugIn: try at("2026-06-28T16:30:00Z"), in: london)
        #expect(profile[LocalHour(weekday: 7, hour: 17)].sessions.sessions == 1)
    }
}
