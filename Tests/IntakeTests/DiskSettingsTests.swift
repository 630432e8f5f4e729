import Intake
import Testing

@Suite("Settings of retention and of the disk")
struct DiskSettingsTests {
    private static func parse(_ lines: String) throws -> Settings {
        try Settings.parse(
            yaml: "broker: {url: \"mqtt://h\", client_id: k}\nregistry: r\ndata: d\n" + lines, file: "k.yaml",
            environment: [:])
    }

    @Test("without a word: 800 days, compressed after two, a warning below 1024 MiB, a stop below 256")
    func defaults() throws {
        let settings = try Self.parse("")
        #expect(settings.retention.days == 800)
        #expect(settings.retention.gigabytes == nil)
        #expect(settings.retention.compressAfterDays == 2)
        #expect(settings.space.warnFreeMebibytes == 1024)
        #expect(settings.space.stopFreeMebibytes == 256)
    }

    @Test("each is taken")
    func taken() throws {
        let settings = try Self.parse(
            "retention: {days: 30, gigabytes: 5, compress_after_days: 0}\ndisk: {warn_free_mib: 10, stop_free_mib: 0}\n"
        )
        #expect(settings.retention.days == 30)
        #expect(settings.retention.gigabytes == 5)
        #expect(settings.retention.compressAfterDays == 0)
        #expect(settings.space.warnFreeMebibytes == 10)
        #expect(settings.space.stopFreeMebibytes == 0)
    }

    @Test("a number out of range is told", arguments: ["days: 0", "gigabytes: 0", "compress_after_days: -1"])
    func mistakes(line: String) {
        #expect(throws: SettingsProblems.self) { try Self.parse("retention:\n  \(line)\n") }
    }
}
