import Foundation
import Pipeline
import Readings
import Registry
import Testing

@testable import Audit

@Suite("Why an air figure is what it is")
struct WhyAirTests {
    /// An hour of everything. In the window are 10, 20 and 30.5: mean 60.5 / 3 = 20.166667. Covered are 07:50 to 08:30 and
    /// 08:45 to 09:00, of which 45 minutes lie in the hour.
    static let busyHour: [Received] = [
        .no2("2026-03-02T07:50:05Z", stamp: "2026-03-02T07:50:00Z", "9"),
        .no2("2026-03-02T08:00:05Z", stamp: "2026-03-02T08:00:00Z", "10"),
        .no2("2026-03-02T08:00:07Z", stamp: "2026-03-02T08:00:00Z", "10"),
        .no2("2026-03-02T08:15:05Z", stamp: "2026-03-02T08:15:00Z", "20"),
        .no2("2026-03-02T08:16:00Z", stamp: "2026-03-02T08:15:00Z", "21"),
        .no2("2026-03-02T08:30:05Z", stamp: "2026-03-02T08:30:00Z", "5000"),
        .no2("2026-03-02T08:45:05Z", stamp: "2026-03-02T08:45:00Z", "30.5"),
        .no2("2026-03-02T08:50:00Z", stamp: "2026-03-02T09:30:00Z", "1"),
        .no2("2026-03-02T08:55:00Z", stamp: "yesterday", "1"),
        .no2("2026-03-02T08:56:00Z", stamp: "2026-03-02T08:30:00Z", "-999"),
        .no2("2026-03-10T08:00:00Z", stamp: "2026-03-02T08:30:00Z", "12"),
    ]

    @Test("the text names the figure, the registry row, each reading with its fate, totals that add up, and the sum")
    func text() throws {
        let folder = try ExplainedFolder(Self.busyHour)
        let at = try folder.places()
        let explanation = try folder.air("2026-03-02T08:00")
        #expect(
            explanation.lines.joined(separator: "\n") == """
                no2 of aq-1 at school, 2026-03-02T08:00:00Z to 2026-03-02T09:00:00Z (08:00 to 09:00 in Europe/London)
                  published   mean 20.166667 ug/m3, n 3, capture_pct 75, valid true
                  recomputed  mean 20.166667 ug/m3, n 3, capture_pct 75, valid true
                  equal       yes, in all 22 columns of the row
                  file        summaries/air/hour/area=west/day=2026-03-02/air-hour_west_2026-03-02.csv, line 3
                  made from   the journal

                Flags, none of which changes a figure
                  noise: The readings of the hour scatter by more than 33 % of their mean (standard deviation by mean).

                Registry
                  air_sensors.csv: device aq-1, site school, dialect plain, period_s 900, stamp instant, class indicative, clock trust
                  corrections.csv: no row holds in the window
                  reviews.csv: no row holds in the window

                Readings of the device, by the time observed (UTC)
                  observed             | covers               | received             | raw  | value | fate                                                       | journal position
                  2026-03-02T07:50:00Z | 07:50:00 to 08:05:00 | 2026-03-02T07:50:05Z | 9    | 9     | begins before the window, counts for its capture           | \(at[0])
                  2026-03-02T08:00:00Z | 08:00:00 to 08:15:00 | 2026-03-02T08:00:05Z | 10   | 10    | in the window                                              | \(at[1])
                  2026-03-02T08:00:00Z | 08:00:00 to 08:15:00 | 2026-03-02T08:00:07Z | 10   | 10    | duplicate                                                  | \(at[2])
                  2026-03-02T08:15:00Z | 08:15:00 to 08:30:00 | 2026-03-02T08:15:05Z | 20   | 20    | in the window                                              | \(at[3])
                  2026-03-02T08:15:00Z | 08:15:00 to 08:30:00 | 2026-03-02T08:16:00Z | 21   | 21    | conflict, lost to 20                                       | \(at[4])
                  2026-03-02T08:30:00Z | 08:30:00 to 08:45:00 | 2026-03-02T08:30:05Z | 5000 | 5000  | rejected: outside what an instrument can measure           | \(at[5])
                  2026-03-02T08:30:00Z | -                    | 2026-03-10T08:00:00Z | 12   | 12    | late, not admitted                                         | \(at[10])
                  2026-03-02T08:45:00Z | 08:45:00 to 09:00:00 | 2026-03-02T08:45:05Z | 30.5 | 30.5  | in the window                                              | \(at[6])
                  2026-03-02T08:56:00Z | -                    | 2026-03-02T08:56:00Z | -    | -     | rejected: the device's word for no value                   | \(at[9])
                  2026-03-02T09:30:00Z | -                    | 2026-03-02T08:50:00Z | 1    | 1     | rejected: stamped more than 5 minutes ahead of its receipt | \(at[7])

                10 readings = 3 in the window + 1 duplicate + 1 conflict + 1 late + 3 rejected (1 future, 1 range, 1 sentinel) + 1 not in it
                A message received at 2026-03-02T08:55:00Z could not be taken (malformed_stamp), \(at[8]).
                The sum: 60.5 / 3 = 20.166667 ug/m3; 2700 of 3600 s covered = 75 %
                """)
        #expect(explanation.holds)
        #expect(explanation.sumAgrees == true)
    }

    @Test("a published row that is not what the records give is told by column")
    func anotherRow() throws {
        let folder = try ExplainedFolder(Self.busyHour)
        try folder.change(
            "summaries/air/hour/area=west/day=2026-03-02/air-hour_west_2026-03-02.csv", "75,true,20.166667",
            "75,true,20.1")
        let explanation = try folder.air("2026-03-02T08:00:00Z")
        #expect(!explanation.holds)
        #expect(explanation.lines[1] == "  published   mean 20.1 ug/m3, n 3, capture_pct 75, valid true")
        #expect(explanation.lines[3] == "  equal       NO")
        #expect(explanation.lines[4] == "              mean: published 20.1, recomputed 20.166667")
    }

    @Test("of two copies received in the same microsecond the smaller value stands, whatever the order of records")
    func sameMoment() throws {
        let copies: [Received] = ["22", "21"].map {
            .no2("2026-03-02T08:15:05Z", stamp: "2026-03-02T08:15:00Z", $0)
        }
        for messages in [copies, copies.reversed()] {
            let explanation = try ExplainedFolder(messages).air("2026-03-02T08:15:00Z", .quarterHour)
            #expect(explanation.holds)
            #expect(explanation.readings.map(\.raw) == [Millionths(21_000_000), Millionths(22_000_000)])
            #expect(explanation.readings.map(\.fate) == [.inWindow, .conflict(lostTo: Millionths(21_000_000))])
        }
    }

    @Test("a day is the mean of its valid hours, and needs 18 of them", arguments: [17, 18, 24])
    func day(hours: Int) throws {
        var messages: [Received] = []
        for hour in 0..<hours {
            for quarter in 0..<4 {
                let time = "2026-03-02T\(hour < 10 ? "0" : "")\(hour):\(quarter == 0 ? "00" : "\(quarter * 15)"):00Z"
                messages.append(.no2(time, stamp: time, "\(hour)"))
            }
        }
        let explanation = try ExplainedFolder(messages).air("2026-03-02")
        #expect(explanation.length == .day)
        #expect(explanation.hours.count(where: \.isValid) == hours)
        #expect(explanation.holds, "\(explanation.lines)")
        // The mean of 0, 1, … , hours - 1.
        let mean = hours == 17 ? nil : Millionths(Int64(hours - 1) * 500_000)
        #expect(explanation.ownMean == mean)
        let last = explanation.lines.last
        switch hours {
        case 17: #expect(last == "17 of 24 hours are valid; a day's mean needs 18.")
        case 18: #expect(last == "The day: the means of the valid hours, 153 / 18 = 8.5 ug/m3")
        default: #expect(last == "The day: the means of the valid hours, 276 / 24 = 11.5 ug/m3")
        }
    }

    @Test("directions are averaged as vectors")
    func directions() throws {
        let folder = try ExplainedFolder(
            [("08:00", 350), ("08:15", 20)].map { time, degrees in
                Received(
                    at: "2026-03-02T\(time):05Z", topic: "west/air/plain/aq-1",
                    payload: #"{"ts":"2026-03-02T\#(time):00Z","wind_direction":\#(degrees)}"#)
            })
        let explanation = try folder.air("2026-03-02T08:00:00Z", nil, "wind_direction")
        #expect(explanation.holds)
        #expect(explanation.sum.direction == 5)
        #expect(explanation.notes == ["air_sensors.csv does not list wind_direction for aq-1."])
        #expect(
            explanation.lines.last == "The mean of 2 directions is the direction of their vectors' sum: about 5.0 deg.")
    }

    @Test("what a person admitted from the late ledger counts, and has a flag")
    func admitted() throws {
        let start = try ExplainedFolder.instant("2026-03-02T08:00:00Z")
        let folder = try ExplainedFolder(
            Self.busyHour,
            admission: ("2026-03-11T09:00:00Z", start..<start.advanced(byMicroseconds: Microseconds.hour)))
        let explanation = try folder.air("2026-03-02T08:00:00Z")
        #expect(explanation.holds, "\(explanation.lines)")
        #expect(explanation.readings.filter { $0.flags == "admitted_late" }.map(\.fate) == [.inWindow])
        // (10 + 20 + 12 + 30.5) / 4
        #expect(explanation.ownMean == Millionths(18_125_000))
    }

    @Test("readings of the other site, of other quantities and of other devices take no part")
    func moved() throws {
        let folder = try ExplainedFolder([
            .no2("2026-03-02T08:00:05Z", stamp: "2026-03-02T08:00:00Z", "10", device: "aq-2"),
            .no2("2026-03-02T08:40:05Z", stamp: "2026-03-02T08:40:00Z", "20", device: "aq-2"),
            .no2("2026-03-02T08:40:05Z", stamp: "2026-03-02T08:40:00Z", "30"),
        ])
        let asked = AskedWindow("2026-03-02T08:00:00Z")
        #expect(throws: WhyError.self) { try folder.inquiry.air(device: "aq-2", quantity: "no2", window: asked) }
        let answer = try folder.inquiry.air(device: "aq-2", quantity: "no2", window: asked, site: "street")
        #expect(answer.holds)
        #expect(answer.readings.map(\.raw) == [Millionths(20_000_000)])
    }

    @Test("corrections and reviews that hold are named, and the sum is that of corrected readings")
    func correctedAndReviewed() throws {
        let base = ExplainedFolder.registry
        let (from, bad) = (
            try ExplainedFolder.instant("2026-03-02T08:15:00Z"), try ExplainedFolder.instant("2026-03-02T08:30:00Z")
        )
        let registry = RegistryTables(
            boroughs: base.boroughs, sites: base.sites, airSensors: base.airSensors, connectors: base.connectors,
            corrections: [
                Correction(
                    device: "aq-1", quantity: .no2, slope: Millionths(500_000), offset: Millionths(1_000_000),
                    validFrom: from, reference: "beside the station", by: "ann")
            ],
            reviews: [
                Review(
                    device: "aq-1", validFrom: bad, validTo: bad.advanced(byMicroseconds: Microseconds.quarterHour),
                    action: .invalid, reason: "bonfire\u{1B}[2J", by: "bob")
            ])
        let folder = try ExplainedFolder(
            ["00", "15", "30", "45"].map {
                .no2("2026-03-02T08:\($0):05Z", stamp: "2026-03-02T08:\($0):00Z", "20")
            }, registry: registry)
        let answer = try folder.air("2026-03-02T08:00:00Z")
        #expect(answer.holds, "\(answer.lines)")
        // 20, and twice 20 x 0.5 + 1 = 11: the third of four is taken out.
        #expect(answer.readings.map(\.value?.count) == [20_000_000, 11_000_000, 11_000_000, 11_000_000])
        #expect(answer.readings.map(\.fate) == [.inWindow, .inWindow, .rejected(.reviewedInvalid), .inWindow])
        #expect(answer.row["mean"] == "14")
        let text = answer.lines.joined(separator: "\n")
        #expect(
            text.contains(
                "  corrections.csv: device aq-1, quantity no2, method linear, slope 0.5, offset 1, "
                    + "from 2026-03-02T08:15:00Z, reference beside the station, by ann\n"
                    + "  reviews.csv: device aq-1, from 2026-03-02T08:30:00Z, to 2026-03-02T08:45:00Z, action invalid, "
                    + "reason bonfire [2J, by bob\n"))
        #expect(text.contains("| 20  | 11 (linear:2026-03-02T08:15:00Z) | rejected: a review says invalid | "))
        #expect(text.hasSuffix("The sum: 42 / 3 = 14 ug/m3; 2700 of 3600 s covered = 75 %"))
    }

    @Test("a row of silence follows from the device's last record")
    func silence() throws {
        let folder = try ExplainedFolder([
            .no2("2026-03-02T08:00:05Z", stamp: "2026-03-02T08:00:00Z", "10"),
            .no2("2026-03-07T11:30:05Z", stamp: "2026-03-07T11:30:00Z", "20", device: "aq-2"),
        ])
        let answer = try folder.air("2026-03-07T10:00:00Z")
        #expect(answer.holds, "\(answer.lines)")
        #expect(answer.readings.isEmpty)
        #expect(answer.lines[1] == "  published   no mean, n 0, capture_pct 0, valid false")
        #expect(answer.lines.last == "No reading in the window, so no mean; 0 of 3600 s covered = 0 %")
    }

    @Test("the feed's line stands where there is no journal")
    func feed() throws {
        let folder = try ExplainedFolder([.no2("2026-03-02T08:00:05Z", stamp: "2026-03-02T08:00:00Z", "12.4")])
        let line =
            #"{"tst":"2026-03-02T08:00:05Z","topic":"west/air/plain/aq-1","qos":1,"retain":0,"#
            + #""payload":{"device":"aq-1","ts":"2026-03-02T08:00:00Z","no2":12.4}}"#
        try folder.write(Array((line + "\n" + line + "\n").utf8), to: "a.ndjson")
        defer { withExtendedLifetime(folder) {} }
        let inquiry = Inquiry(
            data: folder.path, registry: folder.registry,
            source: .feeds([.init(name: "a.ndjson", path: folder.path + "/a.ndjson")]))
        let answer = try inquiry.air(
            device: "aq-1", quantity: "no2", window: AskedWindow("2026-03-02T08:00:00Z", length: .minute))
        #expect(answer.row.isEqual == nil)
        let hour = try inquiry.air(device: "aq-1", quantity: "no2", window: AskedWindow("2026-03-02T08:00:00Z"))
        #expect(hour.holds)
        #expect(hour.readings.map { hour.source.words(of: $0.place) } == ["1", "2"])
        #expect(hour.readings.map(\.fate) == [.inWindow, .duplicate])
        #expect(hour.lines[5] == "  made from   the feed a.ndjson")
    }
}
