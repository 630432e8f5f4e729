extension Dialect {
    /// What a payload tells that was kept alone, without the topic and the receive time of its message.
    package enum Bareness: Sendable {
        /// Device and time, in a line: nothing more is needed to place it.
        case namesDeviceAndTime
        /// Its time only; the topic named the device.
        case namesTime
        /// Neither, or no time: when it was received is all that anybody knows.
        case namesNoTime
        /// It is a row of a table, whose header stands elsewhere.
        case isTableRow
    }

    /// That of a dialect's usual payloads; one of another shape is refused for itself (a Sensor.Community push, which has no
    /// stamp; a SenML pack whose times count from now).
    package var bareness: Bareness {
        switch self {
        case .plain, .ngsiLD, .ngsiv2, .senml, .ttn, .chirpstack, .sensorCommunity, .purpleair, .aqmesh:
            .namesDeviceAndTime
        case .smartcitizen, .sensorthings, .vaisalaAQT: .namesTime
        case .airgradient, .airrohr, .ocpp16, .emqxOCPP, .ocpp201, .everest, .evcc, .centralSystem: .namesNoTime
        case .ocpi, .ngsiLDStation, .chirpstackBay, .ttnBay: .namesNoTime
        case .ukAir, .openair: .isTableRow
        }
    }
}
