import Charging
import Readings
import Tables

extension PublishedHour {
    /// The part of a row that lies in a piece of its hour, in proportion; the parts of an hour that is cut add up to it.
    func part(_ piece: Range<Instant>) -> PublishedHour {
        let hour = Int128(Microseconds.hour)
        let (from, to) = (
            Int128(piece.lowerBound.microseconds(since: start)), Int128(piece.upperBound.microseconds(since: start))
        )
        guard from > 0 || to < hour else { return self }
        func part(_ value: Int64) -> Int64 { Int64(clamping: Int128(value) * to / hour - Int128(value) * from / hour) }
        var row = self
        row.start = piece.lowerBound
        row.pluggedIn = part(pluggedIn)
        row.charging = charging.map(part)
        row.outOfService = part(outOfService)
        row.unknown = part(unknown)
        row.elapsed = part(elapsed)
        row.energy = energy.map { WattHours(millionths: part($0.millionths)) }
        return row
    }

    /// Of a connector that was silent all month: that nothing flowed nobody told. A car of which a late transaction tells counts.
    var untold: PublishedHour {
        guard pluggedIn == 0, energy?.millionths ?? 0 == 0 else { return self }
        var row = self
        (row.charging, row.energy) = (nil, nil)
        return row
    }

    /// Without time in which its unit said that the connector is not there yet, or no more: it counts as out of service in the
    /// hour, and leaves the figures of a month.
    func without(retired microseconds: Int64) -> PublishedHour {
        let retired = min(microseconds, outOfService)
        var row = self
        row.outOfService -= retired
        row.elapsed -= retired
        return row
    }
}

extension UsageSum {
    init(_ row: PublishedHour, hasGrace: Bool) {
        self.init(
            elapsed: row.elapsed, pluggedIn: row.pluggedIn, charging: row.charging, overstay: hasGrace ? 0 : nil,
            outOfService: row.outOfService, unknown: row.unknown, energy: row.energy,
            ratedKilowatts: row.place.ratedKilowatts)
    }

    /// An hour, or a piece of one, of the connectors of one EVSE. It is plugged in while any of them is: their times add up, less
    /// the time of two cars at once. It is out of service, or unknown, when its statuses together say so, and only for as long as the hours of all its connectors
    /// allow: a late transaction tells of a car where no status was told.
    init(
        of rows: [PublishedHour], _ times: OutletTimes?, in piece: Range<Instant>, hasGrace: Bool,
        _ presence: OutletPresence
    ) {
        // A connector whose row of the registry changed has two.
        let byConnector = Dictionary(grouping: rows) { Equipment($0.place) }
        let connectors = byConnector.values
        let shared = presence.shared(among: byConnector.keys, in: piece)
        func sum(_ value: (PublishedHour) -> Int64, _ rows: [PublishedHour]) -> Int64 {
            rows.reduce(0) { $0 + value($1) }
        }
        /// The union: at most the sum, and at least what one connector has.
        func union(_ value: (PublishedHour) -> Int64, less shared: Int64) -> Int64 {
            max(connectors.map { sum(value, $0) }.max() ?? 0, sum(value, rows) - shared)
        }
        var lengths = Lengths(times?.spans.within(piece) ?? [])
        let there = max(connectors.map { sum(\.elapsed, $0) }.max() ?? 0, lengths.all)
        if times == nil {
            (lengths.outOfService, lengths.unknown) = (there, there)
        } else {
            // What no status tells of nobody knows.
            lengths.unknown += there - lengths.all
        }
        // While a connector is not there it makes the EVSE no better.
        let down = connectors.map { there - sum(\.elapsed, $0) + sum(\.outOfService, $0) }.min() ?? 0
        let dark = connectors.map { there - sum(\.elapsed, $0) + sum(\.outOfService, $0) + sum(\.unknown, $0) }.min()
        let pluggedIn = min(there, union(\.pluggedIn, less: shared.pluggedIn))
        let elapsed = max(there - lengths.retired, pluggedIn)
        let outOfService = min(lengths.outOfService, max(down - lengths.retired, 0), elapsed - pluggedIn)
        let unknown = min(
            lengths.unknown, max((dark ?? 0) - lengths.retired - outOfService, 0), elapsed - pluggedIn - outOfService)
        let isTold = rows.allSatisfy { $0.charging != nil }
        let charging = isTold ? union({ $0.charging ?? 0 }, less: shared.charging) : nil
        let energies = rows.compactMap(\.energy?.millionths)
        self.init(
            elapsed: elapsed, pluggedIn: pluggedIn, charging: charging.map { min(pluggedIn, $0) },
            overstay: hasGrace ? 0 : nil, outOfService: outOfService, unknown: unknown,
            energy: energies.count == rows.count ? WattHours(millionths: energies.reduce(0, +)) : nil,
            ratedKilowatts: rows.map(\.place.ratedKilowatts).max() ?? Millionths(0))
    }

    /// How long an EVSE was what.
    private struct Lengths {
        var all: Int64 = 0
        var outOfService: Int64 = 0
        var unknown: Int64 = 0
        var retired: Int64 = 0

        init(_ spans: [StatusSpan]) {
            for span in spans {
                let length = span.end.microseconds(since: span.start)
                all += length
                switch span.status {
                case .inoperative, .outOfOrder: outOfService += length
                case .unknown: unknown += length
                case .planned, .removed: retired += length
                case .available, .blocked, .charging, .reserved: break
                }
            }
        }
    }
}

extension Equipment {
    init(_ place: ConnectorOfTime) {
        self.init(chargePoint: place.chargePoint, evse: place.evse, connector: place.connector)
    }
}

extension SessionSum {
    init(_ session: PublishedSession) {
        self.init(
            lengthMicroseconds: session.unplug.map { $0.microseconds(since: session.plugIn) },
            chargingMicroseconds: session.charging, energy: session.energy, peakMicrowatts: session.peakMicrowatts)
    }
}
