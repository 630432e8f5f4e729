import Dialects
import Readings
import Registry
import Yams

extension MappingReading {
    private static let valueNames = [
        "quantity", "path", "topic", "unit", "unit_path", "times", "sentinels", "where", "trusted_when",
    ]

    /// One entry of `values`.
    mutating func value(_ node: Node) -> MappedValue? {
        checkNames(node, among: Self.valueNames)
        let quantities = choice(Quantity.allCases.map(\.name))
        guard let quantityWord = text(node, "quantity") else {
            missing(node, "quantity", expected: quantities)
            return nil
        }
        guard let quantity = Quantity(name: quantityWord.text) else {
            report(quantityWord, "quantity", expected: quantities)
            return nil
        }
        guard let place = valuePlace(node), let unit = unit(node, quantity) else { return nil }
        var value = MappedValue(quantity: quantity, place: place, unit: unit)
        if let word = text(node, "topic") {
            value.topic = TopicTail(word.text)
            if value.topic == nil {
                report(word, "topic", expected: "what follows the device in the topic, such as sensor/pm_2_5/state")
            }
        }
        value.unitPlace = text(node, "unit_path").flatMap { self.place($0, "unit_path") }
        value.times = times(node, unit, quantity)
        for word in texts(node, "sentinels") {
            let bytes = Array(word.text.utf8)
            if let number = try? Millionths(decimal: bytes.span) {
                value.sentinels.append(number)
            } else {
                value.sentinelWords.append(bytes)
            }
        }
        value.conditions = conditions(node, "where")
        value.trustConditions = conditions(node, "trusted_when")
        return value
    }

    mutating func valuePlace(_ node: Node) -> MappedPlace? {
        guard let word = text(node, "path") else {
            if payload == .number { return .whole }
            missing(node, "path", expected: "where the value stands in the payload")
            return nil
        }
        return place(word, "path")
    }

    /// Required: a unit that is taken for granted is wrong by a factor that no range check sees.
    private mutating func unit(_ node: Node, _ quantity: Quantity) -> UnitCode? {
        let units = UnitCode.usualWords.filter { UnitCode(word: $0).map { $0.measures(quantity) } ?? false }
        guard let word = text(node, "unit") else {
            missing(node, "unit", expected: choice(units))
            return nil
        }
        guard let unit = UnitCode(word: word.text), unit.measures(quantity) else {
            report(word, "unit", expected: "a unit of \(quantity.name): \(choice(units))")
            return nil
        }
        return unit
    }

    private mutating func times(_ node: Node, _ unit: UnitCode, _ quantity: Quantity) -> Millionths? {
        guard let word = text(node, "times") else { return nil }
        let bytes = Array(word.text.utf8)
        guard let factor = try? Millionths(decimal: bytes.span), factor.count > 0,
            factor.count <= 1000 * Millionths.perUnit
        else {
            report(word, "times", expected: "a factor of more than 0 and at most 1000, such as 0.01")
            return nil
        }
        guard unit.isProportional(for: quantity) else {
            report(
                word, "times", expected: "no factor beside a unit with a zero of its own",
                remedy: "Have the device send degC.")
            return nil
        }
        return factor
    }

    /// `where: {metric: pm25}`: a path, and the word or words that must stand there.
    mutating func conditions(_ node: Node, _ name: String) -> [MappedCondition] {
        guard let list = member(node, name) else { return [] }
        guard let mapping = list.mapping else {
            report(
                YAMLWord(text: list.scalar?.string ?? "a list", line: list.mark?.line), name,
                expected: "paths with words, such as {metric: pm25}")
            return []
        }
        return mapping.compactMap { key, value in
            let path = key.string ?? ""
            let words = texts(list, path).map { Array($0.text.utf8) }
            guard let place = place(YAMLWord(text: path, line: key.mark?.line), name) else { return nil }
            guard !words.isEmpty else {
                report(YAMLWord(text: "", line: value.mark?.line), name, expected: "a word, or a list of words")
                return nil
            }
            return MappedCondition(place: place, words: words)
        }
    }
}
