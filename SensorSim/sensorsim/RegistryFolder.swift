import Foundation
import SensorSim

/// Writes the registry of the simulated city.
enum RegistryFolder {
    static func write(_ city: City, to folder: String) throws {
        do {
            let url = URL(filePath: folder, directoryHint: .isDirectory)
            try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
            for (name, text) in city.registryFiles {
                try Data(text.utf8).write(to: url.appending(path: name), options: .atomic)
            }
        } catch {
            throw Failure(
                "--registry \(folder): the registry cannot be written there (\(error.localizedDescription)). "
                    + "Name a folder that you may write to.")
        }
    }
}
