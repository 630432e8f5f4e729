import Registry
import Testing

@Suite("Mistakes in the registry")
struct MistakeTests {
    struct Mistake: Sendable, CustomTestStringConvertible {
        var file: String
        var text: String?
        var message: String
        var testDescription: String { message }

        init(_ file: String, _ text: String?, _ message: String) {
            self.file = file
            self.text = text
            self.message = message
        }
    }

    @Test("each mistake gets one message that says where, what, what else and what to do", arguments: mistakes)
    func message(mistake: Mistake) {
        let parsed = SampleRegistry.parse([mistake.file: mistake.text])
        #expect(parsed.problems.map(\.description) == [mistake.message])
        #expect(parsed.tables == nil)
    }

    private static let boroughHeader = "borough,timezone,simulated\n"
    private static let siteHeader =
        "site,kind,borough,latitude,longitude,environment,comparator,grace_min\nst-mary,school,westminster,,,,,\n"
    private static let sensorHeader = "device,site,dialect,period_s,stamp,class,quantities,clock,from,to\n"
    private static let pointHeader = "charge_point,connector,evse,site,rated_kw,current,from,to\n"
    private static let name = "a name of 1 to 64 letters, digits and . _ : * - that begins with a letter or digit"
    private static let instant =
        "a date such as 2026-03-02 (midnight UTC at its start) or a stamp such as 2026-03-02T08:00:00Z"

    /// Sites of the sample that the other files name, then one row with a mistake on line 4.
    private static func site(_ row: String, _ message: String) -> Mistake {
        Mistake("sites.csv", siteHeader + "main-road,station,westminster,,,,,\n" + row, "sites.csv:4: " + message)
    }

    private static func sensor(_ row: String, _ message: String) -> Mistake {
        Mistake("air_sensors.csv", sensorHeader + row, "air_sensors.csv:2: " + message)
    }

    private static func point(_ row: String, _ message: String) -> Mistake {
        Mistake("charge_points.csv", pointHeader + row, "charge_points.csv:2: " + message)
    }

    static let mistakes: [Mistake] =
        fileMistakes + boroughAndSiteMistakes + sensorMistakes + pointMistakes + otherMistakes

    private static let fileMistakes = [
        Mistake(
            "sites.csv", nil,
            "sites.csv: found no such file; expected one in the registry folder. Create it with the header "
                + "site,name,kind,borough,urn,latitude,longitude,environment,comparator,grace_min."),
        Mistake(
            "boroughs.csv", "",
            "boroughs.csv: found an empty file; expected a header row. Write "
                + "borough,name,timezone,gss,licence,simulated as the first line."),
        Mistake(
            "sites.csv", "\u{FEFF}site;kind;borough\r\nst-mary;school;westminster\r\n",
            "sites.csv:1: found a header row separated by semicolons; expected cells separated by commas. Save the file "
                + "with commas: Excel does so as \"CSV UTF-8 (Comma delimited)\" when the region's list separator is a "
                + "comma; LibreOffice asks for the field delimiter."),
        Mistake(
            "sites.csv", "site,kind,borough\nst-mary,school,westminster\n\"main-road,station,westminster\n",
            "sites.csv:3: found a quote that is never closed; expected each quoted cell to end with a quote. Close or "
                + "delete the quote; inside a quoted cell write two quotes for one."),
        Mistake(
            "boroughs.csv", "borough,name,timezone\nwestminster,City, of Westminster,Europe/London\n",
            "boroughs.csv:2: found 4 cells; expected 3, as in the header row. Put quotes around a text that holds a "
                + "comma, or delete the surplus cells."),
        Mistake(
            "boroughs.csv", "borough,name,timezone\nwestminster,\"City\" of,Europe/London\n",
            "boroughs.csv:2: column name: found text behind a closing quote; expected a comma or the end of the line "
                + "there. Write two quotes for a quote inside a quoted cell."),
        Mistake(
            "boroughs.csv", "borough,timezone,Timezone\nwestminster,Europe/London,UTC\n",
            "boroughs.csv:1: column timezone: found the column a second time; expected each column once. Delete or "
                + "rename one of the two columns."),
        Mistake(
            "air_sensors.csv", "device,site,dialect,perod_s\naq-1,st-mary,plain,60\naq-2,st-mary,plain,60\n",
            "air_sensors.csv:1: column period_s: found no such column; expected the columns device, site, dialect and "
                + "period_s. Rename column \"perod_s\" to \"period_s\" (did you mean it?)."),
        Mistake(
            "charge_points.csv", "charge_point,connector,site\ncp-1,1,main-road\ncp-2,1,main-road\n",
            "charge_points.csv:1: column rated_kw: found no such column; expected the columns charge_point, connector, "
                + "site and rated_kw. Add the column; its order does not matter."),
    ]

    private static let boroughAndSiteMistakes = [
        Mistake(
            "boroughs.csv", boroughHeader + "westminster,Europe/London,\nRBKC & more,Europe/London,\n",
            "boroughs.csv:3: column borough: found \"RBKC & more\"; expected a name of 1 to 64 lower-case letters, "
                + "digits and -. Write a name such as \"rbkc-more\"."),
        Mistake(
            "boroughs.csv", boroughHeader + "westminster,Europe/Londen,\n",
            "boroughs.csv:2: column timezone: found \"Europe/Londen\"; expected an IANA time zone such as Europe/London. "
                + "Write \"Europe/London\" (did you mean it?)."),
        Mistake(
            "boroughs.csv", boroughHeader + "westminster,Europe/London,ture\n",
            "boroughs.csv:2: column simulated: found \"ture\"; expected true, false, yes or no. "
                + "Write \"true\" (did you mean it?)."),
        Mistake(
            "boroughs.csv", boroughHeader + "westminster,Europe/London,\n\nwestminster,Europe/London,true\n",
            "boroughs.csv:4: column borough: found \"westminster\" a second time, first on line 2; expected each "
                + "borough once. Delete one of the two rows, or give one another name."),
        site(
            "a,schol,westminster,,,,,",
            "column kind: found \"schol\"; expected school, station, street or hub. Write \"school\" (did you mean it?)."
        ),
        site(
            "a,,westminster,,,,,",
            "column kind: found nothing; expected school, station, street or hub. Fill in the cell, or delete the row."),
        site(
            "a,hub,westminister,,,,,",
            "column borough: found \"westminister\"; expected a borough of boroughs.csv. "
                + "Write \"westminster\" (did you mean it?)."),
        site(
            "St Mary's,hub,westminster,,,,,",
            "column site: found \"St Mary's\"; expected \(name). Write a name such as \"St-Mary-s\"."),
        site(
            "main-road,hub,westminster,,,,,",
            "column site: found \"main-road\" a second time, first on line 3; expected each site once. Delete one of "
                + "the two rows, or give one another name."),
        site(
            "a,hub,westminster,91.5,0,,,",
            "column latitude: found \"91.5\"; expected degrees north from -90 to 90, such as 51.52253. "
                + "Write a number in that range."),
        site(
            "a,hub,westminster,51.5,\"-0,15\",,,",
            "column longitude: found \"-0,15\"; expected degrees east from -180 to 180, such as -0.15461. "
                + "Write a point as the decimal mark and nothing between thousands."),
        site(
            "a,hub,westminster,51.5,,,,",
            "column longitude: found nothing; expected a longitude, as there is a latitude. Fill in both cells, or "
                + "neither."),
        site(
            "a,hub,westminster,,,road side,,",
            "column environment: found \"road side\"; expected kerbside, roadside or background. "
                + "Write \"roadside\" (did you mean it?)."),
        site(
            "a,school,westminster,,,,main-raod,",
            "column comparator: found \"main-raod\"; expected a site of sites.csv. "
                + "Write \"main-road\" (did you mean it?)."),
        site(
            "a,school,westminster,,,,a,",
            "column comparator: found \"a\"; expected another site of sites.csv. A site cannot be compared with itself: "
                + "write another, or leave the cell empty."),
        site(
            "a,school,westminster,,,,main-road st-mary main-road,",
            "column comparator: found 3 sites; expected one or two sites of sites.csv, separated by a blank. Keep the "
                + "two that matter most."),
        site(
            "a,hub,westminster,,,,,-5",
            "column grace_min: found \"-5\"; expected whole minutes from 0 to 1440. Write a number in that range."),
    ]

    private static let sensorMistakes = [
        sensor(
            "=aq-1,st-mary,plain,60,,,,,,",
            "column device: found \"=aq-1\"; expected \(name). Write a name such as \"aq-1\"."),
        sensor(
            "5.07E+14,st-mary,plain,60,,,,,,",
            "column device: found \"5.07E+14\"; expected \(name). A spreadsheet has shortened a number: format the "
                + "column as text and write the name again."),
        sensor(
            "aq-1,elsewhere,plain,60,,,,,,",
            "column site: found \"elsewhere\"; expected a site of sites.csv. Add a row for it to sites.csv, or write a "
                + "name that stands there."),
        sensor(
            "aq-1,st-mary,plane,60,,,,,,",
            "column dialect: found \"plane\"; expected one of the air dialects plain or ngsi-ld. Write one of them."),
        sensor(
            "aq-1,st-mary,ocpp16,60,,,,,,",
            "column dialect: found \"ocpp16\", a dialect for ev; expected one of the air dialects plain or ngsi-ld. "
                + "Write one of them."),
        sensor(
            "aq-1,st-mary,plain,0,,,,,,",
            "column period_s: found \"0\"; expected seconds, more than 0 and at most 3600. Write a number in that "
                + "range."),
        sensor(
            "aq-1,st-mary,plain,1 min,,,,,,",
            "column period_s: found \"1 min\"; expected seconds, more than 0 and at most 3600. Write the bare number, "
                + "without sign, unit or exponent."),
        sensor(
            "aq-1,st-mary,plain,60,instnat,,,,,",
            "column stamp: found \"instnat\"; expected start, end or instant. Write \"instant\" (did you mean it?)."),
        sensor(
            "aq-1,st-mary,plain,60,,referance,,,,",
            "column class: found \"referance\"; expected reference, equivalent or indicative. "
                + "Write \"reference\" (did you mean it?)."),
        sensor(
            "aq-1,st-mary,plain,60,,,no2 pm2.5,,,",
            "column quantities: found \"pm2.5\"; expected quantities separated by blanks: no2, no, nox, o3, so2, pm1, "
                + "pm2_5, pm4, pm10, co, co2, temperature, humidity, pressure, wind_speed or wind_direction. "
                + "Write \"pm2_5\" (did you mean it?)."),
        sensor(
            "aq-1,st-mary,plain,60,,,,1 hour,,",
            "column clock: found \"1 hour\"; expected trust, arrival or the seconds to add, such as -3600. Write one of "
                + "them."),
        sensor(
            "aq-1,st-mary,plain,60,,,,,02/03/2026,",
            "column from: found \"02/03/2026\"; expected \(instant). Write \"2026-03-02\" if the day stands first; a "
                + "spreadsheet rewrites dates, so format the column as text."),
        sensor(
            "aq-1,st-mary,plain,60,,,,,,2026-03-02T08:00",
            "column to: found \"2026-03-02T08:00\"; expected \(instant). Add Z for UTC, or the distance from UTC such as "
                + "+01:00."),
        sensor(
            "aq-1,st-mary,plain,60,,,,,2026-02-30,",
            "column from: found \"2026-02-30\"; expected \(instant). Write year, month and day with hyphens."),
        sensor(
            "aq-1,st-mary,plain,60,,,,,2026-03-02,2026-03-02",
            "column to: found \"2026-03-02\"; expected an instant after from, \"2026-03-02\". Write the first day on "
                + "which the row no longer holds."),
    ]

    private static let pointMistakes = [
        point(
            "cp-1,0,,main-road,7,,,",
            "column connector: found \"0\"; expected the connector's number, from 1 to 999. Write a number in that "
                + "range."),
        point(
            "cp-1,1,,main-road,7kW,,,",
            "column rated_kw: found \"7kW\"; expected kilowatts, more than 0 and at most 5000. Write the bare number, "
                + "without sign, unit or exponent."),
        point(
            "cp-1,1,,main-road,7,three phase,,",
            "column current: found \"three phase\"; expected ac or dc. Write one of them."),
        point(
            String(repeating: "x", count: 63) + ",1,,main-road,7,,,",
            "column evse: found nothing, and 65 characters for the default \"" + String(repeating: "x", count: 60)
                + "...\"; expected a name of at most 64 characters. Write a name into the column evse."),
        Mistake(
            "charge_points.csv", pointHeader + "cp-1,1,e1,main-road,7,,,\ncp-2,1,e1,main-road,7,,,\n",
            "charge_points.csv:3: column evse: found EVSE \"e1\" in charge point \"cp-2\", on line 2 in \"cp-1\"; "
                + "expected each EVSE in one charge point at a time. Give one of the two another name, or correct the "
                + "charge point."),
    ]

    private static let otherMistakes = [
        Mistake(
            "routes.csv", "topic,borough,dialect,device\nocpp/cp/#/x,westminster,ocpp16,3\n",
            "routes.csv:2: column topic: found \"ocpp/cp/#/x\"; expected an MQTT topic filter such as ocpp/cp/+/#. Let + "
                + "and # stand alone between slashes, and # at the end."),
        Mistake(
            "routes.csv", "topic,borough,dialect,device\nocpp/cp/+,westminster,ocpp16,4\n",
            "routes.csv:2: column device: found 4; expected at most 3, as \"ocpp/cp/+\" has 3 parts. Count the parts "
                + "between the slashes from 1."),
        Mistake(
            "opening_hours.csv", "site,days,start,end\nmain-road,mon-fry,08:00,18:00\n",
            "opening_hours.csv:2: column days: found \"mon-fry\"; expected days such as mon-fri or mon wed sun, "
                + "separated by blanks. Write days with three letters; the week begins with mon."),
        Mistake(
            "opening_hours.csv", "site,days,start,end\nmain-road,,22:00,06:00\n",
            "opening_hours.csv:2: column end: found \"06:00\"; expected a time after start, \"22:00\". For hours over "
                + "midnight write two rows: one until 24:00, one from 00:00 the next day."),
        Mistake(
            "opening_hours.csv", "site,days,start,end\nmain-road,,8.30,18:00\n",
            "opening_hours.csv:2: column start: found \"8.30\"; expected a local time from 00:00 to 24:00. Write hours "
                + "and minutes, such as 08:30."),
    ]
}
