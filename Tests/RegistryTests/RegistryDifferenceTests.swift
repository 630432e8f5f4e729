import Readings
import Registry
import Testing

@Suite("What a changed registry touches")
struct RegistryDifferenceTests {
    /// Two boroughs; aq-1 moves from the one to the other on 2 March; two corrections and two reviews.
    static let files: [String: String] = [
        "boroughs.csv":
            "borough,name,timezone,gss,licence,simulated\nwestminster,,Europe/London,,,\ncamden,,Europe/London,,,\n",
        "sites.csv": "site,name,kind,borough,urn,latitude,longitude,environment,comparator,grace_min\n"
            + "st-mary,St Mary,school,westminster,101,51.5,-0.1,roadside,st-anne,10\nst-anne,,school,camden,,,,,,\n",
        "air_sensors.csv": "device,site,dialect,period_s,stamp,model,class,quantities,clock,from,to\n"
            + "aq-1,st-mary,plain,60,end,M1,,no2 o3,,,2026-03-02\naq-1,st-anne,plain,60,,,,,,2026-03-02,\n"
            + "aq-2,st-anne,plain,60,,,,,,,\naq-3,st-mary,plain,60,,,,,,,2026-03-02\n",
        "charge_points.csv":
            "charge_point,connector,evse,evse_id,connector_type,site,rated_kw,current,operator,from,to\n"
            + "cp-1,1,,GB*1,Type 2,st-mary,7,ac,acme,2026-01-01,\ncp-1,2,bay,,,st-mary,7,,,,\n",
        "opening_hours.csv": "site,days,start,end\nst-mary,,08:00,18:00\n",
        "routes.csv": "topic,borough,dialect,device,direction\na/+,camden,plain,2,\nb/+,camden,plain,2,\n",
        "corrections.csv": "device,quantity,method,slope,offset,from,to,reference,by\n"
            + "aq-1,no2,linear,0.8,1,2026-02-01,2026-04-01,r,x\naq-2,o3,linear,2,0,,,,\n",
        "reviews.csv": "device,quantity,from,to,action,reason,by\n"
            + "aq-2,,2026-01-01,2026-02-01,ratified,ok,x\naq-2,o3,2026-01-10,2026-01-11,invalid,spider,x\n",
        "school_terms.csv": "borough,site,kind,from,to,note\n"
            + "westminster,,,2026-01-05,2026-02-13,Spring\n,st-mary,inset,2026-02-23,,\n",
        "school_windows.csv": "borough,site,name,start,end\ncamden,,drop-off,08:00,09:15\n",
        "bank_holidays.csv": "date,name,borough,kind\n2026-02-25,Jubilee,,\n2026-05-04,,camden,ordinary\n",
    ]

    private static func tables(_ file: String = "", _ old: String = "", _ new: String = "") throws -> RegistryTables {
        var files = Self.files
        if !file.isEmpty {
            let text = try #require(files[file])
            let parts = text.split(separator: old, maxSplits: 1, omittingEmptySubsequences: false)
            try #require(parts.count == 2, "\(old) is not in \(file)")
            files[file] = parts.joined(separator: new)
        }
        let parsed = SampleRegistry.parse(bytes: files.mapValues { Array($0.utf8) })
        try #require(parsed.problems.map(\.description) == [])
        return try #require(parsed.tables)
    }

    struct Change: Sendable, CustomTestStringConvertible {
        var what: String
        var file: String
        var old: String
        var new: String
        /// `borough family device from..to`, stars for open ends.
        var touched: [String]
        var testDescription: String { what }

        init(_ what: String, _ file: String, _ old: String, _ new: String, _ touched: [String] = []) {
            self.what = what
            self.file = file
            self.old = old
            self.new = new
            self.touched = touched
        }
    }

    private static func told(_ touched: [RegistryDifference.Touched]) -> [String] {
        func told(_ instant: Instant) -> String {
            if instant == .distantPast || instant == .distantFuture { return "*" }
            let date = CivilDate(of: instant)
            return date.startUTC == instant ? date.text : instant.iso8601
        }
        return touched.map {
            "\($0.borough) \($0.family.rawValue) \($0.device) \(told($0.span.lowerBound))..\(told($0.span.upperBound))"
        }
    }

    private static let sensor = "air_sensors.csv"
    private static let moved = "westminster air aq-1 *..2026-03-02"
    private static let sensorChanges = [
        Change("the period", sensor, "aq-1,st-mary,plain,60", "aq-1,st-mary,plain,30", [moved]),
        Change("the dialect", sensor, "st-mary,plain", "st-mary,ngsi-ld", [moved]),
        Change("the stamp", sensor, "60,end", "60,start", [moved]),
        Change("the class", sensor, "M1,,", "M1,reference,", [moved]),
        Change("the quantities", sensor, "no2 o3", "no2", [moved]),
        Change("the clock", sensor, "o3,,,", "o3,-3600,,", [moved]),
        // Its correction of February moves with it.
        Change(
            "the site, in another borough", sensor, "aq-1,st-mary", "aq-1,st-anne",
            ["camden air aq-1 *..2026-03-02", moved]),
        Change(
            "an earlier end", sensor, "2026-03-02\n", "2026-03-01T12:00:00Z\n", [moved]),
        Change(
            "a later start", sensor, "2026-03-02,\n", "2026-03-03,\n", ["camden air aq-1 2026-03-02..*"]),
        Change(
            "a row less", sensor, "aq-1,st-anne,plain,60,,,,,,2026-03-02,\n", "", ["camden air aq-1 2026-03-02..*"]),
        Change(
            "a row more", sensor, "aq-2,", "aq-4,st-mary,plain,60,,,,,,2026-05-01,2026-06-01\naq-2,",
            ["westminster air aq-4 2026-05-01..2026-06-01"]),
    ]

    private static let point = "charge_points.csv"
    private static let pointChanges = [
        Change("the EVSE", point, "1,,GB", "1,e1,GB", ["westminster ev cp-1 2026-01-01..*"]),
        Change("the rating", point, "st-mary,7,ac", "st-mary,22,ac", ["westminster ev cp-1 2026-01-01..*"]),
        Change("the operator", point, "acme", "\"acme, ltd\"", ["westminster ev cp-1 2026-01-01..*"]),
        Change(
            "an end", point, "acme,2026-01-01,", "acme,2026-01-01,2026-02-01", ["westminster ev cp-1 2026-01-01..*"]),
        Change("a start", point, "7,,,,", "7,,,2026-02-01,", ["westminster ev cp-1 *..*"]),
        Change(
            "a connector more", point, "cp-1,2", "cp-1,3,,,,st-mary,7,,,2025-01-01,2025-02-01\ncp-1,2",
            ["westminster ev cp-1 2025-01-01..2025-02-01"]),
    ]

    private static let all = [
        "westminster air aq-1 *..2026-03-02", "westminster air aq-3 *..2026-03-02", "westminster ev cp-1 *..*",
    ]
    private static let placeChanges = [
        Change(
            "a site's borough", "sites.csv", "school,westminster", "school,camden",
            [
                "camden air aq-1 *..2026-03-02", "camden air aq-3 *..2026-03-02", "camden ev cp-1 *..*",
            ] + all),
        Change("a borough's time zone", "boroughs.csv", "westminster,,Europe/London", "westminster,,UTC", all),
        Change("that a borough is simulated", "boroughs.csv", "London,,,\ncamden", "London,,,true\ncamden", all),
    ]

    private static let schoolSensors = ["westminster air aq-1 *..2026-03-02", "westminster air aq-3 *..2026-03-02"]
    private static let terms = "school_terms.csv"
    private static let schoolWindows = "school_windows.csv"
    private static let inset = "westminster air aq-1 2026-02-23..2026-02-24"
    private static let schoolChanges = [
        Change("that a site is a school", "sites.csv", "Mary,school", "Mary,station", schoolSensors),
        Change("that a site is no traffic station", "sites.csv", "roadside", "background", schoolSensors),
        Change("the URN", "sites.csv", "101", "102", schoolSensors),
        Change(
            "a term's last day", terms, "2026-02-13", "2026-02-12",
            ["westminster air aq-1 2026-02-13..2026-02-14", "westminster air aq-3 2026-02-13..2026-02-14"]),
        // Before there was a term of the school year, its other days were unknown.
        Change(
            "the first term of a school year", terms, "2026-01-05,2026-02-13", "2024-09-02,2024-10-01",
            [
                "westminster air aq-1 2024-09-01..2026-03-02",
                "westminster air aq-3 2024-09-01..2026-03-02",
            ]),
        Change(
            "an INSET day that becomes a closure", terms, "inset", "closed",
            [inset, inset.replacing("aq-1", with: "aq-3")]),
        // Of the other borough's school nothing is listed here, so it has these windows from the borough.
        Change(
            "a window's end", schoolWindows, "09:15", "09:30",
            ["camden air aq-1 2026-03-02..*", "camden air aq-2 *..*"]),
        Change(
            "a bank holiday of all boroughs", "bank_holidays.csv", "2026-02-25", "2026-02-26",
            ["camden air aq-2 2026-02-25..2026-02-27"]
                + ["aq-1", "aq-3"].map {
                    "westminster air \($0) 2026-02-25..2026-02-27"
                }),
        Change(
            "a bank holiday of one borough", "bank_holidays.csv", "camden,ordinary", "camden,holiday",
            [
                "camden air aq-1 2026-05-03T23:00:00Z..2026-05-04T23:00:00Z",
                "camden air aq-2 2026-05-03T23:00:00Z..2026-05-04T23:00:00Z",
            ]),
    ]

    private static let corrections = "corrections.csv"
    private static let february = "westminster air aq-1 2026-02-01..2026-03-02"
    private static let march = "camden air aq-1 2026-03-02..2026-04-01"
    private static let judgementChanges = [
        // In both boroughs where the device stood meanwhile.
        Change("a slope", corrections, "0.8,1", "0.81,1", [march, february]),
        Change("an offset", corrections, "0.8,1", "0.8,-1", [march, february]),
        Change("a corrected quantity", corrections, "aq-1,no2", "aq-1,pm10", [march, february]),
        // The rows say since when the correction holds.
        Change(
            "a correction's start", corrections, "2026-02-01", "2026-02-10", [march, february]),
        Change(
            "a correction's end", corrections, "2026-04-01", "2026-03-10", ["camden air aq-1 2026-03-10..2026-04-01"]),
        Change("a correction's end", corrections, "2,0,,,", "2,0,,2026-01-01,", ["camden air aq-2 2026-01-01..*"]),
        Change("a correction less", corrections, "aq-2,o3,linear,2,0,,,,\n", "", ["camden air aq-2 *..*"]),
        Change(
            "a correction more", corrections, "aq-2,", "aq-2,no,linear,2,0,2026-01-01,2026-01-02,,\naq-2,",
            ["camden air aq-2 2026-01-01..2026-01-02"]),
        Change(
            "a review's action", "reviews.csv", "ratified", "suspect", ["camden air aq-2 2026-01-01..2026-02-01"]),
        Change(
            "a review's quantity", "reviews.csv", "aq-2,o3", "aq-2,no2", ["camden air aq-2 2026-01-10..2026-01-11"]),
        Change(
            "a review's ends", "reviews.csv", "2026-01-10,2026-01-11", "2026-01-09,2026-01-12",
            ["camden air aq-2 2026-01-09..2026-01-10", "camden air aq-2 2026-01-11..2026-01-12"]),
        Change(
            "a review more", "reviews.csv", "aq-2,o3", "aq-1,,2026-03-01,2026-03-03,suspect,bus stop,x\naq-2,o3",
            ["camden air aq-1 2026-03-02..2026-03-03", "westminster air aq-1 2026-03-01..2026-03-02"]),
    ]

    @Test(
        "what shows in rows touches its device, in the span of the row before and after",
        arguments: sensorChanges + pointChanges + placeChanges + schoolChanges + judgementChanges)
    func touched(change: Change) throws {
        let old = try Self.tables()
        let new = try Self.tables(change.file, change.old, change.new)
        let difference = RegistryDifference(from: old, to: new)
        #expect(Self.told(difference.touched) == change.touched)
        #expect(!difference.all && !difference.isEmpty)
        // Going back touches the same.
        #expect(RegistryDifference(from: new, to: old).touched == difference.touched)
        #expect(old.canonicalText != new.canonicalText)
    }

    /// The guide lists them: these columns change no file.
    private static let readOnly = [
        Change("a borough's name", "boroughs.csv", "westminster,,", "westminster,City of Westminster,"),
        Change("the GSS code", "boroughs.csv", "London,,,", "London,E09000033,,"),
        Change("the licence", "boroughs.csv", "London,,,", "London,,OGL,"),
        Change("a site's name", "sites.csv", "St Mary", "St Mary's"),
        Change("the latitude", "sites.csv", "51.5", "51.6"),
        Change("the longitude", "sites.csv", "-0.1", "-0.2"),
        Change("the environment", "sites.csv", "roadside", "kerbside"),
        Change("the comparator", "sites.csv", "st-anne,10", ",10"),
        Change("the grace", "sites.csv", "st-anne,10", "st-anne,20"),
        Change("a new site", "sites.csv", "st-anne,,", "st-bride,,school,camden,,,,,,\nst-anne,,"),
        Change("a sensor's model", sensor, "M1", "M2"),
        Change("the order of quantities", sensor, "no2 o3", "o3 no2"),
        Change("the EVSE's identifier", point, "GB*1", "GB*2"),
        Change("the type of connector", point, "Type 2", "CCS"),
        Change("the current", point, "7,ac", "7,dc"),
        Change("opening hours", "opening_hours.csv", "08:00", "09:00"),
        Change("a route's direction", "routes.csv", "plain,2,\nb", "plain,2,up\nb"),
        Change("a correction's reference and author", corrections, "r,x", "s,y"),
        Change("a review's reason and author", "reviews.csv", "ok,x", "fine,y"),
        Change("the note of a term", terms, "Spring", "Lent"),
        Change("the name of a bank holiday", "bank_holidays.csv", "Jubilee", "Feast"),
    ]

    private static let respelled = [
        Change(
            "a correction for a time in which the device stood nowhere", corrections, "aq-2,",
            "aq-3,no2,linear,2,0,2026-03-02,,,\naq-2,"),
        Change("false for nothing", "boroughs.csv", "London,,,\n", "London,,,false\n"),
        Change("the default, written out", sensor, "M1,,", "M1,indicative,"),
        Change("another spelling of an instant", sensor, "2026-03-02\n", "2026-03-02T01:00:00+01:00\n"),
        Change("the default EVSE, written out", point, "1,,GB", "1,cp-1-1,GB"),
        Change("the default kind of days, written out", terms, "westminster,,,", "westminster,,term,"),
        Change("the last day of one day, written out", terms, "2026-02-23,,", "2026-02-23,2026-02-23,"),
        Change("another spelling of a time", schoolWindows, "08:00", "8:00:00"),
    ]

    @Test("what people read only touches nothing", arguments: readOnly)
    func untouched(change: Change) throws {
        let old = try Self.tables()
        let new = try Self.tables(change.file, change.old, change.new)
        #expect(old != new)
        #expect(RegistryDifference(from: old, to: new).isEmpty)
        #expect(old.canonicalText == new.canonicalText)
    }

    @Test("what changes nothing, or is the same in other words, touches nothing", arguments: respelled)
    func same(change: Change) throws {
        let old = try Self.tables()
        let new = try Self.tables(change.file, change.old, change.new)
        #expect(RegistryDifference(from: old, to: new).isEmpty)
        #expect(old.canonicalText == new.canonicalText)
    }

    @Test(
        "another route touches everything, and so does another order of routes",
        arguments: [
            ("a/+,camden,plain,2,\n", ""), ("a/+,camden", "a/+,westminster"), ("camden,plain,2", "camden,plain,1"),
            ("camden,plain", "camden,ngsi-ld"), ("a/+", "a/#"),
            ("a/+,camden,plain,2,\nb/+,camden,plain,2,\n", "b/+,camden,plain,2,\na/+,camden,plain,2,\n"),
        ])
    func routes(old: String, new: String) throws {
        let before = try Self.tables()
        let after = try Self.tables("routes.csv", old, new)
        let difference = RegistryDifference(from: before, to: after)
        #expect(difference.all && !difference.isEmpty && difference.touched.isEmpty)
        #expect(before.canonicalText != after.canonicalText)
    }

    @Test("rows in another order touch nothing, though the text tells the order")
    func order() throws {
        let old = try Self.tables()
        let row = "aq-3,st-mary,plain,60,,,,,,,2026-03-02\n"
        let header = "device,site,dialect,period_s,stamp,model,class,quantities,clock,from,to\n"
        let sorted = header + row + (Self.files[Self.sensor] ?? "").dropFirst(header.count).dropLast(row.count)
        let new = try Self.tables(Self.sensor, Self.files[Self.sensor] ?? "", sorted)
        #expect(RegistryDifference(from: old, to: new).isEmpty)
        #expect(old.canonicalText != new.canonicalText)
    }

    @Test("a review cut in two at any instant says the same")
    func cut() throws {
        let new = try Self.tables(
            "reviews.csv", "aq-2,,2026-01-01,2026-02-01,ratified,ok,x\n",
            "aq-2,,2026-01-01,2026-01-07,ratified,ok,x\naq-2,,2026-01-07,2026-02-01,ratified,ok,y\n")
        #expect(RegistryDifference(from: try Self.tables(), to: new).isEmpty)
    }

    @Test("a new name is recognised, at all times; a new borough alone touches no figure")
    func recognised() throws {
        let old = try Self.tables()
        #expect(RegistryDifference(from: old, to: old).isEmpty)
        let named = RegistryDifference(
            from: old,
            to: try Self.tables(Self.sensor, "aq-2,", "aq-4,st-mary,plain,60,,,,,,2026-05-01,\naq-2,"))
        #expect(named.recognised == [.init(borough: "westminster", family: .air, device: "aq-4")])
        #expect(named.boroughs.isEmpty)
        let borough = RegistryDifference(
            from: try Self.tables("boroughs.csv", "camden,", "brent,,UTC,,,\ncamden,"), to: old)
        #expect(borough.boroughs == ["brent"] && borough.touched.isEmpty && borough.recognised.isEmpty)
        #expect(!borough.isEmpty && !borough.all)
        // A row more for a name that the borough knows already.
        let known = RegistryDifference(from: old, to: try Self.tables(Self.sensor, "2026-03-02,\n", "2026-04-01,\n"))
        #expect(known.recognised.isEmpty && !known.touched.isEmpty)
    }

    @Test("a charge point that changes boroughs is known to the borough of its first row")
    func owner() throws {
        let rows = ["cp-9,1,,,,st-mary,7,,,,2026-01-01\n", "cp-9,1,,,,st-anne,7,,,2026-01-01,\n"]
        let old = try Self.tables(Self.point, "cp-1,1", rows[0] + rows[1] + "cp-1,1")
        let new = try Self.tables(Self.point, "cp-1,1", rows[1] + rows[0] + "cp-1,1")
        #expect(
            Self.told(RegistryDifference(from: old, to: new).touched) == [
                "camden ev cp-9 2026-01-01..*", "westminster ev cp-9 *..2026-01-01",
            ])
    }
}
