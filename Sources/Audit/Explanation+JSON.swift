internal import Charging
internal import Foundation
internal import Pipeline
internal import Readings

/// The objects of `kerbside why --json`. Cells of rows are texts as in the files; values of readings are numbers.
private enum WhyObject {
    struct Row: Encodable {
        var file: String
        var line: Int?
        var published: [String: String]?
        var recomputed: [String: String]?
        var equal: Bool?

        init(_ row: ComparedRow) {
            func object(_ cells: [String]?) -> [String: String]? {
                cells.map { Dictionary(zip(row.columns, $0), uniquingKeysWith: { first, _ in first }) }
            }
            file = row.path
            line = row.line
            published = object(row.published)
            recomputed = object(row.recomputed)
            equal = row.isEqual
        }
    }

    struct Reading: Encodable {
        var observed: String?
        var covers_from: String?
        var covers_to: String?
        var received: String
        var raw: Decimal?
        var value: Decimal?
        var correction: String?
        var flags: String
        var fate: String
        var lost_to: Decimal?
        var words: String
        var record: String

        init(_ reading: ExplainedReading, _ source: RecordSource) {
            observed = reading.observed?.iso8601
            covers_from = reading.interval?.lowerBound.iso8601
            covers_to = reading.interval?.upperBound.iso8601
            received = reading.received.iso8601
            raw = reading.raw.map { Decimals.number($0.count) }
            value = reading.value.map { Decimals.number($0.count) }
            correction = reading.correction.isEmpty ? nil : reading.correction
            flags = reading.flags
            fate = reading.fate.kind
            if case .conflict(let winner) = reading.fate { lost_to = Decimals.number(winner.count) }
            words = reading.fate.words
            record = source.words(of: reading.place)
        }
    }

    struct Event: Encodable {
        var at: String
        var received: String
        var retained: Bool
        var connector: Int?
        var event: String
        var fate: String
        var record: String

        init(_ event: ExplainedEvent, _ source: RecordSource) {
            at = event.at.iso8601
            received = event.received.iso8601
            retained = event.isRetained
            connector = event.connector
            self.event = event.words
            fate = event.fate.kind
            record = source.words(of: event.place)
        }
    }

    struct Message: Encodable {
        var received: String
        var reason: String
        var record: String

        init(_ message: TracedMessage, _ source: RecordSource) {
            received = message.received.iso8601
            reason = message.reason.rawValue
            record = source.words(of: message.place)
        }
    }

    struct Totals: Encodable {
        var listed: Int
        var counted: Int
        var duplicates: Int
        var conflicts: Int
        var late: Int
        var rejected: Int
        var outside: Int
        var reasons: [String: Int]

        init(_ totals: FateTotals) {
            (listed, counted, duplicates) = (totals.listed, totals.counted, totals.duplicates)
            (conflicts, late, rejected) = (totals.conflicts, totals.late, totals.rejected)
            (outside, reasons) = (totals.outside, totals.reasons)
        }
    }

    struct Flag: Encodable {
        var flag: String
        var reason: String
    }

    struct HourAbout: Encodable {
        var start: String
        var n: Int
        var mean: Decimal?
        var min: Decimal?
        var max: Decimal?
        var flags: String

        init(_ hour: Audit.HourAbout) {
            start = hour.window.lowerBound.iso8601
            (n, flags) = (hour.n, hour.flags)
            mean = hour.mean.map { Decimals.number($0.count) }
            min = hour.minimum.map { Decimals.number($0.count) }
            max = hour.maximum.map { Decimals.number($0.count) }
        }
    }

    struct Hour: Encodable {
        var start: String
        var n: Int
        var covered_s: Decimal
        var mean: Decimal?
        var valid: Bool

        init(_ hour: ExplainedHour) {
            start = hour.window.lowerBound.iso8601
            n = hour.sum.n
            covered_s = Decimals.number(hour.sum.covered)
            mean = hour.sum.mean.map { Decimals.number($0.count) }
            valid = hour.isValid
        }
    }

    struct Sum: Encodable {
        var n: Int
        var sum: Decimal?
        var mean: Decimal?
        var direction_deg: Double?
        var covered_s: Decimal
        var agrees: Bool?
    }

    static func text(_ object: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
        return String(decoding: try encoder.encode(object), as: UTF8.self)
    }

    static func rows(_ rows: [RegistryRow]) -> [[String: String]] {
        rows.map { row in
            Dictionary(row.cells.map { ($0.column, $0.text) }, uniquingKeysWith: { first, _ in first })
        }
    }
}

extension AirExplanation {
    private struct Object: Encodable {
        var device: String
        var quantity: String
        var unit: String
        var site: String
        var length: String
        var window_start: String
        var window_end: String
        var local: String
        var made_from: String
        var row: WhyObject.Row
        var notes: [String]
        var registry: [[String: String]]
        var corrections: [[String: String]]
        var reviews: [[String: String]]
        var flags: [WhyObject.Flag]?
        var hours_about: [WhyObject.HourAbout]?
        var readings: [WhyObject.Reading]
        var unreadable_messages: [WhyObject.Message]
        var hours: [WhyObject.Hour]?
        var totals: WhyObject.Totals
        var sum: WhyObject.Sum
    }

    /// One JSON object (RFC 8259), keys sorted.
    package func json() throws -> String {
        let sum = sum
        let isSummed = quantity != .windDirection && length != .day
        return try WhyObject.text(
            Object(
                device: device, quantity: quantity.name, unit: quantity.unit, site: site, length: length.rawValue,
                window_start: window.lowerBound.iso8601, window_end: window.upperBound.iso8601, local: localWords,
                made_from: source.words, row: .init(row), notes: notes, registry: WhyObject.rows(registry),
                corrections: WhyObject.rows(corrections), reviews: WhyObject.rows(reviews),
                flags: flags.isEmpty ? nil : flags.map { .init(flag: $0.word, reason: $0.reason) },
                hours_about: hoursAbout.isEmpty ? nil : hoursAbout.map { .init($0) },
                readings: readings.map { .init($0, source) },
                unreadable_messages: unreadable.map { .init($0, source) },
                hours: hours.isEmpty ? nil : hours.map { .init($0) }, totals: .init(totals),
                sum: .init(
                    n: length == .day ? hours.count(where: \.isValid) : sum.n,
                    sum: isSummed ? Decimals.number(Int64(clamping: sum.sum)) : nil,
                    mean: ownMean.map { Decimals.number($0.count) }, direction_deg: sum.direction,
                    covered_s: Decimals.number(sum.covered), agrees: sumAgrees)))
    }
}

extension ChargingExplanation {
    private struct Object: Encodable {
        struct State: Encodable {
            var from: String
            var to: String
            var state: String
            /// Left out where nobody can tell.
            var charging: Bool?
            var evidence: String
        }

        struct Session: Encodable {
            var session: String
            var plug_in: String
            var unplug: String?
            var state: String
            var kwh: String?
            var kwh_in_window: String
        }

        var charge_point: String
        var connector: Int
        var site: String
        var length: String
        var window_start: String
        var window_end: String
        var local: String
        var made_from: String
        var row: WhyObject.Row
        var notes: [String]
        var registry: [[String: String]]
        var states: [State]
        var sessions: [Session]
        var events: [WhyObject.Event]
        var unreadable_messages: [WhyObject.Message]
        var totals: WhyObject.Totals
        var agrees: Bool?
    }

    package func json() throws -> String {
        try WhyObject.text(
            Object(
                charge_point: chargePoint, connector: connector, site: site, length: length.rawValue,
                window_start: window.lowerBound.iso8601, window_end: window.upperBound.iso8601, local: localWords,
                made_from: source.words, row: .init(row), notes: notes, registry: WhyObject.rows(registry),
                states: states.map {
                    .init(
                        from: $0.start.iso8601, to: $0.end.iso8601, state: $0.state.rawValue,
                        charging: $0.state == .pluggedIn && !$0.knowsCharging ? nil : $0.isCharging,
                        evidence: $0.evidence.rawValue)
                },
                sessions: sessions.map {
                    .init(
                        session: $0.session.id(chargePoint: chargePoint), plug_in: $0.session.plugIn.iso8601,
                        unplug: $0.session.unplug?.iso8601, state: $0.session.state.rawValue,
                        kwh: $0.session.energy.map(Decimals.kilowattHours),
                        kwh_in_window: Decimals.kilowattHours($0.energy))
                },
                events: events.map { .init($0, source) }, unreadable_messages: unreadable.map { .init($0, source) },
                totals: .init(totals), agrees: sumAgrees))
    }
}

extension SessionExplanation {
    private struct Object: Encodable {
        var session: String
        var charge_point: String
        var connector: Int
        var site: String
        var made_from: String
        var row: WhyObject.Row
        var notes: [String]
        var registry: [[String: String]]
        var events: [WhyObject.Event]
        var totals: WhyObject.Totals
    }

    package func json() throws -> String {
        try WhyObject.text(
            Object(
                session: id, charge_point: chargePoint, connector: connector, site: site, made_from: source.words,
                row: .init(row), notes: notes, registry: WhyObject.rows(registry),
                events: events.map { .init($0, source) }, totals: .init(totals)))
    }
}
