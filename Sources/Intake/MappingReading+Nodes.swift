import Registry
import Yams

/// A text of a YAML file with its line.
struct YAMLWord {
    var text: String
    var line: Int?
}

/// Looking up members and telling what is wrong with them.
extension MappingReading {
    func member(_ node: Node, _ name: String) -> Node? {
        node.mapping?.first { $0.key.string == name }?.value
    }

    /// The member's text; nil where there is none, or nothing behind its name.
    func text(_ node: Node, _ name: String) -> YAMLWord? {
        guard let value = member(node, name), let scalar = value.scalar, !scalar.string.isEmpty else { return nil }
        return YAMLWord(text: scalar.string, line: value.mark?.line)
    }

    /// A list of texts, or one text.
    func texts(_ node: Node, _ name: String) -> [YAMLWord] {
        guard let value = member(node, name) else { return [] }
        guard let list = value.sequence else { return text(node, name).map { [$0] } ?? [] }
        return list.compactMap { item in item.scalar.map { YAMLWord(text: $0.string, line: item.mark?.line) } }
    }

    /// The members of a list; a problem where something else stands.
    mutating func sequence(_ node: Node, _ name: String) -> [Node] {
        guard let value = member(node, name) else { return [] }
        if let list = value.sequence { return Array(list) }
        report(
            YAMLWord(text: "one value", line: value.mark?.line), name, expected: "a list",
            remedy: "Begin each of its lines with a hyphen.")
        return []
    }

    mutating func truth(_ node: Node, _ name: String) -> Bool? {
        guard let word = text(node, name) else { return nil }
        switch word.text {
        case "true", "yes": return true
        case "false", "no": return false
        default:
            report(word, name, expected: "true or false")
            return nil
        }
    }

    mutating func checkNames(_ node: Node, among names: [String]) {
        guard let mapping = node.mapping else {
            report(
                YAMLWord(text: node.scalar?.string ?? "a list", line: node.mark?.line), nil,
                expected: "names with values: \(choice(names))")
            return
        }
        for (key, _) in mapping where !names.contains(key.string ?? "") {
            report(
                YAMLWord(text: key.string ?? "", line: key.mark?.line), nil, expected: choice(names),
                remedy: "Correct the name, or take the line away.")
        }
    }

    mutating func missing(_ node: Node, _ name: String, expected: String) {
        problems.append(
            RegistryProblem(
                file: file, line: node.mark?.line, column: name, found: "nothing", expected: expected,
                remedy: "Add a line for it."))
    }

    mutating func report(_ word: YAMLWord, _ name: String?, expected: String, remedy: String = "Correct it.") {
        problems.append(
            RegistryProblem(
                file: file, line: word.line, column: name, found: "\"\(word.text.prefix(60))\"", expected: expected,
                remedy: remedy))
    }

    func choice(_ words: [String]) -> String {
        guard let last = words.last, words.count > 1 else { return words.first ?? "" }
        return words.dropLast().joined(separator: ", ") + " or " + last
    }
}
