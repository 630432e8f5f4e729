/// What a verification found, a check at a time.
package struct AuditReport: Sendable {
    package var checks: [AuditCheck] = []

    package init(checks: [AuditCheck] = []) { self.checks = checks }

    /// False when anything does not hold. A check that does not apply changes nothing.
    package var holds: Bool { checks.allSatisfy { $0.findingCount == 0 } }

    /// A line for each check, and below it what does not hold: at most `most` findings of a check.
    package func lines(most: Int = 20) -> [String] {
        checks.flatMap { check in
            var lines = [check.line]
            lines += check.findings.prefix(most).map { "  - " + $0.sentence }
            if check.findingCount > most { lines.append("  - and \(check.findingCount - most) more like these") }
            return lines
        }
    }
}

/// One of the four questions that a verification asks.
package struct AuditCheck: Sendable {
    package enum Name: String, Sendable, CaseIterable {
        case manifest, journal, balance, rebuild
    }

    package var name: Name
    /// What was looked at, in words: `18 files, 7396 rows`.
    package var subject = ""
    /// Why nothing was looked at; nil when something was.
    package var reasonNotChecked: String?
    /// What a reader should know beside the findings.
    package var notes: [String] = []
    /// The first findings; `findingCount` counts all.
    package private(set) var findings: [Finding] = []
    package private(set) var findingCount = 0
    /// Numbers for programs.
    package var counts: [String: Int] = [:]

    package init(_ name: Name) { self.name = name }

    static let mostFindings = 1000

    package mutating func add(_ finding: Finding) {
        findingCount += 1
        if findings.count < Self.mostFindings { findings.append(finding) }
    }

    package var line: String {
        let notes = notes.map { " " + $0 }.joined()
        if findingCount > 0 {
            return "\(name.rawValue): DOES NOT HOLD, \(Finding.count(findingCount, "finding")); "
                + "looked at \(subject.isEmpty ? "nothing more" : subject).\(notes)"
        }
        if let reasonNotChecked { return "\(name.rawValue): not checked: \(reasonNotChecked).\(notes)" }
        return "\(name.rawValue): holds: \(subject).\(notes)"
    }

    /// `holds`, `broken` or `not_checked`.
    package var state: String {
        if findingCount > 0 { return "broken" }
        return reasonNotChecked == nil ? "holds" : "not_checked"
    }
}
