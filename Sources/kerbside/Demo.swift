import ArgumentParser
import BrokerLink
import Foundation
import Intake
import Logging
import Registry

struct Demo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Runs a broker, a simulated city at 60 times real speed, and the service on this machine.",
        discussion: """
            All readings are simulated, and so marked. Ends with Ctrl-C; the files stay.

            Example: kerbside demo
            """)

    @Option(help: "Folder for the demo's files; made new each time.")
    var dir: String = "kerbside-demo"

    @Option(help: "How many times faster than real time the city runs.")
    var speed: Int = 60

    @Option(help: "Another seed gives another city day.")
    var seed: UInt64 = 1

    @Option(help: "End by itself after so many seconds.")
    var duration: Int?

    func validate() throws {
        guard (1...3600).contains(speed) else {
            throw ValidationError("--speed: expected a whole number from 1 to 3600, found \(speed).")
        }
        if let duration, duration < 1 {
            throw ValidationError("--duration: expected at least 1 second, found \(duration).")
        }
    }

    func run() async throws {
        let folder = try DemoFolder(path: dir)
        let broker = try DemoBroker.start(in: folder)
        defer { broker.stop() }
        let tables = try folder.registry()
        var link = LinkSettings(address: try BrokerAddress(broker.url), clientID: "kerbside-demo")
        link.filters = ["+/air/#", "+/ev/#"]
        var settings = Settings(link: link, registry: folder.registryPath, data: folder.dataPath)
        settings.isVirtualTime = true
        let service = try RunningService(
            settings: settings, registry: tables, logger: Self.warnings(), endsWithTerminal: true)
        Console.say(
            """
            A simulated city: \(tables.airSensors.count) air sensors at invented schools, \(tables.connectors.count) \
            charging connectors, at \(speed) times real speed.
            Summaries  \(folder.shown)/data/summaries
            Manifest   \(folder.shown)/data/manifest.csv
            Registry   \(folder.shown)/registry
            Broker     \(broker.url)
            Ctrl-C ends it; the files stay. An hour of the city takes \(3600 / speed) s: its first summaries come then.

            """)
        let table = LiveTable(board: service.board, sites: tables.sites.count, folder: folder)
        let (duration, speed, seed) = (duration, speed, seed)
        let board = service.board
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await table.show() }
            group.addTask {
                // Nothing is sent before the subscription stands: the broker would have nobody to keep it for.
                while !board.current.isConnected { try await Task.sleep(for: .milliseconds(50)) }
                let traffic = try folder.startTraffic(broker: broker.url, speed: speed, seed: seed)
                defer { traffic.stop() }
                while traffic.isRunning { try await Task.sleep(for: .milliseconds(200)) }
            }
            if let duration {
                group.addTask {
                    try await Task.sleep(for: .seconds(duration))
                    kill(getpid(), SIGTERM)
                }
            }
            defer { group.cancelAll() }
            try await service.run()
        }
        table.finish()
    }

    /// The demo shows its table; of the service's lines only what needs attention.
    private static func warnings() -> Logger {
        LoggingSystem.bootstrap(StreamLogHandler.standardError)
        var logger = Logger(label: "kerbside")
        logger.logLevel = .error
        return logger
    }
}
