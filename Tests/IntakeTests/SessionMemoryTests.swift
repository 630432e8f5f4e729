import BrokerLink
import Foundation
import Testing

@testable import Intake

@Suite("The session that we last had")
struct SessionMemoryTests {
    private static func link(_ host: String, _ clientID: String) -> LinkSettings {
        LinkSettings(address: BrokerAddress(host: host, port: 1883, isEncrypted: false), clientID: clientID)
    }

    @Test("a session is expected of the broker and by the name under which it was had, over restarts, and of no other")
    func remembered() throws {
        let folder = FileManager.default.temporaryDirectory.path + "/kerbside-session-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let first = Self.link("broker-1", "kerbside")
        #expect(!SessionMemory(folder: folder).isExpected(by: first))
        try SessionMemory(folder: folder).remember(first)
        #expect(SessionMemory(folder: folder).isExpected(by: first))
        #expect(!SessionMemory(folder: folder).isExpected(by: Self.link("broker-2", "kerbside")))
        #expect(!SessionMemory(folder: folder).isExpected(by: Self.link("broker-1", "kerbside-2")))
        try SessionMemory(folder: folder).remember(Self.link("broker-2", "kerbside"))
        #expect(!SessionMemory(folder: folder).isExpected(by: first))
        #expect(SessionMemory(folder: folder).isExpected(by: Self.link("broker-2", "kerbside")))
    }
}
