import Readings

extension AirPayloads {
    /// The values that the payload formatter at a LoRaWAN server writes, which the councils' decoders name alike.
    static func lorawanValues(_ reading: AirReading) -> [(name: String, value: Double)] {
        let values = [
            ("pm2_5", reading[.pm2_5]), ("pm10", reading[.pm10]), ("no2_ppb", reading[.no2].map { $0 / ppbOfNO2 }),
            ("temperature", reading[.temperature]), ("humidity", reading[.humidity]),
        ]
        return values.compactMap { name, value in value.map { (name, $0) } }
    }
}
