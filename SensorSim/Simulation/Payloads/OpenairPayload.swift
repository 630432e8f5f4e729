import Readings

extension AirPayloads {
    /// What R's `write.csv` makes of openair's `importUKAQ`: hours by their beginning, midnight as a bare date, `NA` for
    /// no value, and wind from a weather model, which nobody measured at the station.
    static func appendOpenair(_ batch: [AirReading], to bytes: inout [UInt8]) {
        bytes.append("\"\",\"source\",\"site\",\"code\",\"date\",\"co\",\"nox\",\"no2\",\"no\",\"o3\",\"so2\",")
        bytes.append("\"pm10\",\"pm2.5\",\"ws\",\"wd\",\"air_temp\"\n")
        for (index, reading) in batch.enumerated() {
            bytes.append("\"\(index + 1)\",\"aurn\",\"Simulated Road\",\"\(reading.device)\",")
            let hour = reading.covers.lowerBound.floored(toMicroseconds: Microseconds.hour)
            bytes.append(wall: hour, between: UInt8(ascii: " "))
            if hour == CivilDate(of: hour).startUTC { bytes.removeLast(" 00:00:00".utf8.count) }
            let columns = [
                reading[.co], reading[.nox], reading[.no2], reading[.no], reading[.o3], nil, reading[.pm10],
                reading[.pm2_5],
            ]
            for value in columns {
                bytes.append(",")
                if let value {
                    bytes.append(value, decimals: 5)
                } else {
                    bytes.append("NA")
                }
            }
            bytes.append(",3.4,225.5,7.1\n")
        }
    }
}
