import Charging
import Readings
import Registry
import Tables

extension Corridor {
    /// What units said of their connectors on one UTC day, cut at midnight. Time in which the registry has a connector and
    /// nothing is known of it has a row of its own, however long the silence, so that outages do not end by being ignored.
    /// While a day is open its rows reach to the last hour that is closed.
    func writeStatuses(
        _ page: Page, _ buffer: inout [UInt8], _ flush: (inout [UInt8]) throws -> Void
    ) rethrows -> Int {
        let closed = page.horizon == .distantFuture ? page.newest : Hours.start(Hours.of(page.horizon))
        let end = min(page.span.upperBound, page.newest, closed)
        let places = boroughs[page.borough].connectors
        var rows: [(place: Int, row: StatusRow)] = []
        var known: [Int: [PresentedCard]] = [:]
        for (index, place) in places.enumerated() {
            let (state, connector) = (chargePoints[place.chargePoint], place.connector)
            guard let first = connector.validFrom ?? state.firstAt else { continue }
            let start = max(page.span.lowerBound, first)
            let stretch = start..<max(start, min(end, connector.validTo ?? end))
            let history = state.history(ofConnector: connector.connector, at: page.span.lowerBound) ?? .empty
            if stretch.isEmpty { continue }
            let cards = known[place.chargePoint] ?? state.cards(near: page.span)
            if !state.hasOneConnector { known[place.chargePoint] = cards }
            rows += history.statuses.filling(stretch).map { status in
                let isAttempt =
                    !cards.isEmpty
                    && history.beforeCharging(status).map { span in
                        cards.contains { $0.belongs(to: span, ofConnector: connector.connector) }
                    } ?? false
                return (index, StatusRow(place: connector.ofTime, status: status, isCardPresented: isAttempt))
            }
        }
        rows.sort { ($0.row.status.start, $0.place) < ($1.row.status.start, $1.place) }
        for (_, row) in rows {
            buffer.append(row, borough: page.partition.area)
            if buffer.count > Self.flushBytes { try flush(&buffer) }
        }
        return rows.count
    }
}

extension ConnectorHistory {
    /// The part of a status in which a driver may begin: all of `Preparing`; and of `InUse`, which OCPP 2.0.1 says from the cable
    /// on, what lies before the current. Nil for others.
    func beforeCharging(_ status: StatusInterval) -> Range<Instant>? {
        switch status.word {
        case .preparing: return status.start..<status.end
        case .inUse:
            let charging = sessions.lazy.filter { session in
                session.plugIn < status.end && session.unplug ?? .distantFuture > status.start
            }.compactMap(\.chargeStart).first
            guard let charging else { return status.start..<status.end }
            guard charging >= status.start.advanced(byMicroseconds: -Microseconds.minute) else { return nil }
            return status.start..<max(status.start, min(status.end, charging))
        default: return nil
        }
    }
}

extension ChargePointConnector {
    var ofTime: ConnectorOfTime {
        ConnectorOfTime(
            site: site, chargePoint: chargePoint, evse: evse, connector: connector, operatorName: operatorName ?? "",
            ratedKilowatts: ratedKilowatts)
    }
}

extension [StatusInterval] {
    /// The intervals cut at a stretch of time; what they leave out of it is unknown.
    func filling(_ stretch: Range<Instant>) -> [StatusInterval] {
        var filled: [StatusInterval] = []
        func add(_ interval: StatusInterval) {
            guard interval.start < interval.end else { return }
            if let last = filled.last, last.isSilence, interval.isSilence {
                filled[filled.count - 1].end = interval.end
            } else {
                filled.append(interval)
            }
        }
        func silence(_ start: Instant, _ end: Instant) -> StatusInterval {
            StatusInterval(start: start, end: end, word: .unknown, errorCode: "", evidence: .none)
        }
        var known = stretch.lowerBound
        for interval in self where interval.end > stretch.lowerBound && interval.start < stretch.upperBound {
            var cut = interval
            cut.start = Swift.max(interval.start, known)
            cut.end = Swift.min(interval.end, stretch.upperBound)
            add(silence(known, cut.start))
            add(cut)
            known = Swift.max(known, cut.end)
        }
        add(silence(known, stretch.upperBound))
        return filled
    }
}

extension StatusInterval {
    fileprivate var isSilence: Bool { word == .unknown && evidence == .none && errorCode.isEmpty && flags.isEmpty }
}
