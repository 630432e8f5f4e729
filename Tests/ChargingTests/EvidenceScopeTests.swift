import Charging
import Readings
import Testing

/// Whether a free hour is an hour without charging and energy, or one of which nobody knows it.
@Suite("What the evidence of a connector can tell")
struct EvidenceScopeTests {
    enum Source: CaseIterable {
        case nothing, freeByOCPI, usedByOCPI, usedByOCPIWithRegister, usedByOCPIWithRecord, bay
        case freeByOCPP, wordsOfOCPP, transactions, freeStation
    }

    private static func scene(_ source: Source) throws -> Scene {
        var scene = Scene()
        switch source {
        case .nothing: try scene.heartbeats("06:00", "12:00", every: 60)
        case .freeByOCPI: try scene.status(.available, "06:00", errorCode: "")
        case .usedByOCPI, .usedByOCPIWithRegister, .usedByOCPIWithRecord:
            try scene.status(.available, "06:00", errorCode: "")
            try scene.status(.inUse, "08:00", errorCode: "")
            try scene.status(.available, "09:00", errorCode: "")
        case .bay: try scene.add(.bay(isOccupied: true), connector: 1, at: "06:00")
        case .freeByOCPP: try scene.status(.available, "06:00")
        case .wordsOfOCPP:
            try scene.status(.available, "06:00")
            try scene.status(.charging, "08:00")
            try scene.status(.available, "09:00")
        case .transactions:
            try scene.start("08:00", number: 1)
            try scene.stop("09:00", number: 1)
        case .freeStation:
            try scene.add(.booted, connector: 0, at: "05:00")
            try scene.status(.available, "06:00", errorCode: "")
        }
        if source == .usedByOCPIWithRegister {
            for (wattHours, time) in [(1000, "07:00"), (1000, "08:00"), (4000, "08:50")] as [(Int64, String)] {
                try scene.register(wattHours, time)
            }
        }
        if source == .usedByOCPIWithRecord {
            let (start, end) = (try Scene.instant("08:00"), try Scene.instant("09:00"))
            let record = SessionRecord(
                session: "S1", status: .completed, start: start, end: end, energy: WattHours(millionths: 3_000_000_000),
                lastUpdated: end)
            try scene.add(.sessionRecord(record), connector: 1, at: "09:00")
        }
        return scene
    }

    /// Minutes of charging and kWh of an hour; `-` for what nobody can tell.
    private static func told(_ source: Source, _ start: String, _ end: String) throws -> String {
        let figures = utilisation(of: try scene(source).history(), in: try Scene.window(start, end))
        let charging = figures.charging.map { "\($0 / Microseconds.minute)" } ?? "-"
        #expect((figures.idle == nil) == (figures.charging == nil))
        return charging + " " + (figures.isEnergyTold ? "\(figures.energy.millionths / 1_000_000_000)" : "-")
    }

    @Test(
        "a free hour and an hour of use: status alone tells neither charging nor energy, of the free hour no more than of the other",
        arguments: [
            (Source.nothing, "0 0", "0 0"), (.freeByOCPI, "- -", "- -"), (.usedByOCPI, "- -", "- -"),
            (.bay, "- -", "- -"),
            // Energy by the meter or by OCPI's session, and no word of the current.
            (.usedByOCPIWithRegister, "- 0", "- 3"), (.usedByOCPIWithRecord, "- 0", "- 3"),
            // A unit of OCPP would tell a transaction: free, it delivers nothing.
            (.freeByOCPP, "0 0", "0 0"), (.freeStation, "0 0", "0 0"),
            // Its words tell the current, and nothing the energy of a car without a transaction.
            (.wordsOfOCPP, "0 -", "60 -"), (.transactions, "0 0", "60 2"),
        ])
    func hours(source: Source, free: String, used: String) throws {
        #expect(try Self.told(source, "10:00", "11:00") == free)
        #expect(try Self.told(source, "08:00", "09:00") == used)
    }

    @Test("when the first car shows what nobody can tell, the hours before it are windows that changed")
    func change() throws {
        let (before, after) = (try Self.scene(.freeByOCPP), try Self.scene(.wordsOfOCPP))
        let difference = try after.history().difference(from: try before.history())
        #expect(difference.windowsFrom.map { $0 <= (try? Scene.instant("06:00")) ?? .distantPast } == true)
    }

    /// Minutes of charging and kWh of the hour from 10:00 on that day; `-` for what nobody can tell.
    private static func told(_ scene: Scene, _ day: String) throws -> String {
        let window = try Scene.window("2026-\(day)T10:00:00Z", "2026-\(day)T11:00:00Z")
        let figures = utilisation(of: try scene.history(), in: window)
        return (figures.charging.map { "\($0 / Microseconds.minute)" } ?? "-")
            + (figures.isEnergyTold ? " \(figures.energy.millionths / 1_000_000_000)" : " -")
    }

    /// A car of which status alone tells.
    private static func carOfOCPI(_ scene: inout Scene, _ day: String) throws {
        try scene.status(.inUse, "2026-\(day)T08:00:00Z", errorCode: "")
        try scene.status(.available, "2026-\(day)T09:00:00Z", errorCode: "")
    }

    @Test(
        "transactions that join status alone say nothing of the weeks before, and from 24 hours before on that nothing flowed"
    )
    func languageThatJoins() throws {
        var scene = Scene()
        try scene.status(.available, "2026-02-10T06:00:00Z", errorCode: "")
        try Self.carOfOCPI(&scene, "02-12")
        try scene.heartbeats("2026-02-10T06:00:00Z", "2026-03-20T00:00:00Z", every: 60)
        try scene.status(.available, "2026-03-01T09:00:00Z")
        try scene.start("2026-03-04T08:00:00Z", number: 1)
        try scene.stop("2026-03-04T09:00:00Z", number: 1)
        for (day, told) in [("02-11", "- -"), ("02-27", "- -"), ("02-28", "0 0"), ("03-02", "0 0"), ("03-18", "0 0")] {
            #expect(try Self.told(scene, day) == told, "\(day)")
        }
    }

    @Test("when a car comes of which the transactions that were told say nothing, nobody knows any more from it on")
    func languageThatLeaves() throws {
        var scene = Scene()
        try scene.start("2026-02-10T08:00:00Z", number: 1)
        try scene.stop("2026-02-10T09:00:00Z", number: 1)
        try scene.heartbeats("2026-02-10T06:00:00Z", "2026-03-20T00:00:00Z", every: 60)
        try scene.status(.available, "2026-02-12T06:00:00Z", errorCode: "")
        try Self.carOfOCPI(&scene, "02-15")
        for (day, told) in [("02-11", "0 0"), ("02-14", "0 0"), ("02-15", "- -"), ("02-20", "- -")] {
            #expect(try Self.told(scene, day) == told, "\(day)")
        }
        // They come again: from 24 hours before on.
        try scene.start("2026-03-01T08:00:00Z", number: 2)
        try scene.stop("2026-03-01T09:00:00Z", number: 2)
        for (day, told) in [("02-20", "- -"), ("02-27", "- -"), ("02-28", "0 0"), ("03-05", "0 0")] {
            #expect(try Self.told(scene, day) == told, "\(day)")
        }
    }

    @Test("a car of OCPI's status stays a visit when a station's own transactions join it later")
    func stationThatJoins() throws {
        var scene = Scene()
        try Self.carOfOCPI(&scene, "02-12")
        let update = TransactionUpdate(key: .text("x"), sequence: 0, phase: .started)
        try scene.add(.transaction(update), connector: 1, at: "2026-03-01T08:00:00Z")
        #expect(try scene.history().sessions.map(\.evidence) == [.status, .start])
        // Within 24 hours the words are the station's.
        try Self.carOfOCPI(&scene, "02-28")
        #expect(try scene.history().sessions.count == 2)
        try Self.carOfOCPI(&scene, "03-05")
        #expect(try scene.history().sessions.count == 2)
    }

    @Test(
        "OCPI's sessions tell of the free weeks before the first, back to the last car of which status alone was told")
    func feedOfSessions() throws {
        for hasUntoldCar in [false, true] {
            var scene = Scene()
            try scene.status(.available, "2026-02-10T06:00:00Z", errorCode: "")
            if hasUntoldCar { try Self.carOfOCPI(&scene, "02-12") }
            let (start, end) = (try Scene.instant("08:00"), try Scene.instant("09:00"))
            let record = SessionRecord(
                session: "S1", status: .completed, start: start, end: end, energy: WattHours(millionths: 3_000_000_000),
                lastUpdated: end)
            try scene.add(.sessionRecord(record), connector: 1, at: "09:00")
            // It does not tell when the car charged.
            for (day, told) in [("02-11", hasUntoldCar ? "- -" : "- 0"), ("02-15", "- 0"), ("03-05", "- 0")] {
                #expect(try Self.told(scene, day) == told, "\(day)")
            }
        }
    }

    @Test("a unit that would tell a car and says nothing but that it is free is free for as long as it says so")
    func idleUnit() throws {
        for isTelling in [true, false] {
            var scene = Scene()
            for day in ["02-10", "02-20", "03-01", "03-10"] {
                let at = try Scene.instant("2026-\(day)T06:00:00Z")
                scene.events.append(
                    RecordedEvent(
                        ChargerEvent(connector: 1, stamp: at, kind: .status(.available, errorCode: "")), received: at,
                        isOfTellingLanguage: isTelling))
            }
            #expect(try Self.told(scene, "03-05") == (isTelling ? "0 0" : "- -"))
        }
    }
}
