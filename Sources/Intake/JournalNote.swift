package import Pipeline
package import Readings

/// A remark of the service in its own journal: what changed how records are read.
package enum JournalNote: Hashable, Sendable {
    /// Another registry applies from now on; the digest names it.
    case registry(sha256: String)
    /// Other settings apply from now on; the digest names them.
    case settings(sha256: String)
    /// A person admitted readings of the late ledger.
    case lateAdmission(device: String?, observed: Range<Instant>, reason: String)
    /// The records before this one, since the note of another file, were read from a file.
    case imported(name: String, sha256: String, rows: Int, taken: Int)

    package var subject: String {
        switch self {
        case .registry: "registry"
        case .settings: "settings"
        case .lateAdmission: "late-admission"
        case .imported: "import"
        }
    }

    /// A line for each part.
    package var text: [UInt8] {
        switch self {
        case .registry(let sha256), .settings(let sha256): return Array("sha256 \(sha256)\n".utf8)
        case .imported(let name, let sha256, let rows, let taken):
            let line = name.split(whereSeparator: \.isNewline).joined(separator: " ")
            return Array("sha256 \(sha256)\nrows \(rows)\ntaken \(taken)\nfile \(line)\n".utf8)
        case .lateAdmission(let device, let observed, let reason):
            var text = Array("device \(device ?? "*")\nfrom ".utf8)
            observed.lowerBound.appendISO8601(to: &text)
            text.append(contentsOf: "\nto ".utf8)
            observed.upperBound.appendISO8601(to: &text)
            // One line, whatever the person wrote.
            text.append(
                contentsOf: "\nreason \(reason.split(whereSeparator: \.isNewline).joined(separator: " "))\n".utf8)
            return text
        }
    }

    /// The admission that a record of the journal tells of; nil for any other note.
    package static func lateAdmission(
        subject: Span<UInt8>, text: Span<UInt8>, decided: Instant
    ) -> LateAdmission? {
        guard self.text(subject) == "late-admission" else { return nil }
        var parts: [Substring: Substring] = [:]
        let whole = self.text(text)
        for line in whole.split(separator: "\n") {
            let words = line.split(separator: " ", maxSplits: 1)
            if words.count == 2 { parts[words[0]] = words[1] }
        }
        guard let device = parts["device"], let from = parts["from"].flatMap({ Instant(iso8601: String($0)) }),
            let to = parts["to"].flatMap({ Instant(iso8601: String($0)) }), from <= to
        else { return nil }
        return LateAdmission(
            device: device == "*" ? nil : String(device), observed: from..<to, decided: decided,
            reason: String(parts["reason"] ?? ""))
    }

    private static func text(_ bytes: Span<UInt8>) -> String {
        var copy: [UInt8] = []
        for offset in bytes.indices { copy.append(bytes[offset]) }
        return String(decoding: copy, as: UTF8.self)
    }
}
