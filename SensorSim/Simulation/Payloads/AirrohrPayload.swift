import Readings

extension AirPayloads {
    /// The firmware's push to an own server, as a bridge puts it on MQTT: every number is a string, pressure in Pa.
    static func appendAirrohr(_ reading: AirReading, to bytes: inout [UInt8]) {
        bytes.append(
            "{\"esp8266id\":\"\(reading.device)\",\"software_version\":\"NRZ-2024-135\",\"sensordatavalues\":[")
        let values: [(String, Double?)] = [
            ("SDS_P1", reading[.pm10]), ("SDS_P2", reading[.pm2_5]), ("BME280_temperature", reading[.temperature]),
            ("BME280_pressure", reading[.pressure].map { $0 * 100 }), ("BME280_humidity", reading[.humidity]),
        ]
        for case (let name, let value?) in values {
            bytes.append("{\"value_type\":\"\(name)\",\"value\":\"")
            bytes.append(value, decimals: 2)
            bytes.append("\"},")
        }
        bytes.append("{\"value_type\":\"samples\",\"value\":\"4976123\"},")
        bytes.append("{\"value_type\":\"min_micro\",\"value\":\"28\"},")
        bytes.append("{\"value_type\":\"max_micro\",\"value\":\"20138\"},")
        bytes.append("{\"value_type\":\"interval\",\"value\":\"145000\"},")
        bytes.append("{\"value_type\":\"signal\",\"value\":\"-67\"}]}")
    }
}
