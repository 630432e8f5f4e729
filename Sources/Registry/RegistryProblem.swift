/// A mistake in a registry file, told so that the person who keeps the spreadsheet can mend it: where it is, what stands
/// there, what was expected and what to write instead.
package struct RegistryProblem: Error, Hashable, Sendable, CustomStringConvertible {
    package var file: String
    /// 1 is the first line of the file; nil when the file as a whole is meant.
    package var line: Int?
    /// The name in the header row; nil when no one column is meant.
    package var column: String?
    /// What stands there: a quoted text, or words such as `nothing`.
    package var found: String
    package var expected: String
    /// Whole sentences.
    package var remedy: String

    package init(file: String, line: Int?, column: String?, found: String, expected: String, remedy: String) {
        self.file = file
        self.line = line
        self.column = column
        self.found = found
        self.expected = expected
        self.remedy = remedy
    }

    /// `sites.csv:3: column kind: found "schol"; expected school, station, street or hub. Write "school" (did you mean
    /// it?).`
    package var description: String {
        "\(place(file, line))\(column.map { "column \($0): " } ?? "")found \(found); expected \(expected). \(remedy)"
    }
}

/// Something in a registry file that changes nothing and is probably not meant so.
package struct RegistryNote: Hashable, Sendable, CustomStringConvertible {
    package var file: String
    package var line: Int?
    package var text: String

    package init(file: String, line: Int?, text: String) {
        self.file = file
        self.line = line
        self.text = text
    }

    package var description: String { place(file, line) + text }
}

private func place(_ file: String, _ line: Int?) -> String {
    guard let line else { return "\(file): " }
    return "\(file):\(line): "
}

/// Text from a file, in quotes, fit for a terminal: control characters are spelled out, long text is cut.
func quoted(_ text: String) -> String {
    var shown = "\""
    for (offset, scalar) in text.unicodeScalars.enumerated() {
        if offset == 60 {
            shown += "..."
            break
        }
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator:
            shown += "\\u{\(String(scalar.value, radix: 16))}"
        default: shown.unicodeScalars.append(scalar)
        }
    }
    return shown + "\""
}

/// `school, station, street or hub`.
func choice(_ words: [String]) -> String {
    guard let last = words.last, words.count > 1 else { return words.first ?? "" }
    return words.dropLast().joined(separator: ", ") + " or " + last
}
