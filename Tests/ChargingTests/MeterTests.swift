import Charging
import Readings
import Testing

/// A connector of 7.4 kW: 1.2 x 7.4 kW are 8880 Wh an hour, 148 Wh a minute.
@Suite("What registers mean")
struct MeterTests {
    static let rated: RatedPower = {
        var rated = RatedPower()
        for connector in 1...2 {
            rated.add(Millionths(7_400_000), connector: connector, during: .distantPast ..< .distantFuture)
        }
        return rated
    }()

    static func history(_ scene: Scene, connector: Int = 1, isRated: Bool = true) throws -> ConnectorHistory {
        try #require(
            scene.log.history(connectors: [connector], rated: isRated ? rated : RatedPower()).connectors.first)
    }

    /// Watt-hours of consecutive half hours from 08:00, and the flags of the first session.
    static func figures(_ scene: Scene, connector: Int = 1, isRated: Bool = true) throws -> String {
        let history = try history(scene, connector: connector, isRated: isRated)
        let start = try Scene.instant("08:00")
        let energies = (0..<4).map { index in
            let lower = start.advanced(byMicroseconds: Int64(index) * 30 * Microseconds.minute)
            let upper = lower.advanced(byMicroseconds: 30 * Microseconds.minute)
            return String(utilisation(of: history, in: lower..<upper).energy.millionths / 1_000_000)
        }
        let session = try #require(history.sessions.first)
        return "\(energies.joined(separator: " ")) \(session.flags.map(\.rawValue).joined(separator: " "))"
    }

    /// A session from 08:00 to 10:00 with registers at half past eight, nine and half past nine.
    static func scene(_ start: Int64, _ registers: [Int64], _ stop: Int64?) throws -> Scene {
        var scene = Scene()
        try scene.start("08:00", number: 1, wattHours: start)
        for (register, time) in zip(registers, ["08:30", "09:00", "09:30"]) {
            try scene.register(register, time, number: 1)
        }
        if let stop { try scene.stop("10:00", number: 1, wattHours: stop) }
        return scene
    }

    @Test(
        "registers of a finished session count from plug-in as lifetime values, relative ones, or in the other unit",
        arguments: [
            // 3 and 6 kWh in the first half hours, nothing in the others.
            (100_000, [103_000, 106_000], 106_000, "3000 3000 0 0 "),
            (100_000, [3000, 6000], 106_000, "3000 3000 0 0 register_relative"),
            // A register of its own for each session: relative like its start, and nothing to tell.
            (0, [3000, 6000], 6000, "3000 3000 0 0 "),
            // 1,003,000 Wh that are called kWh, and 1003 kWh that are called Wh.
            (1_000_000, [1_003_000_000, 1_006_000_000], 1_006_000, "3000 3000 0 0 unit_corrected"),
            (1_000_000, [1003, 1006], 1_006_000, "3000 3000 0 0 unit_corrected"),
            (0, [3_000_000, 6_000_000], 6000, "3000 3000 0 0 unit_corrected"),
            (0, [3, 6], 6000, "3000 3000 0 0 unit_corrected"),
            (100_000, [3_000_000, 6_000_000], 106_000, "3000 3000 0 0 unit_corrected register_relative"),
            // One glitch is no other meaning: 3 kWh, then the rest evenly.
            (100_000, [103_000, 6000], 106_000, "3000 1000 1000 1000 "),
            // A car that waits and then takes 2 kWh has small registers in the right unit: the last is at half past nine.
            (0, [1, 2, 3], 2003, "1 1 1 2000 "),
        ] as [(Int64, [Int64], Int64, String)])
    func meaning(start: Int64, registers: [Int64], stop: Int64, expected: String) throws {
        #expect(try Self.figures(try Self.scene(start, registers, stop)) == expected)
    }

    @Test(
        "the energy is reached where the car takes no more, in a session that goes on as in one that has ended",
        arguments: [
            // 6 kWh between 08:30 and 09:30, of which the last 3 come from 09:00 to the pause at 09:15: 9:00 to 9:30 holds them.
            ("09:15", [0, 3000, 6000], "0 3000 3000 0 "),
            // The pause at 08:45 comes before 3 kWh of the second register: all of them lie in the half hour before 09:00.
            ("08:45", [0, 3000, 3000], "0 3000 0 0 "),
            // A register behind the pause that shows more: the car took on, and nothing is known of when.
            ("08:45", [0, 3000, 6000], "0 3000 3000 0 "),
        ] as [(String, [Int64], String)])
    func pause(at time: String, registers: [Int64], expected: String) throws {
        for stop in [nil, 100_000 + (registers.last ?? 0)] {
            var scene = try Self.scene(100_000, registers.map { $0 + 100_000 }, stop)
            try scene.status(.suspendedEV, time)
            #expect(try Self.figures(scene) == expected)
        }
    }

    @Test("an hour's part does not change when the session ends: 3 kWh in ten minutes before a pause at 08:40")
    func pauseInsideWindow() throws {
        for stop in [nil, 103_000] as [Int64?] {
            var scene = Scene()
            try scene.start("08:30", number: 1, wattHours: 100_000)
            try scene.register(103_000, "09:10", number: 1)
            try scene.status(.suspendedEV, "08:40")
            if let stop { try scene.stop("10:00", number: 1, wattHours: stop) }
            #expect(try Self.figures(scene, isRated: false) == "0 3000 0 0 ")
        }
    }

    @Test(
        "a session that goes on has the energy that its registers show so far, whatever they mean",
        arguments: [
            (100_000, [103_000, 106_000], "3000 3000 0 0 "),
            (100_000, [3000, 6000], "3000 3000 0 0 register_relative"),
            (1_000_000, [1_003_000_000, 1_006_000_000], "3000 3000 0 0 unit_corrected"),
            (1_000_000, [1003, 1006], "3000 3000 0 0 unit_corrected"),
            (1_000_000, [1_003_000, 500, 2000], "3000 500 1500 0 meter_reset"),
            // Nobody knows yet whether the last is a reset or an outlier.
            (1_000_000, [1_003_000, 500], "3000 0 0 0 "),
        ] as [(Int64, [Int64], String)])
    func active(start: Int64, registers: [Int64], expected: String) throws {
        #expect(try Self.figures(try Self.scene(start, registers, nil)) == expected)
    }

    @Test(
        "a meter that begins anew inside a session adds the parts that its registers show",
        arguments: [
            // 3 kWh before, 0.5 and 1.5 kWh behind the reset.
            (1_000_000, [1_003_000, 500], 2000, "3000 500 750 750 meter_reset"),
            (1_000_000, [1_003_000, 0, 1000], 2000, "3000 0 1000 1000 meter_reset"),
            // Only the stop shows the new meter: 3 kWh, then 2.
            (1_000_000, [1_003_000], 2000, "3000 666 666 666 meter_reset"),
            // Two resets.
            (1_000_000, [500, 600, 100], 300, "500 100 100 200 meter_reset"),
            // The total of start and stop is above 0, but two of its registers lie beyond it.
            (0, [3000, 4000, 500], 900, "3000 1000 500 400 meter_reset"),
            // One that lies beyond it is an outlier: 900 Wh evenly up to each of the others.
            (0, [3000, 300, 600], 900, "150 150 300 300 "),
        ] as [(Int64, [Int64], Int64, String)])
    func reset(start: Int64, registers: [Int64], stop: Int64, expected: String) throws {
        #expect(try Self.figures(try Self.scene(start, registers, stop)) == expected)
    }

    @Test("without a register inside the session, or with one that no reset explains, a negative total stays negative")
    func negative() throws {
        for registers in [[], [1_003_000], [400_000, 403_000]] as [[Int64]] {
            // 500 kWh cannot have flowed since.
            let scene = try Self.scene(1_000_000, registers, registers.isEmpty ? 2000 : 500_000)
            let session = try #require(try Self.history(scene).sessions.first)
            #expect(session.result == .negative)
            #expect(session.flags == [.negativeEnergy])
        }
    }

    @Test("a step of exactly 1.2 x rating x time places energy, a larger one does not; the total stands")
    func cap() throws {
        // 8880 Wh an hour: 4440 in the first half hour.
        #expect(try Self.figures(try Self.scene(100_000, [104_440], 106_000)) == "4440 520 520 520 ")
        #expect(try Self.figures(try Self.scene(100_000, [104_441], 106_000)) == "1500 1500 1500 1500 ")
        #expect(try Self.figures(try Self.scene(100_000, [104_441], 106_000), isRated: false) == "4441 519 519 519 ")
    }

    @Test("a total above 1.2 x rating x length stands and is flagged")
    func overRating() throws {
        // Two hours: 17,760 Wh.
        for (stop, flags) in [(17_760, []), (17_761, [.overRating])] as [(Int64, [SessionFlag])] {
            let session = try #require(try Self.history(try Self.scene(0, [], stop)).sessions.first)
            #expect(session.flags == flags)
            #expect(session.energy == WattHours(millionths: stop * 1_000_000))
            #expect(session.result == .ok)
        }
    }

    /// A session of an hour a day whose one register, at half past, means what the kind says.
    static func neighbours(isRelative: Bool, count: Int) throws -> Scene {
        var scene = Scene()
        for day in 0..<count {
            let date = "2026-03-0\(day + 2)"
            let start = 100_000 + Int64(day) * 4000
            try scene.start("\(date)T08:00:00Z", number: Int64(day) + 2, wattHours: start)
            try scene.register(isRelative ? 3000 : start + 3000, "\(date)T08:30:00Z", number: Int64(day) + 2)
            try scene.stop("\(date)T09:00:00Z", number: Int64(day) + 2, wattHours: start + 4000)
        }
        return scene
    }

    @Test("what one register leaves open the device's other sessions decide, from three on")
    func device() throws {
        // 2500 Wh is 1500 above the start of 1000, or 2500 since plug-in.
        for (isRelative, count, expected) in [
            (true, 3, "2500 500 0 0 register_relative"), (true, 2, "1500 1500 0 0 "), (false, 3, "1500 1500 0 0 "),
        ] {
            var scene = Scene()
            try scene.start("08:00", number: 1, wattHours: 1000)
            try scene.register(2500, "08:30", number: 1)
            try scene.stop("09:00", number: 1, wattHours: 4000)
            scene.events += try Self.neighbours(isRelative: isRelative, count: count).events
            #expect(try Self.figures(scene) == expected, "\(isRelative) \(count)")
        }
    }

    @Test("the sessions of four weeks around decide, no others")
    func distance() throws {
        var scene = try Self.neighbours(isRelative: true, count: 3)
        for (date, isNear) in [("2026-03-30", true), ("2026-04-02", false)] {
            // The third session is of 4 March; four weeks before 09:00 of 30 March is 2 March, 09:00.
            scene.events.removeAll { ($0.event.stamp?.iso8601 ?? "") >= "2026-03-05" }
            try scene.start("\(date)T07:00:00Z", number: 50, wattHours: 1000)
            try scene.register(2500, "\(date)T07:30:00Z", number: 50)
            try scene.stop("\(date)T08:00:00Z", number: 50, wattHours: 4000)
            let session = try #require(try Self.history(scene).sessions.last)
            #expect(session.flags == (isNear ? [.registerRelative] : []), "\(date)")
        }
    }

    @Test("what a stop brings of its transaction belongs to its connector and its time")
    func transactionData() throws {
        var scene = Scene()
        try scene.start("08:00", number: 1, wattHours: 1000)
        for (register, time) in [(1000, "08:00"), (9000, "09:00"), (9000, "10:00")] as [(Int64, String)] {
            try scene.add(
                .register(.init(millionths: register * 1_000_000), transaction: .number(1)), connector: nil, at: time,
                received: "10:00")
        }
        try scene.add(
            .power(microwatts: 7_000_000_000, transaction: .number(1)), connector: nil, at: "08:30", received: "10:00")
        try scene.stop("10:00", number: 1, wattHours: 9000)
        #expect(try Self.figures(scene) == "4000 4000 0 0 ")
        #expect(try Self.history(scene).sessions.first?.peakMicrowatts == 7_000_000_000)
    }

    @Test("of two transactions with -1 the data go to the one between whose meter values they lie")
    func transactionDataWithoutNumber() throws {
        var scene = Scene()
        try scene.start("08:00", number: nil, wattHours: 1000, connector: 1)
        try scene.start("08:00", number: nil, wattHours: 900_000, connector: 2)
        try scene.add(
            .register(.init(millionths: 5_000_000_000), transaction: .number(-1)), connector: nil, at: "08:30",
            received: "10:00"
        )
        try scene.stop("10:00", number: -1, wattHours: 5000)
        try scene.stop("10:00", number: -1, wattHours: 904_000)
        #expect(try Self.figures(scene) == "4000 0 0 0 ")
        #expect(try Self.figures(scene, connector: 2) == "1000 1000 1000 1000 ")
    }
}
