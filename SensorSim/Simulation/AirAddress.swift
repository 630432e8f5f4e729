/// Where a device publishes, and what the registry must say so that its messages are found.
package struct AirAddress: Equatable, Sendable {
    /// Of its messages, or what their topics begin with.
    package var topic: String
    /// Of `routes.csv`; nil for Kerbside's own layout, which needs none.
    package var route: Route?

    /// A row of `routes.csv`, without its borough and dialect.
    package struct Route: Hashable, Sendable {
        /// The topics, with `+` for any one level and `#` for all that follow.
        package var filter: String
        /// Which level of the topic names the device, counted from 1.
        package var devicePart: Int
    }

    /// The topics of Smart Citizen, The Things Stack and ChirpStack are the platform's; all others are ours to choose.
    /// None of these three names a borough, so a route must tell it: each borough has an application of its own on the
    /// LoRaWAN servers, and kits are told one by one.
    init(_ dialect: AirDialect, device: String, borough: String, boroughNumber: Int) {
        switch dialect {
        case .smartCitizen:
            topic = "device/sck/\(device)/readings"
            route = Route(filter: topic + "/#", devicePart: 3)
        case .ttn:
            let application = "v3/\(borough)-air@simulated/devices/"
            topic = application + device + "/up"
            route = Route(filter: application + "+/up", devicePart: 4)
        case .chirpStack:
            let application = "application/00000000-0000-4000-8000-\(padded(boroughNumber, 12))/device/"
            topic = application + device + "/event/up"
            route = Route(filter: application + "+/event/up", devicePart: 4)
        default:
            topic = "\(borough)/air/\(dialect.rawValue)/\(device)"
        }
    }
}
