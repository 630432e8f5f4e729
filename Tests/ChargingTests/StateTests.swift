import Charging
import Readings
import Testing

@Suite("States of a connector")
struct StateTests {
    @Test(
        "a status without a transaction means",
        arguments: [
            (ConnectorWord.available, "available 60"), (.preparing, "available 60"), (.charging, "plugged_in+ 60"),
            (.suspendedEV, "plugged_in 60"), (.suspendedEVSE, "plugged_in 60"), (.finishing, "plugged_in 60"),
            (.reserved, "reserved 60"), (.unavailable, "out_of_service 60"), (.faulted, "out_of_service 60"),
        ])
    func words(status: ConnectorWord, expected: String) throws {
        var scene = Scene()
        try scene.status(status, "08:00")
        #expect(try scene.minutes("08:00", "09:00") == expected)
    }

    @Test("a transaction is plugged in whatever the status says, and pauses leave the charging out")
    func transaction() throws {
        var scene = Scene()
        try scene.status(.available, "07:00")
        try scene.start("08:00", number: 1)
        try scene.status(.suspendedEVSE, "08:10")
        try scene.status(.charging, "08:20")
        try scene.status(.suspendedEV, "08:40")
        try scene.status(.available, "08:50")
        try scene.stop("09:00", number: 1)
        #expect(
            try scene.minutes("07:00", "10:00")
                == "available 60, plugged_in+ 10, plugged_in 10, plugged_in+ 20, plugged_in 20, available 60")
        let session = try #require(try scene.history().sessions.first)
        #expect(session.chargingMicroseconds == 30 * Microseconds.minute)
        #expect(session.idleMicroseconds == 30 * Microseconds.minute)
        #expect(session.chargeEnd == (try Scene.instant("08:40")))
    }

    @Test(
        "what follows a stop without a status depends on its reason",
        arguments: [(StopReason.evDisconnected, "available 60"), (.local, "unknown 60"), (.remote, "unknown 60")])
    func afterStop(reason: StopReason, expected: String) throws {
        var scene = Scene()
        try scene.start("08:00", number: 1)
        try scene.status(.charging, "08:00")
        try scene.stop("09:00", number: 1, reason: reason)
        #expect(try scene.minutes("09:00", "10:00") == expected)
    }

    @Test("a word of the stop's own instant: Available and Finishing stand, a pause was the stopped car's")
    func atStop() throws {
        for (status, expected) in [
            (ConnectorWord.available, "available 60"), (.finishing, "plugged_in 60"), (.suspendedEV, "unknown 60"),
            (.charging, "unknown 60"),
        ] {
            var scene = Scene()
            try scene.start("08:00", number: 1)
            try scene.stop("09:00", number: 1, reason: .local)
            try scene.status(status, "09:00")
            #expect(try scene.minutes("09:00", "10:00") == expected, "\(status)")
        }
    }

    @Test("a car that stays after its stop is plugged in until the next status")
    func finishing() throws {
        var scene = Scene()
        try scene.start("08:00", number: 1)
        try scene.stop("09:00", number: 1, reason: .local)
        try scene.status(.finishing, "09:00")
        try scene.status(.available, "09:15")
        #expect(try scene.minutes("08:00", "10:00") == "plugged_in+ 60, plugged_in 15, available 45")
    }

    @Test("the whole unit out of service overrides free connectors, not plugged-in cars")
    func wholeUnit() throws {
        var scene = Scene()
        try scene.status(.reserved, "08:00")
        try scene.start("08:20", number: 1)
        try scene.stop("08:30", number: 1)
        try scene.status(.available, "08:30")
        try scene.status(.faulted, "08:10", connector: 0)
        try scene.status(.available, "08:40", connector: 0)
        #expect(
            try scene.minutes("08:00", "09:00")
                == "reserved 10, out_of_service 10, plugged_in+ 10, out_of_service 10, available 20")
    }

    @Test("a status is carried by heartbeats, ends 24 hours after the last record, and does not rise again")
    func silence() throws {
        var scene = Scene()
        try scene.status(.available, "2026-03-01T00:00:00Z")
        var log = scene.log
        log.noteRecord(at: try Scene.instant("2026-03-01T20:00:00Z"))
        log.noteRecord(at: try Scene.instant("2026-03-02T10:00:00Z"))
        // Silent until the 4th: known until the 3rd at 10:00, 58 hours from the first word.
        log.noteRecord(at: try Scene.instant("2026-03-04T10:00:00Z"))
        let history = try #require(log.history(connectors: [1]).connectors.first)
        let week = utilisation(of: history, in: try Scene.window("2026-02-28T00:00:00Z", "2026-03-07T00:00:00Z"))
        #expect(week.available == 58 * Microseconds.hour)
        #expect(week.unknown == (7 * 24 - 58) * Microseconds.hour)
        #expect(week.capturedMicroseconds == 58 * Microseconds.hour)
    }

    @Test("a retained status holds from its receipt on")
    func retained() throws {
        var scene = Scene()
        try scene.status(.available, "08:00", received: "08:30", isRetained: true)
        #expect(try scene.minutes("08:00", "09:00") == "unknown 30, available 30")
        #expect(try scene.history().timeline.first?.evidence == .retained)
        // The live copy of the same word tells when it began.
        try scene.status(.available, "08:00", received: "08:00:01")
        #expect(try scene.minutes("08:00", "09:00") == "available 60")
        #expect(try scene.history().timeline.first?.evidence == .status)
    }

    @Test("an active session is plugged in to the newest record, counts, and its registers tell the energy so far")
    func active() throws {
        var scene = Scene()
        try scene.start("08:00", number: 1, wattHours: 1000)
        try scene.register(2500, "08:30", number: 1)
        #expect(try scene.minutes("08:00", "09:00") == "plugged_in+ 30, unknown 30")
        let figures = utilisation(of: try scene.history(), in: try Scene.window("08:00", "08:15"))
        #expect(figures.sessionsStarted == 1)
        #expect(figures.energy == WattHours(millionths: 750_000_000))
        // Its status is carried on behind the newest record.
        try scene.status(.suspendedEV, "08:40")
        #expect(try scene.minutes("08:00", "09:00") == "plugged_in+ 40, plugged_in 20")
        #expect(try scene.history().timeline.map(\.evidence) == [.transaction, .status])
        // A free connector contradicts it: the stop was lost.
        try scene.status(.available, "08:50")
        #expect(try scene.history().sessions.map(\.result) == [.missingStop])
        #expect(try scene.minutes("08:00", "09:00") == "unknown 50, available 10")
        #expect(utilisation(of: try scene.history(), in: try Scene.window("08:00", "09:00")).sessionsStarted == 0)
        // The stop was only late.
        try scene.stop("08:50", number: 1)
        #expect(try scene.minutes("08:00", "09:00") == "plugged_in+ 40, plugged_in 10, available 10")
    }

    @Test("a transaction that was queued offline fills the gap of a silence")
    func queued() throws {
        var scene = Scene()
        try scene.status(.available, "2026-03-01T00:00:00Z")
        try scene.start("2026-03-03T06:00:00Z", number: 1)
        try scene.stop("2026-03-03T08:00:00Z", number: 1, reason: .local)
        let day = utilisation(
            of: try scene.history(), in: try Scene.window("2026-03-03T00:00:00Z", "2026-03-04T00:00:00Z"))
        #expect(day.pluggedIn == 2 * Microseconds.hour)
        #expect(day.unknown == 22 * Microseconds.hour)
    }

    @Test("a week of transactions that were queued offline fills the occupancy; the rest stays unknown")
    func offlineWeek() throws {
        func hour(_ day: Int, _ hour: String) -> String { "2026-03-\(day < 10 ? "0" : "")\(day)T\(hour)" }
        var scene = Scene()
        try scene.status(.available, hour(2, "20:00:00Z"))
        for day in 3...8 {
            for (kind, time) in [
                (.started(messageID: "m\(day)", meter: .init(millionths: 0)), "10:00:00Z"),
                (
                    .stopped(transaction: Int64(day), meter: .init(millionths: 1), reason: .evDisconnected),
                    "12:00:00Z"
                ),
            ] as [(ChargerEvent.Kind, String)] {
                try scene.add(kind, connector: 1, at: hour(day, time), received: hour(10, "08:01:00Z"))
            }
            try scene.add(
                .numbered(messageID: "m\(day)", transaction: Int64(day)), connector: nil, at: hour(10, "08:01:00Z"))
        }
        // The fresh word overtook the queue.
        try scene.status(.available, hour(10, "08:00:00Z"))
        for day in 3...9 {
            let window = try Scene.window(hour(day, "00:00:00Z"), hour(day + 1, "00:00:00Z"))
            let figures = utilisation(of: try scene.history(), in: window)
            // The last record before the silence is of 20:00 of the 2nd: carried to 20:00 of the 3rd.
            #expect(figures.available == (day == 3 ? 18 * Microseconds.hour : 0), "\(day)")
            #expect(figures.pluggedIn == (day == 9 ? 0 : 2 * Microseconds.hour), "\(day)")
        }
        #expect(try scene.minutes(hour(10, "07:00:00Z"), hour(10, "09:00:00Z")) == "unknown 60, available 60")
    }

    @Test("a car that unplugged frees its connector as far as anyone could ask: when told at once, or heard before")
    func freedInContact() throws {
        // Charging since 08:00 of the 1st; the unit is heard last at 08:00:02 of that day, the reply's time.
        for (stop, received, expected) in [
            // Told five minutes later at most.
            ("2026-03-03T08:00:00Z", "2026-03-03T08:05:00Z", "available 60"),
            ("2026-03-03T08:00:00Z", "2026-03-03T08:05:01Z", "unknown 60"),
            // Inside the 24 hours, and no further.
            ("2026-03-02T07:30:02Z", "2026-03-04T08:00:00Z", "available 30, unknown 30"),
        ] {
            var scene = Scene()
            try scene.status(.charging, "08:00")
            try scene.start("08:00", number: 1)
            try scene.add(
                .stopped(transaction: 1, meter: .init(millionths: 3_000_000_000), reason: .evDisconnected),
                connector: nil, at: stop, received: received)
            let begin = try Scene.instant(stop)
            let end = begin.advanced(byMicroseconds: Microseconds.hour)
            #expect(try scene.minutes(stop, end.iso8601) == expected, "\(received)")
        }
    }

    /// The golden log's words as this room counts them. `Offline` is no OCPP status (a broker's last will), so S2, whose log
    /// has one, is left out.
    @Test("the golden status log gives the golden intervals", arguments: ["S1", "S3"])
    func golden(name: String) throws {
        var scene = Scene()
        for row in try Table(fixture: "status_log").rows where row["connector_id"] == name {
            let status = try #require(row["status"].flatMap(ConnectorWord.init(rawValue:)))
            try scene.status(status, try #require(row["event_ts"]), received: row["received_at"])
        }
        var log = scene.log
        for hour in 0..<47 {
            let heartbeat = Int64(hour) * Microseconds.hour
            log.noteRecord(at: try Scene.instant("2026-03-28T00:00:00Z").advanced(byMicroseconds: heartbeat))
        }
        let history = try #require(log.history(connectors: [1]).connectors.first)
        for row in try Table(fixture: "status_intervals").rows where row["connector_id"] == name {
            let window = try Scene.window(try #require(row["start_utc"]), try #require(row["end_utc"]))
            let figures = utilisation(of: history, in: window)
            let length = window.upperBound.microseconds(since: window.lowerBound)
            let counted =
                switch row["ocpp16_status"] {
                case "Available", "Preparing": figures.available
                case "Reserved": figures.reserved
                case "Unavailable", "Faulted": figures.outOfService
                default: figures.pluggedIn
                }
            #expect(counted == length, "\(row)")
        }
    }

    @Test("where the end of a session is not known, the words of its connector are not believed until the next one")
    func missingStop() throws {
        var scene = Scene()
        try scene.status(.available, "07:00")
        try scene.start("08:00", number: 1)
        try scene.start("09:00", number: 2)
        try scene.stop("09:30", number: 2)
        #expect(try scene.minutes("07:00", "10:00") == "available 60, unknown 60, plugged_in+ 30, available 30")
    }

    @Test("an Available in the second of a plug-in is the earlier car's and contradicts nothing")
    func availableAtStart() throws {
        var scene = Scene()
        try scene.start("08:00", number: 1)
        try scene.stop("09:00", number: 1)
        try scene.status(.available, "09:00")
        try scene.start("09:00", number: 2)
        try scene.status(.charging, "09:10")
        #expect(try scene.history().sessions.map(\.state) == [.completed, .active])
        #expect(try scene.minutes("08:00", "10:00") == "plugged_in+ 120")
    }

    @Test("a session inside another adds no occupancy")
    func nested() throws {
        var scene = Scene()
        try scene.start("08:00", number: 1)
        try scene.start("09:00", number: 2)
        try scene.stop("10:00", number: 2)
        try scene.stop("12:00", number: 1)
        #expect(try scene.minutes("08:00", "13:00") == "plugged_in+ 240, available 60")
    }

    @Test("a stop does not use up the words of a transaction that began later")
    func laterWords() throws {
        var scene = Scene()
        try scene.start("08:00", number: 1)
        try scene.start("09:00", number: 2)
        try scene.status(.charging, "09:00")
        try scene.stop("10:00", number: 1)
        #expect(try scene.minutes("09:00", "11:00") == "plugged_in+ 120")
    }

    @Test("a car that only a status shows stays plugged in while the unit as a whole is out of service")
    func statusInsideFault() throws {
        var scene = Scene()
        try scene.status(.unavailable, "08:00", connector: 0)
        try scene.status(.charging, "08:30")
        #expect(try scene.minutes("08:00", "09:00") == "out_of_service 30, plugged_in+ 30")
    }

    @Test("these words inside a transaction end the charging", arguments: [ConnectorWord.finishing, .faulted])
    func endOfCharge(status: ConnectorWord) throws {
        var scene = Scene()
        try scene.start("08:00", number: 1)
        try scene.status(status, "08:40")
        try scene.stop("09:00", number: 1)
        #expect(try scene.minutes("08:00", "09:00") == "plugged_in+ 40, plugged_in 20")
    }

    @Test("these words inside a transaction, or the last car's at plug-in, change nothing")
    func otherWords() throws {
        for (status, time) in [
            (ConnectorWord.preparing, "08:10"), (.available, "08:10"), (.unavailable, "08:10"), (.reserved, "08:10"),
            (.finishing, "08:00"), (.faulted, "08:00"),
        ] {
            var scene = Scene()
            try scene.start("08:00", number: 1)
            try scene.status(status, time)
            try scene.stop("09:00", number: 1)
            #expect(try scene.minutes("08:00", "09:00") == "plugged_in+ 60", "\(status)")
        }
    }
}
