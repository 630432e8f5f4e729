import Readings
import Tables
import Testing

@Suite("Partitions")
struct PartitionTests {
    private func partition(_ dataset: Dataset, _ instant: String) throws -> Partition {
        Partition(dataset, area: "sim-borough", holding: try #require(Instant(iso8601: instant)))
    }

    @Test(
        "a partition's path is the design's, and its span the hour, day or month",
        arguments: [
            (
                .airHour, "2026-03-02T08:30:00Z",
                "air/hour/area=sim-borough/day=2026-03-02/air-hour_sim-borough_2026-03-02.csv",
                "2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z"
            ),
            (
                .airHour, "2026-03-02T23:59:59.999999Z",
                "air/hour/area=sim-borough/day=2026-03-02/air-hour_sim-borough_2026-03-02.csv",
                "2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z"
            ),
            (
                .airMinute, "2026-03-02T08:30:00Z",
                "air/minute/area=sim-borough/day=2026-03-02/in_hour=08/air-minute_sim-borough_2026-03-02T08.csv",
                "2026-03-02T08:00:00Z", "2026-03-02T09:00:00Z"
            ),
            (
                .airQuarterHour, "2026-03-02T23:45:00Z",
                "air/quarter-hour/area=sim-borough/day=2026-03-02/in_hour=23/air-quarter-hour_sim-borough_2026-03-02T23.csv",
                "2026-03-02T23:00:00Z", "2026-03-03T00:00:00Z"
            ),
            (
                .airRunning, "2024-02-29T12:00:00Z",
                "air/running/area=sim-borough/day=2024-02-29/air-running_sim-borough_2024-02-29.csv",
                "2024-02-29T00:00:00Z", "2024-03-01T00:00:00Z"
            ),
            (
                .airIndex, "2026-12-31T23:00:00Z",
                "air/index/area=sim-borough/day=2026-12-31/air-index_sim-borough_2026-12-31.csv",
                "2026-12-31T00:00:00Z", "2027-01-01T00:00:00Z"
            ),
            (
                .airSchoolDay, "2026-10-24T23:30:00Z",
                "air/school-day/area=sim-borough/day=2026-10-24/air-school-day_sim-borough_2026-10-24.csv",
                "2026-10-24T00:00:00Z", "2026-10-25T00:00:00Z"
            ),
            (
                .airDay, "2024-02-29T00:00:00Z",
                "air/day/area=sim-borough/in_month=2024-02/air-day_sim-borough_2024-02.csv",
                "2024-02-01T00:00:00Z", "2024-03-01T00:00:00Z"
            ),
            (
                .airDay, "2026-12-31T23:59:59Z",
                "air/day/area=sim-borough/in_month=2026-12/air-day_sim-borough_2026-12.csv",
                "2026-12-01T00:00:00Z", "2027-01-01T00:00:00Z"
            ),
            (
                .chargingDay, "2026-01-01T00:00:00Z",
                "charging/day/area=sim-borough/in_month=2026-01/charging-day_sim-borough_2026-01.csv",
                "2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z"
            ),
            (
                .chargingHour, "2026-03-02T00:00:00Z",
                "charging/hour/area=sim-borough/day=2026-03-02/charging-hour_sim-borough_2026-03-02.csv",
                "2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z"
            ),
            (
                .chargingSession, "2026-03-02T00:00:00Z",
                "charging/session/area=sim-borough/day=2026-03-02/charging-session_sim-borough_2026-03-02.csv",
                "2026-03-02T00:00:00Z", "2026-03-03T00:00:00Z"
            ),
            (
                .airMinute, "1969-12-31T22:30:00Z",
                "air/minute/area=sim-borough/day=1969-12-31/in_hour=22/air-minute_sim-borough_1969-12-31T22.csv",
                "1969-12-31T22:00:00Z", "1969-12-31T23:00:00Z"
            ),
            (
                .airHour, "1969-12-31T23:00:00Z",
                "air/hour/area=sim-borough/day=1969-12-31/air-hour_sim-borough_1969-12-31.csv",
                "1969-12-31T00:00:00Z", "1970-01-01T00:00:00Z"
            ),
            (
                .airDay, "1969-12-31T23:00:00Z",
                "air/day/area=sim-borough/in_month=1969-12/air-day_sim-borough_1969-12.csv",
                "1969-12-01T00:00:00Z", "1970-01-01T00:00:00Z"
            ),
        ] as [(Dataset, String, String, String, String)])
    func places(dataset: Dataset, instant: String, path: String, start: String, end: String) throws {
        let partition = try partition(dataset, instant)
        #expect(partition.path == "summaries/" + path)
        #expect(partition.span.lowerBound.iso8601 == start)
        #expect(partition.span.upperBound.iso8601 == end)
    }

    @Test("the next partition begins where one ends", arguments: Dataset.allCases)
    func next(dataset: Dataset) throws {
        for instant in ["2026-12-31T23:30:00Z", "2024-02-28T23:30:00Z", "1969-12-31T23:30:00Z"] {
            let partition = try partition(dataset, instant)
            #expect(partition.next.span.lowerBound == partition.span.upperBound)
            #expect(Partition(dataset, area: "sim-borough", holding: partition.span.upperBound) == partition.next)
        }
    }

    @Test("partitions are written in the order of dataset, area and time")
    func order() throws {
        let early = try partition(.airHour, "2026-03-02T00:00:00Z")
        let late = try partition(.airHour, "2026-03-03T00:00:00Z")
        var other = early
        other.area = "another-borough"
        let charging = try partition(.chargingHour, "2020-01-01T00:00:00Z")
        #expect([charging, late, early, other].sorted() == [other, early, late, charging])
    }
}
