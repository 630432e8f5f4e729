import Readings

extension AirPayloads {
    /// The sensor's own `/json`: two particle channels beside each other, degrees Fahrenheit, slashes in the date. What
    /// stands under `_cf_1`, the index and the counts of particles are other figures on purpose. A model with one particle
    /// sensor has no key that ends in `_b`.
    static func appendPurpleAir(_ reading: AirReading, hasTwoSensors: Bool, to bytes: inout [UInt8]) {
        bytes.append("{\"SensorId\":\"\(reading.device)\",\"DateTime\":\"")
        bytes.append(wall: reading.end, dateMark: UInt8(ascii: "/"))
        bytes.append("z\",\"Geo\":\"PurpleAir-0001\",\"Mem\":18264,\"lat\":51.515,\"lon\":-0.15,\"place\":\"outside\"")
        bytes.append(",\"version\":\"7.02\",\"uptime\":")
        bytes.append(number: reading.count * 120)
        bytes.append(",\"hardwarediscovered\":\"2.0+BME280+\(hasTwoSensors ? "PMSX003-B+" : "")PMSX003-A\"")
        bytes.append(member: "current_temp_f", reading[.temperature].map(fahrenheit), decimals: 0)
        bytes.append(member: "current_humidity", reading[.humidity], decimals: 0)
        bytes.append(member: "pressure", reading[.pressure], decimals: 2)
        let sizes = [("1_0", reading[.pm1]), ("2_5", reading[.pm2_5]), ("10_0", reading[.pm10])]
        for case (let size, let value?) in sizes {
            // In hundredths, so that the channels stand exactly as far above the value as below.
            let middle = (value * 100).rounded()
            let apart = hasTwoSensors ? Double(reading.count % 7 * 5) : 0
            for (channel, figure) in [("_b", middle - apart), ("", middle + apart)]
            where hasTwoSensors || channel.isEmpty {
                bytes.append(member: "pm\(size)_cf_1\(channel)", figure / 100 * 1.2, decimals: 2)
                bytes.append(member: "pm\(size)_atm\(channel)", figure / 100, decimals: 2)
                bytes.append(member: "p_\(size)_um\(channel)", abs(figure), decimals: 1)
            }
        }
        bytes.append(",\"pm2.5_aqi\":42,\"p25aqic\":\"rgb(120,236,0)\",\"wlstate\":\"Connected\",\"status_0\":2}")
    }
}
