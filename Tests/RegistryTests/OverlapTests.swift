import Registry
import Readings
import Testing

@Suite("Spans in which a row holds")
struct OverlapTests {
    private func sensors(_ spans: [String]) -> ParsedRegistry {
        let rows = spans.map { "aq-1,st-mary,plain,60,\($0)\n" }.joined()
        return SampleRegistry.parse(["air_sensors.csv": "device,site,dialect,period_s,from,to\n" + rows])
    }

    @Test(
        "rows of one device may follow each other, with gaps, in any order",
        arguments: [
            [",2026-03-02", "2026-03-02,"],
            ["2026-03-02,", ",2026-01-01"],
            ["2026-02-01,2026-03-01", "2026-01-01,2026-02-01", "2026-03-01T00:00:00Z,2026-04-01"],
        ])
    func disjoint(spans: [String]) {
        #expect(sensors(spans).problems.isEmpty)
    }

    @Test(
        "rows of one device that hold at the same time are a problem of the later line",
        arguments: [
            (
                [",", ","],
                [
                    "air_sensors.csv:3: column device: found \"aq-1\" a second time, first on line 2; expected one row at "
                        + "a time for each device. Delete one of the two rows, or let one end (to) before the other "
                        + "begins (from)."
                ]
            ),
            (
                ["2026-03-01,", ",2026-03-02"],
                [
                    "air_sensors.csv:3: column device: found \"aq-1\" from no start to 2026-03-02T00:00:00Z, while line 2 "
                        + "has it from 2026-03-01T00:00:00Z to no end; expected one row at a time for each device. Let "
                        + "the one end (to) when the other begins (from); to is the first instant behind the end."
                ]
            ),
            (
                ["2026-01-01,2026-12-01", "2026-02-01,2026-03-01", "2026-04-01T02:00:00+01:00,2027-01-01"],
                [
                    "air_sensors.csv:3: column device: found \"aq-1\" from 2026-02-01T00:00:00Z to 2026-03-01T00:00:00Z, "
                        + "while line 2 has it from 2026-01-01T00:00:00Z to 2026-12-01T00:00:00Z; expected one row at a "
                        + "time for each device. Let the one end (to) when the other begins (from); to is the first "
                        + "instant behind the end.",
                    "air_sensors.csv:4: column device: found \"aq-1\" from 2026-04-01T01:00:00Z to 2027-01-01T00:00:00Z, "
                        + "while line 2 has it from 2026-01-01T00:00:00Z to 2026-12-01T00:00:00Z; expected one row at a "
                        + "time for each device. Let the one end (to) when the other begins (from); to is the first "
                        + "instant behind the end.",
                ]
            ),
        ])
    func overlapping(spans: [String], messages: [String]) {
        #expect(sensors(spans).problems.map(\.description) == messages)
    }

    @Test("a device has the row, the site and the borough of the instant")
    func lookUp() throws {
        let parsed = SampleRegistry.parse([
            "boroughs.csv": "borough,timezone\nwestminster,Europe/London\ncamden,Europe/London\n",
            "sites.csv": "site,kind,borough\nst-mary,school,westminster\nmain-road,station,camden\n",
            "air_sensors.csv": "device,site,dialect,period_s,from,to\n"
                + "aq-1,main-road,plain,60,2026-03-02,2026-06-01\naq-1,st-mary,plain,60,,2026-03-02\n",
        ])
        let tables = try #require(parsed.tables)
        func owner(_ stamp: String) throws -> String? {
            tables.borough(of: "aq-1", .air, at: try #require(Instant(iso8601: stamp)))?.borough
        }
        #expect(try owner("2026-03-01T23:59:59.999999Z") == "westminster")
        #expect(try owner("2026-03-02T00:00:00Z") == "camden")
        #expect(try owner("2026-06-01T00:00:00Z") == nil)
        #expect(tables.airSensors("aq-1").map(\.site) == ["st-mary", "main-road"])
        #expect(
            tables.borough(of: "cp-1", .ev, at: try #require(Instant(iso8601: "2026-03-02T00:00:00Z")))?.name
                == "camden")
        #expect(tables.borough(of: "cp-1", .air, at: try #require(Instant(iso8601: "2026-03-02T00:00:00Z"))) == nil)
    }

    @Test("a connector may change hands; a charge point in two boroughs at once is a problem")
    func connectors() {
        let header = "charge_point,connector,site,rated_kw,from,to\n"
        let boroughs = "borough,timezone\nwestminster,Europe/London\ncamden,Europe/London\n"
        let sites = "site,kind,borough\nst-mary,school,westminster\nmain-road,station,camden\n"
        func problems(_ rows: String) -> [String] {
            SampleRegistry.parse(["boroughs.csv": boroughs, "sites.csv": sites, "charge_points.csv": header + rows])
                .problems.map(\.description)
        }
        #expect(problems("cp-1,1,main-road,7,,2026-03-02\ncp-1,1,st-mary,22,2026-03-02,\n").isEmpty)
        #expect(
            problems("cp-1,1,main-road,7,,\ncp-1,1,main-road,7,,\n") == [
                "charge_points.csv:3: column connector: found \"cp-1 1\" a second time, first on line 2; expected one row "
                    + "at a time for each connector of a charge point. Delete one of the two rows, or let one end (to) "
                    + "before the other begins (from)."
            ])
        #expect(
            problems("cp-1,1,main-road,7,,\ncp-1,2,st-mary,7,,\n") == [
                "charge_points.csv:3: column site: found charge point \"cp-1\" in borough \"westminster\", on line 2 in "
                    + "\"camden\"; expected each charge point in one borough at a time. Give one of the two another "
                    + "name, or correct the borough."
            ])
    }
}
