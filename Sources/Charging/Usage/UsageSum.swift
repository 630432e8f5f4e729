package import Readings

/// How connectors (or EVSEs, where only one connector of several can run) were used, added up over any group of them and
/// any time: by connector, site, operator, band and borough.
///
/// What a connector's evidence cannot tell (charging and energy where status alone is known) takes part in no sum, and its
/// time in no denominator, so that a figure is about the connectors that can tell it.
package struct UsageSum: Hashable, Sendable {
    /// Time of which a share is taken, in microseconds.
    package struct Base: Hashable, Sendable {
        package var elapsed: Int64 = 0
        /// Unavailable or faulted.
        package var outOfService: Int64 = 0

        package init() {}

        package var inService: Int64 { elapsed - outOfService }
    }

    package var all = Base()
    package var pluggedIn: Int64 = 0
    package var unknown: Int64 = 0
    /// Of those that tell charging.
    package var tellingCharging = Base()
    package var charging: Int64 = 0
    package var idle: Int64 = 0
    package var overstay: Int64 = 0
    /// The part of `charging` and `idle` at sites that say how long a car may stay: what overstay is a share of.
    package var underGrace: Int64 = 0
    /// In millionths of a watt-hour; of those that tell energy.
    package var energy: Int128 = 0
    /// The most that they could have delivered: rating times time, in millionths of a kilowatt times microseconds.
    package var greatestEnergy: Int128 = 0
    package var greatestEnergyInService: Int128 = 0
    package var sessions = SessionSum()
    package var attempts = ChargingAttempts()

    package init() {}

    /// One connector in one window.
    /// - Parameters:
    ///   - elapsed: the part of the window in which the registry has the connector, without the time it was retired.
    ///   - charging: nil where the evidence cannot tell; then idle time and overstay are unknown too.
    ///   - overstay: nil at a site that does not say how long a car may stay.
    package init(
        elapsed: Int64, pluggedIn: Int64, charging: Int64?, overstay: Int64? = nil, outOfService: Int64, unknown: Int64,
        energy: WattHours?, ratedKilowatts: Millionths
    ) {
        all.elapsed = elapsed
        all.outOfService = outOfService
        self.pluggedIn = pluggedIn
        self.unknown = unknown
        if let charging {
            tellingCharging = all
            self.charging = charging
            idle = pluggedIn - charging
            self.overstay = overstay ?? 0
            underGrace = overstay == nil ? 0 : pluggedIn
        }
        if let energy {
            self.energy = Int128(energy.millionths)
            greatestEnergy = Int128(ratedKilowatts.count) * Int128(all.elapsed)
            greatestEnergyInService = Int128(ratedKilowatts.count) * Int128(all.inService)
        }
    }

    package static func + (left: UsageSum, right: UsageSum) -> UsageSum {
        var both = left
        both.all = left.all + right.all
        both.pluggedIn += right.pluggedIn
        both.unknown += right.unknown
        both.tellingCharging = left.tellingCharging + right.tellingCharging
        both.charging += right.charging
        both.idle += right.idle
        both.overstay += right.overstay
        both.underGrace += right.underGrace
        both.energy += right.energy
        both.greatestEnergy += right.greatestEnergy
        both.greatestEnergyInService += right.greatestEnergyInService
        both.sessions = left.sessions + right.sessions
        both.attempts = left.attempts + right.attempts
        return both
    }
}

extension UsageSum.Base {
    fileprivate static func + (left: Self, right: Self) -> Self {
        var both = left
        both.elapsed += right.elapsed
        both.outOfService += right.outOfService
        return both
    }
}

/// The definitions of utilisation that Zapmap and the Green Finance Institute set in 2023 (time-based: plugged in, not
/// necessarily charging; energy-based: of the most that the rating allows), and the same of the time in service.
extension UsageSum {
    package var pluggedInShare: ExactRatio? { ExactRatio(pluggedIn, of: all.elapsed) }
    package var chargingShare: ExactRatio? { ExactRatio(charging, of: tellingCharging.elapsed) }
    package var energyShare: ExactRatio? { ratio(ofEnergyTo: greatestEnergy) }

    /// Without the time in which connectors were unavailable or faulted; unknown time stays in, so print `unknownShare`.
    package var pluggedInShareInService: ExactRatio? { ExactRatio(pluggedIn, of: all.inService) }
    package var chargingShareInService: ExactRatio? { ExactRatio(charging, of: tellingCharging.inService) }
    package var energyShareInService: ExactRatio? { ratio(ofEnergyTo: greatestEnergyInService) }

    package var unknownShare: ExactRatio? { ExactRatio(unknown, of: all.elapsed) }

    /// Of the plugged-in time of those that tell charging.
    package var idleShare: ExactRatio? { ExactRatio(idle, of: charging + idle) }

    /// Of the plugged-in time at sites that say how long a car may stay. Visits of two cars at once, which should not be, overstay
    /// no longer than the connector was plugged in.
    package var overstayShare: ExactRatio? { ExactRatio(min(overstay, underGrace), of: underGrace) }

    /// Sessions for each connector and day of 24 hours.
    package var turnover: ExactRatio? {
        ExactRatio(Int128(sessions.sessions) * Int128(Microseconds.day), of: Int128(all.elapsed))
    }

    /// Millionths of a watt-hour are 1e-9 kWh; the other side is in 1e-6 kW times microseconds.
    private func ratio(ofEnergyTo greatest: Int128) -> ExactRatio? {
        ExactRatio(energy * Int128(Microseconds.hour), of: greatest * 1000)
    }
}
