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
