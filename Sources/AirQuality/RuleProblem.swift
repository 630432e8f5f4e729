/// A mistake in a file of bands, messages or limits, told so that the person who keeps the file can mend it: where it is,
/// what stands there, what was expected and what to write instead.
package struct RuleProblem: Error, Hashable, Sendable, CustomStringConvertible {
    package var file: String
    /// 1 is the first line of the file; nil when the file as a whole is meant.
    package var line: Int?
    /// The name in the header row; nil when no one column is meant.
    package var column: String?
    package var found: String
    package var expected: String
    /// Whole sentences.
    package var remedy: String

    /// `limits.csv:3: column unit: found "ppb"; expected ug/m3. Write "ug/m3".`
    package var description: String {
        let place = line.map { "\(file):\($0): " } ?? "\(file): "
        return "\(place)\(column.map { "column \($0): " } ?? "")found \(found); expected \(expected). \(remedy)"
    }
}
