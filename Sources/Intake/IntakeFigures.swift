package import Pipeline
package import Readings
import Synchronization

/// What the service did so far: for its log lines and the demo's table.
package struct IntakeFigures: Sendable {
    package var balance = MessageBalance()
    package var filesWritten = 0
    package var files = 0
    package var rowsWritten = 0
    package var isConnected = false
    /// Newest receive time over all boroughs.
    package var newest: Instant?
    package var latestHours: [LatestHour] = []
    package var connectorHours: [LatestConnectors] = []

    package init() {}
}

/// A place where one thread leaves the newest figures and another looks at them.
package final class IntakeBoard: Sendable {
    private let figures = Mutex(IntakeFigures())

    package init() {}

    package var current: IntakeFigures { figures.withLock { $0 } }

    package func update(_ change: (inout sending IntakeFigures) -> Void) {
        figures.withLock { change(&$0) }
    }
}
