import Charging
import Readings
import SeededRandom
import Testing

@Suite("Status of an EVSE with several connectors")
struct EVSEStatusTests {
    private static let midnight = CivilDate(year: 2026, month: 7, day: 1).startUTC

    private static func minute(_ minute: Int) -> Instant {
        midnight.advanced(byMicroseconds: Int64(minute) * Microseconds.minute)
    }

    private static let hour = minute(0)..<minute(60)

    private static func whole(_ status: OCPIStatus) -> ConnectorStatuses {
        ConnectorStatuses(validity: [hour], spans: [StatusSpan(start: minute(0), end: minute(60), status: status)])
    }

    @Test(
        "in use if any connector is, else the best of them",
        arguments: [
            (OCPIStatus.charging, OCPIStatus.available, OCPIStatus.charging), (.charging, .outOfOrder, .charging),
            (.outOfOrder, .available, .available), (.inoperative, .reserved, .reserved),
            (.blocked, .available, .available),
            (.blocked, .outOfOrder, .blocked), (.unknown, .available, .available),
            // It may well work.
            (.unknown, .outOfOrder, .unknown), (.outOfOrder, .inoperative, .inoperative),
            // What is not part of the network takes no part.
            (.removed, .outOfOrder, .outOfOrder), (.planned, .removed, .planned),
        ])
    func best(one: OCPIStatus, other: OCPIStatus, expected: OCPIStatus) {
        for pair in [[one, other], [other, one]] {
            #expect(evseStatus(of: pair.map(Self.whole), in: Self.hour).map(\.status) == [expected])
        }
    }

    @Test("nothing told is unknown, nothing there is no time")
    func gaps() {
        let silent = ConnectorStatuses(validity: [Self.minute(10)..<Self.minute(20)], spans: [])
        #expect(
            evseStatus(of: [silent], in: Self.hour) == [
                StatusSpan(start: Self.minute(10), end: Self.minute(20), status: .unknown, evidence: .none)
            ])
        #expect(evseStatus(of: [], in: Self.hour).isEmpty)
        #expect(evseStatus(of: [silent], in: Self.minute(30)..<Self.minute(40)).isEmpty)
    }

    @Test("minute by minute, the status is the best of what each connector is then")
    func everyMinute() {
        for seed in 1...UInt64(50) {
            var random = SplitMix64(seed: seed)
            let connectors = (0..<1 + random.below(3)).map { _ in Self.connector(&random) }
            let window = Self.minute(random.below(20))..<Self.minute(100 + random.below(20))
            let spans = evseStatus(of: connectors, in: window)
            for minute in 0..<130 {
                let instant = Self.minute(minute)
                let told = connectors.filter { $0.validity.contains { $0.contains(instant) } }.map { connector in
                    connector.spans.first { $0.range.contains(instant) }?.status ?? .unknown
                }
                let best = Self.order.first { told.contains($0) }
                let found = spans.first { $0.range.contains(instant) }?.status
                #expect(found == (window.contains(instant) ? best : nil), "seed \(seed), minute \(minute)")
            }
            for (left, right) in zip(spans, spans.dropFirst()) {
                #expect(left.end < right.start || left.status != right.status, "seed \(seed)")
            }
        }
    }

    private static let order: [OCPIStatus] = [
        .charging, .available, .reserved, .blocked, .unknown, .inoperative, .outOfOrder, .planned, .removed,
    ]

    private static func connector(_ random: inout SplitMix64) -> ConnectorStatuses {
        var spans: [StatusSpan] = []
        var start = random.below(30)
        while start < 120 {
            let end = start + 1 + random.below(20)
            if random.below(4) > 0 {
                spans.append(
                    StatusSpan(start: minute(start), end: minute(end), status: order[random.below(order.count)]))
            }
            start = end
        }
        let from = random.below(40)
        return ConnectorStatuses(
            validity: [minute(from)..<minute(from + 30), minute(from + 50)..<minute(from + 90)], spans: spans)
    }
}
