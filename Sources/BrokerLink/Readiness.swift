import Glibc

/// poll(2) over a link's socket and a stop signal.
struct Readiness {
    var isReadable = false
    var isWritable = false

    /// Waits until the socket is ready, the stop signal is raised, or the time is over. Interrupted waits end early.
    static func wait(socket: Int32, forWrite: Bool, stop: StopSignal?, atMost time: Duration) -> Readiness {
        var entries = [
            pollfd(fd: socket, events: Int16(POLLIN | (forWrite ? POLLOUT : 0)), revents: 0),
            pollfd(fd: stop?.descriptor ?? -1, events: Int16(POLLIN), revents: 0),
        ]
        let (seconds, attoseconds) = time.components
        // Rounded up, or a wait of less than a millisecond would spin.
        let milliseconds = seconds * 1000 + (attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
        let timeout = Int32(clamping: max(0, milliseconds))
        guard unsafe poll(&entries, nfds_t(entries.count), timeout) > 0 else { return Readiness() }
        let events = Int32(entries[0].revents)
        return Readiness(
            // An error or a hang-up shows in the next read, with its reason.
            isReadable: events & Int32(POLLIN | POLLERR | POLLHUP | POLLNVAL) != 0, isWritable: events & POLLOUT != 0)
    }

    /// Waits until any of the sockets is ready, the stop signal is raised, or the time is over.
    static func waitForAny(_ sockets: [(socket: Int32, forWrite: Bool)], stop: StopSignal?, atMost time: Duration) {
        var entries = sockets.map {
            pollfd(fd: $0.socket, events: Int16(POLLIN | ($0.forWrite ? POLLOUT : 0)), revents: 0)
        }
        entries.append(pollfd(fd: stop?.descriptor ?? -1, events: Int16(POLLIN), revents: 0))
        let milliseconds = (time / .milliseconds(1)).rounded(.up)
        _ = unsafe poll(&entries, nfds_t(entries.count), Int32(min(max(0, milliseconds), 60_000)))
    }

    /// Waits for the time to pass; the stop signal cuts it short.
    static func pause(_ time: Duration, stop: StopSignal?) {
        let end = ContinuousClock.now + time
        while stop?.isRaised != true, case let left = end - ContinuousClock.now, left > .zero {
            _ = wait(socket: -1, forWrite: false, stop: stop, atMost: left)
        }
    }
}
