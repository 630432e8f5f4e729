import Dialects
import Readings
import Registry

/// Where the messages of one topic go.
struct ResolvedRoute: Sendable {
    var borough: Int
    var format: PayloadFormat
    var device: [UInt8]
    /// What follows the device in the topic's bytes, for formats that spread a device over topics.
    var tail: Range<Int>
    var direction = TopicDirection.other
    /// Air: the deployments of the device, by index. Charging: the charge point's index.
    var target: Target
    /// The row of the balance.
    var source: Int

    /// Of a topic whose messages are ignored.
    static func ignored(_ source: Int) -> ResolvedRoute {
        ResolvedRoute(
            borough: 0, format: .dialect(.plain), device: [], tail: 0..<0, target: .ignored, source: source)
    }

    enum Target: Hashable, Sendable {
        case sensors([Int])
        case chargePoint(Int)
        /// The payload names charge points; the topic's device is none of them.
        case namedChargePoints
        /// A mapping says that messages on the topic are no readings.
        case ignored
    }
}

/// Topics that were resolved once, by their bytes.
struct TopicRoutes: Sendable {
    private var topics = ByteInterner()
    private var routes: [ResolvedRoute] = []
    /// A publisher can invent topics behind a known device without end; beyond this many they are resolved each time.
    private static let limit = 200_000

    func known(_ topic: Span<UInt8>) -> Int? { topics.index(of: topic) }

    subscript(index: Int) -> ResolvedRoute { routes[index] }

    mutating func keep(_ route: ResolvedRoute, topic: Span<UInt8>) {
        guard routes.count < Self.limit, topics.intern(topic) == routes.count else { return }
        routes.append(route)
    }
}
