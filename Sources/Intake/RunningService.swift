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
    private let source: SettingsSource?
    private let logger: Logger
    private let endsWithTerminal: Bool
    package let board = IntakeBoard()

    /// - Parameters:
    ///   - source: where the settings came from, to notice their change; nil: they stay as they are.
    ///   - endsWithTerminal: SIGHUP, which a closing terminal sends, ends it in order like SIGTERM.
    package init(
        settings: Settings, registry: RegistryTables, source: SettingsSource? = nil, logger: Logger,
        endsWithTerminal: Bool = false
    ) throws {
        self.settings = settings
        self.registry = registry
        self.source = source
        self.logger = logger
        self.endsWithTerminal = endsWithTerminal
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
        let next = SettingsWatchService.NextRound()
        var (settings, registry) = (settings, registry)
        var note: JournalNote?
        var judged = source?.initial
        while true {
            try await round(settings, registry, note: note, judged: judged, next)
            guard let changed = next.take() else { return }
            (settings, registry, note) = (changed.settings, changed.registry, .settings(sha256: changed.sha256))
            judged = changed.sha256
        }
    }

    /// One run of the services, until a signal, a failure or other settings end it.
    private func round(
        _ settings: Settings, _ registry: RegistryTables, note: JournalNote?, judged: String?,
        _ next: SettingsWatchService.NextRound
    ) async throws {
        let data = DataFolder(settings.data)
        _ = try Directory(makingIfMissing: settings.data, readers: .everyone)
        // Held until the last file is published, which is after the journal was closed.
        let lock = try FileLock(DataFolder.lockName, in: Directory(makingIfMissing: data.state, readers: .group))
        defer { withExtendedLifetime(lock) {} }
        let end = CommittedEnd()
        let space = SpaceWatch(data: settings.data, settings: settings.space, logger: logger)
        let orders = IntakeOrders()
        if let note { orders.journal(note) }
        // Services stop in reverse order: first the link, then, when nothing more comes, the corridor.
        let corridor = CorridorService(
            settings: settings, registry: registry, end: end, space: space, orders: orders, board: board,
            logger: logger)
        let link = LinkService(
            settings: settings, registry: registry, end: end, stop: try StopSignal(), space: space, orders: orders,
            board: board, logger: logger)
        var services: [ServiceGroupConfiguration.ServiceConfiguration] = [
            .init(service: corridor, successTerminationBehavior: .gracefullyShutdownGroup),
            .init(service: link, successTerminationBehavior: .gracefullyShutdownGroup),
        ]
        if !settings.isVirtualTime {
            services.append(
                .init(
                    service: JournalHousekeepingService(settings: settings, end: end, logger: logger),
                    successTerminationBehavior: .ignore))
        }
        if let source {
            services.append(
                .init(
                    service: SettingsWatchService(source: source, logger: logger, judged: judged, next: next),
                    successTerminationBehavior: .gracefullyShutdownGroup))
        }
        let group = ServiceGroup(
            configuration: .init(
                services: services,
                gracefulShutdownSignals: [.sigterm, .sigint] + (endsWithTerminal ? [.sighup] : []), logger: Self.quiet))
        do {
            try await group.run()
        } catch let error as ServiceGroupError {
            throw PartEnded(code: "\(error.errorCode)")
        }
    }

    /// The group's own words list all settings.
    private struct PartEnded: Error, CustomStringConvertible {
        var code: String

        var description: String { "a part of the service ended before it was asked to (\(code)); see the lines above" }
    }

    /// The group's own lines are for developers.
    private static var quiet: Logger {
        var logger = Logger(label: "services")
        logger.logLevel = .error
        return logger
    }
}
