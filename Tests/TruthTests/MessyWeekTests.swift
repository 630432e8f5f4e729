import Scenarios
import Testing
import Truth

@testable import SensorSim

@Suite("The preset messy")
struct MessyWeekTests {
    @Test("A week of it has every kind of fault at devices, and every kind on the way, once or more")
    func everyKind() throws {
        var scenario = try Preset.messy.scenario()
        scenario.hours = 168
        var traffic = Traffic(scenario, keepsTruth: true)
        while traffic.next() != nil {}
        let files = traffic.truth()
        let tables = TruthTables(try #require(files))
        func missing(_ table: String, _ column: String, of kinds: [String]) -> [String] {
            let found = Set(tables[table].compactMap { $0[column] })
            return kinds.filter { !found.contains($0) }
        }
        #expect(missing("faults.csv", "kind", of: InjectedFault.Kind.allCases.map(\.rawValue)) == [])
        #expect(missing("messages.csv", "fault", of: TransportFault.allCases.map(\.rawValue)) == [])
    }
}
