import Dialects
package import Readings

/// Which way a message goes: from the device to the central system, or back.
package enum TopicDirection: String, CaseIterable, Sendable {
    case up, down
    /// The topic does not say.
    case other
}

/// What a topic says about a message.
package struct RoutedTopic: Hashable, Sendable {
    /// As the topic or the route names it; whether the registry knows it is not checked here.
    package var borough: String
    package var dialect: KnownDialect
    /// A valid identifier.
    package var device: String
    /// Where the device stands in the topic's bytes.
    package var deviceBytes: Range<Int>
    /// What follows the device and its slash, for dialects that spread a device over topics; may be empty.
    package var restBytes: Range<Int>
    package var direction: TopicDirection

    package init(
        borough: String, dialect: KnownDialect, device: String, deviceBytes: Range<Int>, restBytes: Range<Int>,
        direction: TopicDirection
    ) {
        self.borough = borough
        self.dialect = dialect
        self.device = device
        self.deviceBytes = deviceBytes
        self.restBytes = restBytes
        self.direction = direction
    }
}

/// Finds out from a topic whose message it is: by the rows of `routes.csv` in the file's order, the first that matches
/// wins, then by the layout `<borough>/<air|ev>/<dialect>/<device>[/...]`.
///
/// It takes topics apart level by level, so the caller keeps the answers: a city has few topics and many messages.
package struct TopicRouting: Sendable {
    private let routes: [Route]
    private let dialects: [KnownDialect]
    /// What each mapping ignores, under its name.
    private let ignored: [(dialect: String, filter: TopicFilter)]

    package init(routes: [Route], knownDialects: [KnownDialect]) {
        self.routes = routes
        dialects = knownDialects
        ignored = []
    }

    /// For a registry, whose mappings are dialects too.
    package init(_ registry: RegistryTables, builtIn: [KnownDialect]) {
        routes = registry.routes
        dialects = builtIn + registry.mappings.map(\.dialect)
        ignored = registry.mappings.flatMap { mapping in
            mapping.ignoredTopics.compactMap { TopicFilter($0) }.map { (mapping.name, $0) }
        }
    }

    /// The filter by which a mapping says that messages on the topic are ignored. A mapping speaks for its own topics and for
    /// those that lead nowhere, never for another dialect's.
    package func ignoring(_ topic: Span<UInt8>) -> TopicFilter? {
        guard !ignored.isEmpty, let filter = ignored.first(where: { $0.filter.matches(topic) })?.filter else {
            return nil
        }
        do throws(QuarantineReason) {
            let dialect = try route(topic).dialect.name
            return ignored.first { $0.dialect == dialect && $0.filter.matches(topic) }?.filter
        } catch {
            return error == .unknownTopic ? filter : nil
        }
    }

    /// Throws `unknownTopic` when no route matches and the layout is another, or when the topic is too short to hold the
    /// route's device; `unknownDialect` when the layout's third level is no dialect of the family; `invalidIdentifier`
    /// when the borough's or the device's level can be no name.
    package func route(_ topic: Span<UInt8>) throws(QuarantineReason) -> RoutedTopic {
        let parts = TopicParts(topic).ranges
        for route in routes where route.topic.matches(topic) {
            guard route.devicePart <= parts.count else { throw .unknownTopic }
            return try routed(
                topic, parts, devicePart: route.devicePart - 1, borough: route.borough, dialect: route.dialect,
                direction: route.direction)
        }
        guard parts.count >= 4, let family = DeviceFamily(rawValue: text(topic, parts[1])) else { throw .unknownTopic }
        let borough = text(topic, parts[0])
        guard Identifier.isValidBorough(borough) else { throw .invalidIdentifier }
        let name = text(topic, parts[2])
        guard let dialect = dialects.first(where: { $0.name == name && $0.family == family }) else {
            throw .unknownDialect
        }
        return try routed(topic, parts, devicePart: 3, borough: borough, dialect: dialect, direction: nil)
    }

    private func routed(
        _ topic: Span<UInt8>, _ parts: [Range<Int>], devicePart: Int, borough: String, dialect: KnownDialect,
        direction: TopicDirection?
    ) throws(QuarantineReason) -> RoutedTopic {
        let range = parts[devicePart]
        guard Identifier.isValid(topic.extracting(range)) else { throw .invalidIdentifier }
        let isLast = devicePart + 1 == parts.count
        let told = isLast ? nil : TopicDirection(rawValue: text(topic, parts[devicePart + 1]))
        return RoutedTopic(
            borough: borough, dialect: dialect, device: text(topic, range), deviceBytes: range,
            restBytes: isLast ? topic.count..<topic.count : range.upperBound + 1..<topic.count,
            direction: direction ?? told ?? .other)
    }
}

private func text(_ topic: Span<UInt8>, _ range: Range<Int>) -> String {
    var bytes: [UInt8] = []
    for offset in range { bytes.append(topic[offset]) }
    return String(decoding: bytes, as: UTF8.self)
}
