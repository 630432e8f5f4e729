import Charging
import Readings
import Testing

@Suite("Energy from what is no register")
struct EnergySourceTests {
    private enum Value {
        case interval(Int64)
        case counter(Int64)
        case watts(Int64)
        case register(Int64)

        var kind: ChargerEvent.Kind {
            switch self {
            case .interval(let energy): .interval(.init(millionths: energy * 1_000_000), transaction: 1)
            case .counter(let energy): .sessionEnergy(.init(millionths: energy * 1_000_000), transaction: 1)
            case .watts(let power): .power(microwatts: power * 1_000_000, transaction: 1)
            case .register(let energy): .register(.init(millionths: energy * 1_000_000), transaction: 1)
            }
        }

        /// Of no transaction.
        var unnamed: ChargerEvent.Kind {
            guard case .sessionEnergy(let energy, _) = kind else { return kind }
            return .sessionEnergy(energy, transaction: nil)
        }
    }

    /// Watt-hours of the half hours of a session from 08:00 to 10:00 at a connector of 7.4 kW, its total, and its flags.
    private static func figures(meter: Int64 = 0, _ values: [(String, Value)]) throws -> String {
        var scene = Scene()
        try scene.start("08:00", number: 1, wattHours: 500)
        for (time, value) in values { try scene.add(value.kind, connector: 1, at: time) }
        try scene.stop("10:00", number: 1, wattHours: 500 + meter)
        let session = try #require(try MeterTests.history(scene).sessions.first)
        let total = (session.energy?.millionths ?? -1) / 1_000_000
        let flags = session.flags.map(\.rawValue).joined(separator: " ")
        let halves = try MeterTests.figures(scene).split(separator: " ").prefix(4).joined(separator: " ")
        return "\(halves) = \(total) \(session.result?.rawValue ?? "") \(flags)"
    }

    @Test("intervals add up where the meter stands still; those below zero or above 1.2 x rating x time do not count")
    func intervals() throws {
        #expect(
            try Self.figures([("08:30", .interval(1500)), ("09:00", .interval(1500)), ("10:00", .interval(3000))])
                == "1500 1500 1500 1500 = 6000 ok energy_from_intervals")
        // 148 Wh a minute are the cap: 4440 Wh of half an hour.
        #expect(
            try Self.figures([
                ("08:30", .interval(4440)), ("09:00", .interval(4441)), ("09:15", .interval(-5)),
                ("09:30", .interval(1000)),
            ]) == "4440 500 500 0 = 5440 ok energy_from_intervals")
        // The same interval twice is one; behind the stop there is none.
        #expect(
            try Self.figures([("08:30", .interval(1500)), ("08:30", .interval(1500)), ("10:01", .interval(900))])
                == "1500 0 0 0 = 1500 ok energy_from_intervals")
    }

    @Test("a counter of the session tells its energy where the meter stands still, and when it flowed otherwise")
    func counter() throws {
        // 9 kWh were the session before.
        let values: [(String, Value)] = [
            ("08:00", .counter(9000)), ("08:01", .counter(0)), ("08:30", .counter(2000)), ("09:30", .counter(4000)),
        ]
        #expect(try Self.figures(values) == "2000 1000 1000 0 = 4000 ok ")
        #expect(try Self.figures(meter: 4600, values) == "2000 1000 1000 600 = 4600 ok ")
    }

    @Test(
        "power over time is the last resort: linear between values an hour apart at most, held for a quarter of an hour"
    )
    func power() throws {
        let flat = ["08:00", "08:30", "09:00", "09:30", "10:00"].map { ($0, Value.watts(3600)) }
        #expect(try Self.figures(flat) == "1800 1800 1800 1800 = 7200 ok energy_from_power")
        // Ten minutes before the first, half an hour from 6 down to 0 kW: 1000 + 1500, even between two values.
        #expect(
            try Self.figures([("08:10", .watts(6000)), ("08:40", .watts(0))])
                == "2000 500 0 0 = 2500 ok energy_from_power")
        // Further than a quarter and an hour apart: only the last one is held.
        #expect(
            try Self.figures([("08:16", .watts(6000)), ("09:17", .watts(6000))])
                == "0 0 1300 200 = 1500 ok energy_from_power")
        // Backwards is none, and more than 8.88 kW is no value.
        #expect(
            try Self.figures([("08:00", .watts(-3600)), ("08:30", .watts(8881)), ("08:45", .watts(-3600))])
                == "0 0 0 0 = 0 failed_attempt zero_energy")
    }

    @Test("registers, counters, intervals and power never mix: the first that shows energy decides")
    func order() throws {
        let power: [(String, Value)] = [("08:00", .watts(3600)), ("08:30", .watts(3600))]
        let intervals: [(String, Value)] = [("08:30", .interval(1500))]
        let counter: [(String, Value)] = [("08:30", .counter(1000))]
        #expect(try Self.figures(power + intervals) == "1500 0 0 0 = 1500 ok energy_from_intervals")
        #expect(try Self.figures(power + intervals + counter) == "1000 0 0 0 = 1000 ok ")
        // A total of the meter stands, and is spread as ever.
        #expect(try Self.figures(meter: 4000, power + intervals) == "1000 1000 1000 1000 = 4000 ok ")
        #expect(
            try Self.figures(meter: 4000, [("08:30", .register(3500))] + counter + intervals)
                == "3000 333 333 333 = 4000 ok ")
    }

    @Test(
        "what a counter had counted before a visit was heard of, first shown by words, is no energy of it",
        arguments: [
            // A car that has charged for hours, and goes on: 2 kWh in each of the two half hours that are heard.
            ([("08:00", 11_343), ("08:30", 13_343), ("09:00", 15_343)], "2000 2000 0 0 = 4000"),
            // One that takes no more.
            ([("08:00", 11_343), ("08:30", 11_343), ("09:30", 11_343)], "0 0 0 0 = 0"),
            // 148 Wh a minute are the cap: 4440 of half an hour may have flowed since the plug-in.
            ([("08:30", 4440), ("09:00", 5440)], "4440 1000 0 0 = 5440"),
            ([("08:30", 4441), ("09:00", 5441)], "0 1000 0 0 = 1000"),
        ] as [([(String, Int64)], String)])
    func counterBefore(values: [(String, Int64)], expected: String) throws {
        var scene = Scene()
        try scene.add(.plugged(true), connector: 1, at: "08:00")
        // The register stands still, as that of a meter that is not wired.
        try scene.register(511_785, "08:00")
        for (time, energy) in values { try scene.add(Value.counter(energy).unnamed, connector: 1, at: time) }
        try scene.add(.plugged(false), connector: 1, at: "10:00")
        try scene.register(511_785, "10:00")
        let session = try #require(try MeterTests.history(scene).sessions.first)
        let halves = try MeterTests.figures(scene).split(separator: " ").prefix(4).joined(separator: " ")
        #expect("\(halves) = \((session.energy?.millionths ?? -1) / 1_000_000)" == expected)
    }

    @Test("a session that goes on has the energy that came so far")
    func open() throws {
        var scene = Scene()
        try scene.start("08:00", number: 1, wattHours: 500)
        try scene.add(Value.interval(1500).kind, connector: 1, at: "08:30")
        let session = try #require(try MeterTests.history(scene).sessions.first)
        #expect(session.energy == WattHours(millionths: 1_500_000_000) && session.flags == [.fromIntervals])
    }
}
