extension AirDialect {
    /// Names as each make has them: a serial number, the number of a chip or of a station, a hardware address, or a name
    /// that its owner gave.
    func deviceName(prefix: String, borough: Int, sensor: Int) -> String {
        switch self {
        case .plain: prefix + "-aq-" + padded(sensor, 2)
        case .airGradient: "5138000" + String(borough) + padded(sensor, 4)
        case .airrohr: "99" + String(borough) + padded(sensor, 4)
        // Each borough's own station comes first and has the plain code.
        case .ngsiLD: "SIM" + String(borough) + (sensor == 1 ? "" : padded(sensor, 2))
        case .sensorCommunity: "7" + String(borough) + padded(sensor, 4)
        case .purpleAir:
            "84:f3:eb:" + [sensor / 100, borough, sensor % 100].map { padded($0, 2) }.joined(separator: ":")
        case .smartCitizen: "5c" + String(borough) + padded(sensor, 3)
        case .sensorThings: prefix + "-thing-" + padded(sensor, 2)
        case .aqmesh: "245" + String(borough) + padded(sensor, 3)
        case .ttn: prefix + "-lora-" + padded(sensor, 2)
        case .chirpStack: "0004a30b00" + padded(borough, 2) + padded(sensor, 4)
        case .senML: "0004a30c00" + padded(borough, 2) + padded(sensor, 4)
        case .ngsiV2: prefix + "-node-" + padded(sensor, 2)
        case .vaisalaAQT: prefix + "-aqt-" + padded(sensor, 2)
        case .ukAir: "SIMU" + String(borough) + padded(sensor, 2)
        case .openair: "SIMO" + String(borough) + padded(sensor, 2)
        }
    }

    /// What the registry calls the simulated model.
    var model: String {
        switch self {
        case .plain: "Simulated sensor board"
        case .airGradient: "Simulated outdoor monitor"
        case .airrohr, .sensorCommunity: "Simulated fine dust sensor"
        case .ngsiLD, .ukAir, .openair: "Simulated reference station"
        case .purpleAir: "Simulated twin laser counter"
        case .smartCitizen: "Simulated kit"
        case .sensorThings: "Simulated Thing"
        case .aqmesh: "Simulated pod"
        case .ttn, .chirpStack: "Simulated LoRaWAN node"
        case .senML, .ngsiV2: "Simulated node"
        case .vaisalaAQT: "Simulated transmitter"
        }
    }
}

extension AirDevice {
    /// What the registry calls it.
    var modelName: String { model.map { $0.name.isEmpty ? dialect.model : "Simulated " + $0.name } ?? dialect.model }
}

/// The number with at least so many digits: `07`.
func padded(_ number: Int, _ digits: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
}
