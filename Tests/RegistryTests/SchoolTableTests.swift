import AirQuality
import Readings
import Registry
import Testing

@Suite("School tables of the registry")
struct SchoolTableTests {
    private static let sites = """
        site,kind,borough
        st-mary,school,westminster
        st-anne,school,westminster
        academy,school,westminster
        main-road,station,westminster
        far,school,camden

        """
    private static let boroughs = "borough,timezone\nwestminster,Europe/London\ncamden,Europe/London\n"

    private static func parse(_ changes: [String: String]) -> ParsedRegistry {
        SampleRegistry.parse(changes.merging(["sites.csv": sites, "boroughs.csv": boroughs]) { given, _ in given })
    }

    private static let terms = """
        borough,site,from,to,kind,note
        westminster,,2026-01-05,2026-03-27,,Spring term
        westminster,,2026-02-16,2026-02-20,closed,half-term
        westminster,,2026-02-23,,,INSET day
        ,st-anne,2026-02-25,,Inset,
        westminster,academy,2026-01-12,2026-04-01,term,
        ,far,2026-03-03,2026-03-04,closed,boiler

        """

    @Test(
        "a school has its borough's days and its own; one with a term of its own has its own alone",
        arguments: [
            ("st-mary", "2026-01-05", "term"), ("st-mary", "2026-03-27", "term"), ("st-mary", "2026-03-30", "holiday"),
            ("st-mary", "2026-02-16", "holiday"), ("st-mary", "2026-02-21", "weekend"),
            ("st-mary", "2026-02-23", "inset"), ("st-mary", "2026-02-25", "term"), ("st-anne", "2026-02-25", "inset"),
            ("st-anne", "2026-02-23", "inset"), ("academy", "2026-01-05", "holiday"), ("academy", "2026-02-16", "term"),
            ("academy", "2026-02-23", "term"), ("academy", "2026-03-31", "term"),
            // Nobody listed a term of the school, but somebody a closure.
            ("far", "2026-03-02", "unknown"), ("far", "2026-03-04", "holiday"), ("far", "2026-03-05", "unknown"),
            // Good Friday.
            ("academy", "2026-04-03", "bank-holiday"), ("far", "2026-04-03", "bank-holiday"),
        ])
    func dayTypes(site: String, date: String, dayType: String) throws {
        let parsed = Self.parse(["school_terms.csv": Self.terms])
        #expect(parsed.problems.map(\.description) == [])
        let tables = try #require(parsed.tables)
        let day = try #require(CivilDate(date))
        #expect(tables.schoolCalendar(ofSite: site).dayType(of: day).rawValue == dayType)
    }

    @Test("a row for one borough wins over one for all, and both over what is known of England and Wales")
    func bankHolidays() throws {
        let rows = """
            date,name,borough,kind
            2026-06-15,Victory,,
            2026-05-04,,,ordinary
            2026-05-04,,camden,holiday
            2026-06-15,,camden,ordinary
            2026-08-31,Not here,camden,ordinary

            """
        let tables = try #require(Self.parse(["bank_holidays.csv": rows]).tables)
        func holidays(_ borough: String) throws -> [Bool] {
            try ["2026-05-04", "2026-06-15", "2026-08-31", "2026-12-28"].map {
                tables.bankHolidays(ofBorough: borough).contains(try #require(CivilDate($0)))
            }
        }
        #expect(try holidays("westminster") == [false, true, true, true])
        #expect(try holidays("camden") == [true, false, false, true])
    }

    @Test("a school has its own windows, else its borough's, else the usual three")
    func windows() throws {
        let rows = """
            site,borough,name,start,end
            st-mary,,breakfast-club,7:30,08:30
            st-mary,,playground,10:30,13:30
            ,westminster,whole-day,00:00,24:00

            """
        let parsed = Self.parse(["school_windows.csv": rows])
        #expect(parsed.notes.isEmpty)
        let tables = try #require(parsed.tables)
        func windows(_ site: String) -> [String] {
            tables.schoolWindows(ofSite: site).map { "\($0.name) \($0.startMinute)-\($0.endMinute)" }
        }
        #expect(windows("st-mary") == ["breakfast-club 450-510", "playground 630-810"])
        #expect(windows("st-anne") == ["whole-day 0-1440"])
        #expect(windows("far") == ["drop-off 480-555", "school-day 555-885", "pick-up 885-960"])
    }

    @Test("what is legal and perhaps not meant is noted")
    func notes() {
        let parsed = Self.parse([
            "school_terms.csv": "site,borough,from,to,note\nmain-road,,2026-01-05,2026-03-27,\n"
                + ",westminster,2026-04-01,2026-04-10,Easter holidays\n",
            "school_windows.csv":
                "site,name,start,end\nst-mary,day,09:00,15:00\nst-mary,lunch,12:00,13:00\nst-mary,pick-up,15:00,16:00\n",
        ])
        #expect(parsed.problems.isEmpty)
        #expect(
            parsed.notes.map(\.description) == [
                "school_terms.csv:2: \"main-road\" is no school in sites.csv (kind), so this row changes nothing",
                "school_terms.csv:3: the row counts as term, though its note is \"Easter holidays\"; for days without "
                    + "school write closed in the column kind, or delete the row, since what lies between terms is holiday",
                "school_windows.csv:3: \"lunch\" overlaps \"day\" of line 2: readings of the time that they have in common "
                    + "count in both",
            ])
    }

    @Test("each mistake gets one message that says where, what, what else and what to do", arguments: mistakes)
    func mistake(file: String, rows: String, message: String) {
        let parsed = Self.parse([file: rows])
        #expect(parsed.problems.map(\.description) == [message])
        #expect(parsed.tables == nil)
    }

    private static let termHeader = "borough,site,kind,from,to,note\n"
    private static let windowHeader = "borough,site,name,start,end\n"
    private static let mistakes: [(String, String, String)] = [
        (
            "school_terms.csv", "borough,to\nwestminster,2026-03-27\n",
            "school_terms.csv:1: column from: found no such column; expected the columns from. Add the column; its order "
                + "does not matter."
        ),
        (
            "school_terms.csv", termHeader + ",,,2026-01-05,2026-03-27,\n",
            "school_terms.csv:2: column borough: found nothing, as in column site; expected a borough of boroughs.csv, or a "
                + "site of sites.csv. Name the borough for all its schools, or one school in the column site."
        ),
        (
            "school_terms.csv", termHeader + ",st-marry,,2026-01-05,2026-03-27,\n",
            "school_terms.csv:2: column site: found \"st-marry\"; expected a site of sites.csv. Write \"st-mary\" (did you "
                + "mean it?)."
        ),
        (
            "school_terms.csv", termHeader + "camden,st-mary,,2026-01-05,2026-03-27,\n",
            "school_terms.csv:2: column borough: found \"camden\"; expected \"westminster\", the borough of \"st-mary\" in "
                + "sites.csv. Leave the cell empty, or correct it."
        ),
        (
            "school_terms.csv", termHeader + "camden,,trem,2026-01-05,2026-03-27,\n",
            "school_terms.csv:2: column kind: found \"trem\"; expected term, inset or closed. Write \"term\" (did you mean "
                + "it?)."
        ),
        (
            "school_terms.csv", termHeader + "camden,,,05/01/2026,2026-03-27,\n",
            "school_terms.csv:2: column from: found \"05/01/2026\"; expected a date such as 2026-09-01. Write "
                + "\"2026-01-05\" if the day stands first; a spreadsheet rewrites dates, so format the column as text."
        ),
        (
            "school_terms.csv", termHeader + "camden,,,2026-01-05,,\n",
            "school_terms.csv:2: column to: found nothing; expected a date such as 2026-09-01. Fill in the cell, or delete "
                + "the row."
        ),
        (
            "school_terms.csv", termHeader + "camden,,,2026-03-27,2026-01-05,\n",
            "school_terms.csv:2: column to: found \"2026-01-05\"; expected the day from, \"2026-03-27\", or a later one. "
                + "Write the last day, which belongs to the row."
        ),
        (
            "school_terms.csv", termHeader + "camden,,,2026-01-05,2027-01-06,\n",
            "school_terms.csv:2: column to: found \"2027-01-06\"; expected a day within a year of from, \"2026-01-05\". "
                + "Write a row for each term."
        ),
        (
            "school_terms.csv", termHeader + "camden,,,2026-01-05,2026-03-27,\ncamden,,,2026-03-27,2026-07-17,\n",
            "school_terms.csv:3: column from: found term of \"camden\" from 2026-03-27 to 2026-07-17, while line 2 has it "
                + "from 2026-01-05 to 2026-03-27; expected no day twice for each school or borough and kind. Let the one "
                + "end (to) before the other begins (from); to is the last day."
        ),
        (
            "school_windows.csv", windowHeader + "camden,,break time,10:30,11:00\n",
            "school_windows.csv:2: column name: found \"break time\"; expected a name of 1 to 64 letters, digits and . _ : * "
                + "- that begins with a letter or digit. Write a name such as \"break-time\"."
        ),
        (
            "school_windows.csv", windowHeader + "camden,,night,22:00,06:00\n",
            "school_windows.csv:2: column end: found \"06:00\"; expected a time after start, \"22:00\". A window begins and "
                + "ends on one day; 24:00 is the end of the day."
        ),
        (
            "school_windows.csv",
            windowHeader + "camden,,a,10:00,11:00\ncamden,far,a,10:00,11:00\ncamden,,a,12:00,13:00\n",
            "school_windows.csv:4: column name: found \"a\" a second time for \"camden\", first on line 2; expected each "
                + "window once for each school or borough. Delete one of the two rows, or give one another name."
        ),
        (
            "bank_holidays.csv", "date,borough\n2026-06-15,\n2026-06-15,camden\n2026-06-15,\n",
            "bank_holidays.csv:4: column date: found \"2026-06-15\" a second time, first on line 2; expected each date once, "
                + "for all boroughs or for each. Delete one of the two rows."
        ),
        (
            "bank_holidays.csv", "date,kind\n2026-02-30,\n",
            "bank_holidays.csv:2: column date: found \"2026-02-30\"; expected a date such as 2026-09-01. Write year, month "
                + "and day with hyphens."
        ),
    ]
}
