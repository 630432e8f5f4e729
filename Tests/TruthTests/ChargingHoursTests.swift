import Readings
import Testing
import Truth

@testable import SensorSim

@Suite("charging-hours.csv and sessions.csv: what charge points told, and what cars took")
struct ChargingHoursTests {
    /// A visit to the post of 22 kW whose car takes nothing, so that hours hold what was told alone.
    private func truth(_ emitted: ChargingTruth.Emitted?, from: String, to: String) throws -> ChargingTruth {
        var visits = ChargingVisits(.fast22, arrivalsPerDay: 10, random: RandomStream(seed: 1, name: "example"))
        var visit = visits.next(after: try Example.at(from))
        visit.fail(afterSeconds: 60, unplugged: 6)
        visit.pluggedIn = try Example.at(from)
        visit.pluggedOut = try Example.at(to)
        return ChargingTruth(
            chargePoint: "no-cp-01", connector: 1, toldConnector: 1, pluggedIn: visit.pluggedIn,
            pluggedOut: visit.pluggedOut,
            energyWh: 0, visit: visit, emitted: emitted)
    }

    private func sample(_ at: String, taken: String? = nil, _ energyWh: Int64, message: UInt64? = nil) throws
        -> ChargingTruth.Sample
    {
        ChargingTruth.Sample(
            at: try Example.at(at), taken: try Example.at(taken ?? at), energyWh: energyWh, message: message)
    }

    private func tables(_ truth: ChargingTruth, _ fill: (inout TruthLedger) throws -> Void = { _ in }) rethrows
        -> TruthTables
    {
        var ledger = TruthLedger(Example.city)
        try fill(&ledger)
        ledger.note(truth)
        return TruthTables(ledger.files(of: Example.period))
    }

    private func receive(_ number: UInt64, _ at: String, _ ledger: inout TruthLedger) throws {
        var delivered = Example.delivered(number, received: try Example.at(at))
        delivered.message.hasUnsetClock = true
        ledger.note(delivered)
    }

    @Test("Energy flows evenly between two meter values, through three hours; the start counts in its own")
    func threeHours() throws {
        var told = ChargingTruth.Emitted(transaction: "7", start: try Example.at("2026-03-02T08:30:00Z"))
        told.stop = try Example.at("2026-03-02T10:15:00Z")
        (told.registerStartWh, told.registerStopWh, told.energyWh) = (100_000, 107_000, 7000)
        // 4 kWh in the first hour, half of them before nine; 3 kWh in 45 minutes, two thirds of them before ten.
        told.samples = [
            try sample("2026-03-02T08:30:00Z", 0), try sample("2026-03-02T09:30:00Z", 4000),
            try sample("2026-03-02T10:15:00Z", 7000),
        ]
        let tables = try tables(truth(told, from: "2026-03-02T08:29:30Z", to: "2026-03-02T10:16:00Z"))
        #expect(
            tables.cells("charging-hours.csv", "window_start", "told_starts", "told_kwh") == [
                ["2026-03-02T08:00:00Z", "1", "2"], ["2026-03-02T09:00:00Z", "0", "4"],
                ["2026-03-02T10:00:00Z", "0", "1"],
            ])
        #expect(
            tables.cells(
                "sessions.csv", "site", "transaction", "told_start", "told_stop", "told_register_start_wh",
                "told_register_stop_wh", "told_kwh", "told_clock") == [
                    [
                        "sim-birch-street", "7", "2026-03-02T08:30:00Z", "2026-03-02T10:15:00Z", "100000", "107000",
                        "7", "",
                    ]
                ])
    }

    @Test("A visit of which nothing was told stands in sessions.csv without what is told, and in no hour")
    func untold() throws {
        let tables = try tables(truth(nil, from: "2026-03-02T08:29:30Z", to: "2026-03-02T10:16:00Z"))
        #expect(tables["charging-hours.csv"].isEmpty)
        #expect(
            tables.cells("sessions.csv", "city_plug_in", "city_unplug", "told_start", "told_kwh") == [
                ["2026-03-02T08:29:30Z", "2026-03-02T10:16:00Z", "", ""]
            ])
    }

    @Test("A start of 1970 takes the time of its receipt, and what was kept beside it tells nothing of when it flowed")
    func resetStart() throws {
        var told = ChargingTruth.Emitted(transaction: "7", start: try Example.at("1970-01-01T00:10:00Z"))
        told.startMessage = 1
        told.stop = try Example.at("2026-03-02T12:10:00Z")
        told.energyWh = 9000
        // 1 kWh within a second is more than 22 kW; 3 kWh in ten minutes are 18 kW. Then 6 kWh in an hour.
        told.samples = [
            try sample("1970-01-01T00:10:00Z", taken: "2026-03-02T10:50:00Z", 0, message: 1),
            try sample("1970-01-01T00:15:00Z", taken: "2026-03-02T10:55:00Z", 1000, message: 2),
            try sample("2026-03-02T11:10:00Z", 3000), try sample("2026-03-02T12:10:00Z", 9000),
        ]
        let truth = try truth(told, from: "2026-03-02T10:49:30Z", to: "2026-03-02T12:11:00Z")
        let tables = try tables(truth) { ledger in
            try receive(1, "2026-03-02T11:00:00Z", &ledger)
            try receive(2, "2026-03-02T11:00:01Z", &ledger)
        }
        #expect(
            tables.cells("charging-hours.csv", "window_start", "told_starts", "told_kwh") == [
                ["2026-03-02T11:00:00Z", "1", "8"], ["2026-03-02T12:00:00Z", "0", "1"],
            ])
        #expect(
            tables.cells("sessions.csv", "told_start", "told_stop", "told_clock") == [
                ["2026-03-02T11:00:00Z", "2026-03-02T12:10:00Z", "reset"]
            ])
    }

    @Test(
        "More energy than 1.2 x 22 kW between two times of receipt: told with a wrong clock, and counted nowhere",
        arguments: [
            // 26.4 kW for 20 minutes are 8.8 kWh.
            ("2026-03-02T11:20:00Z", 8800, "reset", 1), ("2026-03-02T11:20:00Z", 8801, "wrong", 0),
            ("2026-03-02T11:00:04Z", 8000, "wrong", 0),
        ] as [(String, Int64, String, Int)])
    func wrong(stopReceived: String, energyWh: Int64, clock: String, hours: Int) throws {
        var told = ChargingTruth.Emitted(transaction: "7", start: try Example.at("1970-01-01T00:10:00Z"))
        told.stop = try Example.at("1970-01-01T00:50:00Z")
        (told.startMessage, told.stopMessage, told.energyWh) = (1, 2, energyWh)
        told.samples = [
            try sample("1970-01-01T00:10:00Z", taken: "2026-03-02T10:10:00Z", 0, message: 1),
            try sample("1970-01-01T00:50:00Z", taken: "2026-03-02T10:50:00Z", energyWh, message: 2),
        ]
        let tables = try tables(truth(told, from: "2026-03-02T10:09:30Z", to: "2026-03-02T10:51:00Z")) { ledger in
            try receive(1, "2026-03-02T11:00:00Z", &ledger)
            try receive(2, stopReceived, &ledger)
        }
        #expect(
            tables.cells("sessions.csv", "told_start", "told_stop", "told_clock") == [
                ["2026-03-02T11:00:00Z", stopReceived, clock]
            ])
        #expect(tables["charging-hours.csv"].count == hours)
    }

    @Test(
        "The word that the car takes no more stands at its own time; values from before it that were received later do not"
    )
    func wordInSilence() throws {
        var told = ChargingTruth.Emitted(transaction: "7", start: try Example.at("2026-03-02T08:00:00Z"))
        told.stop = try Example.at("2026-03-02T11:00:00Z")
        told.energyWh = 9000
        // Silence from 8 to 10. The car was full at half past nine; 6 kWh is what the meter had shown at nine.
        told.samples = [
            try sample("2026-03-02T08:00:00Z", 0),
            try sample("1970-01-01T01:00:00Z", taken: "2026-03-02T09:00:00Z", 6000, message: 1),
            try sample("2026-03-02T09:30:00Z", 9000), try sample("2026-03-02T11:00:00Z", 9000),
        ]
        told.samples[2].isOfMeter = false
        let tables = try tables(truth(told, from: "2026-03-02T07:59:30Z", to: "2026-03-02T11:01:00Z")) { ledger in
            try receive(1, "2026-03-02T10:00:00Z", &ledger)
        }
        // 9 kWh in 90 minutes.
        #expect(
            tables.cells("charging-hours.csv", "window_start", "told_kwh") == [
                ["2026-03-02T08:00:00Z", "6"], ["2026-03-02T09:00:00Z", "3"],
            ])
    }

    @Test("Where the message with a start of 1970 was lost, nobody can say when it began")
    func lostStart() throws {
        var told = ChargingTruth.Emitted(transaction: "7", start: try Example.at("1970-01-01T00:10:00Z"))
        told.startMessage = 1
        let tables = try tables(truth(told, from: "2026-03-02T10:49:30Z", to: "2026-03-02T12:11:00Z"))
        #expect(tables.cells("sessions.csv", "transaction", "told_start") == [["7", ""]])
        #expect(tables["charging-hours.csv"].isEmpty)
    }
}
