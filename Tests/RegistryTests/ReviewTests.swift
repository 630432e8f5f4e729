import Readings
import Registry
import Testing

@Suite("Reviews")
struct ReviewTests {
    private static let header = "device,quantity,from,to,action,reason,by\n"

    private static func parse(_ rows: String) -> ParsedRegistry {
        SampleRegistry.parse(["reviews.csv": header + rows])
    }

    @Test("every column is read; without a quantity a row is about all of them")
    func everyColumn() throws {
        let parsed = Self.parse(
            "aq-1,no2,2026-03-02T08:00:00Z,2026-03-02T09:00:00Z,Invalid,\"fire brigade, exercise\",A. Analyst\n"
                + "aq-1,,2026-01-01,,ratified,,\n")
        #expect(parsed.problems.map(\.description) == [] && parsed.notes.isEmpty)
        let tables = try #require(parsed.tables)
        let year = try #require(Instant(iso8601: "2026-01-01T00:00:00Z"))
        let eight = try #require(Instant(iso8601: "2026-03-02T08:00:00Z"))
        #expect(
            tables.reviews(of: "aq-1") == [
                Review(device: "aq-1", validFrom: year, action: .ratified),
                Review(
                    device: "aq-1", quantity: .no2, validFrom: eight,
                    validTo: eight.advanced(byMicroseconds: Microseconds.hour), action: .invalid,
                    reason: "fire brigade, exercise", by: "A. Analyst"),
            ])
        #expect(tables.reviews(of: "aq-2").isEmpty)
        #expect(SampleRegistry.parse().tables?.reviews == [])
    }

    @Test(
        "each mistake gets one message that says where, what, what else and what to do",
        arguments: [
            (
                "aq-l,,2026-03-02,,ratified,,",
                "column device: found \"aq-l\"; expected a device of air_sensors.csv. Write \"aq-1\" (did you mean it?)."
            ),
            (
                "aq-1,pm25,2026-03-02,,ratified,,",
                "column quantity: found \"pm25\"; expected no2, no, nox, o3, so2, pm1, pm2_5, pm4, pm10, co, co2, "
                    + "temperature, humidity, pressure, wind_speed or wind_direction. "
                    + "Write \"pm2_5\" (did you mean it?)."
            ),
            (
                "aq-1,,,,invalid,spider,",
                "column from: found nothing; expected the first day or instant that was reviewed. Fill in the cell, or "
                    + "delete the row."
            ),
            (
                "aq-1,,2026-03-02,,invald,spider,",
                "column action: found \"invald\"; expected ratified, suspect or invalid. "
                    + "Write \"invalid\" (did you mean it?)."
            ),
            (
                "aq-1,,2026-03-02,,,spider,",
                "column action: found nothing; expected ratified, suspect or invalid. Fill in the cell, or delete the row."
            ),
            (
                "aq-1,,2026-03-02,,suspect,,",
                "column reason: found nothing; expected why the readings are suspect. Fill in the cell, or delete the row."
            ),
        ])
    func message(row: String, message: String) {
        let parsed = Self.parse(row + "\n")
        #expect(parsed.problems.map(\.description) == ["reviews.csv:2: " + message])
        #expect(parsed.tables == nil)
    }

    @Test("a charge point cannot be reviewed, and a time without a site is noted")
    func otherDevices() {
        #expect(Self.parse("cp-1,,2026-03-02,,ratified,,\n").problems.map(\.found) == ["\"cp-1\""])
        let parsed = SampleRegistry.parse([
            "air_sensors.csv": "device,site,dialect,period_s,from,to\naq-1,st-mary,plain,60,,2026-03-02\n",
            "reviews.csv": Self.header + "aq-1,,2026-03-02,,ratified,,\n",
        ])
        #expect(parsed.notes.map { "\($0.file):\($0.line ?? 0)" } == ["reviews.csv:2"])
    }

    /// Minutes after midnight of 2 March 2026; nil for no end.
    private static func review(
        _ from: Int64, _ to: Int64?, _ action: Review.Action, _ quantity: Quantity? = nil
    ) -> Review {
        Review(device: "aq-1", quantity: quantity, validFrom: minute(from), validTo: to.map(minute), action: action)
    }

    private static func minute(_ minutes: Int64) -> Instant {
        CivilDate(year: 2026, month: 3, day: 2).startUTC.advanced(byMicroseconds: minutes * Microseconds.minute)
    }

    @Test("where rows overlap the strongest holds: invalid, then suspect, then ratified")
    func strongest() {
        let reviews = [
            Self.review(0, nil, .ratified), Self.review(60, 120, .suspect, .no2), Self.review(90, 100, .invalid),
        ]
        let table: [(Int64, Quantity, Review.Action?)] = [
            (-1, .no2, nil), (0, .no2, .ratified), (59, .no2, .ratified), (60, .no2, .suspect), (60, .o3, .ratified),
            (90, .no2, .invalid), (90, .o3, .invalid), (100, .no2, .suspect), (120, .no2, .ratified),
        ]
        for (minute, quantity, action) in table {
            #expect(
                reviews.action(on: quantity, observedAt: Self.minute(minute)) == action, "\(minute) \(quantity)")
            #expect(
                Array(reviews.reversed()).action(on: quantity, observedAt: Self.minute(minute)) == action,
                "\(minute) \(quantity)")
        }
    }

    /// Of the hour from 60 to 120 minutes.
    private static let hours: [(reviews: [Review], status: Review.Action?)] = [
        ([], nil),
        ([review(60, 120, .ratified)], .ratified),
        ([review(0, nil, .ratified)], .ratified),
        ([review(60, 119, .ratified)], nil),
        ([review(61, 120, .ratified)], nil),
        ([review(0, 90, .ratified), review(90, 120, .ratified)], .ratified),
        ([review(0, 90, .ratified), review(91, 120, .ratified)], nil),
        ([review(60, 120, .ratified, .o3)], nil),
        ([review(0, 60, .suspect), review(120, 180, .invalid)], nil),
        ([review(70, 71, .suspect)], .suspect),
        ([review(0, nil, .ratified), review(70, 71, .suspect)], .suspect),
        // Half invalid: the rest is not reviewed, ratified, suspect, or invalid by another row.
        ([review(60, 90, .invalid)], nil),
        ([review(60, 90, .invalid), review(0, nil, .ratified)], .ratified),
        ([review(60, 90, .invalid), review(90, 120, .suspect)], .suspect),
        ([review(60, 90, .invalid), review(80, 120, .invalid, .no2)], .invalid),
        ([review(60, 120, .invalid), review(60, 120, .suspect)], .invalid),
        // The suspect part is invalid too, so it is in no figure.
        ([review(60, 90, .invalid), review(60, 80, .suspect), review(0, nil, .ratified)], .ratified),
    ]

    @Test("a window's status follows from the parts that are not invalid", arguments: hours.indices)
    func status(index: Int) {
        let (reviews, status) = Self.hours[index]
        let window = Self.minute(60)..<Self.minute(120)
        #expect(reviews.status(of: .no2, in: window) == status)
        #expect(Array(reviews.reversed()).status(of: .no2, in: window) == status)
    }
}
