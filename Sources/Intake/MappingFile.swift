package import Dialects
package import Registry
import Yams

/// A file of the registry's folder `mappings/`: a payload format that staff describe, with examples that show what it makes
/// of a payload.
package struct MappingFile: Sendable {
    /// As the registry names it: `mappings/tasmota.yaml`.
    package let file: String
    /// The name that the file gives, even where the rest of it has mistakes.
    package private(set) var name: String?
    /// Nil when there is any mistake.
    package private(set) var mapping: Mapping?
    package private(set) var examples: [MappingExample] = []
    package private(set) var problems: [RegistryProblem] = []

    /// - Parameter builtIn: the names of our own dialects, which no mapping may have.
    package init(file: String, bytes: [UInt8], builtIn: [String]) {
        self.file = file
        let root: Node?
        do {
            guard let text = String(validating: bytes, as: UTF8.self) else {
                report(nil, found: "bytes that are no UTF-8", remedy: "Save the file as UTF-8.")
                return
            }
            root = try Yams.compose(yaml: text)
        } catch let error as YamlError {
            report(error.line, found: error.finding, remedy: Self.layout)
            return
        } catch {
            report(nil, found: "\(error)", remedy: Self.layout)
            return
        }
        guard let root, root.mapping != nil else {
            report(root?.mark?.line, found: "no names with values", remedy: Self.layout)
            return
        }
        var reading = MappingReading(file: file, builtIn: builtIn)
        let found = reading.read(root)
        name = reading.name
        problems = reading.problems
        guard problems.isEmpty else { return }
        mapping = found
        examples = reading.examples
    }

    private static let layout = "Names and values stand as in Mappings/tasmota.yaml, two spaces deeper a level."

    private mutating func report(_ line: Int?, found: String, remedy: String) {
        problems.append(
            RegistryProblem(file: file, line: line, column: nil, found: found, expected: "YAML", remedy: remedy))
    }
}

extension ParsedMappings {
    /// Reads the mapping files among the files of a registry folder. Two files of one name are a mistake of the later.
    package init(files: [String: [UInt8]], builtIn: [KnownDialect]) {
        self.init()
        var owners: [String: String] = [:]
        for (file, bytes) in files.sorted(by: { $0.key < $1.key }) where RegistryFolder.isMapping(file) {
            let read = MappingFile(file: file, bytes: bytes, builtIn: builtIn.map(\.name))
            problems += read.problems
            guard let name = read.name else { continue }
            if let owner = owners[name] {
                problems.append(
                    RegistryProblem(
                        file: file, line: nil, column: "mapping", found: "\"\(name)\", which \(owner) is called too",
                        expected: "a name of its own", remedy: "Rename one of the two, or remove it."))
                continue
            }
            owners[name] = file
            names.append(name)
            if let mapping = read.mapping { mappings.append(mapping) }
        }
    }
}
