import BrokerLink
import Disk
package import Logging
package import Registry
import ServiceLifecycle
import UnixSignals

/// `kerbside run`: the link and the corridor, started and stopped together.
package struct RunningService: Sendable {
    private let settings: Settings
    private let registry: RegistryTables
    private let logger: Logger
    private let stop: StopSignal
    private let endsWithTerminal: Bool
    package let board = IntakeBoard()

    /// `endsWithTerminal`: SIGHUP, which a closing terminal sends, ends it in order like SIGTERM.
    package init(
        settings: Settings, registry: RegistryTables, logger: Logger, endsWithTerminal: Bool = false
    ) throws {
        self.endsWithTerminal = endsWithTerminal
        self.settings = settings
        self.registry = registry
        self.logger = logger
        stop = try StopSignal()
    }

    /// Runs until SIGTERM or SIGINT, then takes what was read, acknowledges it and publishes every window as it stands.
    /// Throws what ended the service otherwise: a disk that fails, a lock that another process holds, a subscription
    /// that the broker refuses.
    package func run() async throws {
        Disk.ignoreFileSizeSignal()
        if settings.isVirtualTime {
            logger.warning(
                "Virtual time: receive times are taken from the messages' `received` property, not from the clock. For replays only."
            )
        }
        _ = try Directory(makingIfMissing: settings.data, readers: .everyone)
        let end = CommittedEnd()
        // Services stop in reverse order: first the link, then, when nothing more comes, the corridor.
        let corridor = CorridorService(
            settings: settings, registry: registry, end: end, board: board, logger: logger)
        let link = LinkService(
            settings: settings, registry: registry, end: end, stop: stop, board: board, logger: logger)
        let group = ServiceGroup(
            configuration: .init(
                services: [
                    .init(service: corridor, successTerminationBehavior: .gracefullyShutdownGroup),
                    .init(service: link, successTerminationBehavior: .gracefullyShutdownGroup),
                ],
                gracefulShutdownSignals: [.sigterm, .sigint] + (endsWithTerminal ? [.sighup] : []), logger: Self.quiet))
        try await group.run()
    }

    /// The group's own lines are for developers.
    private static var quiet: Logger {
        var logger = Logger(label: "services")
        logger.logLevel = .error
        return logger
    }
}
