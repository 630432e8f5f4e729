package import Dialects

/// What the mapping files of a registry folder give. They are YAML, which the shell reads; their mistakes are told with
/// those of the tables.
package struct ParsedMappings: Sendable {
    /// In the order of the files' names.
    package var mappings: [Mapping] = []
    /// The names that the files give, those of files with mistakes too, so that one mistake is told once.
    package var names: [String] = []
    package var problems: [RegistryProblem] = []

    package init() {}

    /// A file with mistakes counts as one of air sensors.
    var dialects: [KnownDialect] {
        names.map { name in
            mappings.first { $0.name == name }?.dialect ?? KnownDialect(name: name, family: .air)
        }
    }
}

extension Mapping {
    /// As the tables and topics name it.
    package var dialect: KnownDialect { KnownDialect(name: name, family: family == .air ? .air : .ev) }
}
