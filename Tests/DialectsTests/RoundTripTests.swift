import Readings
import SensorSim
import Testing

@testable import Dialects

/// A reading of one quantity at one time, as the message's own time says it.
private struct Place: Hashable {
    var quantity: Quantity
    var stamp: Instant?
}

@Suite("round trips")
struct RoundTripTests {
    @Test("Each air dialect, and no other, has an encoder in the simulator, and the table below tells what it can hold")
    func complete() {
        let air = Dialect.allCases.filter { $0.family == .air }.map(\.name)
        #expect(Set(AirDialect.allCases.map(\.rawValue)) == Set(air))
        #expect(Set(WrittenFormat.all.map(\.dialect)) == Set(AirDialect.allCases))
        for dialect in AirDialect.allCases {
            #expect(WrittenFormat.all.filter { $0.dialect == dialect }.map(\.form) == dialect.forms)
        }
        for format in WrittenFormat.all {
            #expect(Set(format.steps.keys) == Set(format.dialect.quantities))
            // What `aggregate --dialect` asks of bare payloads.
            let dialect = Dialect(name: format.dialect.rawValue)
            let hasTime = if case .none = format.time { false } else { true }
            let isComplete = if case .namesDeviceAndTime = dialect?.bareness { true } else { false }
            #expect(isComplete == (format.namesDevice && hasTime && dialect?.isText == false), "\(format)")
        }
    }

    @Test(
        "Each dialect gives back what its encoder wrote: quantities, values to half a step of the format, times, device",
        arguments: WrittenFormat.all)
    func single(format: WrittenFormat) throws {
        for seed: UInt64 in 0..<300 {
            var random = RandomStream(seed: seed, name: format.dialect.rawValue)
            let reading = SimulatedPayloads.reading(format.dialect, number: 7, &random)
            try check([reading], format, "seed \(seed)")
        }
    }

    @Test(
        "Readings that share a message keep their own times; what one message does not hold goes into the next",
        arguments: WrittenFormat.all.filter { $0.dialect.readingsPerMessage > 1 })
    func batches(format: WrittenFormat) throws {
        for seed: UInt64 in 1000..<1020 {
            var random = RandomStream(seed: seed, name: format.dialect.rawValue)
            let count = random.whole(2...30)
            let readings = (0..<count).map { SimulatedPayloads.reading(format.dialect, number: $0, &random) }
            try check(readings, format, "seed \(seed)")
        }
    }

    @Test("A PurpleAir model with one particle sensor has no member of a second")
    func singleSensor() {
        var random = RandomStream(seed: 1, name: "single")
        let reading = SimulatedPayloads.reading(.purpleAir, number: 0, usual: true, &random)
        let texts = [AirForm.usual, .singleSensor].map { form in
            AirPayloads.messages([reading], .purpleAir, as: form).map { String(decoding: $0.bytes, as: UTF8.self) }
        }
        #expect(texts[0].count == 1 && texts[0][0].contains("_b\""))
        #expect(texts[1].count == 1 && !texts[1][0].contains("_b\"") && texts[1][0].contains("\"pm2_5_atm\""))
    }

    @Test("A SenML pack with base values has each base once, and no unit of a record's own")
    func baseValues() {
        var random = RandomStream(seed: 1, name: "bases")
        let readings = (0..<5).map { SimulatedPayloads.reading(.senML, number: $0, usual: true, &random) }
        let text = String(decoding: AirPayloads.messages(readings, .senML, as: .baseValues)[0].bytes, as: UTF8.self)
        for (label, count) in [
            ("\"bn\":", 1), ("\"bt\":", 1), ("\"bu\":", 6), ("\"bv\":", 6), ("\"u\":", 0), ("\"v\":", 30),
        ] {
            #expect(text.ranges(of: label).count == count, "\(label)")
        }
    }

    @Test("A reading with nothing that the dialect can say is not sent", arguments: AirDialect.allCases)
    func nothing(dialect: AirDialect) {
        let start = CivilDate(year: 2026, month: 3, day: 2).startUTC
        var reading = AirReading(device: "sim-07", covers: start..<start.advanced(byMicroseconds: 60), count: 1)
        reading[.windSpeed] = 3
        #expect(AirPayloads.messages([reading], dialect) == [])
    }

    /// Decodes what the encoder makes of the readings, and compares everything.
    private func check(_ readings: [AirReading], _ format: WrittenFormat, _ seed: Comment) throws {
        let dialect = try #require(Dialect(name: format.dialect.rawValue))
        let messages = AirPayloads.messages(readings, format.dialect, as: format.form)
        var samples: [Sample] = []
        var rejected: [RejectedSample] = []
        for message in messages {
            let decoding = Decoding(message.bytes, dialect)
            try #require(decoding.refusal == nil, "\(seed): \(String(decoding: message.bytes, as: UTF8.self))")
            #expect(decoding.device == (format.namesDevice ? SimulatedPayloads.device(format.dialect) : nil), seed)
            samples += decoding.samples
            rejected += decoding.rejected
        }
        let beyond = rejected.filter { $0.reason == .malformedValue }
        rejected.removeAll { $0.reason == .malformedValue }
        var refusals = 0
        var found = Dictionary(grouping: samples) { Place(quantity: $0.quantity, stamp: $0.stamp) }
        for reading in readings {
            for (quantity, step) in format.steps {
                guard let value = format.written(reading[quantity], quantity) else { continue }
                let place = Place(quantity: quantity, stamp: format.stamp(reading.end))
                if found[place] == nil, format.refusesHuge.contains(quantity), abs(value) > 90_000 {
                    refusals += 1
                    continue
                }
                let sample = try #require(found[place]?.first, "\(seed): \(quantity) \(value)")
                found[place]?.removeFirst()
                // Half a millionth is rounded at decoding, and a double holds about sixteen digits.
                let tolerance = step / 2 + 1e-6 + abs(value) * 1e-12
                #expect(abs(Double(sample.value.count) / 1e6 - value) <= tolerance, "\(seed): \(quantity) \(value)")
                #expect(sample.covers == format.interval(reading.covers), seed)
            }
        }
        #expect(beyond.count == refusals, seed)
        let unwritten = found.values.flatMap { $0 }
        #expect(unwritten == [], seed)
        let missing = format.missing(in: readings).sorted().map { RejectedSample(quantity: $0, reason: .sentinel) }
        let told = rejected.sorted { ($0.quantity ?? .no2) < ($1.quantity ?? .no2) }
        #expect(told == missing, seed)
    }
}

extension WrittenFormat {
    /// What the payload says of a figure; nil where it says nothing.
    fileprivate func written(_ value: Double?, _ quantity: Quantity) -> Double? {
        guard let value, let step = steps[quantity] else { return nil }
        if leavesOutNought, abs(value) < step / 2 { return nil }
        return unsigned.contains(quantity) ? max(0, value) : value
    }

    fileprivate func stamp(_ end: Instant) -> Instant? {
        switch time {
        case .none: nil
        case .cut(let microseconds): end.floored(toMicroseconds: microseconds)
        }
    }

    fileprivate func interval(_ covers: Range<Instant>) -> Range<Instant>? {
        guard hasInterval, let from = stamp(covers.lowerBound), let to = stamp(covers.upperBound) else { return nil }
        return from..<to
    }

    /// The quantities that a message says to be missing, once for each reading of which it says anything.
    fileprivate func missing(in readings: [AirReading]) -> [Quantity] {
        let weather: Set<Quantity> = [.temperature, .humidity, .pressure]
        return saysMissing.enumerated().flatMap { index, quantities in
            readings.flatMap { reading -> [Quantity] in
                // The weather stands in the first message.
                let sent = index == 0 ? quantities.union(weather) : quantities
                let isSent = sent.intersection(dialect.quantities).contains { reading[$0] != nil }
                return isSent ? quantities.filter { !steps.keys.contains($0) || reading[$0] == nil } : []
            }
        }
    }
}
