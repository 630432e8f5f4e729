import Readings
import SensorSim
import Testing

@Suite("Faults of simulated air sensors")
struct SensorFaultTests {
    /// 22 sensors that send a quarter-hour's mean, and two stations.
    private static let sensors = 22.0

    @Test("Interruptions come as often as their rates say, and every reading is sent, late, or told as lost")
    func rates() {
        var errors = AirErrors.none
        errors.outagesPerWeek = 1
        errors.outageMeanMinutes = 360
        errors.powerCutsPerYear = 52
        errors.warmUpMinutes = 30
        errors.missedReadings = 0.01
        errors.analyserGapsPerYear = 200
        let days = 28.0
        let run = ToldRun([.ngsiV2], errors, hours: Int(days) * 24)
        func expect(_ kind: InjectedFault.Kind, _ expected: Double) {
            let found = Double(run.faults.count { $0.kind == kind })
            // Four standard deviations of a Poisson number; some of the time a sensor is already cut off.
            #expect(abs(found - expected) < 4 * expected.squareRoot() + 0.06 * expected, "\(kind): \(found)")
        }
        expect(.linkOutage, Self.sensors * days / 7)
        expect(.powerCut, Self.sensors * days / 7)
        expect(.warmUp, Self.sensors * days / 7)
        let periods = Self.sensors * days * 96
        expect(.missedReading, 0.01 * periods)
        // NOx, ozone and particles at two stations.
        expect(.analyserGap, 6 * 200 * days / 365.25)
        // Periods of all sensors: measured and sent, not measured, or kept until the run was over.
        let schools = Set(
            run.measurements.filter { $0.quantity == .temperature }.map { "\($0.device) \($0.ends.microseconds)" })
        let missing = run.count(.powerCut) + run.count(.missedReading) + run.count(.lostReadings)
        #expect(Int64(schools.count) + missing == Int64(periods))
        #expect(run.count(.lateReadings) + run.count(.lostReadings) == run.count(.linkOutage))
    }

    @Test("A device without a memory loses what it measures during an outage, and the loss is told")
    func lost() {
        var errors = AirErrors.none
        errors.outagesPerWeek = 50
        errors.outageMeanMinutes = 60
        let run = ToldRun([.ttn], errors, hours: 24)
        #expect(run.count(.lateReadings) == 0)
        #expect(run.count(.lostReadings) > 100)
        #expect(run.count(.lostReadings) == run.count(.linkOutage))
        // 22 nodes, a reading each five minutes.
        let sent = Set(run.measurements.filter { $0.quantity == .pm10 }.map { "\($0.device) \($0.ends.microseconds)" })
        let stations = 2 * 24
        #expect(Int64(sent.count - stations) + run.count(.lostReadings) == 22 * 288)
    }

    @Test(
        "Clocks that were never set count from 1970, others are an hour behind or ahead, all are told with their readings"
    )
    func clocks() throws {
        var never = AirErrors.none
        never.clocksWithoutTime = 1
        let unset = ToldRun([.plain], never, hours: 2)
        let year = CivilDate(year: 1971, month: 1, day: 1).startUTC
        let stamps = unset.measurements.filter { $0.quantity == .temperature }.compactMap(\.stamp)
        #expect(stamps.allSatisfy { $0 < year } && Int64(stamps.count) == unset.count(.clock1970))
        #expect(unset.faults.count { $0.kind == .clock1970 } == 22)

        func check(_ rate: WritableKeyPath<AirErrors, Double>, _ kind: InjectedFault.Kind, by offset: Int64) throws {
            var errors = AirErrors.none
            errors[keyPath: rate] = 1
            let off = ToldRun([.plain], errors, hours: 2)
            let apart = try off.measurements.filter { $0.quantity == .temperature }.map { measurement in
                try #require(measurement.stamp).microseconds(since: measurement.ends)
            }
            // Whole milliseconds, so nothing is cut.
            #expect(Set(apart) == [offset])
            #expect(Int64(apart.count) == off.count(kind))
            #expect(Set(off.faults.map(\.kind)) == [kind] && off.faults.count == 22)
        }
        try check(\.clocksAnHourOff, .clockHour, by: -Microseconds.hour)
        try check(\.clocksAhead, .clockFuture, by: Microseconds.hour)
    }

    @Test("Clocks that are ahead leave everything else as it was")
    func ahead() {
        var errors = AirErrors.field
        errors.clocksAhead = 0
        let right = ToldRun([.plain], errors, hours: 6)
        errors.clocksAhead = 0.5
        let ahead = ToldRun([.plain], errors, hours: 6)
        let devices = Set(ahead.faults.filter { $0.kind == .clockFuture }.map(\.device))
        // Of 22 sensors half, five standard deviations of 2.3 apart at most.
        #expect(devices.count > 0 && devices.count < 22)
        func others(_ run: ToldRun) -> [InjectedFault] { run.faults.filter { !devices.contains($0.device) } }
        #expect(others(right) == others(ahead))
        #expect(right.messages.count == ahead.messages.count)
        #expect(right.measurements.map(\.emitted) == ahead.measurements.map(\.emitted))
        for (one, two) in zip(right.messages, ahead.messages) where one != two {
            #expect(
                one.topic == two.topic && devices.contains { String(decoding: one.topic, as: UTF8.self).hasSuffix($0) })
        }
    }

    @Test("Uneven periods: one in five is off by one to four seconds, the others by less, and nothing adds up")
    func jitter() {
        var errors = AirErrors.none
        errors.unevenPeriods = 0.19
        let run = ToldRun([.purpleAir], errors, hours: 12)
        var off = 0
        var total = 0
        let ends = Dictionary(grouping: run.measurements.filter { $0.quantity == .temperature }, by: \.device)
        for instants in ends.values.map({ $0.map(\.ends).sorted() }) {
            for (next, before) in zip(instants.dropFirst(), instants) {
                let distance = next.microseconds(since: before) - 120 * Microseconds.second
                #expect(abs(distance) <= 8 * Microseconds.second)
                total += 1
                if abs(distance) > Microseconds.second { off += 1 }
            }
            let first = instants[0].advanced(byMicroseconds: Int64(instants.count - 1) * 120 * Microseconds.second)
            #expect(abs(instants[instants.count - 1].microseconds(since: first)) <= 8 * Microseconds.second)
        }
        // Two ends that are off alike are rare.
        #expect(abs(Double(off) / Double(total) - 0.19) < 0.03, "\(off) of \(total)")
    }
}
