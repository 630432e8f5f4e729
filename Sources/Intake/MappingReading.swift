import Dialects
import Readings
import Registry
import Yams

/// Turns the nodes of a mapping file into a mapping and gathers what is wrong with them.
struct MappingReading {
    let file: String
    let builtIn: [String]
    private(set) var name: String?
    private(set) var examples: [MappingExample] = []
    var problems: [RegistryProblem] = []
    /// How the payload is cut into fields decides what a path means.
    var payload = Mapping.Payload.json
    var hasHeader = true

    init(file: String, builtIn: [String]) {
        self.file = file
        self.builtIn = builtIn
    }

    static let names = [
        "mapping", "about", "payload", "separator", "header", "records", "device", "time", "values", "ignore", "family",
        "connector",
        "without_values", "examples",
    ]

    /// Nil, with problems, where no mapping can be made of the file.
    mutating func read(_ root: Node) -> Mapping? {
        checkNames(root, among: Self.names)
        readName(root)
        if let word = text(root, "payload") {
            guard let kind = Mapping.Payload(rawValue: word.text) else {
                report(word, "payload", expected: choice(Mapping.Payload.allCases.map(\.rawValue)))
                return nil
            }
            payload = kind
        } else {
            missing(root, "payload", expected: choice(Mapping.Payload.allCases.map(\.rawValue)))
            return nil
        }
        hasHeader = truth(root, "header") ?? true
        let family = family(root)
        let entries = sequence(root, "values")
        let values = family == .air ? entries.compactMap { value($0) } : []
        let chargers = entries.filter { family == .ev && text($0, "quantity")?.text != "connector" }
        let chargerValues = chargers.compactMap { chargerValue($0) }
        if member(root, "values") == nil || values.isEmpty && chargerValues.isEmpty && problems.isEmpty {
            missing(root, "values", expected: "a list of quantities with path and unit")
        }
        guard let name else { return nil }
        var mapping = Mapping(name: name, family: family, payload: payload, values: values)
        mapping.chargerValues = chargerValues
        if family == .ev { mapping.connector = connector(root, entries) }
        mapping.hasHeader = hasHeader
        readShape(root, &mapping)
        mapping.time = time(root)
        mapping.ignoredTopics = ignoredTopics(root)
        examples = sequence(root, "examples").compactMap { example($0) }
        return mapping
    }

    /// What the devices are: air sensors unless it says `ev`.
    private mutating func family(_ root: Node) -> Dialect.Family {
        guard let word = text(root, "family") else {
            if let word = text(root, "connector") {
                report(word, "connector", expected: "no connector without family: ev")
            }
            return .air
        }
        guard let family = Dialect.Family(rawValue: word.text) else {
            report(word, "family", expected: "air or ev")
            return .air
        }
        if family == .ev, payload == .csv || payload == .text {
            report(
                YAMLWord(text: payload.rawValue, line: word.line), "payload", expected: "json or number for chargers",
                remedy: "Of a table nobody can tell in which column a card's number stands; send JSON.")
        }
        return family
    }

    private mutating func readName(_ root: Node) {
        let expected = "a name of 1 to 64 lower-case letters, digits and - that no dialect of Kerbside's own has"
        guard let word = text(root, "mapping") else { return missing(root, "mapping", expected: expected) }
        guard Identifier.isValidBorough(word.text) else { return report(word, "mapping", expected: expected) }
        // Of some formats the personal fields are listed and a mapping that ships is the decoder.
        let taken = builtIn + PersonalFields.all.map(\.dialect).filter { !PersonalFields.mapped.contains($0) }
        guard !taken.contains(word.text) else {
            return report(
                word, "mapping", expected: expected,
                remedy: "Take another name, such as \"\(word.text)-own\", or use Kerbside's own dialect.")
        }
        name = word.text
    }

    private mutating func readShape(_ root: Node, _ mapping: inout Mapping) {
        if let word = text(root, "separator") {
            let bytes = Array((word.text == "tab" ? "\t" : word.text).utf8)
            if bytes.count == 1, payload == .csv || payload == .text {
                mapping.separator = bytes[0]
            } else {
                report(word, "separator", expected: "one character, or tab, in a mapping of csv or text")
            }
        }
        if let word = text(root, "records") {
            if payload == .json, let path = MappedPath(word.text) {
                mapping.records = path
            } else {
                report(word, "records", expected: "the path of a list, in a mapping of json")
            }
        }
        if let word = text(root, "device") { mapping.device = place(word, "device") }
        if let word = text(root, "without_values") {
            switch word.text {
            case "context": mapping.isContextWithoutValues = true
            case "refused": break
            default: report(word, "without_values", expected: "context or refused")
            }
        }
    }

    private mutating func ignoredTopics(_ root: Node) -> [String] {
        texts(root, "ignore").compactMap { word in
            if TopicFilter(word.text) != nil { return word.text }
            report(word, "ignore", expected: "MQTT topic filters such as homeassistant/#")
            return nil
        }
    }

    // MARK: Time

    private mutating func time(_ root: Node) -> MappedTime? {
        guard let node = member(root, "time") else { return nil }
        if let word = text(root, "time") {
            return place(word, "time").map { MappedTime(stamp: .instant($0)) }
        }
        checkNames(node, among: ["path", "from", "to", "date", "clock", "format", "zone"])
        let date = text(node, "date").flatMap { place($0, "date") }
        let clock = text(node, "clock").flatMap { place($0, "clock") }
        let at = text(node, "path").flatMap { place($0, "path") }
        let from = text(node, "from").flatMap { place($0, "from") }
        let to = text(node, "to").flatMap { place($0, "to") }
        var time: MappedTime
        switch (at, from, to, date, clock) {
        case (let at?, nil, nil, nil, nil): time = MappedTime(stamp: .instant(at))
        case (nil, let from?, let to?, nil, nil): time = MappedTime(stamp: .interval(from: from, to: to))
        case (nil, nil, nil, let date?, let clock?) where payload == .json:
            time = MappedTime(stamp: .joined(date: date, clock: clock))
        default:
            missing(node, "time", expected: "path, or from and to, or in JSON date and clock")
            return nil
        }
        if let word = text(node, "format") {
            if let format = StampFormat(word.text) {
                time.format = format
            } else {
                report(
                    word, "format",
                    expected: "iso, epoch, seconds, milliseconds or places such as DD/MM/YYYY hh:mm:ss")
            }
        }
        if let word = text(node, "zone") {
            if let zone = MappedTime.Zone(rawValue: word.text) {
                time.zone = zone
            } else {
                report(word, "zone", expected: choice(MappedTime.Zone.allCases.map(\.rawValue)))
            }
        }
        if case .pattern = time.format, time.zone == .none {
            missing(node, "zone", expected: "local or utc, as the format has no offset")
        }
        return time
    }

    // MARK: Places

    /// Where a field stands: what a path means depends on the payload.
    mutating func place(_ word: YAMLWord, _ name: String) -> MappedPlace? {
        switch payload {
        case .json:
            guard let path = MappedPath(word.text) else {
                report(word, name, expected: "a path such as PMS5003/PM2.5, data/[0]/value or s/[type=PM25]/value")
                return nil
            }
            guard !path.namesCard else {
                report(
                    word, name, expected: "no field by which chargers name a card or a vehicle",
                    remedy: "Its value is emptied before a message is written: choose another field.")
                return nil
            }
            return .path(path)
        case .csv:
            if let number = Int(word.text), number >= 1, number <= 1000 { return .column(number) }
            guard hasHeader, !word.text.isEmpty else {
                report(word, name, expected: "the number of a column, counted from 1")
                return nil
            }
            return .named(Array(word.text.utf8))
        case .text:
            guard !word.text.isEmpty else {
                report(word, name, expected: "the name of a field")
                return nil
            }
            return .named(Array(word.text.utf8))
        case .number:
            report(
                word, name, expected: "no \(name), as the whole payload is the value",
                remedy: "Remove the line; `topic` tells which quantity it is.")
            return nil
        }
    }
}
