import Readings

extension AirPayloads {
    /// The transmitter's ASCII CSV lines: gases in ppm, strokes for a figure that is not there, and the order of the
    /// columns in the line itself.
    static func appendVaisalaAQT(_ batch: [AirReading], to bytes: inout [UInt8]) {
        for reading in batch {
            if !bytes.isEmpty { bytes.append("\n") }
            bytes.append(wall: reading.end)
            let gases: [(symbol: String, value: Double?)] = [
                ("NO2", reading[.no2].map { $0 / ppbOfNO2 / 1000 }), ("CO", reading[.co].map { $0 / ppmOfCO }),
                ("O3", reading[.o3].map { $0 / ppbOfO3 / 1000 }), ("NO", reading[.no].map { $0 / ppbOfNO / 1000 }),
            ]
            let weather = [("T", reading[.temperature]), ("H", reading[.humidity]), ("P", reading[.pressure])]
            let particles = [("PM1", reading[.pm1]), ("PM2.5", reading[.pm2_5]), ("PM10", reading[.pm10])]
            for (_, value) in weather { append(value, decimals: 1, to: &bytes) }
            for (_, value) in gases { append(value, decimals: 3, to: &bytes) }
            for (_, value) in particles { append(value, decimals: 1, to: &bytes) }
            bytes.append("," + (weather + gases + particles).map(\.0).joined(separator: ":") + ",")
            bytes.append(number: reading.count * 60)
        }
    }

    private static func append(_ value: Double?, decimals: Int, to bytes: inout [UInt8]) {
        bytes.append(",")
        if let value {
            bytes.append(value, decimals: decimals)
        } else {
            bytes.append("////")
        }
    }
}
