import Readings

extension AirPayloads {
    /// A SenML pack (RFC 8428): base name and time in the first record; later readings count from that time. Particles
    /// are in kg/m3, the registry's unit, so in powers of ten.
    static func appendSenML(_ batch: [AirReading], to bytes: inout [UInt8]) {
        guard let first = batch.first else { return }
        bytes.append("[")
        for reading in batch {
            let values: [(name: String, unit: String, value: Double?, decimals: Int, power: String)] = [
                ("pm25", "kg/m3", reading[.pm2_5], 2, "e-9"), ("pm10", "kg/m3", reading[.pm10], 2, "e-9"),
                ("no2", "ppb", reading[.no2].map { $0 / ppbOfNO2 }, 2, ""),
                ("temperature", "Cel", reading[.temperature], 1, ""), ("humidity", "%RH", reading[.humidity], 1, ""),
                ("pressure", "Pa", reading[.pressure].map { $0 * 100 }, 0, ""),
            ]
            for case (let name, let unit, let value?, let decimals, let power) in values {
                if bytes.count == 1 {
                    bytes.append("{\"bn\":\"urn:dev:mac:\(first.device):\",\"bt\":")
                    bytes.append(epoch: first.end)
                    bytes.append(",\"bver\":10,\"n\":\"\(name)\"")
                } else {
                    bytes.append(",{\"n\":\"\(name)\"")
                    if reading.end != first.end {
                        bytes.append(",\"t\":")
                        bytes.append(milliseconds: reading.end.floored(toMicroseconds: 1000), after: first.end)
                    }
                }
                bytes.append(",\"u\":\"\(unit)\",\"v\":")
                bytes.append(value, decimals: decimals)
                bytes.append(power + "}")
            }
        }
        bytes.append("]")
    }
}
