import Charging
import Readings
import Testing

@Suite("Starts, replies and stops become sessions")
struct PairingTests {
    /// `HH:MM-HH:MM number evidence state` of each session; `-` where there is none.
    static func summary(_ scene: Scene, connector: Int = 1) throws -> [String] {
        func clock(_ instant: Instant?) -> String { instant.map { String($0.iso8601.dropFirst(11).prefix(5)) } ?? "" }
        return try scene.history(connector).sessions.map { session in
            let number = session.transaction.map(String.init) ?? "-"
            return "\(clock(session.plugIn))-\(clock(session.unplug)) \(number) \(session.evidence.rawValue) "
                + "\(session.state.rawValue)"
        }
    }

    @Test("a number joins a stop to its start even when sessions of a connector overlap")
    func overlap() throws {
        var scene = Scene()
        try scene.start("08:00", number: 1)
        try scene.start("09:00", number: 2)
        try scene.stop("10:00", number: 1)
        try scene.stop("11:00", number: 2)
        #expect(
            try Self.summary(scene) == ["08:00-10:00 1 transaction completed", "09:00-11:00 2 transaction completed"])
    }

    @Test("message ids that begin anew after a reboot pair with the latest start before the reply")
    func reusedMessageID() throws {
        var scene = Scene()
        try scene.start("08:00", number: 7, messageID: "1")
        try scene.stop("08:30", number: 7)
        try scene.start("09:00", number: 8, messageID: "1")
        try scene.stop("09:40", number: 8)
        // A late copy of the first reply changes nothing.
        try scene.reply("1", 7, "12:00")
        #expect(
            try Self.summary(scene) == ["08:00-08:30 7 transaction completed", "09:00-09:40 8 transaction completed"])
    }

    @Test("a reply that was received before its start still belongs to it")
    func earlyReply() throws {
        var scene = Scene()
        try scene.add(
            .started(messageID: "m", meter: .init(millionths: 0)), connector: 1, at: "08:00", received: "08:05")
        try scene.reply("m", 4, "08:00")
        try scene.stop("09:00", number: 4)
        #expect(try Self.summary(scene) == ["08:00-09:00 4 transaction completed"])
    }

    @Test("without the reply, or with -1, the stop ends the one open start", arguments: [-1, 55] as [Int64])
    func withoutReply(number: Int64) throws {
        var scene = Scene()
        try scene.start("08:00", number: 3, connector: 2)
        try scene.stop("08:10", number: 3)
        try scene.start("08:00", number: nil)
        try scene.stop("09:00", number: number)
        #expect(try Self.summary(scene) == ["08:00-09:00 - order completed"])
        #expect(try Self.summary(scene, connector: 2) == ["08:00-08:10 3 transaction completed"])
    }

    @Test("a stop with an unknown number does not end a start whose number is another one")
    func contradictingNumber() throws {
        var scene = Scene()
        try scene.start("08:00", number: 3)
        try scene.stop("09:00", number: 4)
        #expect(try Self.summary(scene) == ["08:00- 3 start active"])
        #expect(scene.log.history(connectors: [1]).unpairedStops == 1)
    }

    @Test("where two connectors have an open start, a stop without a known number ends the latest")
    func ambiguous() throws {
        var scene = Scene()
        try scene.start("08:00", number: nil, connector: 1)
        try scene.start("08:30", number: nil, connector: 2)
        try scene.stop("09:00", number: -1)
        #expect(try Self.summary(scene, connector: 1) == ["08:00- - start active"])
        #expect(try Self.summary(scene, connector: 2) == ["08:30-09:00 - order completed"])
    }

    @Test("of two open starts a stop without a known number ends the one that its meter goes on from")
    func meterFit() throws {
        for (first, second, register, stop, expected) in [
            // The second meter stands above the stop.
            (1000, 900_000, nil, 9000, 1),
            // 8 kWh in two hours at 7.4 kW, or 408 kWh in an hour and a half: the cap excludes the first.
            (100_000, 500_000, nil, 508_000, 2),
            // Both fit: the smaller rise.
            (1000, 8000, nil, 9000, 2),
            // The first connector's register stands just below the stop.
            (1000, 2000, 8900, 9000, 1),
            // Nothing fits: the latest.
            (10_000, 20_000, nil, 9000, 2),
        ] as [(Int64, Int64, Int64?, Int64, Int)] {
            var scene = Scene()
            try scene.start("08:00", number: nil, wattHours: first, connector: 1)
            try scene.start("08:30", number: nil, wattHours: second, connector: 2)
            if let register { try scene.register(register, "09:50") }
            try scene.stop("10:00", number: -1, wattHours: stop)
            let ended = try [1, 2].filter { connector in
                try MeterTests.history(scene, connector: connector).sessions.contains { $0.unplug != nil }
            }
            #expect(ended == [expected], "\(stop)")
        }
    }

    @Test("where one car leaves in the minute in which the next arrives, the stop without a number is the first one's")
    func touchingWithoutNumber() throws {
        var scene = Scene()
        try scene.start("08:00", number: nil)
        try scene.start("09:00", number: nil)
        try scene.stop("09:00", number: -1)
        try scene.stop("10:00", number: -1)
        #expect(try Self.summary(scene) == ["08:00-09:00 - order completed", "09:00-10:00 - order completed"])
    }

    @Test("a start that another start follows without a stop is listed as missing its stop")
    func missingStop() throws {
        var scene = Scene()
        try scene.start("08:00", number: 1)
        try scene.start("09:00", number: 2)
        try scene.stop("10:00", number: 2)
        #expect(try Self.summary(scene) == ["08:00- 1 start invalid", "09:00-10:00 2 transaction completed"])
        #expect(try scene.history().sessions.map(\.flags) == [[.missingStop], []])
    }

    @Test("a start sent again under a new message id is one session, whichever copy was answered")
    func retry() throws {
        var scene = Scene()
        try scene.start("08:00", number: nil)
        try scene.start("08:00", number: 5)
        #expect(try Self.summary(scene) == ["08:00- 5 start active"])
        try scene.stop("09:00", number: 5)
        #expect(try Self.summary(scene) == ["08:00-09:00 5 transaction completed"])
    }

    @Test("the row key is the same before and after the number and the stop arrive")
    func key() throws {
        var scene = Scene()
        try scene.start("08:00", number: nil, messageID: "a")
        let early = try scene.history().sessions.map { $0.id(chargePoint: "cp-9") }
        try scene.reply("a", 5, "08:00")
        try scene.stop("09:00", number: 5)
        #expect(try scene.history().sessions.map { $0.id(chargePoint: "cp-9") } == early)
        #expect(early == ["cp-9-1-2026-03-01T08:00:00Z"])
    }

    @Test("two sessions of one connector and one instant are both listed under keys of their own")
    func sameInstant() throws {
        var scene = Scene()
        try scene.start("08:00", number: 1)
        try scene.stop("08:00", number: 1, wattHours: 1000)
        try scene.start("08:00", number: 2)
        try scene.stop("09:00", number: 2)
        let sessions = try scene.history().sessions
        #expect(sessions.count == 2)
        #expect(
            Set(sessions.map { $0.id(chargePoint: "c") }) == ["c-1-2026-03-01T08:00:00Z", "c-1-2026-03-01T08:00:00Z-2"])
        #expect(sessions.filter(\.isCounted).map(\.transaction) == [2])
    }

    @Test("a second stop of a number and a stop without any start are counted, not guessed")
    func unpaired() throws {
        var scene = Scene()
        try scene.stop("07:00", number: 99)
        try scene.start("08:00", number: 1)
        try scene.stop("09:00", number: 1)
        try scene.stop("09:30", number: 1)
        #expect(try Self.summary(scene) == ["08:00-09:00 1 transaction completed"])
        #expect(scene.log.history(connectors: [1]).unpairedStops == 2)
    }

    @Test(
        "result and flags follow length and energy",
        arguments: [
            ("08:03", 3000, SessionResult.failedAttempt, [SessionFlag.short]),
            ("08:04", 3000, .ok, []),
            ("09:00", 1000, .failedAttempt, [.zeroEnergy]),
            ("08:02", 1000, .failedAttempt, [.short, .zeroEnergy]),
            ("09:00", 999, .negative, [.negativeEnergy]),
            ("08:00", 1002, .zeroLength, [.zeroLength]),
            ("07:59", 999, .negative, [.negativeLength, .negativeEnergy]),
        ] as [(String, Int64, SessionResult, [SessionFlag])])
    func results(stop: String, meterStop: Int64, result: SessionResult, flags: [SessionFlag]) throws {
        var scene = Scene()
        try scene.start("08:00", number: 1, wattHours: 1000)
        try scene.stop(stop, number: 1, wattHours: meterStop)
        let session = try #require(try scene.history().sessions.first)
        #expect(session.result == result)
        #expect(session.flags == flags)
        #expect(session.energy == WattHours(millionths: (meterStop - 1000) * 1_000_000))
    }

    @Test("a start that was received after the stop of the same instant is the next car, not a copy")
    func nextCar() throws {
        var scene = Scene()
        try scene.start("08:00", number: 1, messageID: "a")
        try scene.add(
            .stopped(transaction: 1, meter: .init(millionths: 1_000_000_000), reason: .local), connector: nil,
            at: "08:00",
            received: "08:00:10")
        try scene.add(
            .started(messageID: "b", meter: .init(millionths: 1_000_000_000)), connector: 1, at: "08:00",
            received: "08:00:20")
        #expect(try scene.history().sessions.map(\.state) == [.invalid, .active])
    }
}
