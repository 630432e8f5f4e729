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
    static func figures(_ scene: Scene, connector: Int = 1) throws -> Utilisation {
        let begin = try Scene.instant(start)
        let end = begin.advanced(byMicroseconds: 40 * day)
        var log = scene.log
        for half in 0...80 { log.noteRecord(at: begin.advanced(byMicroseconds: Int64(half) * 12 * Microseconds.hour)) }
        let history = try #require(log.history(connectors: [connector]).connectors.first)
        return utilisation(of: history, in: begin..<end)
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
            #expect(try late.history().sessions.map(\.state) == [.active])
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

    @Test("an open transaction is plugged in for 35 days, then nobody knows")
    func open() throws {
        var scene = Scene()
        try scene.start(Self.start, number: 1)
        // Its own word is as old and ends with it.
        try scene.status(.charging, Self.start)
        let figures = try Self.figures(scene)
        #expect(figures.pluggedIn == 35 * Self.day)
        #expect(figures.charging == 35 * Self.day)
        #expect(figures.unknown == 5 * Self.day)
        #expect(figures.sessionsStarted == 1)
    }

    @Test("an open transaction of a silent charge point is plugged in to the last record of its 35 days")
    func openAndSilent() throws {
        for (times, end) in [
            (["2026-03-20T00:00:00Z"], "2026-03-20T00:00:00Z"), ([Self.exactly], Self.exactly),
            (["2026-03-20T00:00:00Z", Self.beyond], "2026-03-20T00:00:00Z"),
            // Heard on both sides on one day: it was there in between.
            (["2026-04-05T01:00:00Z", "2026-04-05T23:00:00Z"], Self.exactly),
        ] {
            var scene = Scene()
            try scene.start(Self.start, number: 1)
            var log = scene.log
            for time in times { log.noteRecord(at: try Scene.instant(time)) }
            let session = try #require(log.history(connectors: [1]).connectors.first?.sessions.first)
            let length = try Scene.instant(end).microseconds(since: try Scene.instant(Self.start))
            #expect(session.chargingMicroseconds == length, "\(times)")
        }
    }

    @Test("a free connector or another start shows that a stop was lost, within 35 days", arguments: [false, true])
    func contradiction(isStart: Bool) throws {
        for (time, state) in [(Self.exactly, SessionState.invalid), (Self.beyond, .active)] {
            var scene = Scene()
            try scene.start(Self.start, number: 1)
            if isStart { try scene.start(time, number: 2) } else { try scene.status(.available, time) }
            #expect(try scene.history().sessions.first?.state == state, "\(time)")
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
