import Readings
import Yams

/// A part of a scenario's YAML, and the collecting of what is wrong with it.
struct ScenarioNodes {
    let file: String
    private(set) var problems: [ScenarioProblem] = []

    init(file: String) {
        self.file = file
    }

    mutating func add(_ problem: ScenarioProblem) {
        problems.append(problem)
    }

    mutating func report(_ node: Node?, found: String, expected: String, remedy: String) {
        problems.append(
            ScenarioProblem(file: file, line: node?.mark?.line, found: found, expected: expected, remedy: remedy))
    }

    /// The names that may stand in an object; each other one is a problem.
    mutating func check(_ node: Node, among names: [String]) {
        guard let mapping = node.mapping else {
            report(
                node, found: Self.shown(node), expected: "names with values", remedy: "Names: \(Self.choice(names)).")
            return
        }
        for (key, _) in mapping where !names.contains(key.string ?? "") {
            report(
                key, found: "the name \"\(key.string ?? "")\"", expected: Self.choice(names),
                remedy: "Correct the name, or take the line away.")
        }
    }

    func member(_ node: Node, _ name: String) -> Node? {
        node.mapping?.first { $0.key.string == name }?.value
    }

    /// The text behind a name; nil where there is none.
    mutating func text(_ node: Node, _ name: String, isNeeded: Bool = false) -> String? {
        guard let value = member(node, name) else {
            if isNeeded {
                report(node, found: "no \(name)", expected: "\(name):", remedy: "Add a line for it.")
            }
            return nil
        }
        guard let text = value.scalar?.string, !text.isEmpty else {
            report(value, found: Self.shown(value), expected: "one value for \(name)", remedy: "Write one value.")
            return nil
        }
        return text
    }

    /// A number within bounds.
    mutating func number(_ node: Node, _ name: String, in bounds: ClosedRange<Double>) -> Double? {
        guard let text = text(node, name) else { return nil }
        guard let number = Double(text), bounds.contains(number) else {
            report(
                member(node, name), found: "\(name) \"\(text)\"",
                expected: "a number from \(bounds.lowerBound) to \(bounds.upperBound)", remedy: "Correct it.")
            return nil
        }
        return number
    }

    mutating func whole(_ node: Node, _ name: String, in bounds: ClosedRange<Int>) -> Int? {
        guard let text = text(node, name) else { return nil }
        guard let number = Int(text), bounds.contains(number) else {
            report(
                member(node, name), found: "\(name) \"\(text)\"",
                expected: "a whole number from \(bounds.lowerBound) to \(bounds.upperBound)", remedy: "Correct it.")
            return nil
        }
        return number
    }

    /// A time with its zone; a problem where there is none.
    mutating func instant(_ node: Node, _ name: String) -> Instant? {
        guard let text = text(node, name, isNeeded: true) else { return nil }
        guard let instant = Instant(iso8601: text), Scenario.instants.contains(instant) else {
            report(
                member(node, name), found: "\(name) \"\(text)\"",
                expected: "a time with its zone \(Scenario.instantsInWords)",
                remedy: "Write it as 2026-03-02T06:00:00Z.")
            return nil
        }
        return instant
    }

    /// One of the words of a closed set.
    mutating func word<Word: RawRepresentable & CaseIterable>(
        _ node: Node, _ name: String, of type: Word.Type, isNeeded: Bool = false
    ) -> Word? where Word.RawValue == String {
        guard let text = text(node, name, isNeeded: isNeeded) else { return nil }
        return word(text, at: member(node, name) ?? node)
    }

    /// A list of such words, or a single one.
    mutating func words<Word: RawRepresentable & CaseIterable>(
        _ node: Node, _ name: String, of type: Word.Type
    ) -> [Word] where Word.RawValue == String {
        guard let value = member(node, name) else { return [] }
        guard let list = value.sequence else {
            return word(node, name, of: type).map { [$0] } ?? []
        }
        return list.compactMap { word($0, of: type) }
    }

    /// The word that a node is.
    mutating func word<Word: RawRepresentable & CaseIterable>(_ node: Node, of type: Word.Type) -> Word?
    where Word.RawValue == String {
        guard let text = node.scalar?.string else {
            report(node, found: Self.shown(node), expected: "a word", remedy: "Write one word an item.")
            return nil
        }
        return word(text, at: node)
    }

    private mutating func word<Word: RawRepresentable & CaseIterable>(_ text: String, at node: Node) -> Word?
    where Word.RawValue == String {
        if let word = Word(rawValue: text) { return word }
        report(
            node, found: "\"\(text)\"", expected: Self.choice(Word.allCases.map(\.rawValue)), remedy: "Correct it.")
        return nil
    }

    /// The items of a list; a problem where something else stands.
    mutating func list(_ node: Node, _ name: String) -> [Node] {
        guard let value = member(node, name) else { return [] }
        if let list = value.sequence { return Array(list) }
        report(
            value, found: Self.shown(value), expected: "a list behind \(name)",
            remedy: "Begin each of its lines with a hyphen.")
        return []
    }

    static func choice(_ words: [String]) -> String {
        guard let last = words.last, words.count > 1 else { return words.first ?? "" }
        return words.dropLast().joined(separator: ", ") + " or " + last
    }

    static func shown(_ node: Node) -> String {
        if let text = node.scalar?.string { return text.isEmpty ? "nothing" : "\"\(text.prefix(60))\"" }
        return node.sequence == nil ? "names with values" : "a list"
    }
}
