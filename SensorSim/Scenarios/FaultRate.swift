import SensorSim

/// A setting of faults: its name in the file, where it is kept, and what it may be.
struct FaultRate<Faults>: Sendable {
    var name: String
    var place: any WritableKeyPath<Faults, Double> & Sendable
    var bounds: ClosedRange<Double> = 0...1
}

extension TransportFaults {
    static let rates: [FaultRate<TransportFaults>] = [
        FaultRate(name: "duplicates", place: \.duplicates), FaultRate(name: "delays", place: \.delays),
        FaultRate(name: "delay_s", place: \.delaySeconds, bounds: 1...3600),
        FaultRate(name: "retained", place: \.retained), FaultRate(name: "poison", place: \.poison),
        FaultRate(name: "unknown_devices", place: \.unknownDevices),
        FaultRate(name: "spoofed_boroughs", place: \.spoofedBoroughs), FaultRate(name: "losses", place: \.losses),
    ]
}

extension ChargingFaults {
    private static let often = 0.0...1000

    static let rates: [FaultRate<ChargingFaults>] = [
        FaultRate(name: "reboots_per_week", place: \.rebootsPerWeek, bounds: often),
        FaultRate(name: "offline_per_week", place: \.offline.perWeek, bounds: often),
        FaultRate(name: "rapid_offline_per_week", place: \.offlineRapid.perWeek, bounds: often),
        FaultRate(name: "site_outages_per_week", place: \.siteOutages.perWeek, bounds: often),
        FaultRate(name: "out_of_service_per_week", place: \.outOfService.perWeek, bounds: often),
        FaultRate(name: "rapid_out_of_service_per_week", place: \.outOfServiceRapid.perWeek, bounds: often),
        FaultRate(name: "flapping_per_week", place: \.flappingPerWeek, bounds: often),
        FaultRate(name: "register_resets_per_year", place: \.registerResetsPerYear, bounds: often),
        FaultRate(name: "missing_stops", place: \.missingStops),
        FaultRate(name: "unknown_transactions", place: \.unknownTransactions),
        FaultRate(name: "stuck_sessions", place: \.stuckSessions),
        FaultRate(name: "failed_starts", place: \.failedStarts), FaultRate(name: "retries", place: \.retries),
        FaultRate(name: "session_registers", place: \.sessionRegisters),
        FaultRate(name: "mixed_registers", place: \.mixedRegisters),
        FaultRate(name: "mislabelled_units", place: \.mislabelledUnits),
        FaultRate(name: "clocks_without_battery", place: \.clocksWithoutBattery),
        FaultRate(name: "dead", place: \.dead),
    ]
}
