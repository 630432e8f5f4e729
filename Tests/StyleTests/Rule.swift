import Testing

/// A rule about one file at a time.
struct Rule: CustomTestStringConvertible, Sendable {
    var name: String
    /// Why the rule exists: the last sentence of a failure.
    var why: String
    /// A file that breaks the rule once, in its last line: the proof that the rule can fail.
    var broken: SourceFile
    /// A file that looks alike and keeps the rule.
    var kept: SourceFile
    var findings: @Sendable (SourceFile) -> [Finding]

    var testDescription: String { name }
}

/// The text of a failure: each place on a line of its own, then the reason.
func report(_ findings: [Finding], why: String) -> Comment {
    let places = findings.map { "  \($0)" }.joined(separator: "\n")
    return "\(findings.count) place(s):\n\(places)\nWhy: \(why)"
}
