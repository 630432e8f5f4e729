import Foundation
import Readings
import SensorSim
import Testing

@Suite("Simulated charging beside the sessions that its classes are taken from")
struct SimulatedChargingTests {
    /// What a class looked like in its place: of the cleaned sessions of Dundee, Perth and Kinross and Boulder; of lamp posts and
    /// ultra-rapids the assumed figures (lamp posts: median stay of the mixture that was fitted to the Department for
    /// Transport's shares, and e^2.5 kWh; ultra-rapids: e^3.26 minutes and e^3.3 kWh).
    struct Measured: Sendable {
        var kind: ChargingClass
        var sessionsPerDay: Double
        var stayMinutes: Double
        var energyKWh: Double
    }

    static let measured = [
        Measured(kind: .lampPost, sessionsPerDay: 0.35, stayMinutes: 650, energyKWh: 12.18),
        Measured(kind: .fast7, sessionsPerDay: 0.7479, stayMinutes: 311, energyKWh: 6.11),
        Measured(kind: .fast22, sessionsPerDay: 1.0735, stayMinutes: 155, energyKWh: 7.087),
        Measured(kind: .rapid50, sessionsPerDay: 5.9981, stayMinutes: 23, energyKWh: 9.2),
        Measured(kind: .ultra150, sessionsPerDay: 8, stayMinutes: 26.05, energyKWh: 27.11),
        Measured(kind: .perthFast7, sessionsPerDay: 0.3188, stayMinutes: 218, energyKWh: 8.73),
        Measured(kind: .perthFast22, sessionsPerDay: 0.4262, stayMinutes: 120, energyKWh: 8.289),
        Measured(kind: .perthRapid50, sessionsPerDay: 1.3976, stayMinutes: 27, energyKWh: 9.4),
        Measured(kind: .boulderLevel2, sessionsPerDay: 0.9692, stayMinutes: 104.6167, energyKWh: 6.686),
    ]

    static let connectors = 200
    /// Rapids have enough sessions in less time.
    static func days(_ kind: ChargingClass) -> Int64 { kind.isDirectCurrent ? 20 : 60 }
    /// Saturday 7 March 2026: the clocks change on the 29th.
    static let start = Instant(microseconds: 1_772_841_600_000_000)

    /// Every visit that begins in the period, by connector; a week before it lets cars be there when it begins.
    static func visits(_ kind: ChargingClass, seed: UInt64) -> [[ChargingVisit]] {
        var multipliers: [Double] = []
        for connector in 0..<connectors {
            var random = RandomStream(seed: seed, name: "demand \(connector)")
            multipliers.append(ChargingDemand.multiplier(&random))
        }
        let demand = ChargingDemand(kind, multipliers: multipliers).arrivalsPerDay
        let end = start.advanced(byMicroseconds: days(kind) * Microseconds.day)
        return demand.enumerated().map { connector, arrivals in
            var cars = ChargingVisits(
                kind, arrivalsPerDay: arrivals, random: RandomStream(seed: seed, name: "cars \(connector)"))
            var visits: [ChargingVisit] = []
            var free = start.advanced(byMicroseconds: -7 * Microseconds.day)
            while true {
                let visit = cars.next(after: free)
                if visit.pluggedIn >= end { return visits }
                if visit.pluggedIn >= start { visits.append(visit) }
                free = visit.pluggedOut
            }
        }
    }

    static let simulated = Dictionary(
        uniqueKeysWithValues: measured.map { ($0.kind, visits($0.kind, seed: 2026)) })

    static func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
    }

    static func minutes(_ visit: ChargingVisit) -> Double {
        Double(visit.stop.microseconds(since: visit.start)) / Double(Microseconds.minute)
    }

    static func cell(_ value: Double, _ decimals: Int, width: Int) -> String {
        var scale = 1.0
        for _ in 0..<decimals { scale *= 10 }
        let whole = Int((value * scale).rounded())
        let digits = String(abs(whole))
        let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.count)) + digits
        let text = padded.dropLast(decimals) + (decimals > 0 ? "." : "") + padded.suffix(decimals)
        return String(repeating: " ", count: max(0, width - text.count - (whole < 0 ? 1 : 0))) + (whole < 0 ? "-" : "")
            + text
    }

    @Test("Sessions a day, median stay and median energy are within 10 % of the class' table")
    func table() throws {
        Self.tell(
            "class             sessions/day     stay min      kWh          corr  charging  idle>30  busiest/middle")
        for row in Self.measured {
            let byConnector = try #require(Self.simulated[row.kind])
            let visits = byConnector.flatMap(\.self)
            let sessions = Double(visits.count) / Double(Self.connectors) / Double(Self.days(row.kind))
            let stays = visits.map(Self.minutes)
            let energies = visits.map { Double($0.energyWh) / 1000 }
            let (stay, energy) = (Self.median(stays), Self.median(energies))
            let charging = visits.reduce(0) { $0 + Double($1.chargingSeconds) / 60 } / stays.reduce(0, +)
            let idle = visits.count { Self.minutes($0) - Double($0.chargingSeconds) / 60 > 30 }
            let counts = byConnector.map { Double($0.count) }.sorted()
            let name = row.kind.rawValue
            Self.tell(
                name + String(repeating: " ", count: 16 - name.count)
                    + Self.cell(row.sessionsPerDay, 2, width: 6) + Self.cell(sessions, 2, width: 7)
                    + Self.cell(row.stayMinutes, 0, width: 9) + Self.cell(stay, 0, width: 6)
                    + Self.cell(row.energyKWh, 1, width: 8) + Self.cell(energy, 1, width: 6)
                    + Self.cell(Self.correlation(visits), 2, width: 9) + Self.cell(charging, 2, width: 8)
                    + Self.cell(Double(idle) / Double(visits.count), 2, width: 9)
                    + Self.cell(counts[counts.count * 9 / 10] / counts[counts.count / 2], 1, width: 10))
            #expect(abs(sessions / row.sessionsPerDay - 1) < 0.1, "\(name): \(sessions) sessions a day")
            #expect(abs(stay / row.stayMinutes - 1) < 0.1, "\(name): \(stay) minutes")
            #expect(abs(energy / row.energyKWh - 1) < 0.1, "\(name): \(energy) kWh")
        }
    }

    /// A line of the table, for whoever runs the tests.
    static func tell(_ line: String) {
        FileHandle.standardOutput.write(Data((line + "\n").utf8))
    }

    static func correlation(_ visits: [ChargingVisit]) -> Double {
        let pairs = visits.filter { $0.energyWh > 0 }.map {
            (PortableMath.ln(minutes($0)), PortableMath.ln(Double($0.energyWh)))
        }
        let count = Double(pairs.count)
        let x = pairs.reduce(0) { $0 + $1.0 } / count
        let y = pairs.reduce(0) { $0 + $1.1 } / count
        let xy = pairs.reduce(0) { $0 + ($1.0 - x) * ($1.1 - y) }
        let xx = pairs.reduce(0) { $0 + ($1.0 - x) * ($1.0 - x) }
        let yy = pairs.reduce(0) { $0 + ($1.1 - y) * ($1.1 - y) }
        return xy / (xx * yy).squareRoot()
    }

    @Test(
        "The logarithms of stay and energy go together as at Dundee: 0.46 at 7 and 22 kW, 0.69 at rapids",
        arguments: [(ChargingClass.fast7, 0.46), (.fast22, 0.46), (.rapid50, 0.69)])
    func correlated(kind: ChargingClass, expected: Double) throws {
        let visits = try #require(Self.simulated[kind]).flatMap(\.self)
        #expect(abs(Self.correlation(visits) - expected) < 0.05)
    }

    @Test("Stays at 7 kW have two humps, errands and nights")
    func bimodal() throws {
        // By the normal distribution, 0.5545 LN(4.6509, 1.1022) + 0.4455 LN(6.9227, 0.7665) has 26.9 % below 100 minutes, 13.5 %
        // from 200 to 400 and 30.8 % from 600 to 2400. One log-normal of the same sessions, LN(5.663, 1.4867), would have
        // 23.4 %, 18.9 % and 23.2 %.
        let stays = try #require(Self.simulated[.fast7]).flatMap(\.self).map(Self.minutes)
        func share(_ range: Range<Double>) -> Double {
            Double(stays.count { range.contains($0) }) / Double(stays.count)
        }
        #expect(abs(share(0..<100) - 0.269) < 0.02)
        #expect(abs(share(200..<400) - 0.135) < 0.02)
        #expect(abs(share(600..<2400) - 0.308) < 0.02)
    }

    @Test("No car takes more than its stay, the rating and the curve allow, and no car comes while one stands there")
    func possible() throws {
        for (kind, connectors) in Self.simulated {
            for visits in connectors {
                for (visit, next) in zip(visits, visits.dropFirst()) { #expect(next.pluggedIn > visit.pluggedOut) }
                let wrong = visits.filter { visit in
                    let seconds = visit.stop.microseconds(since: visit.start) / Microseconds.second
                    return visit.energyWh * 3600 > kind.ratedWatts * seconds || visit.energyWh <= 0
                        || visit.chargingTo > visit.stop || visit.pluggedIn >= visit.start
                        || visit.deliveredWh(at: visit.stop) != visit.energyWh
                        || visit.deliveredWh(at: visit.chargingTo) != visit.energyWh
                }
                #expect(wrong.isEmpty)
            }
        }
    }

    @Test("A register never falls, and rises by what the power gives")
    func curve() throws {
        for kind in [ChargingClass.fast22, .rapid50, .ultra150] {
            let visits = try #require(Self.simulated[kind]).flatMap(\.self).prefix(200)
            for visit in visits {
                var (at, before) = (visit.start, Int64(0))
                while at < visit.stop {
                    let power = visit.powerW(at: at)
                    at = at.advanced(byMicroseconds: Microseconds.minute)
                    let now = visit.deliveredWh(at: at)
                    #expect(now >= before && (now - before) * 60 <= kind.ratedWatts + 60)
                    #expect(power <= kind.ratedWatts)
                    before = now
                }
            }
        }
    }

    @Test("Rapids slow down when batteries fill: the last tenth of a charge is slower than the first half")
    func taper() throws {
        let visits = try #require(Self.simulated[.ultra150]).flatMap(\.self).filter { $0.chargingTo < $0.stop }
        var slower = 0
        for visit in visits {
            let last = visit.chargingTo.advanced(byMicroseconds: -Microseconds.second)
            let first = visit.chargingFrom
            if visit.powerW(at: last) < visit.powerW(at: first) { slower += 1 }
        }
        #expect(slower * 2 > visits.count)
    }

    @Test("Cars come at London's hours, also when the clocks have changed")
    func localHours() throws {
        // Dundee's 7 kW on weekdays: 12.2 % of the starts between 12:00 and 13:00, 0.2 % between 03:00 and 04:00. Busy posts
        // turn more cars away by day, so noon has a little less.
        let visits = try #require(Self.simulated[.fast7]).flatMap(\.self)
        let summer = try #require(Instant(iso8601: "2026-03-29T01:00:00Z"))
        for isSummer in [false, true] {
            let weekdays = visits.filter {
                ($0.pluggedIn >= summer) == isSummer && LondonClock.reading(at: $0.pluggedIn).weekday < 5
            }
            // In summer 12:00 in London is 11:00 UTC.
            let noon = weekdays.count { visit in
                let day = visit.pluggedIn.floored(toMicroseconds: Microseconds.day)
                return visit.pluggedIn.microseconds(since: day) / Microseconds.hour == (isSummer ? 11 : 12)
            }
            let share = Double(noon) / Double(weekdays.count)
            #expect(share > 0.10 && share < 0.14, "\(share)")
        }
    }

    @Test("Connectors differ widely: the busiest tenth of rapids has several times what the middle one has")
    func spread() throws {
        // A log-normal of sigma 1.2 has e^(1.2816 x 1.2) = 4.7 between the ninth decile and the median; where connectors are
        // taken half of the time it is less.
        let counts = try #require(Self.simulated[.rapid50]).map { Double($0.count) }.sorted()
        #expect(counts[180] / counts[100] > 2.5)
    }
}
