import Readings
import Scenarios
import SensorSim
import Testing
import Truth

@Suite("The tables of the truth")
struct TruthTableTests {
    /// Two hours of every fault on the way, by column.
    private static func tables(
        _ change: (inout Scenario) -> Void = { _ in }
    ) throws -> [String: [[String: String]]] {
        var scenario = try Preset.messy.scenario()
        scenario.hours = 2
        scenario.faults.transport.losses = 0.05
        scenario.faults.transport.unknownDevices = 0.05
        scenario.faults.transport.spoofedBoroughs = 0.05
        change(&scenario)
        var traffic = Traffic(scenario, keepsTruth: true)
        while traffic.next() != nil {}
        var tables: [String: [[String: String]]] = [:]
        let files = traffic.truth()
        for (name, bytes) in try #require(files) {
            let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
            let header = try #require(lines.first).split(separator: ",").map(String.init)
            tables[name] = lines.dropFirst().map { line in
                let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
                return Dictionary(zip(header, cells)) { first, _ in first }
            }
        }
        return tables
    }

    @Test("A message to which something was done has its device, and a lost one of a sensor the time of its readings")
    func messages() throws {
        let rows = try #require(Self.tables()["messages.csv"])
        #expect(rows.allSatisfy { ["air", "charging"].contains($0["family"]) && $0["device"]?.isEmpty == false })
        let lost = rows.filter { $0["fault"] == "loss" && $0["family"] == "air" }
        #expect(lost.count > 50)
        for row in lost {
            let from = try #require(row["measured_from"].flatMap { Instant(iso8601: $0) })
            let to = try #require(row["measured_to"].flatMap { Instant(iso8601: $0) })
            let sent = try #require(row["sent"].flatMap { Instant(iso8601: $0) })
            // A message of today's sensors holds what was measured in the hours before, and ends when it is sent.
            #expect(from < to && to <= sent)
        }
    }

    @Test("What bears another's name has arrived at the borough in its topic")
    func arrivals() throws {
        let tables = try Self.tables()
        let arrivals = try #require(tables["arrivals.csv"])
        let messages = try #require(tables["messages.csv"])
        let strange = arrivals.filter { $0["device"] == "" }
        #expect(!strange.isEmpty)
        for row in strange {
            let borough = try #require(row["borough"])
            let sent = messages.count { message in
                ["unknown_device", "spoofed_borough"].contains(message["fault"])
                    && message["topic"]?.hasPrefix(borough + "/") == true
                    && message["received"]?.hasPrefix(row["day"] ?? "?") == true
            }
            #expect(row["messages"] == String(sent) && sent > 0)
        }
    }

    @Test("A session that ended has the energy of its meter, and flows between its start and its stop")
    func sessions() throws {
        let rows = try #require(Self.tables()["sessions.csv"])
        let ended = rows.filter { $0["told_stop"]?.isEmpty == false && $0["told_kwh"] != "0" }
        #expect(ended.count > 5)
        for row in ended {
            #expect(row["told_meter_kwh"] == row["told_kwh"])
            let words = ["told_start", "told_charge_from", "told_charge_to", "told_stop"].compactMap { row[$0] }
            #expect(words == words.sorted() && !words.contains(""), "\(words)")
        }
    }

    @Test("A session in which nothing flowed charges by its words, from its start to its stop")
    func nothingFlowed() throws {
        let tables = try Self.tables { scenario in
            scenario.hours = 8
            scenario.faults.charging.failedStarts = 0.5
        }
        let failed = try #require(tables["sessions.csv"]).filter { $0["told_stop"] != "" && $0["told_kwh"] == "0" }
        #expect(failed.count > 3)
        for row in failed {
            #expect(row["told_charge_from"] == row["told_start"] && row["told_charge_to"] == row["told_stop"])
        }
    }

    @Test("What cars take after the end of the run is not theirs yet: sessions and hours add up to the same")
    func untilTheEnd() throws {
        let tables = try Self.tables { $0.hours = 9 }
        func sums(_ name: String, _ column: String) throws -> [String: Double] {
            try #require(tables[name]).reduce(into: [:]) { sums, row in
                let outlet = (row["charge_point"] ?? "") + "/" + (row["connector"] ?? "")
                sums[outlet, default: 0] += Double(row[column] ?? "") ?? 0
            }
        }
        let (bySession, byHour) = (try sums("sessions.csv", "city_kwh"), try sums("charging-hours.csv", "city_kwh"))
        let sessions = try #require(tables["sessions.csv"])
        let early = Set(
            sessions.filter { $0["city_plug_in"].map { $0 < "2026-03-02" } == true }.map {
                ($0["charge_point"] ?? "") + "/" + ($0["connector"] ?? "")
            })
        let staying = sessions.count { row in row["city_charge_to"].map { $0 > "2026-03-02T09" } == true }
        #expect(staying > 5)
        let outlets = bySession.keys.filter { !early.contains($0) }
        #expect(outlets.count > 10)
        for outlet in outlets {
            #expect(abs((bySession[outlet] ?? 0) - (byHour[outlet] ?? 0)) < 0.0001, "\(outlet)")
        }
    }

    @Test("What arrives under a topic without a device is counted without one, and nothing is left out")
    func nameless() throws {
        var arrived = 0
        let tables = try Self.tables { scenario in
            scenario.plan.charge([.ocpi, .everest, .ocpp16])
            scenario.faults.transport = .none
            var traffic = Traffic(scenario, keepsTruth: false)
            while traffic.next() != nil { arrived += 1 }
        }
        let rows = try #require(tables["arrivals.csv"])
        #expect(rows.contains { $0["borough"] == "" && $0["device"] == "" })
        #expect(rows.reduce(0) { $0 + (Int($1["messages"] ?? "") ?? 0) } == arrived)
    }

    @Test("What a clock of 1970 stamped is told at the time of its receipt, and belongs to the hours of the run")
    func reset() throws {
        let tables = try Self.tables { scenario in
            scenario.hours = 24
            scenario.faults.charging.clocksWithoutBattery = 1
            scenario.faults.charging.siteOutages = .init(perWeek: 20, mu: 5, sigma: 0.5)
        }
        let sessions = try #require(tables["sessions.csv"])
        #expect(sessions.contains { $0["told_clock"] == "reset" || $0["told_clock"] == "wrong" })
        #expect(sessions.allSatisfy { $0["told_start"]?.hasPrefix("1970") == false })
        let hours = try #require(tables["charging-hours.csv"])
        #expect(!hours.isEmpty && hours.allSatisfy { $0["window_start"].map { $0 > "2000" } == true })
    }
}
