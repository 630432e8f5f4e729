import Readings

extension AirPayloads {
    /// Our own dialect.
    static func appendPlain(_ reading: AirReading, to bytes: inout [UInt8]) {
        bytes.append("{\"device\":\"\(reading.device)\",\"ts\":\"")
        bytes.append(milliseconds: reading.end)
        bytes.append("\",\"readings\":{")
        bytes.append(member: "pm2_5", reading[.pm2_5], decimals: 1)
        bytes.append(member: "pm10", reading[.pm10], decimals: 1)
        bytes.append(member: "no2", reading[.no2], decimals: 1)
        bytes.append(member: "o3", reading[.o3], decimals: 1)
        bytes.append(member: "temperature", reading[.temperature], decimals: 1)
        bytes.append(member: "humidity", reading[.humidity], decimals: 1)
        bytes.append("}}")
    }
}
