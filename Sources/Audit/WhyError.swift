/// Why a question cannot be answered, with what to do.
package struct WhyError: Error, Hashable, Sendable, CustomStringConvertible {
    package var description: String

    init(_ description: String) { self.description = description }
}
