import Readings

extension SheetRow {
    /// A name of a device, site or charge point, by the rule of `Identifier`.
    func identifier(_ column: String, _ findings: inout Findings) -> String? {
        let expected = "a name of 1 to 64 letters, digits and . _ : * - that begins with a letter or digit"
        guard let text = required(column, expected: expected, &findings) else { return nil }
        if Identifier.isValid(text) { return text }
        report(column, quoted(text), expected: expected, remedy: nameRemedy(text), &findings)
        return nil
    }

    /// A borough's name, by the rule of `Identifier.isValidBorough`: it becomes the name of a folder.
    func boroughName(_ column: String, _ findings: inout Findings) -> String? {
        let expected = "a name of 1 to 64 lower-case letters, digits and -"
        guard let text = required(column, expected: expected, &findings) else { return nil }
        if Identifier.isValidBorough(text) { return text }
        let lower = safeName(text).lowercased()
        let name = String(lower.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" })
        let remedy =
            Identifier.isValidBorough(name) ? "Write a name such as \"\(name)\"." : "Write another, shorter name."
        report(column, quoted(text), expected: expected, remedy: remedy, &findings)
        return nil
    }

    /// A name that must stand in another file. `names` is nil when that file could not be read: then every name is taken.
    func reference(
        _ column: String, _ thing: String, in file: String, names: Set<String>?, _ findings: inout Findings
    ) -> String? {
        guard let text = required(column, expected: "a \(thing) of \(file)", &findings) else { return nil }
        return checked(column, text, thing, in: file, names: names, &findings)
    }

    /// The name when it stands in the other file; reports it otherwise.
    func checked(
        _ column: String, _ name: String, _ thing: String, in file: String, names: Set<String>?,
        _ findings: inout Findings
    ) -> String? {
        guard let names, !names.contains(name) else { return name }
        let remedy =
            findings.meant(by: name, among: names).map { "Write \"\($0)\" (did you mean it?)." }
            ?? "Add a row for it to \(file), or write a name that stands there."
        report(column, quoted(name), expected: "a \(thing) of \(file)", remedy: remedy, &findings)
        return nil
    }

    /// A dialect that Kerbside knows, of the family.
    func dialect(
        _ column: String, _ family: DeviceFamily?, _ known: [KnownDialect], _ findings: inout Findings
    ) -> KnownDialect? {
        let names = known.filter { family == nil || $0.family == family }.map(\.name)
        let kind = family.map { "\($0.rawValue) " } ?? ""
        let expected =
            names.count == 1 ? "the \(kind)dialect \(names[0])" : "one of the \(kind)dialects \(choice(names))"
        guard let text = required(column, expected: expected, &findings) else { return nil }
        let match = known.first { $0.name == text }
        if let match, family == nil || match.family == family { return match }
        let remedy =
            findings.meant(by: text, among: names).map { "Write \"\($0)\" (did you mean it?)." } ?? "Write one of them."
        let found = match.map { "\(quoted(text)), a dialect for \($0.family.rawValue)" } ?? quoted(text)
        report(column, found, expected: expected, remedy: remedy, &findings)
        return nil
    }
}

/// What to write instead of a text that is no name.
private func nameRemedy(_ text: String) -> String {
    // `5.07E+04` for 50692: a spreadsheet shows long numbers so, and saves what it shows.
    if text.utf8.first.map({ $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }) == true, text.contains("E+") {
        return "A spreadsheet has shortened a number: format the column as text and write the name again."
    }
    let name = safeName(text)
    return Identifier.isValid(name) ? "Write a name such as \"\(name)\"." : "Write another, shorter name."
}

/// The text with a hyphen for each run of characters that no name may hold.
private func safeName(_ text: String) -> String {
    var name: [UInt8] = []
    for scalar in text.unicodeScalars {
        let isKept =
            scalar.isASCII && (scalar.properties.isAlphabetic || "0123456789._:*-".unicodeScalars.contains(scalar))
        if isKept {
            name.append(UInt8(truncatingIfNeeded: scalar.value))
        } else if let last = name.last, last != UInt8(ascii: "-") {
            name.append(UInt8(ascii: "-"))
        }
    }
    while name.last == UInt8(ascii: "-") { name.removeLast() }
    while let first = name.first, "._:*-".utf8.contains(first) { name.removeFirst() }
    return String(decoding: name, as: UTF8.self)
}
