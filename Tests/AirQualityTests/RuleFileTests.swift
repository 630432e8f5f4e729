import AirQuality
import Testing

@Suite("Files of bands, messages and limits")
struct RuleFileTests {
    private static let bandHeader =
        "scale,from,to,quantity,averaging,unit,rounding,precision,lower,upper,index_low,index_high,source\n"
    private static let limitHeader =
        "rule,quantity,averaging,limit,unit,precision,allowed,percentile,from,to,due,source\n"
    private static let messageHeader = "scale,from,to,index_low,index_high,band,colour,at_risk,general,source\n"

    @Test("the built-in files hold the tables of all scales")
    func builtIn() {
        // UK 5, European 5 and 5, US 8; UK 10 and 6, European 6, US 6.
        #expect(IndexTables.builtIn.tables.count == 23)
        #expect(IndexTables.builtIn.messages.count == 28)
        #expect(Limits.builtIn.limits.count == 29)
    }

    @Test(
        "a mistake in the bands is told with its line and column",
        arguments: [
            ("uk,,,no2,1h,ug/m3,half-up,1,,67,1,1,", "bands.csv:2: column scale: found \"uk\""),
            ("uk-daqi,2012-13-01,,no2,1h,ug/m3,half-up,1,,67,1,1,", "bands.csv:2: column from: found \"2012-13-01\""),
            ("uk-daqi,2013-01-01,2012-01-01,no2,1h,ug/m3,half-up,1,,67,1,1,", "bands.csv:2: column to:"),
            ("uk-daqi,,,no3,1h,ug/m3,half-up,1,,67,1,1,", "bands.csv:2: column quantity: found \"no3\""),
            ("uk-daqi,,,pm10,1h,ppb,half-up,1,,67,1,1,", "bands.csv:2: column unit: found \"ppb\""),
            ("uk-daqi,,,no2,1h,ug/m3,half-up,0,,67,1,1,", "bands.csv:2: column precision: found \"0\""),
            ("uk-daqi,,,no2,1h,ug/m3,half-up,1,,67.5,1,1,", "bands.csv:2: column upper: found \"67.5\""),
            ("uk-daqi,,,no2,1h,ug/m3,half-up,1,,67,1,2,", "bands.csv:2: column index_high: found \"2\""),
            ("uk-daqi,,,no2,1h,ug/m3,half-up,1,70,67,1,1,", "bands.csv:2: column upper: found \"67\""),
            (
                "uk-daqi,,,no2,1h,ug/m3,half-up,1,,67,1,1,\nuk-daqi,,,no2,1h,ug/m3,half-up,1,69,,2,2,",
                "bands.csv:3: column lower: found \"69\""
            ),
            (
                "uk-daqi,,,no2,1h,ug/m3,half-up,1,,,1,1,\nuk-daqi,2020-01-01,,no2,1h,ug/m3,half-up,1,,,1,1,",
                "bands.csv:3: column from: found \"2020-01-01\""
            ),
            ("uk-daqi,,,no2,1h,ug/m3,half-up,1,,67,1,1,,,x", "bands.csv:2: found 15 cells"),
            ("\"uk-daqi", "bands.csv:2: found a quote that is never closed"),
        ])
    func bands(row: String, expected: String) {
        let (_, problems) = IndexTables.bands(Array((Self.bandHeader + row + "\n").utf8), file: "bands.csv")
        #expect(problems.count == 1)
        #expect(problems.first?.description.hasPrefix(expected) == true, "\(problems)")
    }

    @Test(
        "a mistake in the limits is told with its line and column",
        arguments: [
            ("=1,no2,1h,200,ug/m3,1,,,,,,", "limits.csv:2: column rule:"),
            ("a,no2,8h,200,ug/m3,1,,,,,,", "limits.csv:2: column averaging: found \"8h\""),
            ("a,no2,1h,-200,ug/m3,1,,,,,,", "limits.csv:2: column limit: found \"-200\""),
            ("a,no2,1h,200,ppb,1,,,,,,", "limits.csv:2: column unit: found \"ppb\"; expected ug/m3."),
            ("a,no2,1h,37.5,ug/m3,1,,,,,,", "limits.csv:2: column precision: found \"1\""),
            ("a,no2,1h,200,ug/m3,1,few,,,,,", "limits.csv:2: column allowed: found \"few\""),
            ("a,no2,1h,200,ug/m3,1,,101,,,,", "limits.csv:2: column percentile: found \"101\""),
            ("a,no2,1h,200,ug/m3,1,,,,,soon,", "limits.csv:2: column due: found \"soon\""),
            ("a,no2,1h,200,ug/m3,1,,,,,,\na,no2,1h,100,ug/m3,1,,,2020-01-01,,,", "limits.csv:3: column from:"),
        ])
    func limits(row: String, expected: String) {
        let (_, problems) = Limits.read(Array((Self.limitHeader + row + "\n").utf8), file: "limits.csv")
        #expect(problems.count == 1)
        #expect(problems.first?.description.hasPrefix(expected) == true, "\(problems)")
    }

    @Test(
        "a mistake in the messages is told with its line and column",
        arguments: [
            ("eaqi,,,2,1,Good,50f0e6,,,", "messages.csv:2: column index_high: found \"1\""),
            ("eaqi,,,1,1,,50f0e6,,,", "messages.csv:2: column band: found nothing"),
            ("eaqi,,,1,1,\"Good, fair\",50f0e6,,,", "messages.csv:2: column band: found \"Good, fair\""),
            ("eaqi,,,1,1,Good,green,,,", "messages.csv:2: column colour: found \"green\""),
            ("eaqi,,,1,3,Good,50f0e6,,,\neaqi,,,2,2,Fair,50ccaa,,,", "messages.csv:3: column from: found nothing"),
        ])
    func messages(row: String, expected: String) {
        let (_, problems) = IndexTables.messages(Array((Self.messageHeader + row + "\n").utf8), file: "messages.csv")
        #expect(problems.count == 1)
        #expect(problems.first?.description.hasPrefix(expected) == true, "\(problems)")
    }

    @Test("columns in any order, other columns, quotes, a byte-order mark and CRLF are as spreadsheets write them")
    func spreadsheet() throws {
        let text =
            "\u{FEFF}note,quantity,rule,averaging,limit,unit,precision,allowed,percentile,from,to,due,source\r\n"
            + "\"ours, mine\",pm2_5,borough-aim,day, 37.5 ,ug/m3,0.1,2,98,2026-01-01,2030-01-01,,\"Plan \"\"A\"\"\"\r\n,,\r\n"
        let (limits, problems) = Limits.read(Array(text.utf8), file: "limits.csv")
        #expect(problems.isEmpty)
        let limit = try #require(limits.first)
        #expect(limits.count == 1)
        #expect(limit.limit == 37_500_000 && limit.precision == 100_000 && limit.source == "Plan \"A\"")
    }

    @Test("no bytes stop the reader")
    func anyBytes() {
        for bytes in [
            [], [0], [0xFF, 0xFE], Array("rule".utf8), Array("\n\n".utf8), [0x22], Array("a\u{2028}b,\r".utf8),
        ] {
            #expect(!Limits.read(bytes, file: "limits.csv").problems.isEmpty)
            #expect(!IndexTables.bands(bytes, file: "bands.csv").problems.isEmpty)
            #expect(!IndexTables.messages(bytes, file: "messages.csv").problems.isEmpty)
        }
    }
}
