import Readings

extension AirPayloads {
    /// AirQualityObserved in NGSI v2, normalized: the unit's code in the metadata, humidity as a fraction of one.
    static func appendNGSIv2(_ reading: AirReading, to bytes: inout [UInt8]) {
        bytes.append("{\"id\":\"AirQualityObserved:\(reading.device)\",\"type\":\"AirQualityObserved\"")
        let times = [("", reading.end), ("From", reading.covers.lowerBound), ("To", reading.end)]
        for (name, instant) in times {
            bytes.append(",\"dateObserved\(name)\":{\"type\":\"DateTime\",\"value\":\"")
            bytes.append(seconds: instant)
            bytes.append("\"}")
        }
        let particlesAndGases = [("pm25", reading[.pm2_5]), ("pm10", reading[.pm10]), ("no2", reading[.no2])]
        for case (let name, let value?) in particlesAndGases {
            bytes.append(",\"\(name)\":{\"type\":\"Number\",\"value\":")
            bytes.append(value, decimals: 1)
            bytes.append(",\"metadata\":{\"unitCode\":{\"type\":\"Text\",\"value\":\"GQ\"}}}")
        }
        if let temperature = reading[.temperature] {
            bytes.append(",\"temperature\":{\"type\":\"Number\",\"value\":")
            bytes.append(temperature, decimals: 1)
            bytes.append("}")
        }
        if let humidity = reading[.humidity] {
            bytes.append(",\"relativeHumidity\":{\"type\":\"Number\",\"value\":")
            bytes.append(humidity / 100, decimals: 3)
            bytes.append("}")
        }
        bytes.append(",\"airQualityIndex\":{\"type\":\"Number\",\"value\":1}")
        bytes.append(",\"reliability\":{\"type\":\"Number\",\"value\":0.7}}")
    }
}
