import Dialects
import Foundation
import Intake
import Pipeline
import Readings
import Registry
import Testing

@Suite("What a source says of its hours")
struct SourceStatusTests {
    struct Case: CustomTestStringConvertible, Sendable {
        var name: String
        /// By quantity, from 00:00 of the first day on, a letter an hour: R, P, - for no value, a blank for no row.
        var hours: [String: String]
        var rows: [String]
        /// What the registry says that the device measures.
        var measures = ""
        var reviews: [String] = []
        var testDescription: String { name }
    }

    private static let day = String(repeating: "R", count: 24)
    private static func hours(_ count: Int, _ letter: String) -> String { String(repeating: letter, count: count) }
    private static let end = "status R in the file of UK-AIR,UK-AIR"

    static let cases: [Case] = [
        Case(name: "a whole day", hours: ["no2": day], rows: ["ref-1,no2,2026-03-02,2026-03-03,ratified,\(end)"]),
        Case(name: "nothing is ratified", hours: ["no2": hours(24, "P")], rows: []),
        Case(
            name: "hours without a value do not cut a stretch", hours: ["no2": "RRR--RRR" + hours(16, "R")],
            rows: ["ref-1,no2,2026-03-02,2026-03-03,ratified,\(end)"]),
        Case(
            name: "an hour that is provisional cuts it, and is in no part", hours: ["no2": "RRRP" + hours(20, "R")],
            rows: [
                "ref-1,no2,2026-03-02,2026-03-02T03:00:00Z,ratified,\(end)",
                "ref-1,no2,2026-03-02T04:00:00Z,2026-03-03,ratified,\(end)",
            ]),
        Case(
            name: "hours that the file does not have cut it", hours: ["no2": "RR  RR"],
            rows: [
                "ref-1,no2,2026-03-02,2026-03-02T02:00:00Z,ratified,\(end)",
                "ref-1,no2,2026-03-02T04:00:00Z,2026-03-02T06:00:00Z,ratified,\(end)",
            ]),
        Case(
            name: "hours without a value at the ends belong to it where they fill up a day",
            hours: ["no2": "--" + hours(20, "R") + "--"], rows: ["ref-1,no2,2026-03-02,2026-03-03,ratified,\(end)"]),
        Case(
            name: "hours without a value beside a provisional one do not", hours: ["no2": "P--" + hours(20, "R") + "-"],
            rows: ["ref-1,no2,2026-03-02T03:00:00Z,2026-03-03,ratified,\(end)"]),
        Case(
            name: "nor do further days without a value", hours: ["no2": hours(24, "-") + day + hours(24, "-")],
            rows: ["ref-1,no2,2026-03-03,2026-03-04,ratified,\(end)"]),
        Case(
            name: "each quantity has rows of its own", hours: ["no2": day, "o3": day],
            rows: ["no2", "o3"].map { "ref-1,\($0),2026-03-02,2026-03-03,ratified,\(end)" }),
        Case(
            name: "what all quantities of a device share is one row", hours: ["no2": day, "o3": day],
            rows: ["ref-1,,2026-03-02,2026-03-03,ratified,\(end)"], measures: "no2 o3"),
        Case(
            name: "a device that measures more than the file has keeps rows by quantity",
            hours: ["no2": day, "o3": day],
            rows: ["no2", "o3"].map { "ref-1,\($0),2026-03-02,2026-03-03,ratified,\(end)" }, measures: "no2 o3 pm10"),
        Case(
            name: "what reviews.csv has is not asked for again", hours: ["no2": day, "o3": day],
            rows: ["ref-1,o3,2026-03-02,2026-03-03,ratified,\(end)"],
            reviews: ["ref-1,no2,2026-01-01,2026-04-01,ratified,,council"]),
    ]

    private static func tables(_ measures: String, _ reviews: [String]) throws -> RegistryTables {
        let files = [
            "boroughs.csv": "borough,timezone\nwest,Europe/London\n",
            "sites.csv": "site,kind,borough\nstreet,street,west\n",
            "air_sensors.csv": "device,site,dialect,period_s,quantities\nref-1,street,uk-air,3600,\(measures)\n",
            "reviews.csv": (["device,quantity,from,to,action,reason,by"] + reviews).joined(separator: "\n") + "\n",
        ].mapValues { Array($0.utf8) }
        let parsed = RegistryFolder.parse(files: files, knownDialects: Dialect.known)
        return try #require(parsed.tables, "\(parsed.problems)")
    }

    @Test("stretches that a source calls ratified become rows of reviews.csv", arguments: cases)
    func stretches(example: Case) throws {
        var statuses = SourceStatuses()
        let start = CivilDate(year: 2026, month: 3, day: 2).startUTC
        for (name, letters) in example.hours {
            let quantity = try #require(Quantity.allCases.first { $0.name == name })
            for (hour, letter) in letters.enumerated() where letter != " " {
                let end = start.advanced(byMicroseconds: Int64(hour + 1) * Microseconds.hour)
                statuses.note(
                    device: "ref-1", quantity, hourBefore: end,
                    letter == "-" ? nil : letter == "R" ? .ratified : .provisional)
            }
        }
        let registry = try Self.tables(example.measures, example.reviews)
        let rows = statuses.reviews(besides: registry).map(\.row)
        #expect(rows == example.rows)
        // They are rows that the registry takes, and then there is nothing left to ask.
        let pasted = try Self.tables(example.measures, example.reviews + rows)
        #expect(pasted.reviews.count == example.reviews.count + rows.count)
        #expect(statuses.reviews(besides: pasted).isEmpty)
    }

    @Test("where two files differ about an hour, the one that claims less holds, in either order")
    func contradiction() throws {
        let registry = try Self.tables("", [])
        let end = CivilDate(year: 2026, month: 3, day: 2).startUTC.advanced(byMicroseconds: Microseconds.hour)
        for words in [[UKAirStatus.ratified, .asSupplied], [.asSupplied, .ratified]] {
            var statuses = SourceStatuses()
            for word in words { statuses.note(device: "ref-1", .no2, hourBefore: end, word) }
            #expect(statuses.reviews(besides: registry).isEmpty)
        }
    }
}
