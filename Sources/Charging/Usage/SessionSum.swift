package import Readings

/// Sessions of any group of connectors, added up. A session belongs to the period and the local hour of its plug-in.
package struct SessionSum: Hashable, Sendable {
    /// Those that count.
    package var sessions = 0
    /// Of those, the ones without energy or of at most three minutes.
    package var failedAttempts = 0
    /// Those that averages are made of.
    package var averaged = 0
    /// Those of which some energy is known, and those of which it is known when they charged.
    package var withEnergy = 0
    package var tellingCharging = 0
    /// Of the averaged sessions, in microseconds and millionths of a watt-hour.
    package var length: Int128 = 0
    package var energy: Int128 = 0
    /// Of sessions of which both energy and charging time are known.
    package var poweredEnergy: Int128 = 0
    package var poweredTime: Int128 = 0
    /// The highest of all, in millionths of a watt.
    package var peakMicrowatts: Int64?

    /// The Department for Transport's 2017 charge point statistics leave out events without energy, of at most three
    /// minutes and of more than 100 kWh. For averages only: occupancy and counts keep them.
    static let greatestAveraged: Int64 = 100_000 * Millionths.perUnit

    package init() {}

    /// - Parameters:
    ///   - length: from plug-in to unplug in microseconds; nil while the session is active.
    ///   - energy: nil where the evidence does not tell it.
    package init(
        lengthMicroseconds length: Int64?, chargingMicroseconds charging: Int64?, energy: WattHours?,
        peakMicrowatts: Int64?
    ) {
        sessions = 1
        self.peakMicrowatts = peakMicrowatts
        let isShort = length.map { $0 <= SessionDerivation.shortest } ?? false
        if length != nil, isShort || energy?.millionths == 0 { failedAttempts = 1 }
        if let length, !isShort, let energy, energy.millionths > 0, energy.millionths <= Self.greatestAveraged {
            averaged = 1
            self.length = Int128(length)
            self.energy = Int128(energy.millionths)
        }
        if let energy, energy.millionths > 0 { withEnergy = 1 }
        if charging != nil { tellingCharging = 1 }
        if let charging, charging > 0, let energy, energy.millionths >= 0 {
            poweredEnergy = Int128(energy.millionths)
            poweredTime = Int128(charging)
        }
    }

    package static func + (left: SessionSum, right: SessionSum) -> SessionSum {
        var both = left
        both.sessions += right.sessions
        both.failedAttempts += right.failedAttempts
        both.averaged += right.averaged
        both.withEnergy += right.withEnergy
        both.tellingCharging += right.tellingCharging
        both.length += right.length
        both.energy += right.energy
        both.poweredEnergy += right.poweredEnergy
        both.poweredTime += right.poweredTime
        both.peakMicrowatts = [left.peakMicrowatts, right.peakMicrowatts].compactMap(\.self).max()
        return both
    }

    /// Seconds of the averaged sessions.
    package var meanSeconds: ExactRatio? { ExactRatio(length, of: Int128(averaged) * Int128(Microseconds.second)) }

    /// Kilowatt-hours of the averaged sessions.
    package var meanKilowattHours: ExactRatio? { ExactRatio(energy, of: Int128(averaged) * 1_000_000_000) }

    /// Kilowatts: energy over the time of charging.
    package var averageKilowatts: ExactRatio? {
        ExactRatio(poweredEnergy * Int128(Microseconds.hour), of: poweredTime * 1_000_000_000)
    }
}
