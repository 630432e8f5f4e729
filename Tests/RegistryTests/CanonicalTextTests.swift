import Readings
import Registry
import Testing

@Suite("The text of what figures depend on")
struct CanonicalTextTests {
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
        var testDescription: String { what }

        init(_ what: String, _ file: String, _ old: String, _ new: String) {
            self.what = what
            self.file = file
            self.old = old
            self.new = new
        }
    }

    private static let sensor = "air_sensors.csv"
    private static let sensorChanges = [
        Change("the period", sensor, "aq-1,st-mary,plain,60", "aq-1,st-mary,plain,30"),
        Change("the dialect", sensor, "st-mary,plain", "st-mary,ngsi-ld"),
        Change("the stamp", sensor, "60,end", "60,start"),
        Change("the class", sensor, "M1,,", "M1,reference,"),
        Change("the quantities", sensor, "no2 o3", "no2"),
        Change("the clock", sensor, "o3,,,", "o3,-3600,,"),
        // Its correction of February moves with it.
        Change("the site, in another borough", sensor, "aq-1,st-mary", "aq-1,st-anne"),
        Change("an earlier end", sensor, "2026-03-02\n", "2026-03-01T12:00:00Z\n"),
        Change("a later start", sensor, "2026-03-02,\n", "2026-03-03,\n"),
        Change("a row less", sensor, "aq-1,st-anne,plain,60,,,,,,2026-03-02,\n", ""),
        Change("a row more", sensor, "aq-2,", "aq-4,st-mary,plain,60,,,,,,2026-05-01,2026-06-01\naq-2,"),
    ]

    private static let point = "charge_points.csv"
    private static let pointChanges = [
        Change("the EVSE", point, "1,,GB", "1,e1,GB"),
        // Payloads of OCPI name EVSEs by it.
        Change("the EVSE's public identifier", point, "GB*1", "GB*2"),
        Change("the rating", point, "st-mary,7,ac", "st-mary,22,ac"),
        Change("the operator", point, "acme", "\"acme, ltd\""),
        Change("an end", point, "acme,2026-01-01,", "acme,2026-01-01,2026-02-01"),
        Change("a start", point, "7,,,,", "7,,,2026-02-01,"),
        Change("a connector more", point, "cp-1,2", "cp-1,3,,,,st-mary,7,,,2025-01-01,2025-02-01\ncp-1,2"),
    ]

    private static let placeChanges = [
        Change("a site's borough", "sites.csv", "school,westminster", "school,camden"),
        Change("a borough's time zone", "boroughs.csv", "westminster,,Europe/London", "westminster,,UTC"),
        Change("that a borough is simulated", "boroughs.csv", "London,,,\ncamden", "London,,,true\ncamden"),
    ]

    private static let terms = "school_terms.csv"
    private static let schoolWindows = "school_windows.csv"
    private static let schoolChanges = [
        Change("that a site is a school", "sites.csv", "Mary,school", "Mary,station"),
        Change("that a site is no traffic station", "sites.csv", "roadside", "background"),
        Change("the URN", "sites.csv", "101", "102"),
        Change("a term's last day", terms, "2026-02-13", "2026-02-12"),
        // Before there was a term of the school year, its other days were unknown.
        Change("the first term of a school year", terms, "2026-01-05,2026-02-13", "2024-09-02,2024-10-01"),
        Change("an INSET day that becomes a closure", terms, "inset", "closed"),
        // Of the other borough's school nothing is listed here, so it has these windows from the borough.
        Change("a window's end", schoolWindows, "09:15", "09:30"),
        Change("a bank holiday of all boroughs", "bank_holidays.csv", "2026-02-25", "2026-02-26"),
        Change("a bank holiday of one borough", "bank_holidays.csv", "camden,ordinary", "camden,holiday"),
    ]

    private static let corrections = "corrections.csv"
    private static let judgementChanges = [
        // In both boroughs where the device stood meanwhile.
        Change("a slope", corrections, "0.8,1", "0.81,1"),
        Change("an offset", corrections, "0.8,1", "0.8,-1"),
        Change("a corrected quantity", corrections, "aq-1,no2", "aq-1,pm10"),
        // The rows say since when the correction holds.
        Change("a correction's start", corrections, "2026-02-01", "2026-02-10"),
        Change("a correction's end", corrections, "2026-04-01", "2026-03-10"),
        Change("a correction's end", corrections, "2,0,,,", "2,0,,2026-01-01,"),
        Change("a correction less", corrections, "aq-2,o3,linear,2,0,,,,\n", ""),
        Change("a correction more", corrections, "aq-2,", "aq-2,no,linear,2,0,2026-01-01,2026-01-02,,\naq-2,"),
        Change("a review's action", "reviews.csv", "ratified", "suspect"),
        Change("a review's quantity", "reviews.csv", "aq-2,o3", "aq-2,no2"),
        Change("a review's ends", "reviews.csv", "2026-01-10,2026-01-11", "2026-01-09,2026-01-12"),
        Change("a review more", "reviews.csv", "aq-2,o3", "aq-1,,2026-03-01,2026-03-03,suspect,bus stop,x\naq-2,o3"),
    ]

    @Test(
        "what shows in rows shows in the text",
        arguments: sensorChanges + pointChanges + placeChanges + schoolChanges + judgementChanges)
    func changed(change: Change) throws {
        #expect(try Self.tables().canonicalText != Self.tables(change.file, change.old, change.new).canonicalText)
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

    @Test("what people read only is not in the text", arguments: readOnly)
    func untouched(change: Change) throws {
        let old = try Self.tables()
        let new = try Self.tables(change.file, change.old, change.new)
        #expect(old != new)
        #expect(old.canonicalText == new.canonicalText)
    }

    @Test("what changes nothing, or is the same in other words, gives the same text", arguments: respelled)
    func same(change: Change) throws {
        let old = try Self.tables()
        let new = try Self.tables(change.file, change.old, change.new)
        #expect(old.canonicalText == new.canonicalText)
    }

    @Test(
        "another route is in the text, and so is another order of routes",
        arguments: [
            ("a/+,camden,plain,2,\n", ""), ("a/+,camden", "a/+,westminster"), ("camden,plain,2", "camden,plain,1"),
            ("camden,plain", "camden,ngsi-ld"), ("a/+", "a/#"),
            ("a/+,camden,plain,2,\nb/+,camden,plain,2,\n", "b/+,camden,plain,2,\na/+,camden,plain,2,\n"),
        ])
    func routes(old: String, new: String) throws {
        let before = try Self.tables()
        let after = try Self.tables("routes.csv", old, new)
        #expect(before.canonicalText != after.canonicalText)
    }

    @Test("the text tells the order of rows")
    func order() throws {
        let old = try Self.tables()
        let row = "aq-3,st-mary,plain,60,,,,,,,2026-03-02\n"
        let header = "device,site,dialect,period_s,stamp,model,class,quantities,clock,from,to\n"
        let sorted = header + row + (Self.files[Self.sensor] ?? "").dropFirst(header.count).dropLast(row.count)
        let new = try Self.tables(Self.sensor, Self.files[Self.sensor] ?? "", sorted)
        #expect(old.canonicalText != new.canonicalText)
    }
}
