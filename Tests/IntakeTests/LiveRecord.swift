import SeededRandom
import Dialects
import Foundation
import Intake
import Journal
import Pipeline
import Readings
import Registry
import Tables
import Testing

/// A record of a journal as a test writes it: a message, or a late admission.
struct LiveRecord: Hashable, Comparable {
    var received: Instant
    var topic: String
    var payload: String
    var isRetained = false
    var packetID: UInt16 = 0
    var connection: UInt32 = 0
    var isNote = false

    static func note(admitting device: String?, _ observed: Range<Instant>, decided: Instant) -> LiveRecord {
        let note = JournalNote.lateAdmission(device: device, observed: observed, reason: "checked by hand")
        return LiveRecord(
            received: decided, topic: note.subject, payload: String(decoding: note.text, as: UTF8.self), isNote: true)
    }

    static func < (left: LiveRecord, right: LiveRecord) -> Bool {
        (left.received, left.topic, left.payload, left.isRetained ? 1 : 0)
            < (right.received, right.topic, right.payload, right.isRetained ? 1 : 0)
    }

    var header: MessageHeader {
        MessageHeader(received: received, isRetained: isRetained, packetID: packetID, connection: connection)
    }

    var admission: LateAdmission? {
        isNote
            ? JournalNote.lateAdmission(
                subject: Array(topic.utf8).span, text: Array(payload.utf8).span, decided: received) : nil
    }
}

extension JournalWriter {
    mutating func append(_ record: LiveRecord) throws {
        let (topic, payload) = (Array(record.topic.utf8), Array(record.payload.utf8))
        if record.isNote {
            try appendNote(at: record.received, subject: record.topic, text: payload.span)
        } else {
            try append(header: record.header, qos: 1, topic: topic.span, payload: payload.span)
        }
    }
}

extension SplitMix64 {
    mutating func chance(in bound: Int) -> Bool { below(bound) == 0 }

    /// A length of time in whole half minutes, so that stamps meet.
    mutating func span(below length: Int64) -> Int64 {
        let half = Microseconds.minute / 2
        return Int64(below(Int(length / half))) * half
    }
}

/// Two boroughs with few devices that send seldom.
enum LiveRegistry {
    private static let sensors = [
        "aq-1,school,plain,1800,instant,indicative,pm2_5 no2,trust,,", "aq-2,school,plain,3600,end,indicative,,trust,,",
        "aq-3,street,plain,1800,instant,indicative,pm10,arrival,,",
        "aq-4,school,plain,3600,start,equivalent,so2,trust,,MOVE",
        "aq-4,street,plain,3600,start,equivalent,so2,trust,MOVE,",
        "ref-1,street,ngsi-ld,3600,end,reference,no2 o3,trust,,",
        "aq-9,far-school,plain,1800,instant,equivalent,o3,trust,FROM,",
        "st-1,street,plain,3600,start,indicative,pm2_5,trust,,", "st-2,hub,plain,3600,start,indicative,,trust,,",
        "st-3,hub,plain,3600,start,equivalent,,trust,,",
    ]
    private static let points = [
        "cp-1,1,,hub,7.4,volt,,", "cp-1,2,,hub,22,volt,,", "cp-2,1,,far-hub,50,volt,FROM,",
        "cp-3,1,,hub,7.4,volt,,MOVE",
    ]

    /// Windows over midnight UTC, a whole local day (25 hours once a year), and one in which the clocks change.
    private static let schoolWindows = [
        "school,drop-off,08:00,09:15", "school,night,00:30,02:45", "far-school,day,00:00,24:00",
        "far-school,evening,16:40,17:50", "far-school,late,22:10,24:00",
    ]

    /// - Parameters:
    ///   - without: a device whose rows are left out.
    ///   - reviews: rows of `reviews.csv`.
    ///   - sheets: further files by name, a line each.
    static func tables(
        start: Instant, move: Instant, without: String? = nil, reviews: [String] = [], sheets: [String: [String]] = [:]
    ) throws -> RegistryTables {
        func dated(_ header: String, _ rows: [String]) -> [UInt8] {
            let kept = rows.filter { row in without.map { !row.hasPrefix($0 + ",") } ?? true }
            let text = ([header] + kept).joined(separator: "\n") + "\n"
            return Array(text.replacing("FROM", with: start.iso8601).replacing("MOVE", with: move.iso8601).utf8)
        }
        let parsed = RegistryTables.parse(
            files: [
                "boroughs.csv": dated(
                    "borough,name,timezone", ["west,West,Europe/London", "east,East,America/Denver"]),
                "sites.csv": dated(
                    "site,name,kind,borough",
                    [
                        "school,The School,school,west", "street,The Street,street,west", "hub,The Hub,hub,west",
                        "far-school,The Far School,school,east", "far-hub,The Far Hub,hub,east",
                    ]),
                "air_sensors.csv": dated(
                    "device,site,dialect,period_s,stamp,class,quantities,clock,from,to", sensors),
                "charge_points.csv": dated("charge_point,connector,evse,site,rated_kw,operator,from,to", points),
                "school_terms.csv": dated(
                    "borough,from,to", ["west,2026-02-23,2026-04-01", "west,2026-09-02,2026-12-18"]),
                "school_windows.csv": dated("site,name,start,end", schoolWindows),
                "reviews.csv": dated(Review.rowHeader, reviews),
            ].merging(sheets.mapValues { dated($0[0], Array($0.dropFirst())) }) { $1 }, knownDialects: Dialect.known
        ) { $0 == "Europe/London" ? london : denver }
        return try #require(parsed.tables, "\(parsed.problems)")
    }

    /// Summer time of 2026: 29 March 01:00Z to 25 October 01:00Z (Summer Time Act 1972, as amended 2002).
    private static let london = zone(0, ("2026-03-29T01:00:00Z", 3600), ("2026-10-25T01:00:00Z", 0))
    /// 8 March 09:00Z to 1 November 08:00Z (Energy Policy Act of 2005).
    private static let denver = zone(-25_200, ("2026-03-08T09:00:00Z", -21_600), ("2026-11-01T08:00:00Z", -25_200))

    private static func zone(_ first: Int, _ changes: (String, Int)...) -> TimeZoneRules {
        TimeZoneRules(
            firstOffsetSeconds: first,
            transitions: changes.compactMap { at, offset in
                Instant(iso8601: at).map { .init(at: $0, offsetSeconds: offset) }
            })
    }
}
