import Foundation
import Readings
import Recordings
import Testing

/// The recorded feeds of real measurements, which are not part of the project.
enum SharedFeeds {
    static let folder: URL = {
        if let path = ProcessInfo.processInfo.environment["KERBSIDE_SHARED"] { return URL(filePath: path) }
        return URL(filePath: #filePath).appending(path: "../../../../shared").standardizedFileURL
    }()

    static func url(_ name: String) -> URL { folder.appending(path: "feeds/" + name) }

    static var arePresent: Bool { FileManager.default.fileExists(atPath: url("marylebone-2022-03.ndjson").path()) }
}

@Suite("Shared feeds", .enabled(if: SharedFeeds.arePresent, "the folder shared/ is absent"))
struct SharedFeedTests {
    @Test(
        "Each line's payload has the length that the line states",
        arguments: [("marylebone-2022-03.ndjson", 744), ("dundee-2018-03-dst.ndjson", 868)])
    func payloadLengths(name: String, count: Int) throws {
        let bytes = try Array(Data(contentsOf: SharedFeeds.url(name)))
        let stated = String(decoding: bytes, as: UTF8.self).split(separator: "\n").compactMap { line in
            line.firstMatch(of: /"payloadlen":([0-9]+)/).flatMap { Int($0.1) }
        }
        let messages = try all(feed(bytes, chunk: 4096))
        #expect(messages.count == count)
        #expect(messages.map(\.payload.count) == stated)
    }
}
