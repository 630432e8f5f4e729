import Charging
import Readings
import Testing

/// 35 days after 2026-03-01T08:00:00Z is 2026-04-05T08:00:00Z: 31 days to 1 April, and four more.
@Suite("A visit is followed for 35 days")
struct ReachTests {
    static let start = "2026-03-01T08:00:00Z"
    static let exactly = "2026-04-05T08:00:00Z"
    static let beyond = "2026-04-05T08:00:00.000001Z"
    static let day = Microseconds.day

    /// A scene, and a record each 12 hours of 40 days from its start on.
    static func figures(_ scene: Scene, connector: Int = 1, now: String? = nil) throws -> Utilisation {
        let begin = try Scene.instant(start)
        let end = begin.advanced(byMicroseconds: 40 * day)
        var log = scene.log
        for half in 0...80 { log.noteRecord(at: begin.advanced(byMicroseconds: Int64(half) * 12 * Microseconds.hour)) }
        let known = log.history(connectors: [connector], now: try now.map(Scene.instant))
        return utilisation(of: try #require(known.connectors.first), in: begin..<end)
    }

    @Test("a stop after exactly 35 days ends its start, by number or by order; a microsecond later it does not")
    func stop() throws {
        for number in [1, nil] as [Int64?] {
            var scene = Scene()
            try scene.start(Self.start, number: number)
            try scene.stop(Self.exactly, number: number ?? -1)
            let session = try #require(try scene.history().sessions.first)
            #expect(session.state == .completed)
            #expect(session.chargingMicroseconds == 35 * Self.day)
            #expect(session.energy == WattHours(millionths: 2_000_000_000))

            var late = Scene()
            try late.start(Self.start, number: number)
            try late.stop(Self.beyond, number: number ?? -1)
            #expect(try late.history().sessions.map(\.state) == [.invalid])
            #expect(late.log.history(connectors: [1]).unpairedStops == 1)
        }
    }

    @Test("a number that was used longer ago is a stranger's: the stop ends the open start without a reply")
    func oldNumber() throws {
        var scene = Scene()
        try scene.start(Self.start, number: 7)
        try scene.start("2026-04-05T07:00:00Z", number: nil)
        try scene.stop(Self.beyond, number: 7)
        #expect(try scene.history().sessions.map(\.evidence) == [.start, .order])
        // The second start came within 35 days of the first, whose stop was lost.
        #expect(try scene.history().sessions.map(\.state) == [.invalid, .completed])
    }

    @Test("a stop before its start makes a session of negative length, over 35 days at most")
    func early() throws {
        for (time, count) in [(Self.exactly, 0), (Self.beyond, 1)] {
            var scene = Scene()
            try scene.stop(Self.start, number: 1)
            try scene.start(time, number: 1)
            #expect(try scene.history().sessions.map(\.state) == (count == 0 ? [.invalid] : [.active]))
            #expect(scene.log.history(connectors: [1]).unpairedStops == count)
        }
    }

    @Test("a reply may be received one day before its start, no earlier, and 35 days after it")
    func reply() throws {
        for (received, number) in [
            ("2026-02-28T08:00:00Z", 4), ("2026-02-28T07:59:59.999999Z", nil), (Self.exactly, 4), (Self.beyond, nil),
        ] as [(String, Int64?)] {
            var scene = Scene()
            try scene.start(Self.start, number: nil, messageID: "m")
            try scene.add(.numbered(messageID: "m", transaction: 4), connector: nil, at: received)
            #expect(try scene.history().sessions.map(\.transaction) == [number], "\(received)")
        }
    }

    @Test("an open transaction is plugged in for 35 days; a microsecond later it is stuck, and counts nowhere")
    func open() throws {
        var scene = Scene()
        try scene.start(Self.start, number: 1)
        // Its own word is as old and ends with it.
        try scene.status(.charging, Self.start)
        let figures = try Self.figures(scene, now: Self.exactly)
        #expect(figures.pluggedIn == 35 * Self.day)
        #expect(figures.charging == 35 * Self.day)
        #expect(figures.unknown == 5 * Self.day)
        #expect(figures.sessionsStarted == 1)
        // What is left is the word of the car.
        let stuck = try Self.figures(scene, now: Self.beyond)
        #expect(stuck.pluggedIn == 35 * Self.day)
        #expect(stuck.sessionsStarted == 0)
        scene.events.removeLast()
        #expect(try Self.figures(scene, now: Self.exactly).pluggedIn == 35 * Self.day)
        #expect(try Self.figures(scene, now: Self.beyond).unknown == 40 * Self.day)
    }

    @Test("a session of a charge point that goes on speaking is active for 35 days, then stuck, whatever comes later")
    func stuck() throws {
        var scene = Scene()
        try scene.start(Self.start, number: 1)
        try scene.stop("2026-04-09T08:00:00Z", number: 1)
        var log = scene.log
        for day in Int64(1)...39 {
            log.noteRecord(at: try Scene.instant(Self.start).advanced(byMicroseconds: day * Self.day))
        }
        for (now, result, until) in [
            (Self.exactly, nil, Self.exactly), (Self.beyond, .stuck, nil), ("2026-04-10T08:00:00Z", .stuck, nil),
        ] as [(String, SessionResult?, String?)] {
            let history = log.history(connectors: [1], now: try Scene.instant(now))
            let session = try #require(history.connectors.first?.sessions.first)
            #expect(session.result == result)
            #expect(session.flags == (result == nil ? [] : [.stuck]))
            #expect(history.holdsUntil == (try until.map(Scene.instant) ?? .distantFuture))
            #expect(history.unpairedStops == 1)
        }
    }

    @Test("a session without a stop misses it once its charge point is silent for more than 24 hours, until it speaks")
    func silent() throws {
        var scene = Scene()
        try scene.start(Self.start, number: 1)
        var log = scene.log
        // The reply came two seconds behind the start.
        let silence = "2026-03-02T08:00:02Z"
        for (now, flags) in [(silence, []), ("2026-03-02T08:00:02.000001Z", [.missingStop, .silent])]
            as [(String, [SessionFlag])]
        {
            let history = log.history(connectors: [1], now: try Scene.instant(now))
            let session = try #require(history.connectors.first?.sessions.first)
            #expect(session.flags == flags)
            #expect(session.isOpen)
            #expect(history.holdsUntil == (flags.isEmpty ? try Scene.instant(silence) : .distantFuture))
            let day = try Scene.window(Self.start, silence)
            let figures = utilisation(of: try #require(history.connectors.first), in: day)
            #expect(figures.sessionsStarted == (flags.isEmpty ? 1 : 0))
        }
        log.noteRecord(at: try Scene.instant("2026-03-07T08:00:00Z"))
        let again = log.history(connectors: [1], now: try Scene.instant("2026-03-07T09:00:00Z"))
        #expect(again.connectors.first?.sessions.map(\.state) == [.active])
    }

    @Test("an open transaction of a silent charge point is plugged in to the last record of its 35 days")
    func openAndSilent() throws {
        for (times, end) in [
            (["2026-03-20T00:00:00Z"], "2026-03-20T00:00:00Z"), ([Self.exactly], Self.exactly),
            (["2026-03-20T00:00:00Z", Self.beyond], "2026-03-20T00:00:00Z"),
            (["2026-04-05T01:00:00Z", "2026-04-05T23:00:00Z"], "2026-04-05T01:00:00Z"),
            // Heard on both sides within ten minutes: it was there in between.
            (["2026-04-05T07:55:00Z", "2026-04-05T08:05:00Z"], Self.exactly),
        ] {
            var scene = Scene()
            try scene.start(Self.start, number: 1)
            var log = scene.log
            for time in times { log.noteRecord(at: try Scene.instant(time)) }
            let known = log.history(connectors: [1], now: try Scene.instant(end))
            let session = try #require(known.connectors.first?.sessions.first)
            let length = try Scene.instant(end).microseconds(since: try Scene.instant(Self.start))
            #expect(session.chargingMicroseconds == length, "\(times)")
        }
    }

    @Test("a free connector or another start shows that a stop was lost, within 35 days", arguments: [false, true])
    func contradiction(isStart: Bool) throws {
        // Behind the 35 days only the silence before them counts.
        for (time, flags) in [(Self.exactly, [.missingStop]), (Self.beyond, [.missingStop, .silent])]
            as [(String, [SessionFlag])]
        {
            var scene = Scene()
            try scene.start(Self.start, number: 1)
            if isStart { try scene.start(time, number: 2) } else { try scene.status(.available, time) }
            #expect(try scene.history().sessions.first?.flags == flags, "\(time)")
        }
    }

    @Test(
        "a status is believed for 35 days however often the charge point is heard",
        arguments: [ConnectorWord.available, .faulted], [0, 1])
    func status(status: ConnectorWord, connector: Int) throws {
        guard status == .faulted || connector == 1 else { return }
        var scene = Scene()
        try scene.status(status, Self.start, connector: connector)
        let figures = try Self.figures(scene)
        #expect((status == .faulted ? figures.outOfService : figures.available) == 35 * Self.day)
        #expect(figures.unknown == 5 * Self.day)
        // Said again on the 20th day, it holds to the end of the 40.
        try scene.status(status, "2026-03-21T08:00:00Z", connector: connector)
        #expect(try Self.figures(scene).unknown == 0)
    }

    @Test("a free word that is no longer believed does not outlive a stop")
    func oldWordAtStop() throws {
        var scene = Scene()
        try scene.status(.available, Self.start)
        try scene.start("2026-04-06T08:00:00Z", number: 1)
        try scene.stop("2026-04-06T20:00:00Z", number: 1)
        // Days 35 and 36 are unknown; the car unplugged after 12 hours, and the connector is free for three days more.
        let figures = try Self.figures(scene)
        #expect(figures.unknown == 1 * Self.day)
        #expect(figures.available == 35 * Self.day + 84 * Microseconds.hour)
        #expect(figures.pluggedIn == 12 * Microseconds.hour)
    }

    @Test("a plugged-in word belongs to a lost transaction for 35 days, then it proves a car again")
    func ownerOfWord() throws {
        for (time, isPluggedIn) in [(Self.exactly, false), (Self.beyond, true)] {
            var scene = Scene()
            try scene.start(Self.start, number: 1)
            try scene.status(.available, "2026-03-02T08:00:00Z")
            try scene.status(.suspendedEV, time)
            let begin = try Scene.instant(Self.beyond)
            let window = begin..<begin.advanced(byMicroseconds: Microseconds.hour)
            let figures = utilisation(of: try scene.history(), in: window)
            #expect(figures.pluggedIn == (isPluggedIn ? Microseconds.hour : 0), "\(time)")
        }
    }
}
