import Dialects
import Readings

extension Mapping {
    /// All that decides what its messages come to; notes and examples of the file are not in it.
    func addFigures(to text: inout CanonicalText) {
        text.add("mapping")
        text.add(name)
        text.add(family.rawValue)
        text.add(payload.rawValue)
        text.add(records.map { Self.text(of: .path($0)) } ?? "")
        text.add(device.map(Self.text(of:)) ?? "")
        switch time?.stamp {
        case .instant(let place): text.add("at " + Self.text(of: place))
        case .interval(let from, let to): text.add("from " + Self.text(of: from) + " to " + Self.text(of: to))
        case .joined(let date, let clock): text.add("at " + Self.text(of: date) + " " + Self.text(of: clock))
        case nil: text.add("")
        }
        text.add(time?.format.text ?? "")
        text.add(time?.zone.rawValue ?? "")
        text.add(isContextWithoutValues ? "context" : "refused")
        text.add(separator)
        text.add(hasHeader ? "header" : "")
        text.endLine()
        for topic in ignoredTopics {
            text.add("ignored")
            text.add(topic)
            text.endLine()
        }
        for value in values { value.addFigures(to: &text) }
        guard !chargerValues.isEmpty else { return }
        switch connector {
        case .number(let number): text.add("connector \(number)")
        case .place(let place): text.add("connector at " + Self.text(of: place))
        }
        text.endLine()
        for value in chargerValues { value.addFigures(to: &text) }
    }

    fileprivate static func text(of place: MappedPlace) -> String {
        switch place {
        case .whole: return "whole"
        case .column(let number): return "column \(number)"
        case .named(let name): return "named " + String(decoding: name, as: UTF8.self)
        case .path(let path):
            let steps = path.steps.map { step in
                switch step {
                case .member(let name): "member \(name)"
                case .element(let index): "element \(index)"
                case .elements(let member, let value): "elements \(member) \(value)"
                }
            }
            return (path.isFromTop ? "top, " : "") + steps.joined(separator: ", ")
        }
    }
}

extension MappedValue {
    fileprivate func addFigures(to text: inout CanonicalText) {
        text.add("value")
        text.add(quantity.name)
        text.add(Mapping.text(of: place))
        text.add(topic?.text ?? "")
        text.add(unit.rawValue)
        text.add(unitPlace.map(Mapping.text(of:)) ?? "")
        text.add(times.map { String($0.count) } ?? "")
        text.add(sentinels.map { String($0.count) }.joined(separator: " "))
        text.add("\(sentinelWords)")
        for (kind, conditions) in [("where", conditions), ("trusted", trustConditions)] {
            for condition in conditions {
                text.add(kind)
                text.add(Mapping.text(of: condition.place))
                text.add("\(condition.words)")
            }
        }
        text.endLine()
    }
}

extension MappedChargerValue {
    fileprivate func addFigures(to text: inout CanonicalText) {
        text.add("charger value")
        text.add(target.rawValue)
        text.add(Mapping.text(of: place))
        text.add(topic?.text ?? "")
        text.add(unit?.rawValue ?? "")
        text.add(times.map { String($0.count) } ?? "")
        text.add(sentinels.map { String($0.count) }.joined(separator: " "))
        text.add("\(sentinelWords)")
        text.add(otherNumbers?.rawValue ?? "")
        for word in words {
            text.add("\(word.text)")
            text.add(word.meaning.rawValue)
        }
        for truth in truths { text.add("\(truth.text) \(truth.meaning)") }
        if let otherTruth { text.add("* \(otherTruth)") }
        for condition in conditions {
            text.add(Mapping.text(of: condition.place))
            text.add("\(condition.words)")
        }
        text.endLine()
    }
}
