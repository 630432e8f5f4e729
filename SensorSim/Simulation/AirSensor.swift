import Readings

/// One simulated air sensor: it measures the city's air at its site, with its own errors, each period.
struct AirSensor: Sendable {
    private let device: AirDevice
    private let topic: [UInt8]
    private let form: AirForm
    private let errors: InstrumentErrors
    private var random: RandomStream
    /// When the period at hand ends: the measurement's time.
    private(set) var due: Instant
    /// While its link is down a sensor with a clock keeps its messages; one without a clock loses them.
    private var linkReturns: Instant?
    private var kept: [AirReading] = []
    private var count: Int64
    /// How far its street is from the city's field at the moment, as logarithms.
    private var streetTraffic = 0.0
    private var streetParticles = 0.0

    init(_ device: AirDevice, seed: UInt64, start: Instant) {
        self.device = device
        topic = Array(device.address.topic.utf8)
        form = device.dialect.form(ofDevice: device.id)
        random = RandomStream(seed: seed, name: "air sensor \(device.id)")
        errors = InstrumentErrors(device.dialect, &random)
        count = random.whole(100...5000)
        streetTraffic = Self.trafficSpread * random.normal()
        streetParticles = Self.particleSpread * random.normal()
        let period = device.dialect.periodSeconds * Microseconds.second
        if device.dialect.isOnTheClock {
            let whole = start.floored(toMicroseconds: period)
            due = whole == start ? whole : whole.advanced(byMicroseconds: period)
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
        let reading = reading(city, at: instant)
        if linkReturns == nil, !device.dialect.isStation,
            random.isTrue(probability: Double(period) / Double(3 * Microseconds.day))
        {
            // A healthy network: an outage about every three days and device, 20 minutes on average.
            let seconds = min(60 + 1200 * random.exponential(), 14_400)
            linkReturns = instant.advanced(byMicroseconds: Int64(seconds) * Microseconds.second)
        }
        if let linkReturns, instant < linkReturns {
            if device.dialect.keepsReadings { kept.append(reading) }
            return
        }
        linkReturns = nil
        var received = instant.advanced(byMicroseconds: latency())
        for message in AirPayloads.messages(kept, device.dialect, as: form) {
            send(message, received: received, into: &outbox)
            received = received.advanced(byMicroseconds: random.whole(20_000...200_000))
        }
        kept.removeAll(keepingCapacity: true)
        for message in AirPayloads.messages([reading], device.dialect, as: form) {
            send(message, received: received, into: &outbox)
        }
    }

    private mutating func send(_ message: AirPayload, received: Instant, into outbox: inout Outbox) {
        let topic = message.topicEnd.isEmpty ? topic : topic + Array(message.topicEnd.utf8)
        if device.dialect.isStamped {
            outbox.sendAtLeastOnce(topic, message.bytes, received: received, random: &random)
        } else {
            // These makes publish at QoS 0 and are sent on by a bridge: no second delivery.
            outbox.send(topic, message.bytes, received: received)
        }
    }

    /// 0.2 to 3 s over the mobile network; a station's hourly mean is ready one to seven minutes after the hour.
    private mutating func latency() -> Int64 {
        device.dialect.isStation
            ? random.whole(60_000_000...420_000_000) : random.whole(200_000...3_000_000)
    }

    private mutating func reading(_ city: CityAir, at instant: Instant) -> AirReading {
        drift()
        let traffic = device.traffic * PortableMath.exp(streetTraffic)
        let length = device.dialect.periodSeconds * Microseconds.second
        var air: CityAir.Sample
        if device.dialect.isStation {
            air = hourlyMean(city, traffic, endingAt: instant)
        } else {
            let middle = instant.advanced(byMicroseconds: -length / 2)
            air = city.sample(at: middle, traffic: traffic)
            if device.isAtSchool { air.no2 += Self.schoolGate(at: middle) }
        }
        air.pm2_5 *= PortableMath.exp(streetParticles)
        air.pm10 *= PortableMath.exp(streetParticles)
        air = errors.applied(to: air, &random)
        let covers = instant.advanced(byMicroseconds: -length)..<instant
        var reading = AirReading(device: device.id, covers: covers, count: count)
        reading[.co2] = 428 + 0.4 * air.no2 + 3 * random.normal()
        reading[.pressure] = 1014 - 0.4 * (air.temperature - 11) + 0.05 * random.normal()
        reading.take(air)
        return reading
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

extension AirReading {
    /// What the city's air has, and what follows from it.
    fileprivate mutating func take(_ air: CityAir.Sample) {
        self[.no2] = air.no2
        self[.no] = air.no
        // NOx is written as NO2: the molar masses are 46.0055 and 30.006.
        let nox = air.no2 + air.no * 46.0055 / 30.006
        self[.nox] = nox
        self[.o3] = air.o3
        self[.pm1] = air.pm2_5 * 0.62
        self[.pm2_5] = air.pm2_5
        self[.pm4] = air.pm2_5 + 0.45 * (air.pm10 - air.pm2_5)
        self[.pm10] = air.pm10
        // Marylebone Road 2022: CO 0.38 mg/m3 and NOx 95.7 ug/m3 on average; about half of the CO is not the traffic's.
        self[.co] = 0.2 + 0.0019 * nox
        self[.temperature] = air.temperature
        self[.humidity] = air.humidity
    }
}
