import Pipeline
import Testing

@testable import Audit

@Suite("Why an air figure is what it is, for programs")
struct WhyAirJSONTests {
    private static let expected = """
        {
          "corrections" : [

          ],
          "device" : "aq-1",
          "length" : "quarter-hour",
          "local" : "08:00 to 08:15 in Europe/London",
          "made_from" : "the journal",
          "notes" : [

          ],
          "quantity" : "no2",
          "readings" : [
            {
              "covers_from" : "2026-03-02T08:00:00Z",
              "covers_to" : "2026-03-02T08:15:00Z",
              "fate" : "in_window",
              "flags" : "",
              "observed" : "2026-03-02T08:00:00Z",
              "raw" : 12.4,
              "received" : "2026-03-02T08:00:05Z",
              "record" : "FIRST",
              "value" : 12.4,
              "words" : "in the window"
            },
            {
              "covers_from" : "2026-03-02T08:00:00Z",
              "covers_to" : "2026-03-02T08:15:00Z",
              "fate" : "conflict",
              "flags" : "",
              "lost_to" : 12.4,
              "observed" : "2026-03-02T08:00:00Z",
              "raw" : 12.5,
              "received" : "2026-03-02T08:00:09Z",
              "record" : "SECOND",
              "value" : 12.5,
              "words" : "conflict, lost to 12.4"
            }
          ],
          "registry" : [
            {
              "class" : "indicative",
              "clock" : "trust",
              "device" : "aq-1",
              "dialect" : "plain",
              "period_s" : "900",
              "site" : "school",
              "stamp" : "instant"
            }
          ],
          "reviews" : [

          ],
          "row" : {
            "equal" : true,
            "file" : "summaries/air/quarter-hour/area=west/day=2026-03-02/in_hour=08/air-quarter-hour_west_2026-03-02T08.csv",
            "line" : 2,
            "published" : {
        ROW
            },
            "recomputed" : {
        ROW
            }
          },
          "site" : "school",
          "sum" : {
            "agrees" : true,
            "covered_s" : 900,
            "mean" : 12.4,
            "n" : 1,
            "sum" : 12.4
          },
          "totals" : {
            "conflicts" : 1,
            "counted" : 1,
            "duplicates" : 0,
            "late" : 0,
            "listed" : 2,
            "outside" : 0,
            "reasons" : {

            },
            "rejected" : 0
          },
          "unit" : "ug/m3",
          "unreadable_messages" : [

          ],
          "window_end" : "2026-03-02T08:15:00Z",
          "window_start" : "2026-03-02T08:00:00Z"
        }
        """

    private static let row = [
        ("borough", "west"), ("capture_pct", "100"), ("class", "indicative"), ("correction", ""), ("device", "aq-1"),
        ("flags", ""), ("max", "12.4"), ("mean", "12.4"), ("min", "12.4"), ("n", "1"), ("n_flagged", "0"),
        ("p50", "12.4"), ("p95", "12.4"), ("quantity", "no2"), ("raw_mean", "12.4"), ("site", "school"),
        ("status", "provisional"), ("stdev", ""), ("unit", "ug/m3"), ("valid", "true"),
        ("window_end", "2026-03-02T08:15:00Z"), ("window_start", "2026-03-02T08:00:00Z"),
    ].map { #"      "\#($0)" : "\#($1)""# }.joined(separator: ",\n")

    @Test("the JSON object says what the text says, values as numbers and cells as in the file")
    func json() throws {
        let folder = try ExplainedFolder([
            .no2("2026-03-02T08:00:05Z", stamp: "2026-03-02T08:00:00Z", "12.4"),
            .no2("2026-03-02T08:00:09Z", stamp: "2026-03-02T08:00:00Z", "12.5"),
        ])
        let places = try folder.places()
        let expected = Self.expected.replacing("FIRST", with: places[0]).replacing("SECOND", with: places[1])
            .replacing("ROW", with: Self.row)
        #expect(try folder.air("2026-03-02T08:07:00Z", .quarterHour).json() == expected)
    }
}
