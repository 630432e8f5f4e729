import Dialects
import Foundation
import Logging
import Pipeline
import Registry
import Testing

@testable import Intake

@Suite("A registry that changes while the service runs")
struct RegistryWatchTests {
    private let folder = FileManager.default.temporaryDirectory.path + "/watch-" + UUID().uuidString

    private var logger: Logger { Logger(label: "test") { _ in SwiftLogNoOpLogHandler() } }

    private func write(_ sensors: String) throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let files = [
            "boroughs.csv": "borough,timezone\nwest,UTC\n", "sites.csv": "site,kind,borough\ns1,school,west\n",
            "air_sensors.csv": "device,site,dialect,period_s\n" + sensors,
        ]
        for (name, text) in files { try Data(text.utf8).write(to: URL(filePath: folder + "/" + name)) }
    }

    private func tables() throws -> RegistryTables {
        try #require(try RegistryFolder.load(path: folder, knownDialects: Dialect.known).tables)
    }

    /// Looks twice, two seconds of the service's clock apart: a change is judged when it stood still for one look.
    private func look(_ watch: inout RegistryWatch, _ now: inout Int64, _ old: RegistryTables) -> RegistryTables? {
        for _ in 0..<2 {
            now += 2_000_000
            if let found = watch.look(at: now, old: old) { return found.tables }
        }
        return nil
    }

    @Test("a change is taken, a change back too, and a bad edit is not; the copy follows when it is worked in")
    func changes() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try write("aq-1,s1,plain,60\n")
        let first = try tables()
        let copy = folder + "/copy"
        var watch = RegistryWatch(path: folder, copy: copy, logger: logger)
        var now: Int64 = 1_790_000_000_000_000
        #expect(look(&watch, &now, first) == nil)
        watch.keepAccepted()
        #expect(try Data(contentsOf: URL(filePath: copy + "/air_sensors.csv")).count == 29 + 17)

        try write("aq-1,s1,plain,60\naq-2,s1,plain,60\n")
        let second = try #require(look(&watch, &now, first))
        #expect(second.airSensors.map(\.device) == ["aq-1", "aq-2"])
        #expect(try Data(contentsOf: URL(filePath: copy + "/air_sensors.csv")).count == 29 + 17)
        watch.keepAccepted()
        #expect(try Data(contentsOf: URL(filePath: copy + "/air_sensors.csv")).count == 29 + 17 + 17)

        try write("aq-1,s1,plain,sixty\n")
        #expect(look(&watch, &now, second) == nil)

        // Back to the first while the second is being worked in.
        try write("aq-1,s1,plain,60\n")
        #expect(look(&watch, &now, second)?.airSensors.map(\.device) == ["aq-1"])
    }

    @Test("a change made while the service was stopped is told once; the same files at a start tell nothing")
    func changedWhileStopped() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try write("aq-1,s1,plain,60\n")
        let copy = folder + "/copy"
        var now: Int64 = 1_790_000_000_000_000
        /// A start with the files as they are, and what it tells after two looks.
        func start() throws -> [String] {
            var watch = RegistryWatch(path: folder, copy: copy, logger: logger)
            let tables = try tables()
            #expect(look(&watch, &now, tables) == nil)
            watch.keepAccepted()
            return [watch.takeChangeBefore(), watch.takeChangeBefore()].compactMap { $0 }
        }
        #expect(try start() == [], "there was no registry before")
        #expect(try start() == [])
        try write("aq-1,s1,plain,60\naq-2,s1,plain,60\n")
        #expect(try start().map(\.count) == [64])
        #expect(try start() == [])
    }

    @Test("mapping files are watched, and copied with the tables")
    func mappings() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try write("aq-1,s1,plain,60\n")
        let first = try tables()
        let copy = folder + "/copy"
        var watch = RegistryWatch(path: folder, copy: copy, logger: logger)
        var now: Int64 = 1_790_000_000_000_000
        let mapping = URL(filePath: folder + "/mappings/own.yaml")
        try FileManager.default.createDirectory(atPath: folder + "/mappings", withIntermediateDirectories: true)
        try Data("mapping: own\npayload: number\nvalues:\n  - {quantity: no2, unit: ppb}\n".utf8).write(to: mapping)
        let second = try #require(look(&watch, &now, first))
        #expect(second.mappings.map(\.name) == ["own"])
        watch.keepAccepted()
        let copied = try RegistryFolder.load(path: copy, knownDialects: Dialect.known)
        #expect(copied.tables?.mappings == second.mappings)

        try Data("mapping: own\npayload: number\nvalues:\n  - {quantity: no2, unit: stone}\n".utf8).write(to: mapping)
        #expect(look(&watch, &now, second) == nil)
        try FileManager.default.removeItem(at: mapping)
        #expect(look(&watch, &now, second)?.mappings == [])
        watch.keepAccepted()
        #expect(try RegistryFolder.files(path: copy).keys.filter(RegistryFolder.isMapping) == [])
    }
}
