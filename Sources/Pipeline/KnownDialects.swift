package import Dialects
package import Registry

extension Dialect {
    /// The dialects as the registry checks them.
    package static var known: [KnownDialect] {
        allCases.map { KnownDialect(name: $0.name, family: $0.family == .air ? .air : .ev) }
    }
}
