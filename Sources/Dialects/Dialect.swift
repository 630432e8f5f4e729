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
        case .ocpp16: .ev
        }
    }

    /// Names of the members that say who charged, in any case. They never reach Kerbside's files in clear.
    package var personalFields: [String] {
        let fields = PersonalFields.named(name)
        return fields.tokens + fields.texts
    }
}
