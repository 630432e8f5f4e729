import Charging
import Foundation
import Readings
import Testing

@Suite("What a unit says of a connector")
struct StatusTests {
    /// The golden log as frames; `Offline` is a broker's last will. The units send a heartbeat each hour otherwise.
    private static func golden(_ name: String) throws -> ConnectorHistory {
        var scene = Scene()
        var isUp = true
        var hour = try Scene.instant("2026-03-27T22:00:00Z")
        for row in try Table(fixture: "status_log").rows where row["connector_id"] == name {
            let (at, received) = (try #require(row["event_ts"]), try #require(row["received_at"]))
            let next = try Scene.instant(at)
            if isUp { scene.records += try Self.hours(from: hour, until: next) }
            hour = next
            isUp = row["status"] != "Offline"
            if isUp {
                let word = try #require(row["status"].flatMap(ConnectorWord.init(rawValue:)))
                try scene.status(word, at, received: received)
            } else {
                try scene.add(.link(isUp: false), connector: nil, at: at, received: received)
            }
        }
        scene.records += try Self.hours(from: hour, until: Scene.instant("2026-03-29T23:00:00Z"))
        return try scene.history()
    }

    private static func hours(from start: Instant, until end: Instant) throws -> [Instant] {
        var at = start
        var hours: [Instant] = []
        while at.microseconds(since: end) < -Microseconds.hour {
            at = at.advanced(byMicroseconds: Microseconds.hour)
            hours.append(at)
        }
        return hours
    }

    private static let window = (start: "2026-03-28T00:00:00Z", end: "2026-03-29T23:00:00Z")

    @Test("the golden status log gives the golden intervals, word by word", arguments: ["S1", "S2", "S3"])
    func intervals(name: String) throws {
        let window = try Scene.window(Self.window.start, Self.window.end)
        let expected = try Table(fixture: "status_intervals").rows.filter { $0["connector_id"] == name }.map { row in
            "\(row["start_utc"] ?? "") \(row["end_utc"] ?? "") \(row["ocpp16_status"] ?? "") \(row["ocpi_status"] ?? "")"
        }
        var found: [String] = []
        var end = window.lowerBound
        for interval in try Self.golden(name).statuses(in: window) {
            if interval.start > end {
                let word = end == window.lowerBound ? "(none)" : "Offline"
                found.append("\(end.iso8601) \(interval.start.iso8601) \(word) UNKNOWN")
            }
            end = interval.end
            let words = "\(interval.word.rawValue) \(interval.word.meaning.ocpi.rawValue)"
            found.append("\(interval.start.iso8601) \(interval.end.iso8601) \(words)")
        }
        #expect(found == expected)
    }

    private static func reliability(_ name: String) throws -> Reliability {
        let window = try Scene.window(Self.window.start, Self.window.end)
        let exclusions = try Table(fixture: "status_exclusions").rows.filter { $0["connector_id"] == name }.map { row in
            let range = try Scene.window(try #require(row["start_utc"]), try #require(row["end_utc"]))
            return OutageExclusion(range, try #require(row["reason"].flatMap(OutageReason.init(rawValue:))))
        }
        let spans = try golden(name).statuses.map {
            StatusSpan(start: $0.start, end: $0.end, status: $0.word.meaning.ocpi, evidence: $0.evidence)
        }
        let statuses = evseStatus(of: [ConnectorStatuses(validity: [window], spans: spans)], in: window)
        return Reliability(of: statuses, in: window, exclusions: exclusions)
    }

    @Test("the golden status log gives every figure of status_uptime.csv", arguments: ["S1", "S2", "S3"])
    func uptime(name: String) throws {
        let row = try #require(Table(fixture: "status_uptime").rows.first { $0["connector_id"] == name })
        let found = try Self.reliability(name)
        let minutes = [
            ("period_min", found.times.total), ("available_min", found.times.available),
            ("charging_min", found.times.inUse), ("reserved_min", found.times.reserved),
            ("inoperative_min", found.times.inoperative), ("outoforder_min", found.times.outOfOrder),
            ("unknown_min", found.times.unknown), ("nevi_t_outage_min", found.nevi.outage),
            ("nevi_t_excluded_min", found.nevi.excluded),
        ]
        for (column, microseconds) in minutes {
            let expected = try #require(row[column].flatMap { Double($0) })
            #expect(microseconds == Int64(expected) * Microseconds.minute, "\(column)")
        }
        let percentages = [
            ("nevi_uptime_pct_period_denominator", found.nevi.uptime),
            ("nevi_uptime_pct_525600", found.nevi.yearlyUptime), ("uk_reg7_literal_pct", found.times.regulation7),
            ("uk_reg7_unknown_excluded_pct", found.times.strict),
        ]
        for (column, ratio) in percentages { try expectPercent(ratio, row[column]) }
    }

    @Test("the golden status log gives every figure of status_network.json")
    func network() throws {
        let url = try #require(
            Bundle.module.url(forResource: "status_network", withExtension: "json", subdirectory: "Fixtures"))
        let figures = try #require(
            try JSONSerialization.jsonObject(with: Data(contentsOf: url)) as? [String: Double])
        let all = try ["S1", "S2", "S3"].map(Self.reliability).reduce(Reliability(), +)
        try expectPercent(all.regulation7, figures["uk_network_literal_pct"]?.description)
        try expectPercent(all.times.strict, figures["uk_network_unknown_excluded_pct"]?.description)
        try expectPercent(all.ports.mean, figures["nevi_mean_of_ports_pct"]?.description)
    }

    @Test("the unit as a whole out of service lies over free connectors, not over those in use or out of service")
    func wholeUnit() throws {
        for (word, expected) in [
            (ConnectorWord.available, "Faulted 20"), (.reserved, "Faulted 20"), (.blocked, "Faulted 20"),
            (.unknown, "Faulted 20"), (.inService, "Faulted 20"),
            (.preparing, "Preparing 20"), (.charging, "Charging 20"), (.suspendedEVSE, "SuspendedEVSE 20"),
            (.finishing, "Finishing 20"), (.unavailable, "Unavailable 20"), (.retired, "Retired 20"),
        ] {
            var scene = Scene()
            try scene.status(word, "08:00")
            try scene.status(.faulted, "08:10", connector: 0)
            try scene.status(.available, "08:30", connector: 0)
            #expect(try scene.statuses("08:10", "08:30") == expected)
            #expect(try scene.statuses("08:30", "08:40") == "\(word.rawValue) 10")
        }
        // It is told of connectors that said nothing, too.
        var scene = Scene()
        try scene.status(.unavailable, "08:10", connector: 0)
        try scene.status(.available, "08:30", connector: 0)
        #expect(try scene.statuses("08:00", "09:00") == "Unavailable 20")
    }

    @Test("an error beside a word stays with it, and makes another interval of the same word")
    func errorCode() throws {
        var scene = Scene()
        for (word, error, time) in [
            (ConnectorWord.available, "NoError", "08:00"), (.available, "NoError", "08:05"),
            (.available, "WeakSignal", "08:10"), (.faulted, "GroundFailure", "08:20"), (.available, "", "08:30"),
            (.faulted, "=cmd|' /C \u{00E9}!A:1", "08:40"),
        ] {
            try scene.add(.status(word, errorCode: error), connector: 1, at: time)
        }
        let statuses = try scene.history().statuses(in: Scene.window("08:00", "08:45"))
        #expect(statuses.map(\.errorCode) == ["NoError", "WeakSignal", "GroundFailure", "", "cmdCA:1"])
        #expect(statuses.map { $0.end.microseconds(since: $0.start) / Microseconds.minute } == [10, 10, 10, 10, 5])
    }

    @Test("a word of the broker's memory says so; a stamp that was missing or of an unset clock is flagged")
    func origin() throws {
        var scene = Scene()
        try scene.status(.available, "08:00", received: "08:10", isRetained: true)
        for (fate, word, time) in [
            (StampFate.missing, ConnectorWord.charging, "08:20"), (.clockReset, .finishing, "08:30"),
        ] {
            let received = try Scene.instant(time)
            scene.events.append(
                RecordedEvent(
                    ChargerEvent(connector: 1, stamp: nil, kind: .status(word, errorCode: "")), at: received,
                    received: received, stampFate: fate))
        }
        #expect(
            try scene.statuses("08:00", "08:40")
                == "Available(retained) 10, Charging(without_stamp) 10, Finishing(clock_reset) 10")
    }

    @Test("a vehicle in the bay blocks a connector that works and is free, for 24 hours at most")
    func bay() throws {
        for (word, states, statuses) in [
            (ConnectorWord.available, "blocked 30, available 30", "Blocked 30, Available 30"),
            (.inService, "blocked 30, unknown 30", "Blocked 30, InService 30"),
            (.reserved, "blocked 30, reserved 30", "Reserved 60"),
            (.charging, "plugged_in+ 60", "Charging 60"), (.faulted, "out_of_service 60", "Faulted 60"),
        ] {
            var scene = Scene()
            try scene.status(word, "08:00")
            try scene.add(.bay(isOccupied: true), connector: 1, at: "09:00")
            try scene.add(.bay(isOccupied: false), connector: 1, at: "09:30")
            #expect(try scene.minutes("09:00", "10:00") == states)
            #expect(try scene.statuses("09:00", "10:00") == statuses)
        }
        // A unit out of contact is unknown, whoever stands before it.
        var scene = Scene()
        try scene.status(.available, "08:00")
        try scene.add(.link(isUp: false), connector: nil, at: "08:30")
        try scene.add(.bay(isOccupied: true), connector: 1, at: "09:00")
        scene.records.append(try Scene.instant("2026-03-02T10:00:00Z"))
        #expect(try scene.minutes("08:30", "23:00") == "unknown 30, blocked 840")
        #expect(
            try scene.minutes("2026-03-02T08:00:00Z", "2026-03-02T10:00:00Z") == "blocked 60, unknown 60")
    }

    /// Reference ev.md, section 1.1, in its order.
    private static let legal: [(ConnectorWord, [ConnectorWord])] = [
        (.available, [.preparing, .charging, .suspendedEV, .suspendedEVSE, .reserved, .unavailable, .faulted]),
        (.preparing, [.available, .charging, .suspendedEV, .suspendedEVSE, .finishing, .faulted]),
        (.charging, [.available, .suspendedEV, .suspendedEVSE, .finishing, .unavailable, .faulted]),
        (.suspendedEV, [.available, .charging, .suspendedEVSE, .finishing, .unavailable, .faulted]),
        (.suspendedEVSE, [.available, .charging, .suspendedEV, .finishing, .unavailable, .faulted]),
        (.finishing, [.available, .preparing, .unavailable, .faulted]),
        (.reserved, [.available, .preparing, .unavailable, .faulted]),
        (.unavailable, [.available, .preparing, .charging, .suspendedEV, .suspendedEVSE, .faulted]),
        (.faulted, ConnectorWord.ocpp16.filter { $0 != .faulted }),
    ]

    @Test("a jump that OCPP 1.6 does not know is flagged, never disbelieved")
    func jumps() throws {
        for (from, followers) in Self.legal {
            for to in ConnectorWord.allCases where to != from {
                var scene = Scene()
                try scene.status(from, "08:00")
                try scene.status(to, "08:10")
                let isJudged = ConnectorWord.ocpp16.contains(to)
                let flag = isJudged && !followers.contains(to) ? "(illegal_jump)" : ""
                #expect(try scene.statuses("08:10", "08:20") == "\(to.rawValue)\(flag) 10")
            }
        }
        // What happened while the unit was out of contact nobody saw.
        var scene = Scene()
        try scene.status(.charging, "08:00")
        try scene.add(.link(isUp: false), connector: nil, at: "08:10")
        try scene.status(.preparing, "08:20")
        #expect(try scene.statuses("08:20", "08:30") == "Preparing 10")
    }

    @Test("five words of two kinds to and fro within ten minutes are flapping")
    func flapping() throws {
        for (step, expected) in [(150, true), (151, false)] as [(Int64, Bool)] {
            var scene = Scene()
            var at = try Scene.instant("08:00")
            for index in 0..<5 {
                let word: ConnectorWord = index % 2 == 0 ? .available : .faulted
                try scene.status(word, at.iso8601)
                at = at.advanced(byMicroseconds: step * Microseconds.second)
            }
            let statuses = try scene.history().statuses
            #expect(statuses.map { $0.flags == .flapping } == [Bool](repeating: expected, count: 5))
        }
    }

    @Test("with a minimum duration, shorter words between equal ones are left out, and the gap is flagged")
    func minimumDuration() throws {
        func statuses(_ seconds: Int64, _ words: [(ConnectorWord, String)]) throws -> String {
            var scene = Scene()
            for (word, time) in words { try scene.status(word, time) }
            let known = scene.log.history(connectors: [1], minimumStatusSeconds: seconds)
            return try #require(known.connectors.first).statuses(in: Scene.window("08:00", "09:00")).map {
                let flags = $0.flags.words.joined(separator: " ")
                return
                    "\($0.word.rawValue) \($0.end.microseconds(since: $0.start) / Microseconds.second)\(flags.isEmpty ? "" : " " + flags)"
            }.joined(separator: ", ")
        }
        let blip: [(ConnectorWord, String)] = [(.available, "08:00"), (.faulted, "08:10"), (.available, "08:10:20")]
        #expect(try statuses(0, blip) == "Available 600, Faulted 20, Available 2980")
        #expect(try statuses(20, blip) == "Available 600, Faulted 20, Available 2980")
        #expect(try statuses(21, blip) == "Available 3600 flapping")
        // Between different words a short one stays.
        let passing: [(ConnectorWord, String)] = [
            (.available, "08:00"), (.preparing, "08:10"), (.charging, "08:10:20"),
        ]
        #expect(try statuses(60, passing) == "Available 600, Preparing 20, Charging 2980")
        // Two short ones, one behind the other.
        let two: [(ConnectorWord, String)] = [
            (.charging, "08:00"), (.suspendedEV, "08:10"), (.suspendedEVSE, "08:10:20"), (.charging, "08:10:40"),
        ]
        #expect(try statuses(30, two) == "Charging 3600 flapping")
        // To and fro between two others comes to more than the minimum together.
        let long: [(ConnectorWord, String)] = [
            (.charging, "08:00"), (.suspendedEV, "08:10"), (.suspendedEVSE, "08:10:20"), (.suspendedEV, "08:10:40"),
            (.charging, "08:11"),
        ]
        #expect(try statuses(30, long) == "Charging 600, SuspendedEV 60 flapping, Charging 2940")
    }
}
