import Foundation
import Truth

/// Writes the truth beside the traffic.
enum TruthFolder {
    /// Called before anything is sent: a folder that cannot be written ends the command early. Tables of an earlier run
    /// go, because a run that is stopped would else leave them beside another feed.
    static func prepare(_ folder: String) throws {
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            let url = URL(filePath: folder, directoryHint: .isDirectory)
            for name in Traffic.truthTables {
                let table = url.appending(path: name)
                if FileManager.default.fileExists(atPath: table.path()) {
                    try FileManager.default.removeItem(at: table)
                }
            }
        } catch {
            throw failure(folder, error)
        }
    }

    static func write(_ tables: [(name: String, bytes: [UInt8])], to folder: String) throws {
        do {
            let url = URL(filePath: folder, directoryHint: .isDirectory)
            for (name, bytes) in tables {
                try Data(bytes).write(to: url.appending(path: name), options: .atomic)
            }
        } catch {
            throw failure(folder, error)
        }
    }

    private static func failure(_ folder: String, _ error: any Error) -> Failure {
        Failure(
            "--truth \(folder): the truth cannot be written there (\(error.localizedDescription)). "
                + "Name a folder that you may write to.")
    }
}
