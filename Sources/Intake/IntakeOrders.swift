import Registry
import Synchronization

/// What the corridor, which watches the registry and people's requests, asks of the link, which alone writes the journal.
final class IntakeOrders: Sendable {
    private struct State {
        var notes: [JournalNote] = []
        var registry: RegistryTables?
    }

    private let state = Mutex(State())

    /// Has a remark written into the journal.
    func journal(_ note: JournalNote) { state.withLock { $0.notes.append(note) } }

    /// Has messages treated by another registry from now on, as far as the journal's keeper needs it.
    func apply(_ registry: RegistryTables) { state.withLock { $0.registry = registry } }

    /// Remarks that are not in the journal yet.
    var notes: [JournalNote] { state.withLock { $0.notes } }

    /// The first remarks are in the journal, on the disk.
    func noteJournalled(_ count: Int) { state.withLock { $0.notes.removeFirst(count) } }

    func takeRegistry() -> RegistryTables? { state.withLock { $0.registry.take() } }
}
