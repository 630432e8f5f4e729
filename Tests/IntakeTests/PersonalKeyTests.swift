import Foundation
import Readings
import Testing

@testable import Intake

@Suite("The key of pseudonyms")
struct PersonalKeyTests {
    private static let key = PersonalKey(master: Array(0..<32))

    private static func month(_ text: String) -> Month {
        Month(of: Instant(iso8601: text) ?? .distantPast)
    }

    /// Computed with Python: k = hmac(bytes(range(32)), "kerbside personal fields 2026-03", sha256), its SHA-256, and
    /// hmac(k, token, sha256).
    @Test(
        "a token's pseudonym is its HMAC-SHA-256 under the month's key, with the key's name",
        arguments: [
            ("2026-03-01T00:00:00Z", "hmac-2026-03-27d23f4b-efe026f50b8ff8181b4b63ac626e9e92"),
            ("2026-03-31T23:59:59.999999Z", "hmac-2026-03-27d23f4b-efe026f50b8ff8181b4b63ac626e9e92"),
            ("2026-04-01T00:00:00Z", "hmac-2026-04-ed34c79f-0cdd5c45c4b95fb15bf25ad24441599a"),
        ])
    func pseudonym(received: String, expected: String) {
        let found = Self.key.key(of: Self.month(received)).pseudonym(Array("04A1B2C3D4E580".utf8))
        #expect(String(decoding: found, as: UTF8.self) == expected)
    }

    /// Likewise with "kerbside digests 2026-03".
    @Test("digests have a key of their own")
    func digest() {
        let found = Self.key.key(of: Self.month("2026-03-05T12:00:00Z")).digests.digest(Array("abc".utf8))
        #expect(found == "af6173365bff0e86dbb93991334afb61")
        #expect(DigestKey.forThisRun().digest([1]) != DigestKey.forThisRun().digest([1]))
    }

    @Test("a month is written with four and two digits; what no clock of ours shows is one month")
    func months() {
        #expect(Self.month("0999-09-30T00:00:00Z").description == "0999-09")
        #expect(Self.month("2026-12-01T00:00:00Z").description == "2026-12")
        #expect(Month(of: .distantPast).description == "0000-00")
    }

    @Test("the key is never printed")
    func hidden() {
        let treatment = PersonalFieldTreatment.hmac(
            PersonalKey(master: Array("a secret, thirty-two letters or more".utf8)))
        #expect("\(treatment)" == "hmac(PersonalKey)")
        #expect(!String(reflecting: treatment).contains("secret"))
        #expect(Mirror(reflecting: Self.key).children.isEmpty)
    }

    // MARK: Its file

    private static func folder() throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appending(path: "key-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder
    }

    private static func write(_ bytes: [UInt8], mode: Int, to file: URL) throws {
        try Data(bytes).write(to: file)
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: file.path())
    }

    private static func problems(_ privacy: String, in folder: URL) -> [String] {
        let yaml = """
            broker:
              url: mqtt://127.0.0.1:1883
              client_id: kerbside
            registry: registry/
            data: data/
            privacy:

            """
        do {
            let file = folder.appending(path: "kerbside.yaml").path()
            _ = try Settings.parse(yaml: yaml + privacy, file: file, environment: [:])
            return []
        } catch {
            return (error as? SettingsProblems)?.problems.map { "\($0.found)|\($0.remedy)" } ?? ["\(error)"]
        }
    }

    private static let hmac = "  personal_fields: hmac\n  key_file: key\n"

    @Test(
        "a key of 32 bytes that only the service can read is taken, with mode 0600 or less", arguments: [0o600, 0o400])
    func sound(mode: Int) throws {
        let folder = try Self.folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "key")
        try Self.write(Array(0..<32), mode: mode, to: file)
        #expect(Self.problems(Self.hmac, in: folder).isEmpty)
        #expect(try PersonalKey(file: file.path()) == Self.key)
    }

    @Test(
        "a file that others may read or write is refused, whatever the right",
        arguments: [0o644, 0o640, 0o604, 0o620, 0o602, 0o610, 0o601, 0o700])
    func wideMode(mode: Int) throws {
        let folder = try Self.folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        try Self.write(Array(0..<32), mode: mode, to: folder.appending(path: "key"))
        let path = folder.appending(path: "key").path()
        #expect(
            Self.problems(Self.hmac, in: folder) == [
                "privacy.key_file \(path), which others may read or write (mode 0\(String(mode, radix: 8)))"
                    + "|Run: chmod 600 \(path)"
            ])
    }

    @Test(
        "a key that is short, long or no secret is refused",
        arguments: [
            (Array(0..<31), "a key of 31 bytes in"), ([], "a key of 0 bytes in"),
            ([UInt8](repeating: 0x20, count: 32), "the same few bytes again and again in"),
            ([UInt8](repeating: 1, count: 4097), "more than 4096 bytes in"),
        ] as [([UInt8], String)])
    func content(bytes: [UInt8], finding: String) throws {
        let folder = try Self.folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        try Self.write(bytes, mode: 0o600, to: folder.appending(path: "key"))
        let problems = Self.problems(Self.hmac, in: folder)
        #expect(problems.count == 1)
        #expect(problems.first?.hasPrefix("privacy.key_file \(finding)") == true)
    }

    @Test("a link, a folder, a device and nothing are no key files")
    func kind() throws {
        let folder = try Self.folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        try Self.write(Array(0..<32), mode: 0o600, to: folder.appending(path: "real"))
        let link = folder.appending(path: "link")
        try FileManager.default.createSymbolicLink(at: link, withDestinationURL: folder.appending(path: "real"))
        for name in ["link", ".", "/dev/null"] {
            let problems = Self.problems("  personal_fields: hmac\n  key_file: \(name)\n", in: folder)
            #expect(problems.count == 1)
            #expect(problems.first?.contains("which is not a regular file") == true, "\(name)")
        }
        let missing = Self.problems(Self.hmac, in: folder)
        #expect(missing.first?.contains("which cannot be read") == true)
        #expect(missing.first?.contains("head -c 32 /dev/urandom") == true)
    }

    @Test(
        "half of the settings is a mistake",
        arguments: [
            ("  personal_fields: hmac\n", "privacy.personal_fields hmac without a key"),
            ("  key_file: key\n", "privacy.key_file a key that nothing uses"),
            ("  personal_fields: md5\n", "privacy.personal_fields \"md5\""),
        ])
    func half(privacy: String, finding: String) throws {
        let folder = try Self.folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let problems = Self.problems(privacy, in: folder)
        #expect(problems.count == 1)
        #expect(problems.first?.hasPrefix(finding) == true)
    }
}
