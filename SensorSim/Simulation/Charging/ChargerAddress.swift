/// Where a charge point publishes, and what the registry must say so that its messages are found.
package struct ChargerAddress: Equatable, Sendable {
    /// Of its own messages, or what they begin with.
    package var topic: String
    /// Of the central system's answers; empty where there are none.
    package var answers = ""
    /// Of `routes.csv`; none for Kerbside's own layout.
    package var routes: [Route] = []

    /// A row of `routes.csv`, without its borough.
    package struct Route: Hashable, Sendable {
        /// The topics, with `+` for any one level.
        package var filter: String
        /// The wire format on these topics.
        package var dialect: String
        /// Which level of the topic names the device, counted from 1.
        package var devicePart: Int
        /// `up`, `down` or nothing.
        package var direction = ""
    }

    /// The topics of EMQX's gateway, of EVerest and of the LoRaWAN servers are the platform's, and name no borough; all others
    /// are ours to choose.
    package init(_ point: ChargePoint) {
        let dialect = point.dialect
        topic = "\(point.borough)/ev/\(dialect.rawValue)/\(point.id)"
        switch dialect {
        case .ocpp16, .ocpp201:
            answers = topic + "/down"
            topic += "/up"
        case .emqxOCPP:
            topic = "ocpp/cp/\(point.id)"
            answers = "ocpp/cs/\(point.id)"
            routes = [
                Route(filter: topic, dialect: dialect.rawValue, devicePart: 3, direction: "up"),
                Route(filter: answers, dialect: dialect.rawValue, devicePart: 3, direction: "down"),
            ]
        case .ocpi:
            // A topic an EVSE, as the bridge does it.
            topic = "\(point.borough)/ev/ocpi"
        case .everest:
            topic = "everest_api/1/evse_manager_consumer"
            routes = point.evses.indices.map { index in
                Route(
                    filter: "\(topic)/\(point.evseName(index + 1))/e2m/+", dialect: dialect.rawValue, devicePart: 4)
            }
        case .chirpStackBay, .ttnBay:
            let calls = "\(point.borough)/ev/\(ChargerDialect.ocpp16.rawValue)/\(point.id)"
            topic = calls + "/up"
            answers = calls + "/down"
            routes = [
                Route(
                    filter: Self.bayTopic(point, device: "+"), dialect: dialect.rawValue, devicePart: 4,
                    direction: "up")
            ]
        case .evcc, .ngsiLDStation: break
        }
    }

    /// Of the sensor in the bay of an EVSE. Each borough has an application of its own.
    static func bayTopic(_ point: ChargePoint, evse: Int) -> String {
        // ChirpStack's topics name the radio's address.
        let name = point.evseName(evse)
        return bayTopic(point, device: point.dialect == .chirpStackBay ? radioAddress(name) : name)
    }

    private static func bayTopic(_ point: ChargePoint, device: String) -> String {
        point.dialect == .chirpStackBay
            ? "application/\(applicationNumber(point.borough))/device/\(device)/event/up"
            : "v3/\(point.borough)-ev-bays@simulated/devices/\(device)/up"
    }

    /// The hash of the name, 16 hexadecimal digits.
    private static func radioAddress(_ name: String) -> String {
        let digits = String(nameHash(name), radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    private static func applicationNumber(_ borough: String) -> String {
        "00000000-0000-4000-9000-" + radioAddress(borough).suffix(12)
    }
}

extension ChargePoint {
    /// The name of the EVSE with that number, from 1: the registry's.
    package func evseName(_ number: Int) -> String {
        let connectors = evses[number - 1]
        return connectors.count > 1 ? "\(id)-evse-\(number)" : "\(id)-\(connectors[0])"
    }
}
