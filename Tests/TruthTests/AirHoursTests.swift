import Readings
import Testing
import Truth

@testable import SensorSim

@Suite("air-hours.csv: what sensors emitted, by the hour")
struct AirHoursTests {
    private static let day = Microseconds.day

    private func tables(_ fill: (inout TruthLedger) throws -> Void) rethrows -> TruthTables {
        var ledger = TruthLedger(Example.city)
        try fill(&ledger)
        return TruthTables(ledger.files(of: Example.period))
    }

    @Test(
        "A reading counts that is received up to seven days after its stamp, or five minutes before it",
        arguments: [
            (0, 1), (7 * day, 1), (7 * day + 1, 0), (30 * day, 0), (-5 * Microseconds.minute, 1),
            (-5 * Microseconds.minute - 1, 0),
        ] as [(Int64, Int)])
    func reach(late: Int64, count: Int) throws {
        let stamp = try Example.at("2026-03-02T10:30:00Z")
        let tables = tables { ledger in
            ledger.note(Example.reading(1, ends: stamp, stamp: stamp, 12_400_000))
            ledger.note(Example.delivered(1, received: stamp.advanced(byMicroseconds: late), .delay))
        }
        #expect(tables["air-hours.csv"].count == count)
        #expect(tables["air-hours.csv"].allSatisfy { $0["window_start"] == "2026-03-02T10:00:00Z" && $0["n"] == "1" })
    }

    @Test("Copies count once, also retained ones, and what bears another borough's name counts nowhere")
    func copies() throws {
        let stamp = try Example.at("2026-03-02T10:30:00Z")
        let tables = tables { ledger in
            ledger.note(Example.reading(1, ends: stamp, stamp: stamp, 12_400_000))
            for fault in [nil, .duplicate, .retained, .spoofedBorough, .poison] as [TransportFault?] {
                ledger.note(Example.delivered(1, received: stamp, fault))
            }
        }
        #expect(tables.cells("air-hours.csv", "n", "emitted_sum") == [["1", "12.4"]])
    }

    @Test(
        "A reading that is an hour ahead counts from the copy that comes in its time, five minutes before it or later, once",
        arguments: [
            (nil, 55 * Microseconds.minute, false), (.retained, 54 * Microseconds.minute, false),
            (.retained, 55 * Microseconds.minute, true), (.duplicate, 55 * Microseconds.minute, true),
            (.spoofedBorough, 55 * Microseconds.minute, false), (.poison, 55 * Microseconds.minute, false),
        ] as [(TransportFault?, Int64, Bool)])
    func early(fault: TransportFault?, later: Int64, isTaken: Bool) throws {
        let ends = try Example.at("2026-03-02T10:30:00Z")
        let tables = tables { ledger in
            let stamp = ends.advanced(byMicroseconds: Microseconds.hour)
            ledger.note(Example.reading(1, ends: ends, stamp: stamp, 12_400_000))
            ledger.note(Example.delivered(1, received: ends))
            for wait in fault == nil ? [] : [0, Microseconds.second] {
                ledger.note(Example.delivered(1, received: ends.advanced(byMicroseconds: later + wait), fault))
            }
        }
        #expect(
            tables.cells("air-hours.csv", "window_start", "n") == (isTaken ? [["2026-03-02T11:00:00Z", "1"]] : []))
    }

    @Test("A lost message is in no hour and no day, and its copy is not counted in its place")
    func lost() throws {
        let stamp = try Example.at("2026-03-02T10:30:00Z")
        let tables = tables { ledger in
            ledger.note(Example.reading(1, ends: stamp, stamp: stamp, 12_400_000))
            ledger.note(Example.delivered(1, received: stamp, .loss))
        }
        #expect(tables["air-hours.csv"].isEmpty && tables["arrivals.csv"].isEmpty)
        #expect(tables.cells("messages.csv", "message", "received", "fault") == [["1", "", "loss"]])
    }

    @Test("A reading belongs to the hour in which its minute begins")
    func edge() throws {
        let ends = ["2026-03-02T10:00:30Z", "2026-03-02T10:01:00Z", "2026-03-02T10:00:59.999999Z"]
        let tables = try tables { ledger in
            for (index, text) in ends.enumerated() {
                let stamp = try Example.at(text)
                ledger.note(Example.reading(UInt64(index + 1), ends: stamp, stamp: stamp, 1_000_000))
                ledger.note(Example.delivered(UInt64(index + 1), received: stamp))
            }
        }
        #expect(
            tables.cells("air-hours.csv", "window_start", "n") == [
                ["2026-03-02T09:00:00Z", "2"], ["2026-03-02T10:00:00Z", "1"],
            ])
    }

    @Test(
        "A reading without a stamp, or with one of a clock that was never set, is of the time of its receipt",
        arguments: [nil, "1970-01-05T03:00:00Z", "2000-01-01T23:59:59Z"])
    func unset(text: String?) throws {
        let stamp = try text.map { try Example.at($0) }
        let ends = try Example.at("2026-03-02T10:30:00Z")
        let tables = tables { ledger in
            ledger.note(Example.reading(1, ends: ends, stamp: stamp, 5_000_000))
            ledger.note(Example.delivered(1, received: ends.advanced(byMicroseconds: 2 * Microseconds.hour)))
        }
        #expect(tables.cells("air-hours.csv", "window_start", "n") == [["2026-03-02T12:00:00Z", "1"]])
    }

    @Test(
        "Sums are exact, and means are rounded half away from nought at their sixth decimal",
        arguments: [
            // (1 + 1 + 0) / 3 = 0.67; (1 + 0) / 2 = 0.5; -0.5; (1 + 0 + 0) / 3 = 0.33 millionths.
            ([1, 1, 0], "0.000002", "0.000001"), ([1, 0], "0.000001", "0.000001"), ([-1, 0], "-0.000001", "-0.000001"),
            ([1, 0, 0], "0.000001", "0"), ([12_400_000, 12_500_000], "24.9", "12.45"),
        ] as [([Int64], String, String)])
    func mean(values: [Int64], sum: String, mean: String) throws {
        let stamp = try Example.at("2026-03-02T10:30:00Z")
        let tables = tables { ledger in
            for (index, value) in values.enumerated() {
                let number = UInt64(index + 1)
                // The city had twice of it.
                ledger.note(Example.reading(number, ends: stamp, stamp: stamp, value, city: 2 * value))
                ledger.note(Example.delivered(number, received: stamp))
            }
        }
        #expect(tables.cells("air-hours.csv", "emitted_sum", "emitted_mean") == [[sum, mean]])
        let twice = values.reduce(0) { $0 + 2 * $1 }
        #expect(
            tables.cells("air-hours.csv", "site", "device", "quantity") == [["sim-aspen-primary", "no-aq-01", "no2"]])
        if twice == 49_800_000 { #expect(tables.cells("air-hours.csv", "city_mean") == [["24.9"]]) }
    }
}
