package import Readings

/// A row of charging/hour as it was published.
package struct PublishedHour: Sendable {
    package var place: ConnectorOfTime
    package var start: Instant
    package var pluggedIn: Int64
    /// Nil where the evidence cannot tell.
    package var charging: Int64?
    package var outOfService: Int64
    package var unknown: Int64
    /// The time of the hour in which the registry has the connector.
    package var elapsed: Int64
    package var energy: WattHours?

    package init(
        place: ConnectorOfTime, start: Instant, pluggedIn: Int64, charging: Int64?, outOfService: Int64, unknown: Int64,
        elapsed: Int64, energy: WattHours?
    ) {
        self.place = place
        self.start = start
        self.pluggedIn = pluggedIn
        self.charging = charging
        self.outOfService = outOfService
        self.unknown = unknown
        self.elapsed = elapsed
        self.energy = energy
    }
}

/// A row of charging/session as it was published.
package struct PublishedSession: Sendable {
    package var place: ConnectorOfTime
    package var plugIn: Instant
    package var chargeStart: Instant?
    package var chargeEnd: Instant?
    package var unplug: Instant?
    package var energy: WattHours?
    package var peakMicrowatts: Int64?
    package var charging: Int64?
    /// False for one that is listed only.
    package var isCounted: Bool
}

extension PublishedRows {
    /// The row as one of charging/hour.
    package mutating func hour(_ file: [UInt8]) throws(DamagedRow) -> PublishedHour {
        let place = try connector(site: 3, chargePoint: 4, operatorName: 23, rated: 7, file)
        let pluggedIn = try millionths(8, file)
        let outOfService = try millionths(14, file)
        let unknown = try millionths(15, file)
        var elapsed = pluggedIn + outOfService + unknown
        for column in 11...13 { elapsed += try millionths(column, file) }
        return PublishedHour(
            place: place, start: try instant(0, file), pluggedIn: pluggedIn,
            charging: try optionalMillionths(9, file), outOfService: outOfService, unknown: unknown, elapsed: elapsed,
            energy: try energy(16, file))
    }

    /// The row as one of charging/session.
    package mutating func session(_ file: [UInt8]) throws(DamagedRow) -> PublishedSession {
        let place = try connector(site: 2, chargePoint: 4, operatorName: 3, rated: 7, file)
        return PublishedSession(
            place: place, plugIn: try instant(8, file), chargeStart: try optionalInstant(9, file),
            chargeEnd: try optionalInstant(10, file),
            unplug: try optionalInstant(11, file), energy: try energy(12, file),
            peakMicrowatts: try optionalMillionths(15, file).map {
                $0.multipliedReportingOverflow(by: 1000).partialValue
            },
            charging: try optionalMillionths(16, file), isCounted: text(18, file) != "invalid")
    }

    /// A millionth of a kilowatt-hour is a thousand millionths of a watt-hour.
    private func energy(_ column: Int, _ file: [UInt8]) throws(DamagedRow) -> WattHours? {
        guard let value = try optionalMillionths(column, file) else { return nil }
        let (millionths, isTooMuch) = value.multipliedReportingOverflow(by: 1000)
        if isTooMuch { throw damaged() }
        return WattHours(millionths: millionths)
    }
}
