import Dialects
import Readings
import Registry
import Yams

/// Entries of `values` in a mapping of chargers.
extension MappingReading {
    private static let chargerNames = [
        "quantity", "path", "topic", "unit", "times", "sentinels", "words", "where",
    ]
    private static let otherNumbers = "*"

    /// One entry; nil, with a problem, where nothing can be made of it.
    mutating func chargerValue(_ node: Node) -> MappedChargerValue? {
        checkNames(node, among: Self.chargerNames)
        let targets = choice(MappedTarget.allCases.map(\.rawValue) + ["connector"])
        guard let word = text(node, "quantity") else {
            missing(node, "quantity", expected: targets)
            return nil
        }
        guard let target = MappedTarget(rawValue: word.text) else {
            report(word, "quantity", expected: targets)
            return nil
        }
        guard let place = valuePlace(node) else { return nil }
        var value = MappedChargerValue(target: target, place: place)
        if let word = text(node, "topic") {
            value.topic = TopicTail(word.text)
            if value.topic == nil {
                report(word, "topic", expected: "what follows the device in the topic, such as get/power")
            }
        }
        readFigure(node, &value)
        for word in texts(node, "sentinels") {
            let bytes = Array(word.text.utf8)
            if let number = try? Millionths(decimal: bytes.span) {
                value.sentinels.append(number)
            } else {
                value.sentinelWords.append(bytes)
            }
        }
        readWords(node, &value)
        value.conditions = conditions(node, "where")
        return value
    }

    private mutating func readFigure(_ node: Node, _ value: inout MappedChargerValue) {
        let target = value.target
        let units = MappedChargerUnit.allCases.filter { $0.measures(target) }.map(\.rawValue)
        guard target.isFigure else {
            if let word = text(node, "unit") { report(word, "unit", expected: "no unit for \(target.rawValue)") }
            return
        }
        // Required: a unit that is taken for granted is wrong by a factor of a thousand.
        guard let word = text(node, "unit") else { return missing(node, "unit", expected: choice(units)) }
        guard let unit = MappedChargerUnit(rawValue: word.text), unit.measures(target) else {
            return report(word, "unit", expected: choice(units))
        }
        value.unit = unit
        guard let word = text(node, "times") else { return }
        let bytes = Array(word.text.utf8)
        guard let factor = try? Millionths(decimal: bytes.span), factor.count > 0,
            factor.count <= 1000 * Millionths.perUnit
        else { return report(word, "times", expected: "a factor of more than 0 and at most 1000, such as 0.01") }
        value.times = factor
    }

    /// `words: {"1": Available, "2": Charging}`, and of a truth `words: {yes: "true"}`.
    private mutating func readWords(_ node: Node, _ value: inout MappedChargerValue) {
        guard let table = member(node, "words") else {
            if value.target == .status {
                missing(node, "words", expected: "the device's words with what they mean, such as {C2: Charging}")
            }
            return
        }
        guard let mapping = table.mapping, !value.target.isFigure else {
            return report(
                YAMLWord(text: table.scalar?.string ?? "a list", line: table.mark?.line), "words",
                expected: value.target.isFigure ? "no words for a figure" : "words with what they mean")
        }
        for (key, node) in mapping {
            let meant = YAMLWord(text: node.scalar?.string ?? "", line: node.mark?.line)
            let text = key.scalar?.string ?? ""
            if value.target == .status {
                readStatus(text, meant, &value)
            } else if text == Self.otherNumbers, meant.text == "true" || meant.text == "false" {
                value.otherTruth = meant.text == "true"
            } else if meant.text == "true" || meant.text == "false" {
                value.truths.append(.init(text: Array(text.utf8), meaning: meant.text == "true"))
            } else {
                report(meant, "words", expected: "true or false")
            }
        }
    }

    private mutating func readStatus(_ text: String, _ meant: YAMLWord, _ value: inout MappedChargerValue) {
        guard let word = ConnectorWord(rawValue: meant.text) else {
            return report(meant, "words", expected: choice(ConnectorWord.allCases.map(\.rawValue)))
        }
        if text == Self.otherNumbers {
            value.otherNumbers = word
        } else {
            value.words.append(.init(text: Array(text.utf8), meaning: word))
        }
    }

    /// Where a mapping of chargers finds the connector: an entry of `values` with its place, or `connector: 2` for all.
    mutating func connector(_ root: Node, _ entries: [Node]) -> MappedConnector {
        for node in entries where text(node, "quantity")?.text == "connector" {
            checkNames(node, among: ["quantity", "path"])
            if let place = valuePlace(node), payload == .json { return .place(place) }
            if payload != .json {
                report(
                    YAMLWord(text: "connector", line: node.mark?.line), "quantity",
                    expected: "`connector: 2` beside `values`, as the whole payload is the value")
            }
        }
        guard let word = text(root, "connector") else { return .number(1) }
        guard let number = Int(word.text), (1...999).contains(number) else {
            report(word, "connector", expected: "the connector's number, from 1 to 999")
            return .number(1)
        }
        return .number(number)
    }
}
