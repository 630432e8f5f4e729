import BrokerLink
import Foundation
import Logging
import Registry
import Testing

@testable import Intake

@Suite("Settings that change while the service starts")
struct SettingsWatchTests {
    private let folder = FileManager.default.temporaryDirectory.path + "/settings-" + UUID().uuidString

    private func write(_ name: String, _ text: String) throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: URL(filePath: folder + "/" + name))
    }

    /// Between the reading of the file and the first look at it there is time for an editor.
    @Test("an edit after the file was first read, before anybody watches it, is taken", .timeLimit(.minutes(1)))
    func editedAtStart() async throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try write("boroughs.csv", "borough,timezone\nwest,UTC\n")
        try write("sites.csv", "site,kind,borough\ns1,school,west\n")
        try write("air_sensors.csv", "device,site,dialect,period_s\naq-1,s1,plain,60\n")
        try write("kerbside.yaml", "old")
        let registry = folder
        let source = SettingsSource(file: folder + "/kerbside.yaml") {
            Settings(
                link: LinkSettings(
                    address: BrokerAddress(host: "127.0.0.1", port: 1, isEncrypted: false), clientID: "k"),
                registry: registry, data: registry)
        }
        try write("kerbside.yaml", "new")
        let next = SettingsWatchService.NextRound()
        let watch = SettingsWatchService(
            source: source, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, judged: source.initial,
            next: next)
        try await watch.run()
        let taken = try #require(next.take())
        #expect(taken.registry.sites.map(\.site) == ["s1"])
        #expect(taken.sha256 == source.digest())
        #expect(taken.sha256 != source.initial)
    }
}
