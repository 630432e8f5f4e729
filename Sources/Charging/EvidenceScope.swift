package import Readings

/// When the evidence of one connector can tell its figures at all, in the reach of a block: time of charging, and energy.
///
/// Where status alone is told (OCPI's EVSE status, a bay's sensor, OCPP's words without a transaction), nobody knows what
/// flowed into the cars that were there. Then a free hour is no hour of nought either: beside hours that are left out it
/// would draw every share towards nought. A connector whose language changes is judged by time (`TellingTimes`).
package struct EvidenceScope: Hashable, Sendable {
    /// United.
    let charging: [Range<Instant>]
    let energy: [Range<Instant>]

    private static let ever = [Instant.distantPast..<Instant.distantFuture]

    /// What tells a figure of one connector, and what needs to be told.
    private struct Evidence {
        /// What tells it of the cars that are there.
        var strong: [Instant]
        /// What would tell of a car, so that nothing flowed where none was.
        var weak: [Instant]
        /// Cars of which it does not tell the figure.
        var uses: [Instant]
        /// Plug-ins of cars that others told of.
        var missing: [Instant]
    }

    /// - Parameters:
    ///   - sessions: of the connector, as they were derived.
    ///   - unitTells: when the unit spoke a language in which it would tell a transaction.
    ///   - untold: when energy flowed and nobody knows when exactly; united.
    init(
        _ evidence: ConnectorEvidence, sessions: [ChargingSession], unitTells: [Instant],
        untold: [Range<Instant>] = []
    ) {
        let told =
            evidence.words.map(\.at) + evidence.bays.map(\.at) + sessions.map(\.plugIn)
        let metered = evidence.measuredInstants
        let shown = sessions.filter { $0.isCounted && (!$0.evidence.isTold || $0.evidence == .record) }
        // Where OCPI tells some visits whole, one that it does not is no sign of another language.
        let records = sessions.filter { $0.evidence == .record }
        let current = sessions.filter {
            $0.chargingMicroseconds != nil || ($0.evidence.isTold && $0.evidence != .record)
        }
        charging = Self.told(
            Evidence(
                strong: current.flatMap { [$0.plugIn, $0.unplug ?? $0.plugIn] } + evidence.phases.map(\.at)
                    + evidence.currentInstants + evidence.words.filter(\.status.tellsCurrent).map(\.at),
                weak: metered + unitTells,
                uses: evidence.words.filter { $0.status == .inUse }.map(\.at) + sessions.map(\.plugIn),
                missing: records.contains { $0.chargingMicroseconds != nil }
                    ? [] : shown.filter { $0.chargingMicroseconds == nil }.map(\.plugIn)), told
        ).subtracting(untold)
        let energetic = sessions.filter { $0.energy != nil || $0.meterStart != nil }
        energy = Self.told(
            Evidence(
                strong: metered + energetic.flatMap { [$0.plugIn, $0.unplug ?? $0.plugIn] },
                weak: unitTells,
                uses: evidence.words.filter { $0.status.meaning.occupancy == .pluggedIn }.map(\.at)
                    + sessions.map(\.plugIn),
                missing: records.contains { $0.energy != nil }
                    ? [] : shown.filter { $0.energy == nil && $0.meterStart == nil }.map(\.plugIn)), told)
    }

    /// - Parameter told: when anything at all was told of the connector.
    private static func told(_ evidence: Evidence, _ told: [Instant]) -> [Range<Instant>] {
        let strong = TellingTimes.united(evidence.strong, missing: evidence.missing)
        let weak = TellingTimes.united(evidence.weak, missing: evidence.missing).subtracting(strong)
        var times = strong
        if !evidence.uses.contains(where: weak.hold) { times += weak }
        // Of which nothing was told, and which nobody saw in use, that is known: nothing flowed.
        let rest = ever.subtracting((strong + weak).united())
        if !told.contains(where: rest.hold) { times += rest }
        return times.united()
    }

    private init(charging: [Range<Instant>], energy: [Range<Instant>]) {
        self.charging = charging
        self.energy = energy
    }

    /// What all of them tell.
    init(ofAll scopes: [EvidenceScope]) {
        self.init(
            charging: scopes.reduce(Self.ever) { $0.intersection($1.charging) },
            energy: scopes.reduce(Self.ever) { $0.intersection($1.energy) })
    }

    /// Nothing was heard.
    static let all = EvidenceScope(charging: ever, energy: ever)

    /// Whether it is told in all of a window.
    package func tellsCharging(in window: Range<Instant>) -> Bool { charging.hold(window) }
    package func tellsEnergy(in window: Range<Instant>) -> Bool { energy.hold(window) }

    /// The first instant at which two differ.
    func firstDifference(from other: EvidenceScope) -> Instant? {
        [charging.firstDifference(from: other.charging), energy.firstDifference(from: other.energy)]
            .compactMap(\.self).min()
    }
}

extension RecordedEvent {
    /// Whether it is of a language that tells transactions: OCPP, of which an error code in the status (1.6), a boot and its
    /// reply are signs too; others are told by who decoded them.
    var isOfTransactions: Bool {
        if isOfTellingLanguage { return true }
        switch event.kind {
        case .started, .numbered, .stopped, .transaction, .booted, .heartbeatInterval, .cardPresented: return true
        case .status(_, let errorCode): return !errorCode.isEmpty
        default: return false
        }
    }
}

extension ConnectorWord {
    /// Words of a language that knows a car that charges from one that does not.
    fileprivate var tellsCurrent: Bool {
        switch self {
        case .preparing, .charging, .suspendedEV, .suspendedEVSE, .finishing: true
        case .available, .reserved, .blocked, .unavailable, .faulted, .unknown, .retired, .inUse, .inService: false
        }
    }
}
