package import Readings

/// The wire formats of the simulated air sensors. The raw values are the names in topics and registries.
package enum AirDialect: String, CaseIterable, Sendable {
    case plain
    case airGradient = "airgradient"
    case airrohr
    case ngsiLD = "ngsi-ld"
    case sensorCommunity = "sensor-community"
    case purpleAir = "purpleair"
    case smartCitizen = "smartcitizen"
    case sensorThings = "sensorthings"
    case aqmesh
    case ttn
    case chirpStack = "chirpstack"
    case senML = "senml"
    case ngsiV2 = "ngsiv2"
    case vaisalaAQT = "vaisala-aqt"
    case ukAir = "uk-air"
    case openair

    /// How often a device of that kind sends, as its maker sets it.
    package var periodSeconds: Int64 {
        switch self {
        case .plain, .airGradient, .smartCitizen, .vaisalaAQT: 60
        case .purpleAir: 120
        case .airrohr, .sensorCommunity: 145
        case .ttn, .chirpStack, .senML: 300
        case .sensorThings, .aqmesh, .ngsiV2: 900
        case .ngsiLD, .ukAir, .openair: 3600
        }
    }

    /// Whether the payload says when the value was measured.
    package var isStamped: Bool {
        self != .airGradient && self != .airrohr
    }

    /// Whether the device measures hours with reference instruments.
    package var isStation: Bool {
        switch self {
        case .ngsiLD, .ukAir, .openair: true
        default: false
        }
    }

    /// Whether periods begin and end with the clock's hours and quarters, as where means are formed.
    package var isOnTheClock: Bool { periodSeconds >= 900 }

    /// Whether a device that has lost its link keeps its readings until it returns. The stamp of LoRaWAN frames is the
    /// network's: what it does not hear has none. A PurpleAir sensor serves its newest reading only.
    package var keepsReadings: Bool {
        switch self {
        case .airGradient, .airrohr, .ttn, .chirpStack, .purpleAir: false
        default: true
        }
    }

    /// How many readings one message may hold.
    package var readingsPerMessage: Int {
        switch self {
        case .sensorCommunity, .smartCitizen, .aqmesh, .senML, .vaisalaAQT: 20
        case .ukAir, .openair: 24
        default: 1
        }
    }

    /// What the simulated device of that kind measures.
    package var quantities: [Quantity] {
        switch self {
        case .plain: [.no2, .o3, .pm2_5, .pm10, .temperature, .humidity]
        case .airGradient: [.pm1, .pm2_5, .pm10, .co2, .temperature, .humidity]
        case .airrohr: [.pm2_5, .pm10, .temperature, .humidity, .pressure]
        case .ngsiLD: [.no2, .no, .nox, .o3, .pm2_5, .pm10]
        case .sensorCommunity: [.pm2_5, .pm10]
        case .purpleAir: [.pm1, .pm2_5, .pm10, .temperature, .humidity, .pressure]
        case .smartCitizen: [.pm1, .pm2_5, .pm10, .co2, .temperature, .humidity, .pressure]
        case .sensorThings: [.no2, .o3, .pm2_5, .pm10, .co, .temperature, .humidity]
        case .aqmesh: [.no2, .no, .o3, .pm1, .pm2_5, .pm4, .pm10, .co, .temperature, .humidity, .pressure]
        case .ttn, .chirpStack: [.no2, .pm2_5, .pm10, .temperature, .humidity]
        case .senML: [.no2, .pm2_5, .pm10, .temperature, .humidity, .pressure]
        case .ngsiV2: [.no2, .pm2_5, .pm10, .temperature, .humidity]
        case .vaisalaAQT: [.no2, .no, .o3, .pm1, .pm2_5, .pm10, .co, .temperature, .humidity, .pressure]
        case .ukAir, .openair: [.no2, .no, .nox, .o3, .pm2_5, .pm10, .co]
        }
    }

    /// The forms in which devices of that kind send; the first is the usual one.
    package var forms: [AirForm] {
        switch self {
        case .purpleAir: [.usual, .singleSensor]
        case .senML: [.usual, .baseValues]
        default: [.usual]
        }
    }

    /// The form of one device, told by the last letter of its name: neighbours by number differ.
    func form(ofDevice name: String) -> AirForm { forms[Int(name.utf8.last ?? 0) % forms.count] }
}

/// How the payloads of some devices of a kind differ from those of others.
package enum AirForm: String, Sendable {
    case usual
    /// PurpleAir: a model with one particle sensor.
    case singleSensor = "single-sensor"
    /// SenML: what records share stands in base fields of a record of their own, and values are differences to a base value.
    case baseValues = "base-values"
}
