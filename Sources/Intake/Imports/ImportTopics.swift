import Dialects
import Pipeline
import Readings
import Registry

/// The topics under which imported rows stand in the journal: those on which their device would have sent them.
struct ImportTopics {
    private let registry: RegistryTables
    private let routing: TopicRouting
    private let dialect: Dialect
    /// The topic of all rows, where a person named it or its device.
    private let fixed: (topic: [UInt8], device: String)?
    /// The device of all rows, where a person named it or its topic.
    var device: String? { fixed?.device }
    private var known: [String: [UInt8]] = [:]

    init(_ registry: RegistryTables, _ dialect: Dialect, topic: String?, device: String?) throws {
        self.registry = registry
        self.dialect = dialect
        routing = TopicRouting(registry, builtIn: Dialect.known)
        if let topic {
            let bytes = Array(topic.utf8)
            let route: RoutedTopic
            do throws(QuarantineReason) {
                route = try routing.route(bytes.span)
            } catch {
                throw ImportError(
                    "--topic \(topic): no message would be taken from it (\(error.rawValue)); expected a topic such as "
                        + "westminster/air/\(dialect.name)/DEVICE, or one that a row of routes.csv matches.")
            }
            guard route.dialect.name == dialect.name else {
                throw ImportError("--topic \(topic): it leads to \(route.dialect.name), and not to \(dialect.name).")
            }
            fixed = (bytes, route.device)
        } else if let device {
            fixed = (try Self.topic(of: device, dialect, registry, routing), device)
        } else {
            fixed = nil
        }
    }

    /// The topic of a row that names `device`, or no device.
    /// - Throws: `QuarantineReason` where the row is another device's; `ImportError` where nobody says whose it is.
    mutating func topic(named device: String?) throws -> [UInt8] {
        if let fixed {
            if let device, device != fixed.device { throw QuarantineReason.deviceMismatch }
            return fixed.topic
        }
        guard let device else {
            throw ImportError(
                "the file does not name its device: name it with --device, as in air_sensors.csv, or with --topic.")
        }
        if let topic = known[device] { return topic }
        let topic = try Self.topic(of: device, dialect, registry, routing)
        known[device] = topic
        return topic
    }

    private static func topic(
        of device: String, _ dialect: Dialect, _ registry: RegistryTables, _ routing: TopicRouting
    ) throws -> [UInt8] {
        guard let sensor = registry.airSensors.first(where: { $0.device == device }),
            let site = registry.site(sensor.site)
        else {
            throw ImportError(
                "no row of air_sensors.csv has the device \(device): add one, with a `from` that the file's times do not lie "
                    + "before, and import again.")
        }
        let topic = Array("\(site.borough)/air/\(dialect.name)/\(device)".utf8)
        guard let route = try? routing.route(topic.span), route.dialect.name == dialect.name, route.device == device,
            route.borough == site.borough
        else {
            throw ImportError(
                "a row of routes.csv leads \(String(decoding: topic, as: UTF8.self)) elsewhere: name the topic with --topic."
            )
        }
        return topic
    }
}
