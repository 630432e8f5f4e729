import Readings

extension AirPayloads {
    /// A reference station's hourly mean.
    static func appendNGSILD(_ reading: AirReading, to bytes: inout [UInt8]) {
        bytes.append(
            "{\"id\":\"urn:ngsi-ld:AirQualityObserved:\(reading.device)\",\"type\":\"AirQualityObserved\"")
        for (name, end) in [("From", reading.covers.lowerBound), ("To", reading.end)] {
            bytes.append(
                ",\"dateObserved\(name)\":{\"type\":\"Property\",\"value\":{\"@type\":\"DateTime\",\"@value\":\"")
            bytes.append(seconds: end)
            bytes.append("\"}}")
        }
        let values = [
            ("no2", reading[.no2]), ("no", reading[.no]), ("nox", reading[.nox]), ("o3", reading[.o3]),
            ("pm25", reading[.pm2_5]), ("pm10", reading[.pm10]),
        ]
        for case (let name, let value?) in values {
            bytes.append(",\"\(name)\":{\"type\":\"Property\",\"value\":")
            bytes.append(value, decimals: 3)
            bytes.append(",\"unitCode\":\"GQ\",\"observedAt\":\"")
            bytes.append(seconds: reading.end)
            bytes.append("\"}")
        }
        bytes.append("}")
    }
}
