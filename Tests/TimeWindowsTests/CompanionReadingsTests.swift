import Readings
import Testing
import TimeWindows

@Suite("The reading of another quantity that belongs to a reading")
struct CompanionReadingsTests {
    private static func hour(_ number: Int64, _ rows: [(seconds: Int64, lasting: Int64, humidity: Int64)]) -> DeviceHour
    {
        let start = Instant(microseconds: (492_000 + number) * Microseconds.hour)
        var hour = DeviceHour(start: start, intervalLength: 1, firstDelay: 0, expectedRows: 1, expectedColumns: 1)
        for row in rows {
            let at = start.advanced(byMicroseconds: row.seconds * Microseconds.second)
            var tally = CopyTally()
            _ = hour.insert(
                .init(
                    intervalStart: at, intervalLength: row.lasting * Microseconds.second,
                    received: at.advanced(byMicroseconds: 1), flags: []),
                [Sample(quantity: .humidity, value: Millionths(row.humidity), stamp: nil)], tally: &tally)
        }
        return hour
    }

    /// Humidities of 1, 2, ... in turn; 30 s is one period.
    private static let companions = CompanionReadings(
        of: .humidity, before: hour(-1, [(3500, 10, 1), (3590, 10, 2)]),
        hour(0, [(20, 10, 3), (100, 60, 5), (100, 10, 4), (160, 10, 6), (3595, 10, 7)]),
        after: hour(1, [(15, 10, 8), (100, 10, 9)]), within: 30 * Microseconds.second)

    @Test(
        "the nearest start within the period, of two as near the earlier, of two that begin together the shorter",
        arguments: [
            // The hour before ends with 2, ten seconds before the start.
            (0, 2), (4, 2), (5, 2), (6, 3), (20, 3), (50, 3), (51, nil), (69, nil), (70, 4), (100, 4), (130, 4),
            (131, 6), (190, 6), (191, nil), (3565, 7), (3564, nil), (3599, 7), (3605, 7), (3606, 8),
        ] as [(Int64, Int64?)])
    func nearest(seconds: Int64, humidity: Int64?) {
        #expect(Self.companions.nearest(to: seconds * Microseconds.second)?.count == humidity)
    }

    @Test("without the quantity there is none, and nothing is nearer than no distance")
    func none() {
        let hour = Self.hour(0, [(20, 10, 3)])
        let no = CompanionReadings(of: .temperature, before: nil, hour, after: nil, within: .max)
        #expect(no.nearest(to: 20) == nil)
        let exact = CompanionReadings(of: .humidity, before: nil, hour, after: nil, within: 0)
        #expect(exact.nearest(to: 20 * Microseconds.second)?.count == 3)
        #expect(exact.nearest(to: 20 * Microseconds.second + 1) == nil)
    }
}
