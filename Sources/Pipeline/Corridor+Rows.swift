import Registry
import Readings
package import Tables

extension Corridor {
    /// Writes the rows of a partition, header first, into `buffer`; `flush` takes what has gathered and empties it, so
    /// that a partition never has to fit in memory. Returns the number of rows.
    package func write(
        _ partition: Partition, _ closing: Closing, into buffer: inout [UInt8],
        flush: (inout [UInt8]) throws -> Void
    ) rethrows -> Int {
        buffer.append(contentsOf: partition.dataset.header)
        guard let borough = boroughs.firstIndex(where: { $0.borough.borough == partition.area }) else { return 0 }
        let held = partition.dataset.family == .air ? settlement.held[borough].air : settlement.held[borough].charging
        let page = Page(
            partition: partition, span: partition.span.clamped(to: held), borough: borough,
            horizon: horizon(ofBorough: borough, closing),
            newest: boroughs[borough].newest ?? .distantPast)
        switch partition.dataset {
        case .airMinute: return try writeParts(ofHour: page, length: Microseconds.minute, &buffer, flush)
        case .airQuarterHour: return try writeParts(ofHour: page, length: Microseconds.quarterHour, &buffer, flush)
        case .airHour: return try writeHours(page, &buffer, flush)
        case .airDay: return try writeDays(page, &buffer, flush)
        case .airRunning: return try writeRunningMeans(page, &buffer, flush)
        case .airIndex: return try writeIndices(page, &buffer, flush)
        case .airSchoolDay: return try writeSchoolDays(page, &buffer, flush)
        case .chargingQuarterHour:
            return try writeChargingWindows(page, length: Microseconds.quarterHour, &buffer, flush)
        case .chargingHour: return try writeChargingWindows(page, length: Microseconds.hour, &buffer, flush)
        case .chargingDay: return try writeChargingDays(page, &buffer, flush)
        case .chargingSession: return try writeSessions(page, &buffer, flush)
        case .chargingStatus: return try writeStatuses(page, &buffer, flush)
        // Made of published rows: `longPeriodFiles`.
        case .airIndexDay, .airMonth, .airYear, .airExceedance, .chargingOutage, .chargingReliability,
            .chargingUtilisation, .chargingProfile, .chargingSiteMonth, .chargingBandMonth, .chargingBoroughMonth:
            return 0
        }
    }

    /// One partition being written.
    struct Page {
        var partition: Partition
        /// The part of the partition that memory holds: all of it, but for a month of which days were forgotten.
        var span: Range<Instant>
        var borough: Int
        var horizon: Instant
        /// The newest receive time of the borough.
        var newest: Instant

        var hours: Range<Int32> {
            Hours.of(span.lowerBound)..<Hours.of(span.upperBound)
        }
    }

    /// Rows gather up to this many bytes before they are flushed.
    static let flushBytes = 128 * 1024

    func rowSpan(sensor: Int, series: Int, _ page: Page) -> RowSpan {
        RowSpan(
            start: sensors[sensor].rowsStart(series), end: sensors[sensor].rowsEnd(newest: page.newest),
            horizon: page.horizon)
    }
}
