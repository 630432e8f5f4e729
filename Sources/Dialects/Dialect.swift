/// The payload formats that Kerbside reads. The raw values are the names in topics, registries and settings.
package enum Dialect: String, CaseIterable, Sendable {
    /// Our own, for people who build their own sensors.
    case plain
    /// AirQualityObserved of the Smart Data Models, as NGSI-LD (ETSI GS CIM 009).
    case ngsiLD = "ngsi-ld"
    /// AirGradient's MQTT message.
    case airgradient
    /// The airrohr firmware's message, of sensor.community.
    case airrohr
    /// OCPP-J 1.6 frames, both directions.
    case ocpp16
    /// OCPP 1.6 as EMQX's gateway writes it: frames as objects, or payloads alone with the rest in the topic.
    case emqxOCPP = "emqx-ocpp"
    /// OCPP-J 2.0.1 frames, both directions.
    case ocpp201
    /// OCPI 2.2.1 objects: Location, EVSE, Session, CDR, whole or as changed fields.
    case ocpi
    /// Variables of EVerest, of its API's version 1 and before.
    case everest
    /// evcc, a value a topic.
    case evcc
    /// EVChargingStation of the Smart Data Models, as NGSI-LD.
    case ngsiLDStation = "ngsi-ld-ev"
    /// The list of all charge points of the Digital Twin Consortium's central system.
    case centralSystem = "dtc-ocpp"
    /// A sensor in a bay beside a charge point, by ChirpStack v4.
    case chirpstackBay = "chirpstack-bay"
    /// A sensor in a bay beside a charge point, by The Things Stack v3.
    case ttnBay = "ttn-bay"
    /// Sensor.Community's records: what its data API answers, and what its stations push.
    case sensorCommunity = "sensor-community"
    /// The JSON that a PurpleAir sensor serves in its own network.
    case purpleair
    /// Readings of Smart Citizen kits, as JSON and as the firmware's own raw text.
    case smartcitizen
    /// An Observation of the OGC SensorThings API 1.1, with its Datastream.
    case sensorthings
    /// Gas and particle readings of AQMesh pods.
    case aqmesh
    /// The Things Stack v3, the uplink message of a LoRaWAN device.
    case ttn
    /// ChirpStack v4, the `up` event of a LoRaWAN device.
    case chirpstack
    /// Sensor Measurement Lists as JSON (RFC 8428).
    case senml
    /// AirQualityObserved of the Smart Data Models, as NGSI v2.
    case ngsiv2
    /// The CSV line of Vaisala's Air Quality Transmitter AQT530.
    case vaisalaAQT = "vaisala-aqt"
    /// The CSV file that uk-air.defra.gov.uk gives for a station of the national network.
    case ukAir = "uk-air"
    /// A CSV file written from the R package openair's `importUKAQ`.
    case openair

    package enum Family: String, Sendable {
        case air, ev
    }

    package var name: String { rawValue }

    package init?(name: String) {
        self.init(rawValue: name)
    }

    package var family: Family {
        switch self {
        case .plain, .ngsiLD, .airgradient, .airrohr: .air
        case .ocpp16, .emqxOCPP, .ocpp201, .ocpi, .everest, .evcc, .ngsiLDStation: .ev
        case .centralSystem, .chirpstackBay, .ttnBay: .ev
        case .sensorCommunity, .purpleair, .smartcitizen, .sensorthings, .aqmesh: .air
        case .ttn, .chirpstack, .senml, .ngsiv2, .vaisalaAQT, .ukAir, .openair: .air
        }
    }

    /// Whether its payloads are comma-separated text and no JSON.
    package var isText: Bool {
        switch self {
        case .vaisalaAQT, .ukAir, .openair: true
        default: false
        }
    }

    /// Whether a message may speak of several devices, or of another than its topic names. The topic's device need not be
    /// registered then; each event says whose it is (`EventSubject`).
    package var namesDevices: Bool {
        switch self {
        case .ocpi, .ngsiLDStation, .centralSystem, .chirpstackBay, .ttnBay: true
        // Their topics may name an EVSE instead of its charge point.
        case .everest, .evcc: true
        default: false
        }
    }

    /// What the decoder reads behind the device in topics, for formats with a topic a field; `+` stands for any one level.
    /// Nil: one payload says it all. On other topics of a format with tails nothing is read and nothing is kept; and a text
    /// that the decoder does not know on one of these is refused or rejected, never context, so that nobody's name is kept.
    package var tails: [TopicTail]? {
        switch self {
        case .everest: EVerestVariable.tails
        case .evcc: EvccKey.tails
        default: nil
        }
    }

    /// Names of the members that say who charged, in any case. They never reach Kerbside's files in clear.
    package var personalFields: [String] {
        let fields = PersonalFields.named(name)
        return fields.tokens + fields.texts
    }
}
