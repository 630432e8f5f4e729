import Readings

extension AirPayloads {
    /// A SenML pack (RFC 8428) with all the base fields that there are. Records are ordered by quantity: for each, base unit
    /// and base value stand once, and each reading has its difference to the base value. Name and time of the pack stand in a
    /// record without a value in front.
    static func appendSenMLBases(_ batch: [AirReading], to bytes: inout [UInt8]) {
        guard let first = batch.first else { return }
        // Base and values in steps of so many decimals, so that their sum is the rounded value exactly.
        let quantities: [(quantity: Quantity, name: String, unit: String, base: Int64, decimals: Int, power: String)] =
            [
                (.pm2_5, "pm25", "kg/m3", 500, 2, "e-9"), (.pm10, "pm10", "kg/m3", 1500, 2, "e-9"),
                (.no2, "no2", "ppb", 2000, 2, ""), (.temperature, "temperature", "Cel", 100, 1, ""),
                (.humidity, "humidity", "%RH", 500, 1, ""), (.pressure, "pressure", "Pa", 100_000, 0, ""),
            ]
        bytes.append("[{\"bn\":\"urn:dev:mac:\(first.device):\",\"bt\":")
        bytes.append(epoch: first.end)
        bytes.append(",\"bver\":10}")
        for (quantity, name, unit, base, decimals, power) in quantities {
            var scale = 1.0
            for _ in 0..<decimals { scale *= 10 }
            var isFirst = true
            for reading in batch {
                guard let value = reading[quantity].map({ inUnit($0, quantity) }) else { continue }
                bytes.append(",{\"n\":\"\(name)\"")
                if isFirst {
                    bytes.append(",\"bu\":\"\(unit)\",\"bv\":")
                    bytes.append(Double(base) / scale, decimals: decimals)
                    bytes.append(power)
                }
                isFirst = false
                if reading.end != first.end {
                    bytes.append(",\"t\":")
                    bytes.append(milliseconds: reading.end.floored(toMicroseconds: 1000), after: first.end)
                }
                bytes.append(",\"v\":")
                bytes.append(((value * scale).rounded() - Double(base)) / scale, decimals: decimals)
                bytes.append(power + "}")
            }
        }
        bytes.append("]")
    }

    private static func inUnit(_ value: Double, _ quantity: Quantity) -> Double {
        switch quantity {
        case .no2: value / ppbOfNO2
        case .pressure: value * 100
        default: value
        }
    }
}
