import Foundation
import Tables
import Testing

@Suite("Datasets")
struct DatasetTests {
    private static let airWindow =
        "window_start, window_end, borough, site, device, quantity, unit, n, capture_pct, valid, mean, min, max, stdev, "
        + "p50, p95, raw_mean, correction, class, status, n_flagged, flags"
    private static let utilisation =
        "window_start, window_end, borough, site, charge_point, evse, connector, rated_kw, plugged_in_s, charging_s, "
        + "idle_s, available_s, reserved_s, blocked_s, out_of_service_s, unknown_s, kwh, sessions_started, "
        + "plugged_in_pct, charging_pct, energy_pct, capture_pct, valid, operator"

    private static let publicMonth =
        "devices, evses, connectors, sessions, kwh, plugged_in_pct, charging_pct, energy_pct, idle_pct, unknown_pct, "
        + "sessions_per_day, mean_session_s, mean_session_kwh, suppressed, charging_connectors, energy_connectors"

    /// The table of the design's section on flat files.
    static let design: [(Dataset, String)] = [
        (.airMinute, airWindow), (.airQuarterHour, airWindow), (.airHour, airWindow), (.airDay, airWindow),
        (.airMonth, airWindow), (.airYear, airWindow),
        (
            .airRunning,
            "window_start, window_end, borough, site, device, quantity, unit, hours, n_hours, valid, mean"
        ),
        (
            .airIndex,
            "window_start, window_end, borough, site, scale, index, band, driver, pollutants, indicative"
        ),
        (
            .airIndexDay,
            "window_start, window_end, borough, site, scale, index, band, driver, pollutants, indicative"
        ),
        // The design's columns, and behind them how far the row may be relied on.
        (
            .airExceedance,
            "year, as_of, borough, site, device, quantity, unit, rule, averaging, limit, periods_over, allowed, "
                + "equivalent_percentile, capture_pct, class, status"
        ),
        (
            .airSchoolDay,
            "date, borough, site, urn, school_window, day_type, window_start, window_end, device, quantity, unit, n, "
                + "capture_pct, valid, mean, max"
        ),
        (.chargingQuarterHour, utilisation), (.chargingHour, utilisation), (.chargingDay, utilisation),
        (
            .chargingSession,
            "session, borough, site, operator, charge_point, evse, connector, rated_kw, plug_in, charge_start, charge_end, "
                + "unplug, kwh, meter_start, meter_stop, peak_kw, charging_s, idle_s, state, result, end_reason, evidence, "
                + "flags"
        ),
        // Behind the design's columns, what whoever adds up the rows needs to know of each.
        (
            .chargingStatus,
            "start, end, borough, site, charge_point, evse, connector, status, error_code, evidence, operator, rated_kw, "
                + "flags"
        ),
        (
            .chargingOutage,
            "start, end, borough, site, operator, evse, cause, excluded, evidence, band, began_before"
        ),
        (
            .chargingReliability,
            "period, period_kind, borough, operator, band, evses, available_s, in_use_s, reserved_s, blocked_s, unknown_s, "
                + "inoperative_s, out_of_order_s, excluded_s, uk_reg7_pct, uk_strict_pct, nevi_pct, scope, devices, "
                + "connectors, retired_s, unknown_pct, uk_reg7_basis, nevi_period_s, nevi_outage_s, nevi_ports, "
                + "nevi_ports_met, nevi_mean_pct, nevi_rule_year_pct, as_of"
        ),
        (
            .chargingUtilisation,
            "window_start, window_end, period, level, borough, site, operator, band, charge_point, evse, connector, "
                + "rated_kw, devices, evses, connectors, elapsed_s, plugged_in_s, charging_s, idle_s, overstay_s, "
                + "out_of_service_s, unknown_s, kwh, sessions, failed_attempts, plugged_in_pct, charging_pct, energy_pct, "
                + "in_service_plugged_in_pct, in_service_charging_pct, in_service_energy_pct, idle_pct, overstay_pct, "
                + "unknown_pct, sessions_per_day, attempts, first_time_success_pct, mean_session_s, mean_session_kwh, "
                + "average_kw, peak_kw, charging_connectors, energy_connectors"
        ),
        (
            .chargingProfile,
            "period, level, borough, site, operator, band, weekday, hour, elapsed_s, plugged_in_s, charging_s, unknown_s, "
                + "kwh, sessions, plugged_in_pct, charging_pct, energy_pct, unknown_pct"
        ),
        (.chargingSiteMonth, "window_start, window_end, period, borough, site, " + publicMonth),
        (.chargingBandMonth, "window_start, window_end, period, borough, band, " + publicMonth),
        (.chargingBoroughMonth, "window_start, window_end, period, borough, " + publicMonth),
    ]

    @Test("the columns are the design's, in its order", arguments: design)
    func columns(dataset: Dataset, columns: String) {
        #expect(dataset.columns.joined(separator: ", ") == columns)
    }

    @Test("every dataset is in the table above")
    func completeness() {
        #expect(Set(Self.design.map(\.0)) == Set(Dataset.allCases))
    }

    @Test("the header is the first line of the example in the data dictionary", arguments: Dataset.allCases)
    func examples(dataset: Dataset) throws {
        let examples = URL(filePath: #filePath).appending(path: "../../../docs/examples").standardizedFileURL
        let file = examples.appending(path: "\(dataset.family.rawValue)-\(dataset.name).csv")
        let text = try String(contentsOf: file, encoding: .utf8)
        #expect(text.split(separator: "\n").first.map { "\($0)\n" } == String(decoding: dataset.header, as: UTF8.self))
    }

    @Test("rows that name single connectors or sessions are internal, those of the air are not")
    func audiences() {
        #expect(
            Dataset.allCases.filter { $0.audience == .internal } == [
                .chargingQuarterHour, .chargingHour, .chargingDay, .chargingSession, .chargingStatus, .chargingOutage,
                .chargingReliability, .chargingUtilisation, .chargingProfile,
            ])
    }
}
