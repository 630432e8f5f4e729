import Foundation
package import Registry

/// The folder in which council staff keep boroughs, sites and devices as CSV files and, in `mappings/`, payload formats as
/// YAML files.
package struct RegistryFolder: Sendable {
    /// Reads all `*.csv` and `mappings/*.yaml` files of the folder (hidden ones aside) and checks them. Mistakes inside the
    /// files are in the result; an error means that the files could not be read at all.
    package static func load(
        path: String, knownDialects: [KnownDialect]
    ) throws(RegistryFolderError) -> ParsedRegistry {
        parse(files: try files(path: path), knownDialects: knownDialects)
    }

    /// Checks the files of a folder, by name.
    package static func parse(files: [String: [UInt8]], knownDialects: [KnownDialect]) -> ParsedRegistry {
        RegistryTables.parse(
            files: files, knownDialects: knownDialects, mappings: ParsedMappings(files: files, builtIn: knownDialects),
            timeZone: ZoneLoading.rules(named:))
    }

    /// Where mapping files are.
    package static let mappings = "mappings"

    package static func isMapping(_ name: String) -> Bool {
        name.hasPrefix(mappings + "/") && isMappingName(name)
    }

    private static func isMappingName(_ name: String) -> Bool {
        name.lowercased().hasSuffix(".yaml") || name.lowercased().hasSuffix(".yml")
    }

    /// The bytes of the folder's `*.csv` and `mappings/*.yaml` files, by name.
    package static func files(path: String) throws(RegistryFolderError) -> [String: [UInt8]] {
        let folder = URL(fileURLWithPath: path).resolvingSymlinksInPath()
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder.path) else {
            throw RegistryFolderError(path: path, reason: reason(why: folder))
        }
        var files: [String: [UInt8]] = [:]
        let described = folder.appendingPathComponent(mappings)
        let inside = try? FileManager.default.contentsOfDirectory(atPath: described.path)
        if inside == nil, names.contains(mappings) {
            throw RegistryFolderError(path: "\(path)/\(mappings)", reason: .unreadable)
        }
        let wanted =
            names.filter { $0.lowercased().hasSuffix(".csv") && !$0.hasPrefix(".") }
            + (inside ?? []).filter { isMappingName($0) && !$0.hasPrefix(".") }.map { "\(mappings)/\($0)" }
        for name in wanted.sorted() {
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
