import Disk
import Foundation

/// The topic filters that this client may still hold at the broker, kept in `state/` over restarts: a session that
/// continues keeps its old subscriptions until they are taken back.
struct Subscriptions {
    let folder: String

    func read() throws -> [String] {
        let path = folder + "/subscriptions"
        guard let data = FileManager.default.contents(atPath: path) else { return [] }
        return String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    func write(_ filters: [String]) throws {
        let text = Set(filters).sorted().joined(separator: "\n") + "\n"
        let folder = try Directory(makingIfMissing: folder, readers: .group)
        let temporary = ".subscriptions.tmp"
        if try folder.status(of: temporary) != nil { try folder.remove(temporary) }
        let file = try OutputFile(creating: temporary, in: folder, readers: .group)
        try file.write(Array(text.utf8).span)
        try file.dataSync()
        try folder.rename(temporary, to: "subscriptions")
        try folder.sync()
    }
}
