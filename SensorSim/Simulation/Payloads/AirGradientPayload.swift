import Readings

extension AirPayloads {
    /// The outdoor monitor's message each minute: whole numbers, no stamp. The firmware's figures are unsigned, since it
    /// writes -1 for "invalid"; only the temperature can be negative.
    static func appendAirGradient(_ reading: AirReading, to bytes: inout [UInt8]) {
        bytes.append("{\"wifi\":-58,\"serialno\":\"\(reading.device)\"")
        bytes.append(member: "rco2", reading[.co2].map { max(0, $0) }, decimals: 0)
        bytes.append(member: "pm01", reading[.pm1].map { max(0, $0) }, decimals: 0)
        bytes.append(member: "pm02", reading[.pm2_5].map { max(0, $0) }, decimals: 0)
        bytes.append(member: "pm10", reading[.pm10].map { max(0, $0) }, decimals: 0)
        bytes.append(member: "atmp", reading[.temperature], decimals: 1)
        bytes.append(member: "rhum", reading[.humidity].map { max(0, $0) }, decimals: 0)
        bytes.append(",\"tvocIndex\":96,\"tvocRaw\":31877,\"noxIndex\":1,\"noxRaw\":16511,\"boot\":")
        bytes.append(number: reading.count)
        bytes.append(",\"bootCount\":")
        bytes.append(number: reading.count)
        bytes.append(",\"firmware\":\"3.3.9\",\"model\":\"O-1PST\"}")
    }
}
