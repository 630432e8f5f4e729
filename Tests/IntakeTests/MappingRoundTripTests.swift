import Dialects
import Intake
import Readings
import SensorSim
import Testing

/// What a format that a mapping file describes can hold of a reading, as the simulator writes it.
private struct MappedSteps: Sendable, CustomTestStringConvertible {
    enum Time: Sendable {
        case none, second, interval
    }

    var format: MappedFormat
    var time = Time.second
    var namesDevice = false
    /// The distance between two neighbouring figures, in the quantity's own unit.
    var steps: [Quantity: Double]
    var unsigned: Set<Quantity> = []
    /// Whether what was not measured is told, as a sentinel.
    var saysMissing = false
    /// Quantities that are converted by a fraction, and may be refused when they are huge.
    var refusesHuge: Set<Quantity> = []

    var testDescription: String { format.rawValue }

    private static func even(_ step: Double, _ quantities: [Quantity]) -> [Quantity: Double] {
        Dictionary(uniqueKeysWithValues: quantities.map { ($0, step) })
    }

    /// One ppb at 20 degC in ug/m3, and one ppm of CO in mg/m3.
    private static let (no2, no, o3, co) = (1.9125, 1.2473, 1.9957, 1.1642)

    static let all = [
        MappedSteps(
            format: .tasmota,
            steps: even(1, [.pm1, .pm2_5, .pm10]).merging(even(0.1, [.temperature, .humidity, .pressure])) { $1 },
            unsigned: [.pm1, .pm2_5, .pm10]),
        MappedSteps(format: .zigbee2mqtt, steps: even(1, [.pm2_5, .temperature, .humidity])),
        MappedSteps(
            format: .esphome, time: .none, steps: even(0.1, MappedFormat.esphome.quantities), saysMissing: true),
        MappedSteps(format: .zephyr, time: .none, steps: even(1, MappedFormat.zephyr.quantities)),
        MappedSteps(
            format: .clarity, time: .interval, namesDevice: true,
            steps: [
                .pm1: 0.01, .pm2_5: 0.01, .pm10: 0.01, .no2: 0.01 * no2, .o3: 0.01 * o3, .temperature: 0.01,
                .humidity: 0.01,
            ], refusesHuge: [.no2, .o3]),
        // 0.1 ppb; a hundredth of a pascal is 0.0001 hPa.
        MappedSteps(
            format: .libelium, namesDevice: true,
            steps: [
                .pm1: 0.01, .pm2_5: 0.01, .pm10: 0.01, .no2: 0.1 * no2, .no: 0.1 * no, .o3: 0.1 * o3, .co: 0.001 * co,
                .temperature: 0.01, .humidity: 0.1, .pressure: 0.0001,
            ], refusesHuge: [.no2, .no, .o3, .co, .pressure]),
    ]
}

@Suite("round trips of the mappings that ship")
struct MappingRoundTripTests {
    @Test("Each mapping that ships, and no other, has an encoder in the simulator")
    func complete() {
        #expect(Set(MappedFormat.allCases.map(\.rawValue)) == Set(ShippedMappings.names))
        #expect(MappedSteps.all.map(\.format) == MappedFormat.allCases)
        for format in MappedSteps.all { #expect(Set(format.steps.keys) == Set(format.format.quantities)) }
    }

    /// A winter and a summer day, and those on which the clocks change.
    private static let days = [(3, 2), (7, 2), (3, 29), (10, 25)]

    private static func reading(_ format: MappedFormat, _ random: inout RandomStream) -> AirReading {
        let (month, day) = days[Int(random.whole(0...3))]
        let midnight = CivilDate(year: 2026, month: month, day: day).startUTC
        let end = midnight.advanced(byMicroseconds: random.whole(0...(Microseconds.day - 1)))
        let start = end.floored(toMicroseconds: 1000).advanced(byMicroseconds: -Microseconds.hour)
        var reading = AirReading(
            device: "AQ-0042", covers: start..<start.advanced(byMicroseconds: Microseconds.hour),
            count: random.whole(0...100_000))
        for quantity in Quantity.allCases {
            reading[quantity] =
                switch random.whole(0...9) {
                case 0, 1: nil
                case 2, 3: random.uniform(-50 ... -0.01)
                case 4: random.uniform(-0.06...0.06)
                case 5: 0
                case 6: random.uniform(1e4...1e8)
                default: random.uniform(0.1...1000)
                }
        }
        return reading
    }

    @Test(
        "Each gives back what its encoder wrote: quantities, values to half a step, times, device; the rest is context",
        arguments: MappedSteps.all)
    fileprivate func single(format: MappedSteps) throws {
        let mapping = try ShippedMappings.mapping(format.format.rawValue)
        let zone = try #require(ZoneLoading.rules(named: "Europe/London"))
        var decoder = MappingDecoder(mapping)
        var decoded = Decoded()
        for seed: UInt64 in 0..<300 {
            var random = RandomStream(seed: seed, name: format.format.rawValue)
            let reading = Self.reading(format.format, &random)
            let received = reading.end.advanced(byMicroseconds: Microseconds.second)
            var (samples, rejected): ([Sample], [RejectedSample]) = ([], [])
            for message in AirPayloads.messages(reading, format.format) {
                let tail = Array(message.topicEnd.utf8.dropFirst())
                try decoder.decode(
                    message.bytes.span, behindDevice: tail.span, wall: WallClock(zone: zone, received: received),
                    into: &decoded)
                let named = decoded.device.map { String(decoding: message.bytes[$0], as: UTF8.self) }
                // Context is nobody's.
                let isNamed = format.namesDevice && !decoded.isContext
                #expect(named == (isNamed ? reading.device : nil), "seed \(seed)")
                samples += decoded.samples
                rejected += decoded.rejected
            }
            check(samples, rejected, of: reading, format, "seed \(seed)")
        }
    }

    private func check(
        _ samples: [Sample], _ rejected: [RejectedSample], of reading: AirReading, _ format: MappedSteps,
        _ seed: Comment
    ) {
        let second = reading.end.floored(toMicroseconds: Microseconds.second)
        var refused: [Quantity] = []
        var found = Dictionary(grouping: samples, by: \.quantity)
        for (quantity, step) in format.steps {
            guard var value = reading[quantity] else { continue }
            if format.unsigned.contains(quantity) { value = max(0, value) }
            guard let sample = found.removeValue(forKey: quantity), sample.count == 1 else {
                #expect(format.refusesHuge.contains(quantity) && abs(value) > 90_000, "\(seed): \(quantity) \(value)")
                refused.append(quantity)
                continue
            }
            // Half a millionth is rounded at decoding, and a double holds about sixteen digits.
            let tolerance = step / 2 + 1e-6 + abs(value) * 1e-12
            #expect(abs(Double(sample[0].value.count) / 1e6 - value) <= tolerance, "\(seed): \(quantity) \(value)")
            switch format.time {
            case .none: #expect(sample[0].stamp == nil && sample[0].covers == nil, seed)
            case .second: #expect(sample[0].stamp == second && sample[0].covers == nil, seed)
            case .interval: #expect(sample[0].stamp != nil && sample[0].covers == reading.covers, seed)
            }
        }
        #expect(found.isEmpty, seed)
        let malformed = rejected.filter { $0.reason == .malformedValue }.compactMap(\.quantity)
        #expect(malformed.sorted() == refused.sorted(), seed)
        let sentinels = rejected.filter { $0.reason == .sentinel }.compactMap(\.quantity)
        let missing = format.format.quantities.filter { reading[$0] == nil }
        let isSent = missing.count < format.format.quantities.count
        #expect(sentinels.sorted() == (format.saysMissing && isSent ? missing.sorted() : []), seed)
        #expect(malformed.count + sentinels.count == rejected.count, seed)
    }
}
