import Readings

/// One simulated air sensor: it measures the city's air at its site, with its own errors, each period.
struct AirSensor: Sendable {
    private let device: AirDevice
    private let topic: [UInt8]
    private let errors: InstrumentErrors
    private var random: RandomStream
    /// When the period at hand ends: the measurement's time.
    private(set) var due: Instant
    /// While its link is down a sensor with a clock keeps its messages; one without a clock loses them.
    private var linkReturns: Instant?
    private var kept: [[UInt8]] = []
    private var count: Int64
    /// How far its street is from the city's field at the moment, as logarithms.
    private var streetTraffic = 0.0
    private var streetParticles = 0.0

    init(_ device: AirDevice, seed: UInt64, start: Instant) {
        self.device = device
        topic = Array("\(device.borough)/air/\(device.dialect.rawValue)/\(device.id)".utf8)
        random = RandomStream(seed: seed, name: "air sensor \(device.id)")
        errors = InstrumentErrors(device.dialect, &random)
        count = random.whole(100...5000)
        streetTraffic = Self.trafficSpread * random.normal()
        streetParticles = Self.particleSpread * random.normal()
        let period = device.dialect.periodSeconds * Microseconds.second
        if device.dialect == .ngsiLD {
            let hour = start.floored(toMicroseconds: period)
            due = hour == start ? hour : hour.advanced(byMicroseconds: period)
        } else {
            due = start.advanced(byMicroseconds: random.whole(0...(period / 1000 - 1)) * 1000)
        }
    }

    /// Standard deviations of the logarithm between sites, once the site's mean is taken off: London's network in 2020.
    private static let trafficSpread = 0.23
    private static let particleSpread = 0.16

    /// Lets the street drift: what is left of a difference after three hours is 1/e.
    private mutating func drift() {
        let kept = PortableMath.exp(-Double(device.dialect.periodSeconds) / 10_800)
        let fresh = (1 - kept * kept).squareRoot()
        streetTraffic = kept * streetTraffic + fresh * Self.trafficSpread * random.normal()
        streetParticles = kept * streetParticles + fresh * Self.particleSpread * random.normal()
    }

    /// Measures the period that ends at `due`, sends, and waits for the next.
    mutating func measure(_ city: CityAir, into outbox: inout Outbox) {
        let instant = due
        let period = device.dialect.periodSeconds * Microseconds.second
        due = instant.advanced(byMicroseconds: period)
        count += 1
        var payload: [UInt8] = []
        payload.reserveCapacity(device.dialect == .plain ? 160 : 900)
        AirPayloads.append(measurement(city, at: instant), of: device, at: instant, to: &payload)
        if linkReturns == nil, device.dialect != .ngsiLD,
            random.isTrue(probability: Double(period) / Double(3 * Microseconds.day))
        {
            // A healthy network: an outage about every three days and device, 20 minutes on average.
            let seconds = min(60 + 1200 * random.exponential(), 14_400)
            linkReturns = instant.advanced(byMicroseconds: Int64(seconds) * Microseconds.second)
        }
        if let linkReturns, instant < linkReturns {
            if device.dialect.isStamped { kept.append(payload) }
            return
        }
        linkReturns = nil
        var received = instant.advanced(byMicroseconds: latency())
        for late in kept {
            outbox.sendAtLeastOnce(topic, late, received: received, random: &random)
            received = received.advanced(byMicroseconds: random.whole(20_000...200_000))
        }
        kept.removeAll(keepingCapacity: true)
        if device.dialect.isStamped {
            outbox.sendAtLeastOnce(topic, payload, received: received, random: &random)
        } else {
            // These makes publish at QoS 0 and are sent on by a bridge: no second delivery.
            outbox.send(topic, payload, received: received)
        }
    }

    /// 0.2 to 3 s over the mobile network; a station's hourly mean is ready one to seven minutes after the hour.
    private mutating func latency() -> Int64 {
        device.dialect == .ngsiLD
            ? random.whole(60_000_000...420_000_000) : random.whole(200_000...3_000_000)
    }

    private mutating func measurement(_ city: CityAir, at instant: Instant) -> AirMeasurement {
        drift()
        let traffic = device.traffic * PortableMath.exp(streetTraffic)
        var air: CityAir.Sample
        if device.dialect == .ngsiLD {
            air = hourlyMean(city, traffic, endingAt: instant)
        } else {
            let middle = instant.advanced(byMicroseconds: -device.dialect.periodSeconds * Microseconds.second / 2)
            air = city.sample(at: middle, traffic: traffic)
            if device.isAtSchool { air.no2 += Self.schoolGate(at: middle) }
        }
        air.pm2_5 *= PortableMath.exp(streetParticles)
        air.pm10 *= PortableMath.exp(streetParticles)
        air = errors.applied(to: air, &random)
        return AirMeasurement(
            air: air, pm1: air.pm2_5 * 0.62, co2: 428 + 0.4 * air.no2 + 3 * random.normal(),
            pressureHectopascals: 1014 - 0.4 * (air.temperature - 11) + 0.05 * random.normal(), count: count)
    }

    /// Twelve samples, five minutes apart.
    private func hourlyMean(_ city: CityAir, _ traffic: Double, endingAt end: Instant) -> CityAir.Sample {
        var sum = CityAir.Sample(no2: 0, no: 0, o3: 0, pm2_5: 0, pm10: 0, temperature: 0, humidity: 0)
        for step in 0..<12 {
            let before = Int64(150 + 300 * step) * Microseconds.second
            let sample = city.sample(at: end.advanced(byMicroseconds: -before), traffic: traffic)
            sum.no2 += sample.no2 / 12
            sum.no += sample.no / 12
            sum.o3 += sample.o3 / 12
            sum.pm2_5 += sample.pm2_5 / 12
            sum.pm10 += sample.pm10 / 12
        }
        return sum
    }

    /// Up to 8 ug/m3 of NO2 more at the gate at 08:45 and 15:25 on weekdays, over 45 minutes: the size follows studies of
    /// closed school streets (about 6 ug/m3), the shape is assumed.
    private static func schoolGate(at instant: Instant) -> Double {
        let clock = LondonClock.reading(at: instant)
        guard clock.dayType == .weekday else { return 0 }
        let distance = min(abs(clock.secondOfDay - 31_500), abs(clock.secondOfDay - 55_500))
        return max(0, 8 * (1 - Double(distance) / 1350))
    }
}
