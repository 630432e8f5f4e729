import Readings

extension AirPayloads {
    /// What the data API answers for one sensor: a record a reading, the stamp in UTC without saying so, and numbers of
    /// records and of values that are nobody's name.
    static func appendSensorCommunity(_ batch: [AirReading], to bytes: inout [UInt8]) {
        bytes.append("[")
        for reading in batch {
            bytes.separate()
            bytes.append("{\"id\":")
            bytes.append(number: 22_010_000_000 + reading.count)
            bytes.append(",\"sampling_rate\":null,\"timestamp\":\"")
            bytes.append(wall: reading.end, between: UInt8(ascii: " "))
            bytes.append("\",\"location\":{\"id\":54321,\"latitude\":\"51.515\",\"longitude\":\"-0.150\",")
            bytes.append("\"country\":\"GB\",\"exact_location\":0,\"indoor\":0},")
            bytes.append("\"sensor\":{\"id\":\(reading.device),\"pin\":\"1\",\"sensor_type\":{\"id\":14,")
            bytes.append("\"name\":\"SDS011\",\"manufacturer\":\"Nova Fitness\"}},\"sensordatavalues\":[")
            for case (let name, let value?) in [("P1", reading[.pm10]), ("P2", reading[.pm2_5])] {
                bytes.separate()
                bytes.append("{\"id\":")
                bytes.append(number: 49_000_000_000 + 2 * reading.count)
                bytes.append(",\"value\":\"")
                bytes.append(value, decimals: 2)
                bytes.append("\",\"value_type\":\"\(name)\"}")
            }
            bytes.append("]}")
        }
        bytes.append("]")
    }
}
