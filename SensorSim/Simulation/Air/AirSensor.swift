import Readings

/// One simulated air sensor: it measures the city's air at its site, with its own errors, each period.
struct AirSensor: Sendable {
    let device: AirDevice
    let topic: [UInt8]
    let form: AirForm
    private let site: SiteAir
    private var errors: InstrumentErrors
    private var gaps = AnalyserGaps()
    private(set) var clock: SensorClock
    private var schedule: SensorSchedule
    var random: RandomStream
    /// How often it has measured since it was switched on.
    private var count: Int64
    /// When it was switched on, where the run has seen it.
    private var poweredOn: Instant?
    private var measured: Int64 = 0
    private let start: Instant
    var link = SensorLink()

    init(_ device: AirDevice, _ site: SiteAir, _ rates: AirErrors, seed: UInt64, start: Instant) {
        self.device = device
        self.site = site
        self.start = start
        topic = Array(device.address.topic.utf8)
        form = device.dialect.form(ofDevice: device.id)
        random = RandomStream(seed: seed, name: "air sensor \(device.id)")
        let rates = device.model?.applied(to: rates) ?? rates
        errors = InstrumentErrors(rates, device, at: start, &random)
        count = random.whole(100...5000)
        // Of a stream of its own, so that the rate changes no other number.
        var ahead = RandomStream(seed: seed, name: "air sensor clock \(device.id)")
        clock = SensorClock(
            rates, device.dialect, isAhead: ahead.isTrue(probability: rates.clocksAhead), at: start, &random)
        schedule = SensorSchedule(rates, device.dialect, clock, at: start, &random)
    }

    /// How often what happens to it, and how far it is off.
    var rates: AirErrors { errors.errors }

    /// When the period at hand ends: the measurement's time.
    var due: Instant { schedule.due }

    private var period: Int64 { device.dialect.periodSeconds * Microseconds.second }

    /// Measures the period that ends at `due`, sends, and waits for the next.
    mutating func measure(_ city: CityAir, into outbox: inout Outbox, _ truth: inout TruthSink) {
        let instant = due
        if !device.dialect.isStation {
            if hasLostPower(at: instant, &truth) { return }
            schedule.advance(&random)
            if random.isTrue(probability: rates.missedReadings) {
                let from = instant.advanced(byMicroseconds: -period)
                truth.report(InjectedFault(.missedReading, device: device.id, from: from, to: instant))
                return
            }
        } else {
            schedule.advance(&random)
        }
        count += 1
        measured += 1
        send(reading(city, at: instant, &truth), at: instant, into: &outbox, &truth)
    }

    /// Of something that happens so often in a time: whether it begins in this period.
    func begins(_ times: Double, in length: Int64) -> Double { times * Double(period) / Double(length) }

    private mutating func hasLostPower(at instant: Instant, _ truth: inout TruthSink) -> Bool {
        guard rates.powerCutsPerYear > 0,
            random.isTrue(probability: begins(rates.powerCutsPerYear, in: 8766 * Microseconds.hour))
        else { return false }
        let minutes = min(1 + rates.powerCutMeanMinutes * random.exponential(), 7 * 1440)
        let back = instant.advanced(byMicroseconds: Int64(minutes * 60) * Microseconds.second)
        // Without power since shortly before the reading that is missing first.
        let from = instant.advanced(byMicroseconds: -period)
        clock.powerOn(at: back)
        // Its first period is a whole one.
        schedule.begin(at: back.advanced(byMicroseconds: period), clock, &random)
        poweredOn = back
        count = 0
        let missing = max(1, due.microseconds(since: instant) / period)
        truth.report(InjectedFault(.powerCut, device: device.id, from: from, to: back, count: missing))
        if rates.warmUpMinutes > 0 {
            let warm = back.advanced(byMicroseconds: Int64(rates.warmUpMinutes * 60) * Microseconds.second)
            let readings = max(0, warm.microseconds(since: due) / period + 1)
            truth.report(InjectedFault(.warmUp, device: device.id, from: back, to: warm, count: readings))
        }
        return true
    }

    private mutating func reading(_ city: CityAir, at instant: Instant, _ truth: inout TruthSink) -> TakenReading {
        let covers = instant.advanced(byMicroseconds: -period)..<instant
        let air = city.mean(covers, site)
        let minutes = poweredOn.map { Double(instant.microseconds(since: $0)) / Double(Microseconds.minute) }
        let shown = errors.applied(to: air, at: instant, sincePowerOn: minutes, &random)
        var reading = AirReading(
            device: device.id, covers: clock.reading(covers.lowerBound)..<clock.reading(covers.upperBound),
            count: count)
        reading.take(shown)
        if !device.dialect.isStation {
            if let ppm = reading[.co2] { reading[.co2] = ppm + rates.carbonDioxideNoise * random.normal() }
            if let hPa = reading[.pressure] { reading[.pressure] = hPa + rates.pressureNoise * random.normal() }
        } else {
            gaps.take(rates, from: &reading, device.dialect.quantities, &random, &truth)
        }
        return TakenReading(reading: reading, covers: covers, air: air)
    }

    /// Tells what is still going on when the run ends.
    mutating func finish(at end: Instant, _ truth: inout TruthSink) {
        endOutage(at: min(link.returns ?? end, end), &truth)
        if !link.kept.isEmpty { reportLost(link.kept, &truth) }
        if let fault = clock.fault, measured > 0 {
            truth.report(InjectedFault(fault, device: device.id, from: start, to: end, count: measured))
        }
    }
}

/// A reading as the sensor has it, and what it should have been.
struct TakenReading: Sendable {
    var reading: AirReading
    /// The period that was really measured, whatever the sensor's clock says.
    var covers: Range<Instant>
    var air: CityAir.Sample
}

extension AirReading {
    /// What the air has, and what follows from it.
    mutating func take(_ air: CityAir.Sample) {
        self[.no2] = air.no2
        self[.no] = air.no
        self[.nox] = air.nox
        self[.o3] = air.o3
        self[.pm1] = air.pm2_5 * 0.62
        self[.pm2_5] = air.pm2_5
        self[.pm4] = air.pm2_5 + 0.45 * (air.pm10 - air.pm2_5)
        self[.pm10] = air.pm10
        // Marylebone Road 2022: CO 0.38 mg/m3 and NOx 95.7 ug/m3 on average; about half of the CO is not the traffic's.
        self[.co] = 0.2 + 0.0019 * air.nox
        self[.co2] = 428 + 0.4 * air.no2
        self[.temperature] = air.temperature
        self[.humidity] = air.humidity
        self[.pressure] = 1014 - 0.4 * (air.temperature - 11)
        self[.windSpeed] = air.windSpeed
    }
}
