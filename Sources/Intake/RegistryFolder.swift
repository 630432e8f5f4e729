import Foundation
package import Registry

/// The folder of CSV files in which council staff keep boroughs, sites and devices.
package struct RegistryFolder: Sendable {
    /// Reads all `*.csv` files of the folder (hidden ones aside) and checks them. Mistakes inside the files are in the
    /// result; an error means that the files could not be read at all.
    package static func load(
        path: String, knownDialects: [KnownDialect]
    ) throws(RegistryFolderError) -> ParsedRegistry {
        RegistryTables.parse(
            files: try files(path: path), knownDialects: knownDialects, timeZone: ZoneLoading.rules(named:))
    }

    /// The bytes of the folder's `*.csv` files, by name.
    package static func files(path: String) throws(RegistryFolderError) -> [String: [UInt8]] {
        let folder = URL(fileURLWithPath: path).resolvingSymlinksInPath()
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path) else {
            throw RegistryFolderError(path: path, reason: reason(why: folder))
        }
        var files: [String: [UInt8]] = [:]
        for name in names.sorted() where name.lowercased().hasSuffix(".csv") && !name.hasPrefix(".") {
            let file = folder.appendingPathComponent(name)
            guard let data = try? Data(contentsOf: file) else {
                throw RegistryFolderError(path: "\(path)/\(name)", reason: .unreadable)
            }
            files[name] = [UInt8](data)
        }
        return files
    }

    /// Why a folder could not be listed.
    private static func reason(why folder: URL) -> RegistryFolderError.Reason {
        guard FileManager.default.fileExists(atPath: folder.path) else { return .missing }
        let type = try? FileManager.default.attributesOfItem(atPath: folder.path)[.type] as? FileAttributeType
        return type == .typeDirectory ? .unreadable : .noFolder
    }
}

/// Why the files of a registry could not be read, with what to do.
package struct RegistryFolderError: Error, Hashable, Sendable, CustomStringConvertible {
    package enum Reason: Hashable, Sendable {
        case missing, noFolder, unreadable
    }

    package var path: String
    package var reason: Reason

    package init(path: String, reason: Reason) {
        self.path = path
        self.reason = reason
    }

    package var description: String {
        switch reason {
        case .missing:
            "\(path): found no such folder; expected the registry's folder with boroughs.csv and sites.csv. "
                + "Correct the path, or create the folder there."
        case .noFolder:
            "\(path): found a file; expected the registry's folder. Name the folder that holds the file."
        case .unreadable:
            "\(path): found something that cannot be read; expected the registry's files to be readable. "
                + "Give this user the right to read it (chmod u+r for a file, u+rx for a folder)."
        }
    }
}
