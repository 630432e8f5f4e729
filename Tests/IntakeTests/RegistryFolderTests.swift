import Dialects
import Foundation
import Intake
import Registry
import Testing

@Suite("The registry's folder")
struct RegistryFolderTests {
    private static let dialects = [KnownDialect(name: "plain", family: .air)]

    /// A folder of its own, deleted afterwards.
    private func withFolder(_ files: [String: String], _ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("registry-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        for (name, text) in files { try Data(text.utf8).write(to: folder.appendingPathComponent(name)) }
        try body(folder.path)
    }

    private static let files = [
        "boroughs.csv": "borough,timezone\ndenver,America/Denver\n",
        "sites.csv": "site,kind,borough\ns1,school,denver\n",
        "air_sensors.csv": "device,site,dialect,period_s\naq-1,s1,plain,60\n",
    ]

    @Test("all CSV files are read, with the system's time zones; hidden files and others are left alone")
    func load() throws {
        let strays = ["._sites.csv": "junk", ".~lock.sites.csv#": "junk", "README.md": "junk"]
        try withFolder(Self.files.merging(strays) { first, _ in first }) { path in
            let parsed = try RegistryFolder.load(path: path, knownDialects: Self.dialects)
            #expect(parsed.problems.isEmpty && parsed.notes.isEmpty)
            let tables = try #require(parsed.tables)
            #expect(tables.airSensors.map(\.device) == ["aq-1"])
            #expect(tables.borough("denver")?.timeZone == ZoneLoading.rules(named: "America/Denver"))
            #expect(try RegistryFolder.files(path: path).keys.sorted() == Self.files.keys.sorted())
        }
    }

    private static let mapping = """
        mapping: own
        payload: number
        values:
          - {quantity: no2, unit: ppb}
        """

    /// A folder with a mapping file, and a device that uses it.
    private func withMapping(_ text: String, _ body: (String) throws -> Void) throws {
        var files = Self.files
        files["air_sensors.csv"] = "device,site,dialect,period_s\naq-1,s1,own,60\n"
        try withFolder(files) { path in
            try FileManager.default.createDirectory(atPath: path + "/mappings", withIntermediateDirectories: true)
            try Data(text.utf8).write(to: URL(filePath: path + "/mappings/own.yaml"))
            try Data("x".utf8).write(to: URL(filePath: path + "/mappings/.own.yaml.swp"))
            try body(path)
        }
    }

    @Test("mapping files are read with the tables, and their names are dialects")
    func mappings() throws {
        try withMapping(Self.mapping) { path in
            let parsed = try RegistryFolder.load(path: path, knownDialects: Self.dialects)
            #expect(parsed.problems.map(\.description) == [])
            #expect(parsed.tables?.mappings.map(\.name) == ["own"])
            #expect(parsed.tables?.airSensors.map(\.dialect) == ["own"])
        }
        try withMapping(Self.mapping.replacing("ppb", with: "stone")) { path in
            let parsed = try RegistryFolder.load(path: path, knownDialects: Self.dialects)
            #expect(parsed.tables == nil)
            // Told once: the table's row that names the mapping is right.
            #expect(parsed.problems.map(\.file) == ["mappings/own.yaml"])
            #expect(parsed.problems.map(\.line) == [4])
        }
    }

    @Test("a mapping that means something else is another registry, one with another note is not")
    func changedMapping() throws {
        func tables(_ text: String) throws -> RegistryTables {
            var found: RegistryTables?
            try withMapping(text) { found = try RegistryFolder.load(path: $0, knownDialects: Self.dialects).tables }
            return try #require(found)
        }
        let old = try tables(Self.mapping)
        let noted = try tables("# A note.\nabout: x\n" + Self.mapping)
        #expect(noted.canonicalText == old.canonicalText)
        for change in [
            ("ppb", "ug/m3"), ("no2", "o3"), ("number", "text"), ("unit: ppb", "unit: ppb, times: 2"),
            ("unit: ppb", "unit: ppb, sentinels: [-1]"), ("unit: ppb", "unit: ppb, topic: x"),
        ] {
            let text = Self.mapping.replacing(change.0, with: change.1)
            let new = try tables(change.0 == "number" ? text.replacing("no2,", with: "no2, path: a,") : text)
            #expect(new.canonicalText != old.canonicalText, "\(change)")
        }
    }

    @Test("a mistake inside a file is a problem of the result")
    func mistake() throws {
        var files = Self.files
        files["boroughs.csv"] = "borough,timezone\ndenver,America/Denvre\n"
        try withFolder(files) { path in
            let parsed = try RegistryFolder.load(path: path, knownDialects: Self.dialects)
            #expect(parsed.tables == nil)
            #expect(
                parsed.problems.map(\.description) == [
                    "boroughs.csv:2: column timezone: found \"America/Denvre\"; expected an IANA time zone such as "
                        + "Europe/London. Write a name of the IANA time zone database."
                ])
        }
    }

    @Test("a folder that cannot be read is an error that says what to do")
    func unreadable() throws {
        try withFolder(Self.files) { path in
            let nowhere = path + "/nowhere"
            #expect(throws: RegistryFolderError(path: nowhere, reason: .missing)) {
                try RegistryFolder.load(path: nowhere, knownDialects: Self.dialects)
            }
            let file = path + "/sites.csv"
            #expect(throws: RegistryFolderError(path: file, reason: .noFolder)) {
                try RegistryFolder.load(path: file, knownDialects: Self.dialects)
            }
            // A folder in the place of a file cannot be read by anyone, root included.
            let odd = path + "/routes.csv"
            try FileManager.default.createDirectory(atPath: odd, withIntermediateDirectories: false)
            #expect(throws: RegistryFolderError(path: odd, reason: .unreadable)) {
                try RegistryFolder.load(path: path, knownDialects: Self.dialects)
            }
        }
    }

    @Test("the error names the path, what was found and what to do")
    func message() {
        #expect(
            RegistryFolderError(path: "registry/", reason: .missing).description
                == "registry/: found no such folder; expected the registry's folder with boroughs.csv and sites.csv. "
                + "Correct the path, or create the folder there.")
    }
}
