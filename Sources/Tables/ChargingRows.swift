package import Charging
package import Readings

/// The part of a charging row that is the same for every window of a connector:
/// `borough,site,charge_point,evse,connector,rated_kw` with a comma on both sides, and the operator behind the figures.
package struct ConnectorLabels: Hashable, Sendable {
    var bytes: [UInt8] = []
    var operatorName: String

    package init(
        borough: String, site: String, chargePoint: String, evse: String, connector: Int, ratedKilowatts: Millionths,
        operatorName: String? = nil
    ) {
        self.operatorName = operatorName ?? ""
        for text in [borough, site, chargePoint, evse] {
            bytes.comma()
            bytes.append(text: text)
        }
        bytes.comma()
        bytes.append(whole: Int64(connector))
        bytes.comma()
        bytes.append(millionths: ratedKilowatts.count)
        bytes.comma()
    }
}

extension [UInt8] {
    /// A row of charging/quarter-hour, hour or day. The states add up to the length, and the shares are of it: the window,
    /// or the part of it in which the registry's row holds.
    package mutating func appendUtilisation(
        _ window: WindowLabel, _ connector: ConnectorLabels, _ figures: Utilisation, lengthMicroseconds: Int64,
        ratedKilowatts: Millionths
    ) {
        append(contentsOf: window.bytes)
        append(contentsOf: connector.bytes)
        let states = [
            figures.pluggedIn, figures.charging, figures.idle, figures.available, figures.reserved, figures.blocked,
            figures.outOfService, figures.unknown,
        ]
        for seconds in states {
            if let seconds { append(secondsOf: seconds) }
            comma()
        }
        let tellsEnergy = figures.isEnergyTold
        if tellsEnergy { append(kilowattHoursOf: figures.energy) }
        comma()
        append(whole: Int64(figures.sessionsStarted))
        comma()
        append(percentOf: figures.pluggedIn, in: lengthMicroseconds)
        comma()
        if let charging = figures.charging { append(percentOf: charging, in: lengthMicroseconds) }
        comma()
        if tellsEnergy { appendEnergyPercent(figures.energy, ratedKilowatts, lengthMicroseconds) }
        comma()
        append(percentOf: figures.capturedMicroseconds, in: lengthMicroseconds)
        comma()
        append(flag: figures.capturedMicroseconds >= lengthMicroseconds - lengthMicroseconds / 4)
        comma()
        append(text: connector.operatorName)
        endRow()
    }

    /// Energy as a share of rating x time, the energy-based utilisation of ev.md 2.3; empty without a rating.
    private mutating func appendEnergyPercent(_ energy: WattHours, _ rated: Millionths, _ microseconds: Int64) {
        guard rated.count > 0 else { return }
        // In 1e-4 percent: 1e6 x (1e-9 kWh) / ((1e-6 kW) x hours).
        let numerator = Int128(energy.millionths) * Int128(Microseconds.hour) * 1_000_000
        let denominator = Int128(rated.count) * Int128(microseconds) * 1000
        append(Int64(clamping: Millionths.rounded(numerator, over: denominator)), scale: 10_000)
    }

    /// A row of charging/session.
    package mutating func appendSession(
        _ session: ChargingSession, chargePoint: String, operatorName: String?, borough: String, site: String,
        evse: String, ratedKilowatts: Millionths
    ) {
        append(text: session.id(chargePoint: chargePoint))
        for text in [borough, site, operatorName ?? "", chargePoint, evse] {
            comma()
            append(text: text)
        }
        comma()
        append(whole: Int64(session.connector))
        comma()
        append(millionths: ratedKilowatts.count)
        for instant in [session.plugIn, session.chargeStart, session.chargeEnd, session.unplug] {
            comma()
            instant?.appendISO8601(to: &self)
        }
        for energy in [session.energy, session.meterStart, session.meterStop] {
            comma()
            if let energy { append(kilowattHoursOf: energy) }
        }
        comma()
        // Microwatts are 1e-9 kW; three digits go.
        if let peak = session.peakMicrowatts { append(millionths: (peak + 500) / 1000) }
        for seconds in [session.chargingMicroseconds, session.idleMicroseconds] {
            comma()
            if let seconds { append(secondsOf: seconds) }
        }
        let words = [
            session.state.rawValue, session.result?.rawValue ?? "", session.endReason?.rawValue ?? "",
            session.evidence.rawValue, session.flags.map(\.rawValue).joined(separator: " "),
        ]
        for word in words {
            comma()
            append(text: word)
        }
        endRow()
    }
}
