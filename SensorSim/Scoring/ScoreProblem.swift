/// What is missing or unreadable, so that there is nothing to compare: where, what was expected, and what to do.
package struct ScoreProblem: Error, CustomStringConvertible, Sendable {
    package let description: String

    package init(_ description: String) {
        self.description = description
    }
}
