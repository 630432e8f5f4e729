/// The meter of a connector and the way in which a unit tells it.
struct ConnectorMeter: Sendable {
    enum Kind: Sendable {
        /// Counts through all sessions.
        case lifetime
        /// Begins at 0 with each session.
        case session
        /// Counts through in starts and stops, and begins at 0 in meter values.
        case mixed
    }

    var kind = Kind.lifetime
    /// What it counted before the session at hand; less than nothing after a reset in its midst.
    private var baseWh: Int64

    init(baseWh: Int64) {
        self.baseWh = baseWh
    }

    /// At the start and the stop.
    func told(sessionWh: Int64) -> Int64 {
        kind == .session ? sessionWh : baseWh + sessionWh
    }

    /// In meter values.
    func sampled(sessionWh: Int64) -> Int64 {
        kind == .lifetime ? baseWh + sessionWh : sessionWh
    }

    mutating func end(sessionWh: Int64) { baseWh += sessionWh }

    /// Falls to 0 now.
    mutating func reset(sessionWh: Int64) { baseWh = -sessionWh }
}
