import Dialects
import Readings
import Registry

/// What a message's topic says of its payload, and what of the topic itself may be written.
struct TopicCare {
    enum PayloadCare: Equatable {
        /// An air sensor's.
        case air
        /// An air sensor's, in a format that is no JSON: of the registry's mappings the one of that number.
        case airText(mapping: Int)
        /// A charger's: kept without personal fields when its dialect can decode it. The tail is what follows the device in
        /// the topic's bytes.
        case charger(Dialect, tail: Range<Int>)
        /// A charger's, in a format of the registry's mappings: the number of one.
        case mappedCharger(mapping: Int, tail: Range<Int>)
        /// Of a format that no decoder reads yet, but whose personal fields are known.
        case listed
        /// The value of a personal field that the topic names, as formats with a topic a field have it.
        case person
        /// Of what no rule explains length and digest are kept.
        case unexplained
    }

    struct Decision {
        var payload: PayloadCare
        /// The topic that is written; nil: as it came.
        var topic: [UInt8]?
    }

    private let routing: TopicRouting
    private let routes: [Route]
    private let mappings: [Mapping]
    private let redaction = PersonalFieldRedaction()
    /// Names that staff wrote into the tables.
    private let known: Set<String>

    init(registry: RegistryTables, knownDialects: [KnownDialect]) {
        routing = TopicRouting(registry, builtIn: knownDialects)
        routes = registry.routes
        mappings = registry.mappings
        var names = Self.words
        names.formUnion(registry.boroughs.map(\.borough))
        names.formUnion(registry.sites.map(\.site))
        names.formUnion(registry.airSensors.map(\.device))
        names.formUnion(registry.connectors.map(\.chargePoint))
        names.formUnion(registry.connectors.map(\.evse))
        names.formUnion(registry.connectors.compactMap(\.evseID))
        known = names
    }

    func decide(_ topic: Span<UInt8>, digest: DigestKey) -> Decision {
        let levels = Levels(topic)
        do throws(QuarantineReason) {
            let route = try routing.route(topic)
            guard route.dialect.family == .ev else {
                return Decision(payload: airCare(of: route.dialect.name), topic: nil)
            }
            // The levels that a route names were written by staff; what follows the device was not.
            let literal = literalLevels(topic)
            let start = levels.index(endingAt: route.deviceBytes.upperBound) + 1
            let (format, payload) = chargerCare(of: route)
            let declared = format?.first { $0.matches(topic.extracting(route.restBytes)) }
            let ofMessage =
                Dialect(name: route.dialect.name)?.messageLevels(topic.extracting(route.restBytes)) ?? 0
            let kept = rewritten(levels, from: 0, digest) { index in
                if index == start - 1 || index >= start && index < start + ofMessage { return true }
                if let declared, index >= start, declared.wildcards.indices.contains(index - start) {
                    let isLiteral = !declared.wildcards[index - start]
                    return isLiteral || isKnown(levels[index])
                }
                if let literal, index < literal.count, literal[index] { return true }
                return isKnown(levels[index])
                    || literal == nil && index < start && isHarmlessName(levels[index])
            }
            // Of a format with a topic a field, nobody can tell what stands on other topics.
            let isRead = format == nil || declared != nil
            return Decision(payload: isRead ? payload : .unexplained, topic: kept)
        } catch {
            return unrouted(levels, topic, error, digest)
        }
    }

    /// What the format reads behind the device, nil for anything, and what is done with its payloads.
    private func chargerCare(of route: RoutedTopic) -> (tails: [TopicTail]?, payload: PayloadCare) {
        if let dialect = Dialect(name: route.dialect.name) {
            return (dialect.tails, .charger(dialect, tail: route.restBytes))
        }
        guard let index = mappings.firstIndex(where: { $0.name == route.dialect.name }) else {
            return (nil, .unexplained)
        }
        return (mappings[index].tails, .mappedCharger(mapping: index, tail: route.restBytes))
    }

    private func airCare(of dialect: String) -> PayloadCare {
        guard let index = mappings.firstIndex(where: { $0.name == dialect }), mappings[index].payload != .json else {
            return .air
        }
        return .airText(mapping: index)
    }

    /// Topics of our layout with another dialect, and all others.
    private func unrouted(
        _ levels: Levels, _ topic: Span<UInt8>, _ reason: QuarantineReason, _ digest: DigestKey
    ) -> Decision {
        guard reason == .unknownDialect else {
            // What staff wrote into a filter stays, so that the message is found to be ignored when it is read again.
            let literal = routing.ignoring(topic).map { Self.literalLevels($0.text) } ?? []
            let kept = rewritten(levels, from: 0, digest) { index in
                index < literal.count && literal[index] || isKnown(levels[index])
            }
            return Decision(payload: .unexplained, topic: kept)
        }
        let name = levels.text(2)
        if levels.text(1) == DeviceFamily.air.rawValue {
            // A charger's message below `air` by mistake, or an air format that is not read: no name of it is a person's.
            let dialect = Dialect(name: name)
            guard let dialect, dialect.family == .ev else { return Decision(payload: .air, topic: nil) }
            return Decision(payload: .charger(dialect, tail: topic.count..<topic.count), topic: nil)
        }
        let isListed = Self.listed.contains(name)
        let kept = rewritten(levels, from: 0, digest) { index in
            switch index {
            // The device of a format that is named, as of one that is read: unknown devices are listed.
            case 3 where isListed && Identifier.isValid(levels[index].span): true
            case 0, 2, 3: isKnown(levels[index]) || isHarmlessName(levels[index])
            case 1: true
            default: isKnown(levels[index]) || isListed && isHarmlessName(levels[index])
            }
        }
        guard isListed else { return Decision(payload: .unexplained, topic: kept) }
        let namesPerson = (4..<max(4, levels.count)).contains { redaction.namesPerson(levels[$0].span) }
        return Decision(payload: namesPerson ? .person : .listed, topic: kept)
    }

    /// Formats that are not read yet.
    private static let listed = Set(PersonalFields.all.map(\.dialect)).subtracting(Dialect.allCases.map(\.name))

    /// For each level of the route that matches, whether it stands there literally; nil when the layout explains the topic.
    private func literalLevels(_ topic: Span<UInt8>) -> [Bool]? {
        routes.first { $0.topic.matches(topic) }.map { Self.literalLevels($0.topic.text) }
    }

    private static func literalLevels(_ filter: String) -> [Bool] {
        filter.split(separator: "/", omittingEmptySubsequences: false).map { $0 != "+" && $0 != "#" }
    }

    // MARK: Levels

    /// Words of the layouts that are known, beside names from the tables. Anything else may be a card's number.
    private static let words = Set([
        "", "air", "ev", "up", "down", "other", "ocpp", "cp", "cs", "Reply", "reply", "request", "response", "call",
        "result", "error", "status", "online", "events", "state", "heartbeat", "meter", "lwt", "get", "set", "var",
        "evcc", "loadpoints", "openWB", "chargepoint", "go-eCharger", "everest_api", "evse_manager", "e2m", "ocpi",
        "locations", "sessions", "cdrs", "session", "cdr", "TWC", "tele", "SENSOR", "STATE", "BootNotification",
        "Heartbeat",
        "StatusNotification", "StartTransaction", "StopTransaction", "MeterValues", "Authorize", "DataTransfer",
        "TransactionEvent",
    ]).union(PersonalFields.all.map(\.dialect)).union(Dialect.allCases.map(\.name))

    private func isKnown(_ level: [UInt8]) -> Bool {
        if level.count <= 3, level.allSatisfy({ $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }) { return true }
        return level.count <= Identifier.maximumLength && known.contains(String(decoding: level, as: UTF8.self))
    }

    /// A name that staff will want to read when they look for a mistake, and that is no token by its looks.
    private func isHarmlessName(_ level: [UInt8]) -> Bool {
        Identifier.isValid(level.span) && !TokenShape.matches(level.span)
    }

    /// The topic with a digest in the place of each level that may not stay; nil when all may. The number of levels stays,
    /// so that routes match as before, unless there are more than any layout has.
    private func rewritten(
        _ levels: Levels, from start: Int, _ digest: DigestKey, stays: (Int) -> Bool
    ) -> [UInt8]? {
        var bytes: [UInt8] = []
        var isChanged = false
        for index in start..<levels.count {
            if index > start { bytes.append(UInt8(ascii: "/")) }
            if index == Self.mostLevels, levels.count > Self.mostLevels + 1 {
                bytes.append(
                    contentsOf: "~\(digest.digest(Array(levels.bytes[levels.ranges[index].lowerBound...])))".utf8)
                return bytes
            }
            if stays(index) {
                bytes.append(contentsOf: levels[index])
            } else {
                bytes.append(contentsOf: "~\(digest.digest(levels[index]))".utf8)
                isChanged = true
            }
        }
        return isChanged ? bytes : nil
    }

    private static let mostLevels = 16
}

/// A topic taken apart.
private struct Levels {
    let bytes: [UInt8]
    private(set) var ranges: [Range<Int>] = []

    init(_ topic: Span<UInt8>) {
        var copy: [UInt8] = []
        var start = 0
        for offset in topic.indices {
            copy.append(topic[offset])
            guard topic[offset] == UInt8(ascii: "/") else { continue }
            ranges.append(start..<offset)
            start = offset + 1
        }
        ranges.append(start..<topic.count)
        bytes = copy
    }

    var count: Int { ranges.count }

    subscript(index: Int) -> [UInt8] { Array(bytes[ranges[index]]) }

    func text(_ index: Int) -> String {
        index < count ? String(decoding: bytes[ranges[index]], as: UTF8.self) : ""
    }

    func index(endingAt end: Int) -> Int { ranges.firstIndex { $0.upperBound == end } ?? 0 }
}
