import Foundation
import SensorSim

/// Writes the registry of the simulated city.
enum RegistryFolder {
    /// Routes of an earlier city go where this one has none: they would lead to devices that it has not.
    static func write(_ city: City, to folder: String) throws {
        do {
            let url = URL(filePath: folder, directoryHint: .isDirectory)
            try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
            let files = city.registryFiles
            let routes = url.appending(path: City.routesFile)
            if !files.contains(where: { $0.name == City.routesFile }),
                FileManager.default.fileExists(atPath: routes.path())
            {
                try FileManager.default.removeItem(at: routes)
            }
            for (name, text) in files {
                try Data(text.utf8).write(to: url.appending(path: name), options: .atomic)
            }
        } catch {
            throw Failure(
                "--registry \(folder): the registry cannot be written there (\(error.localizedDescription)). "
                    + "Name a folder that you may write to.")
        }
    }
}
