import Foundation
import Pipeline
import Testing

/// The recorded feeds of real measurements and what pandas made of them, which lie beside the project and are no part of
/// it.
enum RecordedFeeds {
    static let folder: URL = {
        let named = ProcessInfo.processInfo.environment["KERBSIDE_SHARED"].map { URL(filePath: $0) }
        let root = URL(filePath: #filePath).appending(path: "../../..").standardizedFileURL
        return (named ?? root.appending(path: "../shared").standardizedFileURL).appending(path: "feeds")
    }()

    static var arePresent: Bool {
        FileManager.default.fileExists(atPath: folder.appending(path: "expected").path())
    }

    static func run(_ feed: String) throws -> CorridorRun {
        try CorridorRun(
            registry: folder.appending(path: "registry"), feeds: [folder.appending(path: feed + ".ndjson")],
            windows: WindowName.standard)
    }

    static func expected(_ name: String) throws -> [[String: String]] {
        CSVText.rows(try String(contentsOf: folder.appending(path: "expected/\(name).csv"), encoding: .utf8))
    }
}

/// Compares two printed numbers; empty equals empty only.
func isClose(_ found: String?, _ expected: String?, within tolerance: Double) -> Bool {
    guard let found, let expected else { return false }
    if found.isEmpty || expected.isEmpty { return found == expected }
    guard let left = Double(found), let right = Double(expected) else { return false }
    // One unit in the last of a double's places, so that a difference of exactly the tolerance counts as equal.
    return abs(left - right) <= tolerance + abs(right) * 1e-15
}
