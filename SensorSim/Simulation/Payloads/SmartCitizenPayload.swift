import Readings

extension AirPayloads {
    /// The numbers of a kit with the particle sensor of 2019: pressure in kPa, particles in whole ug/m3.
    private static let sensors: [(number: Int, quantity: Quantity, factor: Double, decimals: Int)] = [
        (55, .temperature, 1, 2), (56, .humidity, 1, 2), (58, .pressure, 0.1, 2), (89, .pm1, 1, 0), (87, .pm2_5, 1, 0),
        (88, .pm10, 1, 0), (158, .co2, 1, 0),
    ]

    /// What a kit publishes: JSON, or the firmware's raw text every other time. What it kept while it had no network goes
    /// in one message, each reading with its time, and 10 is the battery.
    static func smartCitizen(_ batch: [AirReading]) -> AirPayload {
        if batch.count == 1, batch[0].count % 2 == 1 { return smartCitizenRaw(batch[0]) }
        var bytes: [UInt8] = []
        bytes.append("{\"data\":[")
        for reading in batch {
            bytes.separate()
            bytes.append("{\"recorded_at\":\"")
            bytes.append(seconds: reading.end)
            bytes.append("\",\"sensors\":[")
            for sensor in sensors {
                guard let value = reading[sensor.quantity] else { continue }
                bytes.append("{\"id\":\(sensor.number),\"value\":")
                bytes.append(value * sensor.factor, decimals: sensor.decimals)
                bytes.append("},")
            }
            bytes.append("{\"id\":10,\"value\":97}]}")
        }
        bytes.append("]}")
        return AirPayload(bytes: bytes)
    }

    private static func smartCitizenRaw(_ reading: AirReading) -> AirPayload {
        var bytes: [UInt8] = []
        bytes.append("{t:")
        bytes.append(seconds: reading.end)
        for sensor in sensors {
            guard let value = reading[sensor.quantity] else { continue }
            bytes.append(",\(sensor.number):")
            bytes.append(value * sensor.factor, decimals: sensor.decimals)
        }
        bytes.append(",10:97}")
        return AirPayload(bytes: bytes, topicEnd: "/raw")
    }
}
