import Dialects
import Readings
import Registry

/// Where the messages of one topic go.
struct ResolvedRoute: Sendable {
    var borough: Int
    var dialect: Dialect
    var device: [UInt8]
    /// Air: the deployments of the device, by index. Charging: the charge point's index.
    var target: Target
    /// The row of the balance.
    var source: Int

    enum Target: Sendable {
        case sensors([Int])
        case chargePoint(Int)
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
