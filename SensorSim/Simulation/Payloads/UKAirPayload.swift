import Readings

extension AirPayloads {
    /// The portal's file of one station: hours by their end, `24:00` for the day's last, not yet ratified.
    static func appendUKAir(_ batch: [AirReading], to bytes: inout [UInt8]) {
        bytes.append("Data supplied by UK-AIR on 1/5/2026\nAll Data GMT hour ending\n")
        bytes.append("Status: R =Ratified P=Provisional,P*=As supplied\n,,Simulated Road,,,,,,,,,,,,,,,,,,\nDate,time")
        for name in [
            "PM<sub>10</sub> particulate matter (Hourly measured)", "Nitric oxide", "Nitrogen dioxide",
            "Nitrogen oxides as nitrogen dioxide", "Ozone", "Carbon monoxide",
            "PM<sub>2.5</sub> particulate matter (Hourly measured)",
        ] {
            bytes.append(",\"\(name)\",status,unit")
        }
        bytes.append("\n")
        for reading in batch {
            let hour = reading.covers.lowerBound.floored(toMicroseconds: Microseconds.hour)
            let date = CivilDate(of: hour).components
            let number = Int(hour.microseconds(since: CivilDate(of: hour).startUTC) / Microseconds.hour) + 1
            bytes.append(twoDigits: date.day)
            bytes.append("-")
            bytes.append(twoDigits: date.month)
            bytes.append("-\(date.year),")
            bytes.append(twoDigits: number)
            bytes.append(":00")
            let columns: [(value: Double?, unit: String)] = [
                (reading[.pm10], "ugm-3 (Ref.eq)"), (reading[.no], "ugm-3"), (reading[.no2], "ugm-3"),
                (reading[.nox], "ugm-3"), (reading[.o3], "ugm-3"), (reading[.co], "mgm-3"),
                (reading[.pm2_5], "ugm-3 (Ref.eq)"),
            ]
            for (value, unit) in columns {
                bytes.append(",")
                if let value {
                    bytes.append(value, decimals: 5)
                    bytes.append(",P*,\(unit)")
                } else {
                    bytes.append("No data,,")
                }
            }
            bytes.append("\n")
        }
    }
}
