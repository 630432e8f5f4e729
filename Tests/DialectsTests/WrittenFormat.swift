import Readings
import SensorSim
import Testing

/// What a format can hold of a reading: the steps of its figures and of its times, as the simulator writes it.
struct WrittenFormat: Sendable, CustomTestStringConvertible {
    enum Time: Sendable {
        case none
        /// Cut to so many microseconds.
        case cut(to: Int64)
    }

    var dialect: AirDialect
    var form = AirForm.usual
    var time = Time.cut(to: Microseconds.second)
    /// Whether the payload says the interval.
    var hasInterval = false
    /// Whether the payload names the device; else the topic does.
    var namesDevice = true
    /// The distance between two neighbouring figures, in the quantity's own unit; those that the format does not hold have
    /// none.
    var steps: [Quantity: Double]
    /// Quantities whose figures have no sign.
    var unsigned: Set<Quantity> = []
    /// Whether what is written as nought is left out.
    var leavesOutNought = false
    /// Quantities in units that are converted by a fraction, which may be refused when they are huge: from 9.2e6 of the
    /// written unit on, which is Int64 at twelve decimals. Of pascals that is 92,000 hPa: no instrument shows it.
    var refusesHuge: Set<Quantity> = []
    /// Quantities for which the format has a figure that says "no value", by message.
    var saysMissing: [Set<Quantity>] = []

    var testDescription: String { dialect.rawValue + (form == .usual ? "" : " " + form.rawValue) }

    private static func even(_ step: Double, _ quantities: Quantity...) -> [Quantity: Double] {
        Dictionary(uniqueKeysWithValues: quantities.map { ($0, step) })
    }

    /// One ppb at 20 degC in ug/m3, one ppm of CO in mg/m3, and a degree Fahrenheit in degrees Celsius.
    private static let (no2, no, o3, co, fahrenheit) = (1.9125, 1.2473, 1.9957, 1.1642, 5.0 / 9)
    private static let lorawan: [Quantity: Double] = [
        .pm2_5: 0.1, .pm10: 0.1, .no2: 0.1 * no2, .temperature: 0.1, .humidity: 0.1,
    ]

    static let all: [WrittenFormat] = own + sensors + networks + instruments

    private static let own = [
        WrittenFormat(
            dialect: .plain, time: .cut(to: 1000),
            steps: even(0.1, .no2, .o3, .pm2_5, .pm10, .temperature, .humidity)),
        WrittenFormat(
            dialect: .ngsiLD, hasInterval: true, steps: even(0.001, .no2, .no, .nox, .o3, .pm2_5, .pm10)),
        // Humidity is a fraction of one with three decimals.
        WrittenFormat(
            dialect: .ngsiV2, hasInterval: true, steps: even(0.1, .no2, .pm2_5, .pm10, .temperature, .humidity)),
    ]

    private static let sensors = [
        WrittenFormat(
            dialect: .airGradient, time: .none,
            steps: [.pm1: 1, .pm2_5: 1, .pm10: 1, .co2: 1, .temperature: 0.1, .humidity: 1],
            unsigned: [.pm1, .pm2_5, .pm10, .co2, .humidity]),
        // A hundredth of a pascal is 0.0001 hPa.
        WrittenFormat(
            dialect: .airrohr, time: .none,
            steps: [.pm2_5: 0.01, .pm10: 0.01, .temperature: 0.01, .humidity: 0.01, .pressure: 0.0001],
            refusesHuge: [.pressure]),
        WrittenFormat(dialect: .sensorCommunity, steps: even(0.01, .pm2_5, .pm10)),
        WrittenFormat(
            dialect: .purpleAir,
            steps: [.pm1: 0.01, .pm2_5: 0.01, .pm10: 0.01, .temperature: fahrenheit, .humidity: 1, .pressure: 0.01],
            refusesHuge: [.temperature]),
        WrittenFormat(
            dialect: .purpleAir, form: .singleSensor,
            steps: [.pm1: 0.01, .pm2_5: 0.01, .pm10: 0.01, .temperature: fahrenheit, .humidity: 1, .pressure: 0.01],
            refusesHuge: [.temperature]),
        // A hundredth of a kilopascal is 0.1 hPa.
        WrittenFormat(
            dialect: .smartCitizen, namesDevice: false,
            steps: [
                .pm1: 1, .pm2_5: 1, .pm10: 1, .co2: 1, .temperature: 0.01, .humidity: 0.01, .pressure: 0.1,
            ]),
    ]

    private static let networks = [
        WrittenFormat(dialect: .ttn, time: .cut(to: 1000), steps: lorawan, leavesOutNought: true, refusesHuge: [.no2]),
        WrittenFormat(dialect: .chirpStack, time: .cut(to: 1), steps: lorawan, refusesHuge: [.no2]),
        // A whole pascal is 0.01 hPa; a hundredth of 1e-9 kg/m3 is 0.01 ug/m3.
        WrittenFormat(
            dialect: .senML, time: .cut(to: 1000),
            steps: [
                .pm2_5: 0.01, .pm10: 0.01, .no2: 0.01 * no2, .temperature: 0.1, .humidity: 0.1, .pressure: 0.01,
            ], refusesHuge: [.no2, .pressure]),
        // A base value is added at twelve decimals.
        WrittenFormat(
            dialect: .senML, form: .baseValues, time: .cut(to: 1000),
            steps: [
                .pm2_5: 0.01, .pm10: 0.01, .no2: 0.01 * no2, .temperature: 0.1, .humidity: 0.1, .pressure: 0.01,
            ], refusesHuge: [.no2, .temperature, .humidity, .pressure]),
        WrittenFormat(
            dialect: .sensorThings, time: .cut(to: 1000), hasInterval: true, namesDevice: false,
            steps: [
                .no2: 0.01 * no2, .o3: 0.1, .pm2_5: 0.1, .pm10: 0.1, .co: 0.001, .temperature: 0.1, .humidity: 0.1,
            ], refusesHuge: [.no2]),
    ]

    private static let instruments = [
        // The figure in the payload has three decimals and is multiplied by the slope; that of CO is in ug/m3.
        WrittenFormat(
            dialect: .aqmesh, hasInterval: true,
            steps: [
                .no2: 0.001, .no: 0.001 * 0.94, .o3: 0.001, .co: 0.001 * 1.0574 / 1000, .pm1: 0.1, .pm2_5: 0.1,
                .pm4: 0.1, .pm10: 0.1, .temperature: 0.1 * fahrenheit, .humidity: 0.1, .pressure: 0.1,
            ], refusesHuge: [.temperature],
            saysMissing: [[.co, .no, .so2, .no2, .o3], [.pm1, .pm2_5, .pm4, .pm10]]),
        // Gases in ppm with three decimals: a whole ppb.
        WrittenFormat(
            dialect: .vaisalaAQT, namesDevice: false,
            steps: [
                .no2: no2, .no: no, .o3: o3, .co: 0.001 * co, .pm1: 0.1, .pm2_5: 0.1, .pm10: 0.1, .temperature: 0.1,
                .humidity: 0.1, .pressure: 0.1,
            ], refusesHuge: [.co]),
        WrittenFormat(
            dialect: .ukAir, hasInterval: true, namesDevice: false,
            steps: even(0.00001, .no2, .no, .nox, .o3, .pm2_5, .pm10, .co)),
        WrittenFormat(
            dialect: .openair, hasInterval: true,
            steps: even(0.00001, .no2, .no, .nox, .o3, .pm2_5, .pm10, .co)),
    ]
}
