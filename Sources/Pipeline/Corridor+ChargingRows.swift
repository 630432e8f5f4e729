import Registry
import Charging
import Readings
import Tables

extension Corridor {
    /// Hours or quarter-hours of UTC.
    func writeChargingWindows(
        _ page: Page, length: Int64, _ buffer: inout [UInt8], _ flush: (inout [UInt8]) throws -> Void
    ) rethrows -> Int {
        var rows = 0
        var start = page.span.lowerBound
        while start < page.span.upperBound {
            let end = start.advanced(byMicroseconds: length)
            rows += try writeUtilisation(start..<end, page, &buffer, flush)
            start = end
        }
        return rows
    }

    /// Local days: of 23, 24 or 25 hours. A day belongs to the month of its last instant.
    func writeChargingDays(
        _ page: Page, _ buffer: inout [UInt8], _ flush: (inout [UInt8]) throws -> Void
    ) rethrows -> Int {
        var rows = 0
        let zone = boroughs[page.borough].borough.timeZone
        let span = page.span
        var date = CivilDate(of: span.lowerBound).adding(days: -1)
        let last = CivilDate(of: span.upperBound)
        while date <= last {
            let day = zone.day(date)
            date = date.adding(days: 1)
            guard !day.isEmpty, span.contains(day.upperBound.advanced(byMicroseconds: -1)) else { continue }
            rows += try writeUtilisation(day, page, &buffer, flush)
        }
        return rows
    }

    private func writeUtilisation(
        _ window: Range<Instant>, _ page: Page, _ buffer: inout [UInt8], _ flush: (inout [UInt8]) throws -> Void
    ) rethrows -> Int {
        guard window.upperBound <= page.horizon else { return 0 }
        var rows = 0
        let label = WindowLabel(start: window.lowerBound, end: window.upperBound)
        for place in boroughs[page.borough].connectors {
            let connector = place.connector
            let part = window.clamped(to: connector.validity)
            guard !part.isEmpty, let figures = figures(place, part, page) else { continue }
            let length = part.upperBound.microseconds(since: part.lowerBound)
            let labels = labels(connector, page)
            buffer.appendUtilisation(
                label, labels, figures, lengthMicroseconds: length, ratedKilowatts: connector.ratedKilowatts)
            rows += 1
            if buffer.count > Self.flushBytes { try flush(&buffer) }
        }
        return rows
    }

    private func labels(_ connector: ChargePointConnector, _ page: Page) -> ConnectorLabels {
        ConnectorLabels(
            borough: page.partition.area, site: connector.site, chargePoint: connector.chargePoint,
            evse: connector.evse, connector: connector.connector, ratedKilowatts: connector.ratedKilowatts,
            operatorName: connector.operatorName)
    }

    /// The figures of a connector in the part of a window in which its registry row holds, so that two rows of one connector
    /// never count the same time; nil where it has no row. Nothing is claimed beyond the borough's newest receive time: the
    /// rest of an open window is unknown.
    private func figures(
        _ place: BoroughState.ConnectorPlace, _ part: Range<Instant>, _ page: Page
    ) -> Utilisation? {
        let state = chargePoints[place.chargePoint]
        let known = min(part.upperBound, max(part.lowerBound, page.newest))
        var figures = state.utilisation(ofConnector: place.connector.connector, in: part.lowerBound..<known)
        figures.unknown += part.upperBound.microseconds(since: known)
        let span = RowSpan(
            start: place.connector.validFrom ?? state.firstAt, end: state.rowsEnd(place.connector, newest: page.newest),
            horizon: page.horizon)
        let hasData = figures.capturedMicroseconds > 0 || figures.sessionsStarted > 0
        return span.includes(part, hasData: hasData) ? figures : nil
    }

    func writeSessions(
        _ page: Page, _ buffer: inout [UInt8], _ flush: (inout [UInt8]) throws -> Void
    ) rethrows -> Int {
        var sessions: [(place: Int, session: ChargingSession)] = []
        let places = boroughs[page.borough].connectors
        for (index, place) in places.enumerated() {
            guard
                let history = chargePoints[place.chargePoint].history(
                    ofConnector: place.connector.connector, at: page.span.lowerBound)
            else { continue }
            for session in history.sessions
            where page.span.contains(session.plugIn) && place.connector.validity.contains(session.plugIn) {
                sessions.append((index, session))
            }
        }
        sessions.sort {
            ($0.session.plugIn, $0.place, $0.session.ordinal) < ($1.session.plugIn, $1.place, $1.session.ordinal)
        }
        for (place, session) in sessions {
            let connector = places[place].connector
            buffer.appendSession(
                session, chargePoint: connector.chargePoint, operatorName: connector.operatorName,
                borough: page.partition.area, site: connector.site, evse: connector.evse,
                ratedKilowatts: connector.ratedKilowatts)
            if buffer.count > Self.flushBytes { try flush(&buffer) }
        }
        return sessions.count
    }
}
