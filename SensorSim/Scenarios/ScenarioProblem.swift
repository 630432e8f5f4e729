/// What is wrong with a scenario: where, what was found, what was expected, what to do.
package struct ScenarioProblem: Equatable, Sendable, CustomStringConvertible {
    package var file: String
    /// Counted from 1; nil when the file as a whole is meant.
    package var line: Int?
    package var found: String
    package var expected: String
    package var remedy: String

    package var description: String {
        let place = line.map { "\(file):\($0)" } ?? file
        return "\(place): found \(found); expected \(expected). \(remedy)"
    }
}

/// A scenario that cannot be simulated, with everything that is wrong with it.
package struct ScenarioError: Error, Equatable, CustomStringConvertible {
    package var problems: [ScenarioProblem]

    package var description: String { problems.map(\.description).joined(separator: "\n") }
}
