import SensorSim
import Yams

/// What goes wrong: a preset's word, or a preset and single rates.
extension ScenarioReading {
    mutating func faults(_ root: Node, _ model: Scenario.Faults) -> Scenario.Faults {
        var faults = model
        guard let node = nodes.member(root, "faults") else { return faults }
        nodes.check(node, among: ["air", "charging", "transport"])
        faults.air = rates(
            node, "air", model.air, presets: ["none": .none, "healthy": .healthy, "field": .field], AirErrors.rates)
        faults.charging = rates(
            node, "charging", model.charging, presets: ["none": .none, "healthy": .healthy, "field": .field],
            ChargingFaults.rates)
        faults.transport = rates(
            node, "transport", model.transport, presets: ["none": .none, "field": .field], TransportFaults.rates)
        return faults
    }

    /// - Parameter rates: by name, where a rate is kept and what it may be.
    mutating func rates<Faults>(
        _ node: Node, _ name: String, _ model: Faults, presets: [String: Faults], _ rates: [FaultRate<Faults>]
    ) -> Faults {
        guard let value = nodes.member(node, name) else { return model }
        let words = presets.keys.sorted()
        func preset(_ text: String, at node: Node) -> Faults {
            if let preset = presets[text] { return preset }
            nodes.report(
                node, found: "\"\(text)\"", expected: ScenarioNodes.choice(words),
                remedy: "Name a preset, or rates under \(name).")
            return model
        }
        if let text = value.scalar?.string { return preset(text, at: value) }
        nodes.check(value, among: ["preset"] + rates.map(\.name))
        var faults = model
        if let text = nodes.text(value, "preset") { faults = preset(text, at: nodes.member(value, "preset") ?? value) }
        for rate in rates {
            if let number = nodes.number(value, rate.name, in: rate.bounds) { faults[keyPath: rate.place] = number }
        }
        return faults
    }
}

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

extension AirErrors {
    private static let years = 0.0...10_000
    private static let sizes = 0.0...1000

    static let rates: [FaultRate<AirErrors>] = [
        FaultRate(name: "particle_slope_log_sd", place: \.particleSlopeLogSD),
        FaultRate(name: "particle_offset_ug_m3", place: \.particleOffsetSD, bounds: sizes),
        FaultRate(name: "gas_slope_log_sd", place: \.gasSlopeLogSD),
        FaultRate(name: "gas_offset_ppb", place: \.gasOffsetSD, bounds: sizes),
        FaultRate(name: "ozone_sensitive", place: \.ozoneSensitiveShare),
        FaultRate(name: "particle_drift_a_month", place: \.particleDriftPerMonth),
        FaultRate(name: "gas_drift_ppb_a_month", place: \.gasDriftPerMonth, bounds: sizes),
        FaultRate(name: "particle_noise", place: \.particleNoise),
        FaultRate(name: "gas_noise_ppb", place: \.gasNoise, bounds: sizes),
        FaultRate(name: "uneven_periods", place: \.unevenPeriods),
        FaultRate(name: "missed_readings", place: \.missedReadings),
        FaultRate(name: "clock_s", place: \.clockSD, bounds: sizes),
        FaultRate(name: "clocks_without_time", place: \.clocksWithoutTime),
        FaultRate(name: "clocks_an_hour_off", place: \.clocksAnHourOff),
        FaultRate(name: "outages_a_week", place: \.outagesPerWeek, bounds: years),
        FaultRate(name: "outage_min", place: \.outageMeanMinutes, bounds: years),
        FaultRate(name: "power_cuts_a_year", place: \.powerCutsPerYear, bounds: years),
        FaultRate(name: "warm_up_min", place: \.warmUpMinutes, bounds: sizes),
        FaultRate(name: "analyser_gaps_a_year", place: \.analyserGapsPerYear, bounds: years),
    ]
}

extension ChargingFaults {
    private static let often = 0.0...1000

    static let rates: [FaultRate<ChargingFaults>] = [
        FaultRate(name: "reboots_a_week", place: \.rebootsPerWeek, bounds: often),
        FaultRate(name: "offline_a_week", place: \.offline.perWeek, bounds: often),
        FaultRate(name: "rapid_offline_a_week", place: \.offlineRapid.perWeek, bounds: often),
        FaultRate(name: "site_outages_a_week", place: \.siteOutages.perWeek, bounds: often),
        FaultRate(name: "out_of_service_a_week", place: \.outOfService.perWeek, bounds: often),
        FaultRate(name: "rapid_out_of_service_a_week", place: \.outOfServiceRapid.perWeek, bounds: often),
        FaultRate(name: "flapping_a_week", place: \.flappingPerWeek, bounds: often),
        FaultRate(name: "register_resets_a_year", place: \.registerResetsPerYear, bounds: often),
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
