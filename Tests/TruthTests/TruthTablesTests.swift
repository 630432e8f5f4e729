import Readings
import Scenarios
import Testing
import Truth

@testable import SensorSim

@Suite("Arrivals, messages, faults and the city's hours")
struct TruthTablesTests {
    @Test("Messages are counted by day received and device, with what was done to them; strangers have no device")
    func arrivals() throws {
        let late = try Example.at("2026-03-02T23:59:59Z")
        let next = try Example.at("2026-03-03T00:00:00Z")
        var ledger = TruthLedger(Example.city)
        ledger.note(Example.delivered(1, received: late))
        ledger.note(Example.delivered(1, received: next, .duplicate))
        ledger.note(Example.delivered(2, received: next, .delay))
        ledger.note(Example.delivered(3, received: next, .loss))
        ledger.note(Example.delivered(2, received: next, .unknownDevice, "stray-01"))
        ledger.note(Example.delivered(2, received: next, .poison, "empty"))
        let tables = TruthTables(ledger.files(of: Example.period))
        #expect(
            tables.cells(
                "arrivals.csv", "day", "borough", "device", "messages", "duplicate", "delay", "unknown_device", "poison"
            )
                == [
                    ["2026-03-02", "nowhere", "no-aq-01", "1", "0", "0", "0", "0"],
                    ["2026-03-03", "nowhere", "", "1", "0", "0", "1", "0"],
                    ["2026-03-03", "nowhere", "no-aq-01", "3", "1", "1", "0", "1"],
                ])
        #expect(
            tables.cells("messages.csv", "message", "fault", "detail") == [
                ["1", "duplicate", ""], ["2", "delay", ""], ["3", "loss", ""], ["2", "unknown_device", "stray-01"],
                ["2", "poison", "empty"],
            ])
    }

    @Test("Faults stand in the order in which they began, with their connector; those that last have no end")
    func faults() throws {
        var ledger = TruthLedger(Example.city)
        let (first, second) = (try Example.at("2026-03-02T08:00:00Z"), try Example.at("2026-03-02T09:00:00Z"))
        ledger.note(InjectedFault(.flapping, device: "no-cp-01/2", from: second, to: second, count: 12))
        ledger.note(InjectedFault(.dead, device: "no-cp-01", from: first, to: nil))
        let tables = TruthTables(ledger.files(of: Example.period))
        #expect(
            tables.cells("faults.csv", "kind", "device", "connector", "from", "to", "count") == [
                ["dead", "no-cp-01", "", "2026-03-02T08:00:00Z", "", "1"],
                ["flapping", "no-cp-01", "2", "2026-03-02T09:00:00Z", "2026-03-02T09:00:00Z", "12"],
            ])
    }

    private static let day = """
        name: mine
        hours: 24
        boroughs:
          - {id: nowhere, prefix: no}
        places:
          - {name: Aspen Primary, borough: nowhere, kind: school, sensors: [plain]}
          - {name: Birch Street, borough: nowhere, kind: street, chargers: [{class: fast-22, count: 6}]}
          - {name: Cedar Street, borough: nowhere, kind: street, chargers: [{class: lamp-post, count: 6}]}
        """

    private func truth(_ yaml: String) throws -> TruthTables {
        var traffic = Traffic(try Scenario(yaml: yaml, file: "mine.yaml"), keepsTruth: true)
        while traffic.next() != nil {}
        let files = traffic.truth()
        return TruthTables(try #require(files))
    }

    @Test("The city's hours are those of sites with sensors, each hour of the period once")
    func cityHours() throws {
        let hours = try truth(Self.day).cells("city-hours.csv", "window_start", "site")
        #expect(hours.count == 24 && Set(hours.map { $0[1] }) == ["sim-aspen-primary"])
        #expect(hours.first?[0] == "2026-03-02T00:00:00Z" && hours.last?[0] == "2026-03-02T23:00:00Z")
    }

    @Test("What comes late counts in its own hour, and once")
    func delayed() throws {
        let kept = try truth(Self.day + "\nfaults: {air: none, charging: none, transport: {delays: 1}}")
        // A reading a minute; the longest delay is an hour.
        let readings = kept["air-hours.csv"].filter { $0["quantity"] == "no2" }.compactMap { Int($0["n"] ?? "") }
        #expect(readings.reduce(0, +) == 1440)
    }

    @Test("Units whose clocks have no battery: every told time and hour lies in the days of the run, none in 1970")
    func withoutBattery() throws {
        let faults = "\nfaults: {charging: {preset: none, site_outages_per_week: 20, clocks_without_battery: 1}}"
        let tables = try truth(Self.day + faults)
        #expect(tables["faults.csv"].contains { $0["kind"] == "clock_reset" })
        let told = tables.cells("sessions.csv", "told_start", "told_stop").flatMap(\.self).filter { !$0.isEmpty }
        // Cars that were there at the start may have come days before.
        #expect(!told.isEmpty && told.allSatisfy { $0 > "2026-02" && $0 < "2026-03-04" })
        #expect(tables["sessions.csv"].contains { $0["told_clock"] == "reset" })
        let hours = tables["charging-hours.csv"].map { $0["window_start"] ?? "" }
        #expect(hours.allSatisfy { $0 > "2026-02" && $0 < "2026-03-04" })
        // Starts by the hour are the sessions that count.
        let starts = tables["charging-hours.csv"].compactMap { Int($0["told_starts"] ?? "") }.reduce(0, +)
        let counted = tables["sessions.csv"].count { $0["told_start"] != "" && $0["told_clock"] != "wrong" }
        #expect(starts == counted)
    }
}
